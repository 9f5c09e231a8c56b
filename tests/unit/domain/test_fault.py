"""A fault is one and the same until it is mended."""

from dataclasses import replace
from datetime import datetime, timedelta

from outreach.domain.fault import faults
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.snapshot import Snapshot
from tests.factories import NOW

WRONG = Problem("Survey", "C5", ProblemCode.COUNTRY_UNKNOWN, value="Atlantis", field="country")
SEEN = Snapshot({}, rows={"Survey": ("", "", "", "", "row-a", "row-b")})
LATER = NOW + timedelta(hours=2)


def standing(problem: Problem, seen: Snapshot = SEEN) -> dict[str, datetime]:
    [fault] = faults([problem], seen, {}, now=NOW)
    return {fault.id: fault.since}


def test_a_fault_keeps_its_day_when_its_row_or_column_moves_and_when_it_is_mistyped_anew() -> None:
    [first] = faults([WRONG], SEEN, {}, now=NOW)
    moved = replace(WRONG, cell="D3", value="Atlantida")
    sorted_anew = Snapshot({}, rows={"Survey": ("", "", "row-a", "row-b")})

    [again] = faults([moved], sorted_anew, {first.id: first.since}, now=LATER)

    assert (again.id, again.since) == (first.id, NOW)


def test_another_row_column_kind_or_tab_is_another_fault() -> None:
    others = [
        WRONG,
        replace(WRONG, cell="C6"),
        replace(WRONG, field="email"),
        replace(WRONG, code=ProblemCode.MISSING_VALUE),
        replace(WRONG, tab="Calls"),
    ]

    assert len({one.id for one in faults(others, SEEN, {}, now=NOW)}) == len(others)


def test_one_that_was_mended_and_returns_begins_anew() -> None:
    known = standing(WRONG)
    mended = {one.id: one.since for one in faults([], SEEN, known, now=NOW)}

    [back] = faults([WRONG], SEEN, mended, now=LATER)

    assert back.since == LATER


def test_of_a_header_the_column_is_told_apart_by_its_field_and_a_blank_row_by_its_cell() -> None:
    headers = [replace(WRONG, cell="A1", code=ProblemCode.COLUMN_MISSING, field=field) for field in ("a", "b")]
    blanks = [replace(WRONG, cell=cell, code=ProblemCode.BLANK_ROW, field="") for cell in ("A2", "A3")]

    assert len({one.id for one in faults([*headers, *blanks], SEEN, {}, now=NOW)}) == 4
