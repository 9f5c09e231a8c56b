"""Moments in words: the right weekday and hour for the reader, however far from the organisers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rendering.moments import MomentWords, moment_words
from tests.factories import a_country

GUATEMALA = a_country("GT")
MEXICO = a_country("MX", names={"en": "Mexico", "es": "México"}, zone="America/Mexico_City")
CALL = datetime(2016, 7, 18, 19, 0, tzinfo=ZoneInfo("America/Port_of_Spain"))


@pytest.mark.parametrize(
    ("language", "day", "short", "elsewhere"),
    [
        ("en", "Monday, 18 July 2016", "Mon 18 Jul", "23:00 UTC · 19:00 Port of Spain"),
        ("es", "Lunes, 18 de julio de 2016", "lun 18 jul", "23:00 UTC · 19:00 Puerto España"),
        ("pt", "Segunda-feira, 18 de julho de 2016", "seg. 18/07", "23:00 UTC · 19:00 Port of Spain"),
        ("fr", "Lundi 18 juillet 2016", "lun. 18 juil.", "23:00 UTC · 19:00 Port-d’Espagne"),  # noqa: RUF001 - as French writes it
    ],
)
def test_a_moment_is_said_in_each_language(language: str, day: str, short: str, elsewhere: str) -> None:
    assert moment_words(CALL, language, reader=GUATEMALA) == MomentWords(day, short, "17:00", "Guatemala", elsewhere)


def test_another_day_elsewhere_is_said() -> None:
    late = datetime(2016, 7, 18, 19, 30, tzinfo=ZoneInfo("America/Guatemala"))
    assert moment_words(late, "en", reader=GUATEMALA).elsewhere == "Tue 19 Jul, 01:30 UTC"


def test_where_a_country_has_several_zones_the_city_is_named() -> None:
    assert moment_words(CALL, "es", reader=MEXICO).place == "Ciudad de México"


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("America/Santiago", "2016-08-13T23:00", "2016-08-14T23:00"),
        ("America/Havana", "2016-11-05T23:00", "2016-11-06T23:00"),
    ],
)
def test_the_hour_follows_daylight_saving_time_of_that_day(zone: str, before: str, after: str) -> None:
    country = a_country("XX", zone=zone)
    said = [
        moment_words(datetime.fromisoformat(day).replace(tzinfo=UTC), "en", reader=country).time
        for day in (before, after)
    ]
    assert said == {"America/Santiago": ["19:00", "20:00"], "America/Havana": ["19:00", "18:00"]}[zone]


@given(
    st.integers(0, 366 * 24 * 4),
    st.sampled_from(["America/Santiago", "America/Havana", "America/Sao_Paulo", "America/Caracas"]),
)
def test_what_is_said_is_the_same_moment(quarters: int, zone: str) -> None:
    moment = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
    said = moment_words(moment, "en", reader=a_country("XX", zone=zone))
    read = datetime.strptime(f"{said.day} {said.time}", "%A, %d %B %Y %H:%M").replace(tzinfo=ZoneInfo(zone))
    assert moment - read.astimezone(UTC) in {timedelta(0), timedelta(hours=1)}  # one hour is said twice a year
