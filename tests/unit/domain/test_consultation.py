"""Who was asked, answered and found is told apart from who was not; only what nobody asked or what aged is asked."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.candidate import NoneKnown
from outreach.domain.consultation import (
    ASK,
    GROUPS,
    Cell,
    Finding,
    Question,
    Said,
    Why,
    matrix,
    questions,
    why,
)
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.origin import Origin
from outreach.domain.stakeholder import Answer, Stakeholder
from outreach.errors import ConfigError
from outreach.intake.consultation_rules import parse_consultation_rules
from tests.factories import TODAY, a_candidate, a_contact, a_region, a_stakeholder, a_structure

TEXT = (Path(__file__).parents[3] / "config" / "consultation.toml").read_text(encoding="utf-8")
RULES = parse_consultation_rules(TEXT)
RECENTLY = TODAY - timedelta(days=5)
LONG_AGO = TODAY - RULES.answer_holds


def cell_of(*rows: Stakeholder) -> Cell:
    return matrix(Evidence(stakeholders=rows), ["GT"], today=TODAY)[0]


def asked_now(evidence: Evidence, *, resting: frozenset[str] = frozenset()) -> tuple[Question, ...]:
    return questions(evidence, coverage_on(TODAY, a_region("GT"), evidence), RULES, resting=resting)


def a_gac(row: int = 3, **changes: Any) -> Stakeholder:
    return a_stakeholder(contact=a_contact(f"gac{row}@gob.example"), origin=Origin("Stakeholders", row), **changes)


@pytest.mark.parametrize(
    ("changes", "finding", "expected"),
    [
        ({}, Finding.NOT_ASKED, Why.NOBODY_ASKED),
        ({"asked": RECENTLY}, Finding.NO_ANSWER, Why.ANSWER_AWAITED),
        ({"asked": TODAY - RULES.question_holds}, Finding.NO_ANSWER, Why.QUESTION_AGED),
        ({"asked": RECENTLY, "answered": RECENTLY, "answer": Answer.FOUND}, Finding.FOUND, Why.ANSWER_HOLDS),
        ({"asked": RECENTLY, "answered": RECENTLY, "answer": Answer.NONE_FOUND}, Finding.NONE_FOUND, Why.ANSWER_HOLDS),
        ({"asked": LONG_AGO, "answered": LONG_AGO, "answer": Answer.NONE_FOUND}, Finding.NONE_FOUND, Why.ANSWER_AGED),
        ({"answered": RECENTLY, "answer": Answer.FOUND}, Finding.FOUND, Why.ANSWER_HOLDS),
        ({"asked": RECENTLY, "answered": RECENTLY}, Finding.NO_ANSWER, Why.ANSWER_HOLDS),
        ({"asked": TODAY + timedelta(days=1)}, Finding.NOT_ASKED, Why.NOBODY_ASKED),
        ({"asked": RECENTLY, "answered": TODAY + timedelta(days=1)}, Finding.NO_ANSWER, Why.ANSWER_AWAITED),
    ],
)
def test_what_is_known_of_a_group_and_whether_to_ask_it(
    changes: dict[str, Any], finding: Finding, expected: Why
) -> None:
    cell = cell_of(a_stakeholder(**changes))

    assert (cell.finding, why(cell, RULES, today=TODAY)) == (finding, expected)
    assert [one.why for one in asked_now(Evidence(stakeholders=(a_stakeholder(**changes),))) if one.group == "gac"] == [
        *({expected} & ASK)
    ]


def test_a_cell_counts_whom_it_asked_and_keeps_every_answer_with_its_row_newest_first() -> None:
    no = a_stakeholder(
        name="Ana", asked=date(2016, 1, 4), answered=date(2016, 1, 9), answer=Answer.NONE_FOUND, origin=Origin("S", 3)
    )
    yes = a_stakeholder(
        name="Bea", asked=date(2016, 2, 4), answered=date(2016, 2, 9), answer=Answer.FOUND, origin=Origin("S", 4)
    )
    silent = a_stakeholder(name="Eva", asked=date(2016, 1, 20), origin=Origin("S", 5))
    cell = cell_of(no, yes, silent)

    assert (cell.asked, cell.answered, cell.found, cell.finding) == (3, 2, 1, Finding.FOUND)
    assert [one.by for one in cell.said] == ["Bea", "Eva", "Ana"]
    assert cell.said[2] == Said(Finding.NONE_FOUND, "Ana", date(2016, 1, 4), date(2016, 1, 9), Origin("S", 3))


def test_the_members_answers_are_the_survey_and_a_no_is_an_answer() -> None:
    nobody = NoneKnown("GD", "Luz Ferrer", RECENTLY, Origin("Survey", 9))
    later = a_candidate(country="BZ", surveyed=TODAY + timedelta(days=1))
    found = matrix(Evidence(candidates=(a_candidate(), later), none_known=(nobody,)), ["GT", "GD", "BZ"], today=TODAY)

    of_members = {cell.country: cell.finding for cell in found if cell.group == "members"}
    assert of_members == {"GT": Finding.FOUND, "GD": Finding.NONE_FOUND, "BZ": Finding.NOT_ASKED}
    assert {cell.finding for cell in found if cell.group != "members"} == {Finding.NOT_ASKED}


def test_every_country_has_every_group() -> None:
    found = matrix(Evidence(), ["GT", "GD"], today=TODAY)

    assert [(cell.country, cell.group) for cell in found] == [(c, g) for c in ("GT", "GD") for g in GROUPS]


def test_nobody_is_asked_about_a_covered_country() -> None:
    assert asked_now(Evidence(structures=(a_structure("GT"),), stakeholders=(a_gac(),))) == ()


def test_one_person_a_group_is_asked_the_one_asked_longest_ago() -> None:
    asked = a_gac(3, asked=TODAY - RULES.question_holds)
    before = a_gac(4, asked=TODAY - RULES.question_holds - timedelta(days=9))

    assert asked_now(Evidence(stakeholders=(asked, before)))[0] == Question("GT", "gac", Why.QUESTION_AGED, before)


@pytest.mark.parametrize(
    "nobody",
    [(), (a_stakeholder(),), (a_stakeholder(contact=a_contact(may_write=False)),), (a_gac(),)],
)
def test_where_nobody_can_be_written_to_somebody_must_be_looked_for(nobody: tuple[Stakeholder, ...]) -> None:
    resting = frozenset({a_contact("gac3@gob.example").id})

    assert asked_now(Evidence(stakeholders=nobody), resting=resting)[0] == Question("GT", "gac", Why.NOBODY_ASKED, None)


def test_one_person_in_two_groups_gets_one_question() -> None:
    both = (a_gac(3), a_gac(3, group="ccnso"))

    assert [one.to for one in asked_now(Evidence(stakeholders=both))] == [both[0], None, None]


stakeholders = st.builds(
    a_stakeholder,
    country=st.sampled_from(["GT", "GD"]),
    group=st.sampled_from(GROUPS[:3]),
    asked=st.none() | st.dates(date(2014, 1, 1), date(2017, 1, 1)),
    answered=st.none() | st.dates(date(2014, 1, 1), date(2017, 1, 1)),
    answer=st.none() | st.sampled_from(Answer),
    contact=st.none() | st.sampled_from("ab").map(a_contact),
    origin=st.builds(Origin, st.just("Stakeholders"), st.integers(2, 40)),
)


@given(st.lists(stakeholders, max_size=8))
def test_nobody_is_asked_twice_and_unknown_is_never_shown_as_none(rows: list[Stakeholder]) -> None:
    evidence = Evidence(stakeholders=tuple(rows))
    region = a_region("GT", "GD")
    asked = questions(evidence, coverage_on(TODAY, region, evidence), RULES, resting=frozenset())
    cells = matrix(evidence, ["GT", "GD"], today=TODAY)

    people = [one.to.contact.id for one in asked if one.to and one.to.contact]
    assert len(people) == len(set(people))
    unproven = [one for one in cells if one.finding is Finding.NONE_FOUND and not one.answered]
    assert unproven == []


@pytest.mark.parametrize("number", ["0", "-3", '"a year"'])
def test_ages_that_cannot_be_used_are_told(number: str) -> None:
    with pytest.raises(ConfigError, match="whole from 1"):
        parse_consultation_rules(TEXT.replace("365", number))
