"""A survey filled by one enthusiast is noticed: who is first without one criterion, respondent or organisation."""

from datetime import date

from outreach.analysis.leave_one_out import without_each
from outreach.domain.candidate import NoneKnown
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.origin import Origin
from outreach.domain.selection import Assessment, Measure, pools
from outreach.domain.selection_choice import assess_region
from outreach.domain.selection_figures import Sources
from outreach.domain.selection_memo import Left, Without
from tests.factories import TODAY, a_candidate, a_contact, a_criterion, a_method, a_region

METHOD = a_method(a_criterion(weight=80), a_criterion("candidate_organisations", 20, best=3))


def named(row: int, name: str, country: str, by: str) -> object:
    contact = a_contact(f"{row}@example.org")
    return a_candidate(row, name=name, country=country, proposed_by=by, contact=contact)


EVIDENCE = Evidence(
    candidates=(
        named(2, "Grenada Net", "GD", "Odwin"),  # type: ignore[arg-type]
        named(3, "Grenada Users", "GD", "ODWIN "),  # type: ignore[arg-type]
        named(4, "Belize Net", "BZ", "Trisha"),  # type: ignore[arg-type]
    ),
    none_known=(NoneKnown("GT", "Luz", date(2016, 5, 3), Origin("Survey", 5)),),
)


def again(evidence: Evidence) -> tuple[Assessment, ...]:
    region = a_region()
    return assess_region(Sources(TODAY, region, evidence), coverage_on(TODAY, region, evidence), (), METHOD)


def test_who_is_first_when_each_is_left_out() -> None:
    assessed = again(EVIDENCE)
    caribbean = pools(assessed, METHOD, "celac")[1]

    found = without_each(caribbean, assessed, EVIDENCE, METHOD, again)

    assert found == (
        Without(Left.CRITERION, ("GD",), measure=Measure.REACHABLE_CANDIDATES),
        Without(Left.CRITERION, ("GD",), measure=Measure.CANDIDATE_ORGANISATIONS),
        # nothing is then known of Grenada, half way of which is more than Belize's one candidate
        Without(Left.RESPONDENT, ("GD",), rows=(Origin("Survey", 2), Origin("Survey", 3))),
        Without(Left.RESPONDENT, ("BZ",), rows=(Origin("Survey", 4),)),
        Without(Left.ORGANISATION, ("BZ", "GD"), rows=(Origin("Survey", 2),)),
        Without(Left.ORGANISATION, ("BZ", "GD"), rows=(Origin("Survey", 3),)),
        Without(Left.ORGANISATION, ("BZ",), rows=(Origin("Survey", 4),)),
    )
