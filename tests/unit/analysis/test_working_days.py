"""Working days, by the public holidays of every country of the region."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from outreach.analysis.working_days import is_working_day

TABLE = (Path(__file__).parents[3] / "config" / "countries.csv").read_text(encoding="utf-8")
COUNTRIES = [row["code"] for row in csv.DictReader(TABLE.splitlines())]
WEEKDAYS = [day for day in (date(2017, 1, 1) + timedelta(days=n) for n in range(365)) if day.weekday() < 5]


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_holidays_of_every_country_are_known(country: str) -> None:
    at_rest = [day for day in WEEKDAYS if not is_working_day(day, country)]

    assert 4 <= len(at_rest) <= 25


@pytest.mark.parametrize(
    ("day", "country", "works"),
    [
        (date(2016, 9, 15), "GT", False),
        (date(2016, 9, 15), "GD", True),
        (date(2016, 9, 17), "GD", False),
        (date(2016, 9, 16), "XX", True),
        (date(2016, 9, 17), "XX", False),
    ],
)
def test_weekends_and_holidays_are_no_working_days(day: date, country: str, *, works: bool) -> None:
    assert is_working_day(day, country) == works
