"""Tasks about candidates: where each stands, from the sheets and the ledger."""

from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.candidate_facts import facts_by_candidate
from outreach.domain.case import Case, cases, first_held, liaisons_by_country
from outreach.domain.history import History
from outreach.intake.desk import Desk
from tasks.policy import reads


@reads
def find_cases(desk: Desk, history: History, *, now: datetime) -> tuple[Case, ...]:
    """Each candidate's stage and next step today; nothing but evidence moves a candidate on."""
    today, evidence = now.date(), desk.evidence
    held = first_held(desk.calls, today)
    facts = facts_by_candidate(evidence.candidates, history, evidence.structures, held=held, told=desk.told)
    liaisons = liaisons_by_country(desk.people)
    return cases(evidence.candidates, facts, app().catalog.reminders, liaisons=liaisons, today=today)
