"""A moment in words: weekday and time where the reader lives, in UTC, and where the organisers are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global
from babel.dates import format_date, get_timezone_location

from outreach.domain.country import Country
from outreach.rendering.day import LOCALES, short_day


@dataclass(frozen=True, slots=True)
class MomentWords:
    """A moment as a reader is told of it.

    day: "Monday, 18 July 2016"; short: "Mon 18 Jul"; time: "17:00"; place: whose time that is, a country
    or, where a country has several zones, its city; elsewhere: "23:00 UTC · 19:00 Port of Spain", each
    with its day before it where that is another one.
    """

    day: str
    short: str
    time: str
    place: str
    elsewhere: str


def moment_words(moment: datetime, language: str, *, reader: Country) -> MomentWords:
    """`moment` (aware, in the organisers' zone) for a reader in that country."""
    local = moment.astimezone(ZoneInfo(reader.zone))
    others = [f"{_told_apart(moment.astimezone(UTC), local, language)} UTC"]
    if moment.utcoffset() not in {local.utcoffset(), UTC.utcoffset(None)}:
        others.append(f"{_told_apart(moment, local, language)} {city(str(moment.tzinfo), language)}")
    return MomentWords(
        day=weekday_and_day(local.date(), language),
        short=short_day(local.date(), language),
        time=f"{local:%H:%M}",
        place=_place(reader, language),
        elsewhere=" · ".join(others),
    )


@lru_cache(maxsize=1024)
def weekday_and_day(day: date, language: str) -> str:
    """`Monday, 18 July 2016`, `Lunes, 18 de julio de 2016`: with a capital, for headings."""
    words: str = format_date(day, "full", locale=LOCALES.get(language, language))
    return words[0].upper() + words[1:]


@lru_cache(maxsize=1024)
def city(zone: str, language: str) -> str:
    """The city of an IANA zone in this language; its area is left out: "Buenos Aires"."""
    name: str = get_timezone_location(zone, locale=LOCALES.get(language, language), return_city=True)
    return name.rpartition("/")[2]


def _place(country: Country, language: str) -> str:
    zones = get_global("territory_zones").get(country.code, [])
    return city(country.zone, language) if len(zones) > 1 else country.name(language)


def _told_apart(there: datetime, here: datetime, language: str) -> str:
    if there.date() == here.date():
        return f"{there:%H:%M}"
    return f"{short_day(there.date(), language)}, {there:%H:%M}"
