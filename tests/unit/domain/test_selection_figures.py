"""What is counted of a country, from which rows, and where nothing is known."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from outreach.domain.candidate import CandidateKind, NoneKnown
from outreach.domain.coverage import Evidence
from outreach.domain.event import Event
from outreach.domain.origin import Origin
from outreach.domain.selection import Figure, Measure
from outreach.domain.selection_figures import Sources, figures_of
from outreach.domain.stakeholder import Answer, Stakeholder
from tests.factories import (
    TODAY,
    a_call,
    a_candidate,
    a_contact,
    a_country,
    a_person,
    a_region,
    a_stakeholder,
)

NOBODY = Evidence()


def figure(measure: str, evidence: Evidence = NOBODY, **changes: Any) -> tuple[Any, Any, list[str]]:
    """Both ends and the rows, of Guatemala."""
    sources = Sources(TODAY, a_region(), evidence, **changes)
    found: Figure = figures_of(a_country("GT"), sources)[Measure(measure)]
    return found.low, found.high, [str(row) for row in found.rows]


def asked(group: str, answer: Answer | None, row: int) -> Stakeholder:
    answered = date(2016, 5, 20) if answer else None
    return a_stakeholder(
        group=group, asked=date(2016, 5, 10), answered=answered, answer=answer, origin=Origin("Stakeholders", row)
    )


def test_nobody_asked_is_not_none_found() -> None:
    none_found = Evidence(none_known=(NoneKnown("GT", "Luz Ferrer", date(2016, 5, 3), Origin("Survey", 9)),))

    for measure in ("reachable_candidates", "candidate_organisations"):
        assert figure(measure) == (0, None, [])
        assert figure(measure, none_found) == (0, 0, ["Survey!9"])


def test_candidates_count_once_an_organisation_and_only_where_we_may_write() -> None:
    candidates = (
        a_candidate(2),
        a_candidate(3),
        a_candidate(4, name="Puente Digital", contact=None),
        a_candidate(5, name="Ana Xol", kind=CandidateKind.INDIVIDUAL),
        a_candidate(6, name="Niñez Conectada", contact=a_contact("no@chapines.example", may_write=False)),
        a_candidate(7, name="Not yet", surveyed=date(2016, 7, 2)),
        a_candidate(8, name="Elsewhere", country="GD"),
    )

    rows = [f"Survey!{row}" for row in range(2, 7)]
    assert figure("reachable_candidates", Evidence(candidates=candidates)) == (2, 3, rows)
    assert figure("candidate_organisations", Evidence(candidates=candidates)) == (3, 3, rows)


def test_a_group_that_did_not_answer_may_know_somebody() -> None:
    stakeholders = (asked("gac", Answer.FOUND, 2), asked("ccnso", Answer.NONE_FOUND, 3), asked("fellow", None, 4))

    assert figure("stakeholder_findings", Evidence(stakeholders=stakeholders)) == (
        1,
        2,
        ["Stakeholders!2", "Stakeholders!3"],
    )
    assert figure("stakeholder_presence", Evidence(stakeholders=stakeholders[1:])) == (1, 2, ["Stakeholders!3"])
    assert figure("stakeholder_findings") == (0, 3, [])


def test_nobody_can_have_attended_before_the_first_call() -> None:
    evidence = Evidence(candidates=(a_candidate(2), a_candidate(3, name="Other", attended=frozenset({"dns"}))))
    absent = Evidence(candidates=(a_candidate(2),))

    assert figure("call_attendance", absent, calls=(a_call(days=3),)) == (0, None, [])
    assert figure("call_attendance", absent, calls=(a_call(days=-3, cancelled=True),)) == (0, None, [])
    assert figure("call_attendance", absent, calls=(a_call(days=-3),)) == (0, 0, ["Survey!2"])
    assert figure("call_attendance", evidence, calls=(a_call(days=-3),)) == (1, 1, ["Survey!2", "Survey!3"])


def test_a_calendar_that_never_named_the_country_says_nothing_of_it() -> None:
    event = Event("IGF", date(2016, 8, 1), date(2016, 8, 2), "GT", "", "", "", Origin("Calendar", 7))
    past = replace(event, end=date(2016, 6, 1), origin=Origin("Calendar", 8))

    assert figure("coming_events") == (0, None, [])
    assert figure("coming_events", events=(past,)) == (0, 0, [])
    assert figure("coming_events", events=(past, event)) == (1, 1, ["Calendar!7"])


@pytest.mark.parametrize(("language", "served"), [("es", (1, 1, [])), ("pt", (1, 1, ["Calls!2"])), ("nl", (0, 0, []))])
def test_a_language_is_served_by_the_region_or_on_its_calls(language: str, served: tuple[int, int, list[str]]) -> None:
    sources = Sources(TODAY, a_region(), NOBODY, calls=(a_call(languages=("en", "pt")),))
    found = figures_of(a_country("GT", language=language), sources)[Measure.LANGUAGE_SERVICE]

    assert (found.low, found.high, [str(row) for row in found.rows]) == served


def test_liaisons_and_what_members_wrote_of_internet_penetration() -> None:
    liaison = a_person(liaison_for=frozenset({"GT"}))

    assert figure("liaisons") == (0, 0, [])
    assert figure("liaisons", people=(liaison, a_person())) == (1, 1, ["People!2"])
    assert figure("internet_penetration") == (None, None, [])
    written = {"GT": (27, Origin("Selection", 4))}
    assert figure("internet_penetration", penetration=written) == (Fraction(27), Fraction(27), ["Selection!4"])
