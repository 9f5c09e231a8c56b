"""Tasks that plan and write what is open to who came to a call."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from outreach.bootstrap import app
from outreach.domain.candidate import Candidate
from outreach.domain.case import Case
from outreach.domain.history import History
from outreach.domain.message import Draft
from outreach.domain.next_step_offer import Offer, Programmes, plan_offers
from outreach.domain.origin import Origin
from outreach.domain.routing import Applicant
from outreach.intake.desk import Desk
from outreach.rendering.next_step_letter import next_step_draft
from tasks.policy import acts, reads
from tasks.writing import office

YEARS = range(1900, 2100)
"""What can be a year of birth; anything else is a slip, and not known."""


@reads
def find_offers(cases: Collection[Case], history: History, *, now: datetime) -> tuple[Offer, ...]:
    """The letters that are due today; of a meeting that moved by where it is held now."""
    catalog = app().catalog
    found = catalog.programmes
    return plan_offers(
        cases,
        history,
        Programmes(found.windows, found.meetings, found.rules),
        applying=_applicant,
        resting=history.written_since(now - catalog.rules.invitation.spacing),
        today=now.date(),
    )


@acts
def write_offers(offers: Collection[Offer], desk: Desk, liaisons: Mapping[Origin, str]) -> tuple[Draft, ...]:
    """A draft a letter."""
    world, drafts = app(), []
    for one in offers:
        country = world.catalog.region.country(one.candidate.country)
        if country is not None:
            writing = office(country.code, desk.people, world, liaison=liaisons.get(one.candidate.origin, ""))
            drafts.append(next_step_draft(one, writing, world.catalog.templates["next_step"], country))
    return tuple(drafts)


def _applicant(candidate: Candidate) -> Applicant:
    """A year of birth leaves twelve months open."""
    known, here = candidate.background, app().catalog.programmes.regions[candidate.country]
    return Applicant(
        candidate.kind,
        here,
        student=known.student,
        studies_in=here if known.studies_in else None,
        born=(date(known.born, 1, 1), date(known.born, 12, 31)) if known.born and known.born in YEARS else None,
        english=known.english,
        nextgen_before=known.nextgen_before,
        fellowships=known.fellowships,
    )
