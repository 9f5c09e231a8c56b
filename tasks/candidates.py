"""Tasks about candidates: where each stands, from the sheets and the ledger."""

from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.candidate_facts import facts_by_candidate
from outreach.domain.case import Case, cases, first_held, liaisons_by_country
from outreach.domain.designation import facts_of, merged
from outreach.domain.history import History
from outreach.domain.origin import Origin
from outreach.domain.stage import Fact
from outreach.intake.desk import Desk
from tasks.liaisons import kept_designations
from tasks.policy import reads


def known_facts(desk: Desk, history: History, *, now: datetime) -> dict[Origin, tuple[Fact, ...]]:
    """By row of the survey, all that is proven of its candidate; for tasks."""
    evidence = desk.evidence
    told = merged(desk.told, facts_of(kept_designations(), evidence.candidates, desk.people))
    held = first_held(desk.calls, now.date())
    return facts_by_candidate(evidence.candidates, history, evidence.structures, held=held, told=told)


@reads
def find_facts(desk: Desk, history: History, *, now: datetime) -> dict[Origin, tuple[Fact, ...]]:
    """The same, for flows."""
    return known_facts(desk, history, now=now)


@reads
def find_cases(desk: Desk, history: History, *, now: datetime) -> tuple[Case, ...]:
    """Each candidate's stage and next step today; nothing but evidence moves a candidate on."""
    facts, catalog = known_facts(desk, history, now=now), app().catalog
    liaisons, keeps = liaisons_by_country(desk.people), catalog.privacy.addresses
    listed = desk.evidence.candidates
    return cases(listed, facts, catalog.reminders, liaisons=liaisons, today=now.date(), keeps=keeps)
