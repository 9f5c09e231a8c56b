"""A call at a time that the clocks leave out or bring twice waits, and its editor is told both readings."""

from datetime import date, time

import pytest

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Grid, Snapshot
from outreach.intake.desk import Desk, read_desk
from outreach.rendering.problem_sentence import tell
from tests.factories import SECRET
from tests.paper import phrases
from tests.unit.intake.sheets import CATALOG


def calls(day: date, hour: time, zone: str) -> Desk:
    rows = (("Topic", "Date", "Time", "Time zone"), ("DNS", day, hour, zone), ("ICANN", day, time(12), zone))
    schemas = {"calls": CATALOG.schemas["calls"]}
    return read_desk(Snapshot({"Calls": Grid("Calls", rows)}), schemas, CATALOG.hand, secret=SECRET)


def test_a_time_that_is_left_out_has_two_readings() -> None:
    desk = calls(date(2016, 8, 14), time(0, 30), "America/Santiago")
    [problem] = desk.problems

    assert [call.topic for call in desk.calls] == ["icann"]
    assert (problem.cell, problem.code, problem.held_back) == ("C2", ProblemCode.TIME_SKIPPED, True)
    assert tell(problem, phrases()) == (
        "That night the clocks of America/Santiago go forward, and 00:30 is left out.",
        "Write 2016-08-13 23:30 (2016-08-14 03:30 UTC) or 2016-08-14 01:30 (2016-08-14 04:30 UTC), whichever is meant.",
    )


def test_a_time_that_comes_twice_is_to_be_written_in_utc() -> None:
    [problem] = calls(date(2016, 11, 6), time(1, 15), "America/Nassau").problems

    assert problem.code == ProblemCode.TIME_TWICE
    assert tell(problem, phrases())[1] == (
        "Write day and time in UTC, and UTC as the time zone: "
        "2016-11-06 05:15 for the earlier one, 2016-11-06 06:15 for the later one."
    )


@pytest.mark.parametrize("zone", ["UTC", "America/Port_of_Spain", "America/Bogota"])
def test_where_the_clocks_stay_nothing_is_told(zone: str) -> None:
    assert calls(date(2016, 11, 6), time(1, 15), zone).problems == ()
