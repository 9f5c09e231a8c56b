"""Both sides of every change of the clock in the 33 countries, 2016 to 2030: weekday, hour and calendar entry agree."""

import csv
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from outreach.domain.call import Revision
from outreach.intake.times import spoken_weekday
from outreach.rendering.calendar_invite import EntryWords, invite
from outreach.rendering.headers import Mailbox
from outreach.rendering.moments import moment_words
from tests.factories import NOW, a_call, a_country

COUNTRIES = Path(__file__).parents[3] / "config" / "countries.csv"
ZONES = sorted({row["zone"] for row in csv.DictReader(COUNTRIES.read_text(encoding="utf-8").splitlines())})
LANGUAGES = ("en", "es", "pt", "fr")
FIRST, END = datetime(2016, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
WEEK, MINUTE, HOUR = timedelta(days=7), timedelta(minutes=1), timedelta(hours=1)
OFFICE = Mailbox("LACRALO", "outreach@lacralo.example")


@cache
def edges(zone: str) -> tuple[datetime, ...]:
    """The first minute of each new offset; no zone changes twice within a week."""
    place, found, moment = ZoneInfo(zone), [], FIRST
    while moment < END:
        if moment.astimezone(place).utcoffset() != (moment + WEEK).astimezone(place).utcoffset():
            found.append(_edge(place, moment, moment + WEEK))
        moment += WEEK
    return tuple(found)


def _edge(place: ZoneInfo, low: datetime, high: datetime) -> datetime:
    before = low.astimezone(place).utcoffset()
    while high - low > MINUTE:
        middle = low + MINUTE * ((high - low) // MINUTE // 2)
        low, high = (middle, high) if middle.astimezone(place).utcoffset() == before else (low, middle)
    return high


CHANGING = [zone for zone in ZONES if edges(zone)]


def test_the_zones_change_as_is_known_of_them() -> None:
    counted = {zone: (len(edges(zone)), edges(zone)[-1].year) for zone in CHANGING}

    assert counted == {
        "America/Asuncion": (18, 2024),
        "America/Caracas": (1, 2016),
        "America/Havana": (30, 2030),
        "America/Mexico_City": (14, 2022),
        "America/Nassau": (30, 2030),
        "America/Port-au-Prince": (28, 2030),
        "America/Santiago": (30, 2030),
        "America/Sao_Paulo": (7, 2019),
    }


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/Caracas", "2016-04-30", -4.5),
        ("America/Caracas", "2016-05-02", -4),
        ("America/Sao_Paulo", "2019-01-15", -2),
        ("America/Sao_Paulo", "2020-01-15", -3),
        ("America/Mexico_City", "2022-07-15", -5),
        ("America/Mexico_City", "2023-07-15", -6),
        ("America/Asuncion", "2024-07-15", -4),
        ("America/Asuncion", "2025-07-15", -3),
    ],
)
def test_the_hour_said_follows_the_laws_of_its_day(zone: str, day: str, hours: float) -> None:
    moment = datetime.fromisoformat(f"{day}T23:00+00:00")

    assert moment_words(moment, "es", reader=a_country("XX", zone=zone)).time == f"{moment + hours * HOUR:%H:%M}"


def says_the_day(moment: datetime, zone: str, language: str) -> bool:
    """Weekday, day and year in the words of this language, with the hour of the place."""
    said, local = moment_words(moment, language, reader=a_country("XX", zone=zone)), moment.astimezone(ZoneInfo(zone))
    weekday = spoken_weekday(local.weekday(), language)
    parts = (re.split("[, ]", said.day.lower())[0], said.short.lower()[:3], said.time, said.day[-4:])
    right = (weekday.lower(), weekday.lower()[:3], f"{local:%H:%M}", str(local.year))
    return parts == right and f" {local.day} " in said.day


@pytest.mark.parametrize("zone", CHANGING)
def test_the_weekday_agrees_with_the_date_on_both_sides_of_every_change(zone: str) -> None:
    near = [edge + step for edge in edges(zone) for step in (-HOUR, -MINUTE, timedelta(0), HOUR)]
    wrong = [(one, language) for one in near for language in LANGUAGES if not says_the_day(one, zone, language)]

    assert wrong == []


@settings(max_examples=60)
@given(st.integers(0, int((END - FIRST) / MINUTE)), st.sampled_from(ZONES), st.sampled_from(LANGUAGES))
def test_the_weekday_agrees_with_the_date_at_any_moment(minutes: int, zone: str, language: str) -> None:
    assert says_the_day(FIRST + minutes * MINUTE, zone, language)


@pytest.mark.parametrize("zone", CHANGING)
def test_the_entry_alone_tells_the_offset_on_both_sides_of_every_change(zone: str) -> None:
    """By the rules in the file: whoever opens it may know nothing of the zone. An entry has those of three years."""
    wrong = []
    for edge in edges(zone):
        explained = _explained(zone, edge.year - (edge.year - FIRST.year) % 3 + 1)
        for moment in (edge - HOUR, edge + HOUR):
            local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            if local.replace(tzinfo=explained).astimezone(UTC) != moment:  # type: ignore[arg-type] # icalendar's own zone
                wrong.append(str(moment))
    assert wrong == []


@cache
def _explained(zone: str, year: int) -> object:
    call = a_call(starts=datetime(year, 6, 1, 12, tzinfo=ZoneInfo(zone)))
    words = EntryWords("DNS", "DNS", "en")
    content = invite(call, Revision(0, NOW), organiser=OFFICE, attendee=Mailbox("", "a@b.example"), words=words)
    return Calendar.from_ical(content).walk("VTIMEZONE")[0].to_tz()
