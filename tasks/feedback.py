"""Tasks that keep since when each fault stands, and what each editor was told of."""

import json
from collections.abc import Collection
from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.fault import Fault, faults
from outreach.domain.feedback import Reminder, feedback_occasion, reminders, responsible
from outreach.domain.message import Draft, MessageState
from outreach.domain.problem import Problem
from outreach.domain.snapshot import Remark, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.intake.desk import Desk
from outreach.rendering.headers import Mailbox
from outreach.rendering.problem_sentence import tell
from outreach.rendering.to_fix_letter import EditorPaper, to_fix_drafts
from tasks.policy import acts, reads

STANDING = ("faults", "open")
TOLD = "told faults"
COMMENTED = "commented fault"


@acts
def note_faults(problems: Collection[Problem], seen: Snapshot, *, now: datetime) -> tuple[Fault, ...]:
    """The problems with the moment since when each stands; what is mended is forgotten."""
    ledger = app().ledger
    before = json.loads(_last(*STANDING))
    found = faults(problems, seen, {name: datetime.fromisoformat(since) for name, since in before.items()}, now=now)
    after = {fault.id: fault.since.isoformat() for fault in found}
    if after != before:
        ledger.note(*STANDING, json.dumps(after, sort_keys=True), now=now)
    return found


@acts
def comment_on(found: Collection[Fault], desk: Desk, *, now: datetime) -> None:
    """A comment beside the cell of each new fault for which a row waits, where the rules want that, once a fault.

    It is noted before it is made: after a crash one may be missing, but none stands there twice.
    """
    world = app()
    new = [fault for fault in found if fault.since == now and fault.problem.held_back]
    if not new or not world.catalog.rules.comments:
        return
    remarks = [_remark(fault, desk) for fault in new if world.ledger.last_noted(COMMENTED, fault.id) is None]
    for fault in new:
        world.ledger.note(COMMENTED, fault.id, "{}", now=now)
    world.sheets.comment(remarks)


@reads
def find_reminders(found: Collection[Fault], desk: Desk) -> tuple[Reminder, ...]:
    """The editors of whose rows one waits and who were not told of it yet."""
    contacts = {person.contact.id for person in desk.people if person.contact}
    told = {contact: frozenset(json.loads(_last(TOLD, contact))) for contact in contacts}
    return reminders(found, desk.editors, desk.people, keepers=app().catalog.rules.keepers, told=told)


@reads
def write_reminders(wanted: Collection[Reminder], seen: Snapshot, *, now: datetime) -> tuple[Draft, ...]:
    """A draft an editor."""
    world = app()
    sender = Mailbox(world.catalog.region.name, world.settings.sender)
    paper = EditorPaper(
        template=world.catalog.templates["to_fix"],
        region=world.catalog.region.name,
        sender=sender,
        domain=sender.domain,
        place=seen.place,
        list_place=seen.place(SystemTab.TO_FIX, "A1"),
        scope=world.scope,
    )
    return to_fix_drafts(wanted, paper, day=now.date())


@acts
def note_reminded(reminded: Collection[Reminder], found: Collection[Fault], *, now: datetime) -> None:
    """Keeps what each editor was told of, of the faults that still stand; only of those whose letter was accepted."""
    ledger = app().ledger
    standing = {fault.id for fault in found}
    occasion = feedback_occasion(now.date())
    records = [record for record in ledger.history().records if record.occasion == occasion]
    accepted = {record.contact for record in records if record.state is MessageState.ACCEPTED}
    for reminder in reminded:
        contact = reminder.editor.contact.id if reminder.editor.contact else ""
        if contact in accepted:
            told = standing & (set(json.loads(_last(TOLD, contact))) | reminder.ids)
            ledger.note(TOLD, contact, json.dumps(sorted(told)), now=now)


def _remark(fault: Fault, desk: Desk) -> Remark:
    wrong, right = tell(fault.problem, app().catalog.phrases)
    assignee = responsible(fault, desk.editors, desk.people)
    return Remark(fault.problem.tab, fault.problem.cell, f"{wrong} {right}", assignee)


def _last(kind: str, subject: str) -> str:
    """The newest note, or one that says nothing."""
    noted = app().ledger.last_noted(kind, subject)
    return noted[1] if noted else "{}"
