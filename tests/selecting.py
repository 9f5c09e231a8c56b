"""One invented selection for the tests of the memo: two countries that can still change places, one that has an ALS."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from outreach.analysis.selection import compute
from outreach.domain.candidate import Candidate, NoneKnown
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.origin import Origin
from outreach.domain.person import Person
from outreach.domain.selection_choice import Adoption, SelectionMark
from outreach.domain.selection_figures import Sources
from outreach.domain.selection_memo import Memo
from outreach.domain.stakeholder import Answer
from tests.factories import (
    TODAY,
    a_candidate,
    a_contact,
    a_country,
    a_method,
    a_person,
    a_region,
    a_stakeholder,
    a_structure,
)

SAMPLES = 2000
LEADERS = frozenset({"chair"})
PEOPLE: tuple[Person, ...] = (a_person("Luz Ferrer"), a_person("Odwin Ramsaroop", roles=frozenset({"member"})))
REGION = replace(a_region("GT", "GD", "BZ"), countries=tuple(map(a_country, ("GT", "GD", "BZ", "HN", "DM"))))


def named(row: int, name: str, country: str, by: str) -> Candidate:
    contact = a_contact(f"row{row}@example.org")
    return a_candidate(row, name=name, country=country, proposed_by=by, contact=contact)


EVIDENCE = Evidence(
    structures=(a_structure("HN"),),
    candidates=(
        named(2, "Grenada Net", "GD", "Odwin Ramsaroop"),
        named(3, "Grenada Users", "GD", "Odwin Ramsaroop"),
        named(4, "Belize Net", "BZ", "Trisha Bellefleur"),
        named(5, "Red Chapina", "GT", "Luz Ferrer"),
    ),
    none_known=(NoneKnown("DM", "Luz Ferrer", date(2016, 5, 3), Origin("Survey", 6)),),
    stakeholders=(
        a_stakeholder(
            "GD",
            asked=date(2016, 5, 10),
            answered=date(2016, 5, 20),
            answer=Answer.FOUND,
            origin=Origin("Stakeholders", 3),
        ),
        a_stakeholder("BZ", asked=date(2016, 5, 10), origin=Origin("Stakeholders", 4)),
    ),
)


def a_mark(code: str, row: int = 3, **changes: Any) -> SelectionMark:
    return SelectionMark(code, Origin("Selection", row), **changes)


CHOSEN = (
    a_mark("GT", 3, travel=True, gse=True, chosen=True, names="Luz Ferrer"),
    a_mark("BZ", 5, travel=True, gse=True, chosen=True, names="Luz Ferrer, Rita Moss", reason="The ferry is near."),
    a_mark("DM", 7, travel=False),
)


@cache
def a_memo(marks: tuple[SelectionMark, ...] = CHOSEN, *, adopted: bool = True) -> Memo:
    """Of the first of July 2016."""
    coverage = coverage_on(TODAY, REGION, EVIDENCE)
    memo = Memo(REGION, TODAY, a_method(), coverage)
    if not adopted:
        return memo
    sources = Sources(TODAY, REGION, EVIDENCE, people=PEOPLE)
    found = compute(sources, coverage, marks, memo.method, leaders=LEADERS, samples=SAMPLES)
    return replace(memo, adoption=Adoption(date(2016, 6, 20), ("chair",), "Luz Ferrer"), computation=found)
