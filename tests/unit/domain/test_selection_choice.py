"""What two bodies decide: only leaders adopt and choose, GSE must have agreed, and another choice needs its reason."""

import json
from dataclasses import replace
from datetime import date

import pytest

from outreach.domain.coverage import coverage_on
from outreach.domain.selection import Gate, GateState, pools
from outreach.domain.selection_choice import (
    Adoption,
    ChoiceState,
    SelectionMark,
    adopters,
    assess_region,
    choices,
    gates_of,
)
from outreach.domain.selection_figures import Sources
from outreach.errors import LedgerError
from tests.factories import TODAY, a_country, a_method, a_person
from tests.selecting import EVIDENCE, LEADERS, PEOPLE, REGION, a_mark

METHOD = a_method()
COVERAGE = coverage_on(TODAY, REGION, EVIDENCE)


def state_of(*marks: SelectionMark) -> ChoiceState:
    """Of the Caribbean, where Grenada is first."""
    assessed = assess_region(Sources(TODAY, REGION, EVIDENCE), COVERAGE, marks, METHOD)
    found = choices(pools(assessed, METHOD, "celac"), assessed, marks, people=PEOPLE, leaders=LEADERS)
    return found[1].state


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("Luz Ferrer", ["Luz Ferrer"]),
        ("  luz  FERRER ; Rita Moss (GSE)", ["Luz Ferrer"]),
        ("Rita Moss y Luz Ferrer", ["Luz Ferrer"]),
        ("Odwin Ramsaroop", []),  # a member, no leader
        ("Luz", []),
        ("", []),
    ],
)
def test_only_leaders_adopt(names: str, found: list[str]) -> None:
    assert [one.name for one in adopters(names, PEOPLE, LEADERS)] == found


def test_a_name_that_two_people_bear_is_nobodys() -> None:
    assert adopters("Luz Ferrer", (*PEOPLE, a_person("LUZ FERRER")), LEADERS) == ()


def test_gates_are_what_sheets_and_people_say_and_else_open() -> None:
    said = gates_of(a_country("GD"), a_mark("GD", travel=False, gse=True), COVERAGE, METHOD)
    unsaid = gates_of(a_country("HN"), None, COVERAGE, METHOD)
    outside = gates_of(a_country("AW"), None, COVERAGE, METHOD)

    assert said == dict(
        zip(Gate, (GateState.PASSED, GateState.PASSED, GateState.FAILED, GateState.PASSED), strict=True)
    )
    assert unsaid == dict(zip(Gate, (GateState.FAILED, GateState.PASSED, GateState.OPEN, GateState.OPEN), strict=True))
    assert outside[Gate.IN_REGION] is GateState.FAILED


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        (a_mark("GD", gse=True, chosen=True, names="Luz Ferrer"), ChoiceState.AS_COMPUTED),
        (a_mark("BZ", gse=True, chosen=True, names="Luz Ferrer", reason="Near"), ChoiceState.OTHERWISE),
        (a_mark("BZ", gse=True, chosen=True, names="Luz Ferrer", reason=" "), ChoiceState.NO_REASON),
        (a_mark("GD", chosen=True, names="Luz Ferrer"), ChoiceState.GSE_OPEN),
        (a_mark("GD", gse=True, chosen=True, names="Odwin Ramsaroop"), ChoiceState.NO_LEADER),
        (a_mark("GD", gse=False, chosen=True, names="Luz Ferrer"), ChoiceState.FAILS_A_GATE),
        (a_mark("GD", gse=True, names="Luz Ferrer"), ChoiceState.NOT_YET),
        (a_mark("GT", gse=True, chosen=True, names="Luz Ferrer"), ChoiceState.NOT_YET),  # of the other pool
        (a_mark("AW", gse=True, chosen=True, names="Luz Ferrer"), ChoiceState.NOT_YET),  # not of the region
    ],
)
def test_how_far_a_choice_has_come(mark: SelectionMark, state: ChoiceState) -> None:
    assert state_of(mark) is state


def test_two_marked_countries_are_no_choice() -> None:
    both = (a_mark(code, gse=True, chosen=True, names="Luz Ferrer") for code in ("GD", "BZ"))

    assert state_of(*both) is ChoiceState.SEVERAL


def test_what_is_kept_of_adoption_and_choice_names_nobody() -> None:
    adoption = Adoption(date(2016, 6, 20), ("chair",), "Luz Ferrer")
    mark = a_mark("BZ", gse=True, chosen=True, names="Luz Ferrer", reason="Ana Xol lives there.")
    assessed = assess_region(Sources(TODAY, REGION, EVIDENCE), COVERAGE, (mark,), METHOD)
    [_, choice] = choices(pools(assessed, METHOD, "celac"), assessed, (mark,), people=PEOPLE, leaders=LEADERS)

    assert Adoption.from_json(adoption.to_json(), "") == replace(adoption, names="")
    kept = json.loads(choice.to_json(METHOD))
    assert (kept["country"], kept["computed"], kept["state"], len(kept["reason"])) == ("BZ", ["GD"], "otherwise", 64)
    assert not any(name in choice.to_json(METHOD) + adoption.to_json() for name in ("Luz", "Ana"))
    with pytest.raises(LedgerError, match="another version"):
        Adoption.from_json("{}", "")
