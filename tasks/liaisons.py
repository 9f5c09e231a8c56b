"""Tasks about liaisons: who was designated, who is proposed, and the briefs of those whom leadership agreed on."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from outreach.analysis.assignment import assign
from outreach.bootstrap import app
from outreach.domain.candidate import Candidate
from outreach.domain.designation import NOTED, Brief, Designation, present
from outreach.domain.liaison import LiaisonPlan, propose
from outreach.domain.liaison_story import Story, of_candidate, of_stakeholder
from outreach.domain.liaison_tasks import task_of, task_of_stakeholder, tasks, volunteers
from outreach.domain.message import Draft, MessageState
from outreach.domain.origin import Origin
from outreach.domain.place import neighbours
from outreach.domain.snapshot import Snapshot
from outreach.domain.stage import Fact
from outreach.domain.stakeholder import Stakeholder
from outreach.intake.desk import Desk
from outreach.rendering.liaison_letter import BriefPaper, brief_drafts
from tasks.policy import acts, reads
from tasks.writing import office

HOLDS = timedelta(days=14)
"""How long an approved brief may still go out."""

OPEN = frozenset({MessageState.PLANNED, MessageState.WITHDRAWN})


def kept_designations() -> tuple[Designation, ...]:
    """Every designation that leadership ever made, oldest first; for tasks."""
    return tuple(Designation.from_json(text) for _, text in app().ledger.noted(*NOTED))


@reads
def recall_designations() -> tuple[Designation, ...]:
    """The same, for flows."""
    return kept_designations()


def propose_for(
    candidates: Collection[Candidate],
    stakeholders: Collection[Stakeholder],
    desk: Desk,
    made: Collection[Designation],
    *,
    now: datetime,
) -> LiaisonPlan:
    """Who should be liaison to each of these; who is one today stays, unless much speaks against it."""
    catalog = app().catalog
    near = neighbours(catalog.places, within=catalog.liaisons.within)
    sought = tasks(candidates, stakeholders, catalog.region, near)
    able = volunteers(desk.people, catalog.liaisons.roles)
    wanted = {one.id for one in sought}
    held = {task: who for task, who in present(made).items() if task in wanted}
    return propose(sought, able, held, catalog.liaisons, assign=assign, today=now.date())


def tell_stories(desk: Desk, facts: Mapping[Origin, Collection[Fact]], *, now: datetime) -> dict[str, Story]:
    """By task, what a liaison must know; of several rows the first counts."""
    catalog, evidence, today = app().catalog, desk.evidence, now.date()
    stories: dict[str, Story] = {}
    for one in evidence.candidates:
        stories.setdefault(task_of(one), of_candidate(one, facts[one.origin], catalog.reminders, today=today))
    for asked in evidence.stakeholders:
        stories.setdefault(task_of_stakeholder(asked), of_stakeholder(asked, catalog.liaisons.to_ask))
    return stories


@acts
def write_briefs(
    wanted: Collection[Brief], stories: Mapping[str, Story], desk: Desk, seen: Snapshot, *, now: datetime
) -> tuple[Draft, ...]:
    """A draft a volunteer who would get a task that they do not have."""
    template, letters = app().catalog.templates["liaison_brief"], office("", desk.people, app())
    return brief_drafts(wanted, BriefPaper(letters, template, stories, seen.place, now + HOLDS))


@acts
def note_designations(wanted: Collection[Brief], drafts: Collection[Draft], *, now: datetime) -> None:
    """Keeps each designation whose brief leadership approved. After a crash the next run finds those not kept yet."""
    ledger = app().ledger
    records = {one.key: one for one in ledger.history().records}
    for brief, draft in zip(wanted, drafts, strict=True):
        record = records.get(draft.key)
        if record and record.batch and record.state not in OPEN:
            designated = tuple(one.task.id for one in brief.proposals)
            made = Designation(brief.volunteer.id, designated, record.batch, now.date())
            ledger.note(*NOTED, made.to_json(), now=now)
