"""Days as each language writes them; English as the Caribbean does, the day before the month."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_time

LOCALES = {"en": "en_GB"}
SHORT = {"pt": "EEE d/MM"}


@lru_cache(maxsize=1024)
def long_day(day: date, language: str) -> str:
    """`1 July 2016`."""
    return format_date(day, "long", locale=LOCALES.get(language, language))


def short_day(day: date, language: str) -> str:
    """`Fri 14 Oct`: a day near enough to need no year."""
    return format_date(day, SHORT.get(language, "EEE d MMM"), locale=LOCALES.get(language, language))


def clock_time(moment: datetime) -> str:
    """`06:00 UTC`, of an aware moment in UTC; the same in every language."""
    return f"{format_time(moment, 'HH:mm', locale='en_GB')} UTC"


def month_name(day: date, language: str) -> str:
    """The month, short: "Jul", "jul", "juil."."""
    return format_date(day, "LLL", locale=language)
