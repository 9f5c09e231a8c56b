"""The bridges of each language, as they change over time: each call and reader gets the one that holds then."""

from dataclasses import replace
from datetime import date, time

import pytest

from outreach.domain.call import Call, WayIn
from outreach.domain.notice import ToldCall, concerns, told_of
from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell, Grid, Snapshot
from outreach.intake.desk import Desk, read_desk
from tests.factories import SECRET, a_call
from tests.unit.intake.sheets import CATALOG

CALLS: tuple[tuple[Cell, ...], ...] = (
    ("Topic", "Date", "Time", "Time zone", "Languages", "Bridge", "Room"),
    ("DNS", date(2015, 9, 21), time(23), "UTC", "English, Español, Português", None, None),
    ("ICANN", date(2016, 9, 19), time(23), "UTC", "English, Español", None, None),
    ("At-Large", date(2016, 10, 17), time(23), "UTC", "English, Español", "Only this: 77", "https://own.example/"),
)
HEAD: tuple[Cell, ...] = ("Language", "Adigo ID", "Room", "Valid from", "Valid until")
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("English", "1638", "https://room.example/lacralo", None, None),
    ("Español", 1738, "https://room.example/lacralo", None, date(2016, 6, 30)),
    ("Português", "5393", None, None, None),
    ("Español", "1739", None, date(2016, 7, 1), None),
    ("English", "1640", "https://zoom.example/9", date(2016, 9, 1), None),
)


def desk(*rows: tuple[Cell, ...]) -> Desk:
    grids = {"Calls": Grid("Calls", CALLS), "Bridges": Grid("Bridges", (HEAD, *rows))}
    schemas = {key: CATALOG.schemas[key] for key in ("calls", "bridges")}
    return read_desk(Snapshot(grids), schemas, CATALOG.hand, secret=SECRET)


def ways(call: Call) -> dict[str, tuple[str, str]]:
    return {way.language: (way.number, way.link) for way in call.ways}


def test_each_call_has_the_bridges_of_its_languages_that_hold_on_its_day() -> None:
    then, later, own = desk(*ROWS).calls

    room = "https://room.example/lacralo"
    assert ways(then) == {"en": ("1638", room), "es": ("1738", room), "pt": ("5393", "")}
    assert ways(later) == {"en": ("1640", "https://zoom.example/9"), "es": ("1739", "")}
    assert own.ways == ()
    assert (own.joined_in("es").bridge, own.joined_in("es").link) == ("Only this: 77", "https://own.example/")


def test_a_reader_is_told_the_bridge_of_their_language_and_of_none_all_of_them() -> None:
    call = desk(*ROWS).calls[0]

    assert [call.joined_in(one).bridge for one in ("en", "es", "pt")] == ["1638", "1738", "5393"]
    assert call.joined_in("fr").bridge == "EN 1638 · ES 1738 · PT 5393"
    assert [call.joined_in(one).link for one in ("pt", "fr")] == ["", "https://room.example/lacralo"]


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        (("Español", None, None, None, None), "B7", ProblemCode.BRIDGE_LEADS_NOWHERE),
        (("Español", "1", None, date(2016, 2, 1), date(2016, 1, 1)), "E7", ProblemCode.END_BEFORE_START),
        (("English", "1", None, date(2016, 9, 1), None), "D7", ProblemCode.BRIDGE_TWICE),
        (("Klingon", "1", None, None, None), "A7", ProblemCode.LANGUAGE_UNKNOWN),
    ],
)
def test_a_row_of_which_it_cannot_be_told_what_it_means_waits(
    row: tuple[Cell, ...], cell: str, code: ProblemCode
) -> None:
    found = desk(*ROWS, row)

    assert [(one.cell, one.code) for one in found.problems if one.tab == "Bridges"] == [(cell, code)]
    assert found.calls == desk(*ROWS).calls


def test_a_call_whose_bridge_changes_is_another_version_that_concerns_readers_of_that_language() -> None:
    call = a_call(bridge="", ways=(WayIn("en", "1638", ""), WayIn("es", "1738", "")))
    changed = replace(call, ways=(WayIn("en", "1638", ""), WayIn("es", "1739", "")))
    told = ToldCall.from_json(told_of(call).to_json())

    assert told == told_of(call)
    assert changed.fingerprint != call.fingerprint
    assert [concerns(changed, told, (one,)) for one in ("en", "es", "fr")] == [False, True, True]
    assert concerns(replace(changed, lasts=call.lasts * 2), told, ("en",))
    assert concerns(changed, None, ("en",))


def test_what_was_told_before_bridges_had_languages_still_reads() -> None:
    old = ToldCall.from_json('{"starts": "2016-07-18T23:00:00+00:00", "bridge": "Room 7", "link": ""}')

    assert (old.ways, concerns(a_call(), old, ("en",))) == ((), True)
