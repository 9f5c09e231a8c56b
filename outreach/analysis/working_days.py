"""On which days people work in a country: no weekend, no public holiday."""

from datetime import date
from functools import cache, lru_cache

import holidays

SATURDAY = 5


@lru_cache(maxsize=1 << 14)  # some years of days in every country: each is asked for again by every candidate
def is_working_day(day: date, country: str) -> bool:
    """Whether people of the country (ISO code) work on that day; where its holidays are not known, on weekdays."""
    known = _holidays(country)
    return day.weekday() < SATURDAY if known is None else known.is_working_day(day)


def is_holiday(day: date, country: str) -> bool:
    """Whether it is a public holiday there, whatever its weekday; False where the holidays are not known."""
    known = _holidays(country)
    return known is not None and day in known


@cache
def _holidays(country: str) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return None
