"""Dates as people type them: one meaning is read, two are told, none is guessed."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell
from outreach.intake.dates import EPOCH, read_date, read_timestamp, writes_day_first

OCTOBER = date(2016, 10, 12)


@pytest.mark.parametrize(
    "cell",
    [
        OCTOBER,
        datetime(2016, 10, 12, 9, 30),  # noqa: DTZ001 # a sheet's cell has no zone
        "2016-10-12",
        "2016/10/12",
        "12 de octubre de 2016",
        "12 de octubre del 2016",
        "miércoles 12 de octubre de 2016",
        "12 October 2016",
        "Oct 12, 2016",
        "October 12th, 2016",
        "12-oct-16",
        "12 de outubro de 2016",
        "12 octobre 2016",
    ],
)
def test_what_can_mean_one_day_only_is_read(cell: Cell) -> None:
    assert read_date(cell, typed=True).value == OCTOBER
    assert read_date(cell, typed=True).fault is None


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("31/09/2016", ProblemCode.DATE_IMPOSSIBLE, "30/09/2016"),
        ("31/09", ProblemCode.DATE_IMPOSSIBLE, "30/09"),
        ("30/02/2015", ProblemCode.DATE_IMPOSSIBLE, "28/02/2015"),
        ("2016-02-30", ProblemCode.DATE_IMPOSSIBLE, "2016-02-29"),
        ("03/04/2016", ProblemCode.DATE_AMBIGUOUS, ""),
        ("2106-05-16", ProblemCode.DATE_FAR_OFF, "2016-05-16"),
        ("0216-05-16", ProblemCode.DATE_FAR_OFF, "2016-05-16"),
        ("TBC", ProblemCode.DATE_UNREADABLE, ""),
        ("12-14 octubre 2016", ProblemCode.DATE_UNREADABLE, ""),
        ("12/10", ProblemCode.DATE_UNREADABLE, ""),
        ("15 de foo de 2016", ProblemCode.DATE_UNREADABLE, ""),
    ],
)
def test_what_is_not_one_day_is_told_and_never_guessed(text: str, code: ProblemCode, suggestion: str) -> None:
    reading = read_date(text, typed=True)

    assert reading.value is None
    assert (reading.fault.code, reading.fault.suggestion) == (code, suggestion)  # type: ignore[union-attr] # it has one


def test_an_ambiguous_date_names_both_days() -> None:
    reading = read_date("03/04/2016", typed=True)

    assert reading.fault.facts == {"one": "2016-04-03", "other": "2016-03-04"}  # type: ignore[union-attr] # it has one


@given(day=st.dates(date(1990, 1, 1), date(2050, 12, 31)), typed=st.booleans())
def test_a_serial_number_is_read_and_told_only_where_the_column_has_dates(day: date, *, typed: bool) -> None:
    serial = (day - EPOCH).days

    assert read_date(serial, typed=typed).value == day
    assert (read_date(serial, typed=typed).fault is not None) is typed
    assert read_date(str(serial), typed=typed).fault.suggestion == day.isoformat()  # type: ignore[union-attr] # it has one


@given(day=st.dates(date(1990, 1, 1), date(2050, 12, 31)))
def test_day_and_month_in_figures_are_read_exactly_when_they_cannot_be_swapped(day: date) -> None:
    reading = read_date(f"{day.day}/{day.month}/{day.year}", typed=True)

    clear = day.day > 12 or day.day == day.month
    assert reading.value == (day if clear else None)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans()))
def test_nothing_that_stands_in_a_cell_breaks_the_reading(cell: Cell) -> None:
    reading = read_date(cell, typed=True)

    assert reading.value is not None or reading.fault is not None


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("2016/06/05 2:03:22 PM GMT-3", None, date(2016, 6, 5)),
        ("6/15/2016 14:03:22", None, date(2016, 6, 15)),
        ("15/6/2016 14:03:22", None, date(2016, 6, 15)),
        ("5/6/2016 14:03:22", True, date(2016, 6, 5)),
        ("5/6/2016 14:03:22", False, date(2016, 5, 6)),
        ("5/6/2016 14:03:22", None, None),
    ],
)
def test_a_forms_timestamp_is_read_as_its_column_writes_it(
    text: str, *, day_first: bool | None, expected: date | None
) -> None:
    assert read_timestamp(text, typed=False, day_first=day_first).value == expected


def test_a_column_of_timestamps_tells_which_comes_first() -> None:
    assert writes_day_first(["5/6/2016 1:00:00", "15/6/2016 1:00:00"]) is True
    assert writes_day_first(["5/6/2016 1:00:00", "6/15/2016 1:00:00"]) is False
    assert writes_day_first(["5/6/2016 1:00:00"]) is None


def test_the_epoch_is_the_sheets_own() -> None:
    assert timedelta(days=43831) + EPOCH == date(2020, 1, 1)
