"""Coverage on a day: the best state that the evidence of that day proves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from outreach.domain.candidate import NoneKnown
from outreach.domain.coverage import CoverageState, Evidence, coverage_on
from outreach.domain.origin import Origin
from outreach.domain.stakeholder import Answer
from tests.factories import TODAY, a_candidate, a_region, a_stakeholder, a_structure

YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)
ASKED = a_stakeholder(asked=YESTERDAY)
APPLYING = a_structure(accredited=None)
NONE_KNOWN = NoneKnown("GT", "Luz Ferrer", YESTERDAY, Origin("Survey", 9))


def state_of(evidence: Evidence, day: date = TODAY) -> CoverageState:
    found = coverage_on(day, a_region(), evidence).of("GT")

    assert found is not None
    return found.state


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (Evidence(), CoverageState.NOBODY_ASKED),
        (Evidence(stakeholders=(a_stakeholder(),)), CoverageState.NOBODY_ASKED),
        (Evidence(stakeholders=(a_stakeholder(asked=TOMORROW),)), CoverageState.NOBODY_ASKED),
        (Evidence(stakeholders=(ASKED,)), CoverageState.ASKED_NO_ANSWER),
        (
            Evidence(stakeholders=(replace(ASKED, answered=TOMORROW, answer=Answer.NONE_FOUND),)),
            CoverageState.ASKED_NO_ANSWER,
        ),
        (
            Evidence(stakeholders=(replace(ASKED, answered=TODAY, answer=Answer.NONE_FOUND),)),
            CoverageState.ASKED_NONE_FOUND,
        ),
        (Evidence(none_known=(NONE_KNOWN,)), CoverageState.ASKED_NONE_FOUND),
        (Evidence(candidates=(a_candidate(),), none_known=(NONE_KNOWN,)), CoverageState.CANDIDATES),
        (Evidence(candidates=(a_candidate(surveyed=TOMORROW),)), CoverageState.NOBODY_ASKED),
        (
            Evidence(stakeholders=(replace(ASKED, answered=TODAY, answer=Answer.FOUND),)),
            CoverageState.CANDIDATES,
        ),
        (Evidence(structures=(APPLYING,), candidates=(a_candidate(),)), CoverageState.APPLIED),
        (Evidence(structures=(replace(APPLYING, accredited=TOMORROW),)), CoverageState.APPLIED),
        (Evidence(structures=(a_structure(accredited=TODAY),)), CoverageState.COVERED),
        (Evidence(structures=(a_structure(decertified=TODAY),)), CoverageState.NOBODY_ASKED),
        (Evidence(structures=(a_structure(decertified=TOMORROW),)), CoverageState.COVERED),
    ],
)
def test_a_country_is_in_the_best_state_that_is_proven(evidence: Evidence, expected: CoverageState) -> None:
    assert expected is state_of(evidence)


def test_coverage_goes_down_when_the_only_structure_is_decertified() -> None:
    evidence = Evidence(structures=(a_structure(decertified=TODAY),))

    before, after = (coverage_on(day, a_region(), evidence).covered for day in (YESTERDAY, TODAY))

    assert (before, after) == (1, 0)


def test_each_country_names_the_rows_that_prove_its_state() -> None:
    coverage = coverage_on(TODAY, a_region(), Evidence(candidates=(a_candidate(row=7), a_candidate(row=9))))

    assert (Origin("Survey", 7), Origin("Survey", 9)) == coverage.of("GT").rows  # type: ignore[union-attr] # it is there
    assert frozenset({"GT", "GD", "BZ"}) == coverage.uncovered()


def test_a_country_of_another_region_has_no_entry() -> None:
    assert coverage_on(TODAY, a_region(), Evidence()).of("ES") is None
