"""Tasks about last days: find them, keep since when each stands, publish them, remind who sees to them once."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from outreach.bootstrap import app
from outreach.catalog import Catalog
from outreach.domain.call import Revision
from outreach.domain.case import Case
from outreach.domain.coverage import coverage_on
from outreach.domain.deadline import (
    DEADLINES,
    Deadline,
    DeadlineReminder,
    already_told,
    by_day,
    deadline_occasion,
    deadline_reminders,
)
from outreach.domain.history import History
from outreach.domain.message import Draft, message_key
from outreach.domain.proposal import FormKeeper, report_skeletons
from outreach.domain.same_again import same_again
from outreach.domain.snapshot import Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.domain.watch import Listed, Watch, watch
from outreach.domain.window_deadlines import step_deadlines
from outreach.intake.desk import Desk
from outreach.rendering.deadline_feed import Feed, deadline_feed
from outreach.rendering.deadline_letter import OfficerPaper, deadline_drafts
from outreach.rendering.headers import Mailbox
from outreach.rendering.proposal import form_document
from outreach.settings import Settings
from tasks.policy import acts, reads

LETTER = "deadline letter"


@reads
def find_deadlines(desk: Desk, cases: Collection[Case], seen: Snapshot, *, now: datetime) -> Watch:
    """Every last day as it stands today, and the next steps of candidates among them."""
    catalog, today = app().catalog, now.date()
    uncovered = coverage_on(today, catalog.region, desk.evidence).uncovered()
    listed = Listed(desk.events, desk.trips, desk.opportunities)
    found = watch(listed, catalog.setting(uncovered), seen.identity, today=today)
    names = {country.code: country.name(catalog.region.languages[0]) for country in catalog.region.countries}
    steps = [(one.candidate.origin, names[one.candidate.country], one.next) for one in cases if one.next]
    return replace(found, deadlines=by_day((*found.deadlines, *step_deadlines(steps, seen.identity))))


@acts
def note_days(deadlines: Collection[Deadline], *, now: datetime) -> dict[str, Revision]:
    """By id of each last day that is known, how often its day has moved and since when it stands."""
    ledger = app().ledger
    days = {one.id: one.day for one in deadlines if one.day}
    return {name: ledger.revision(f"deadline:{name}", day.isoformat(), now=now) for name, day in days.items()}


@acts
def publish_feed(deadlines: Collection[Deadline], revisions: Mapping[str, Revision]) -> None:
    """The calendar to subscribe to, in each of the region's languages: `deadlines-en.ics`."""
    world = app()
    feed = _feed(world.catalog, world.settings)
    for language in world.catalog.region.languages:
        content = deadline_feed(deadlines, revisions, feed, language=language)
        (world.settings.state / f"deadlines-{language}.ics").write_bytes(content)


@same_again(most=4)
def _feed(catalog: Catalog, settings: Settings) -> Feed:
    domain = Mailbox("", settings.sender).domain
    return Feed(catalog.region.name, domain, catalog.deadlines, catalog.phrases)


@reads
def find_deadline_reminders(
    deadlines: Collection[Deadline], desk: Desk, history: History, *, now: datetime
) -> tuple[DeadlineReminder, ...]:
    """What each owner is to be told today; what a letter of before tells them, or still may, is not told again."""
    letters = [record for record in history.records if record.occasion.startswith(DEADLINES)]
    noted = {record.key: app().ledger.last_noted(LETTER, record.key) for record in letters}
    marks = {key: frozenset(json.loads(note[1])) for key, note in noted.items() if note}
    told = already_told(letters, marks, today=now.date())
    return deadline_reminders(deadlines, desk.people, app().catalog.deadlines, told=told, today=now.date())


@acts
def write_deadline_letters(wanted: Collection[DeadlineReminder], seen: Snapshot, *, now: datetime) -> tuple[Draft, ...]:
    """A draft an owner; what each tells is kept beside its key."""
    world = app()
    sender = Mailbox(world.catalog.region.name, world.settings.sender)
    place = seen.place(SystemTab.DEADLINES, "A1")
    template = world.catalog.templates["deadline"]
    paper = OfficerPaper(template, world.catalog.region.name, sender, sender.domain, seen.place, place, world.scope)
    occasion = deadline_occasion(now.date())
    for one in wanted:
        key = message_key(one.owner.contact.id if one.owner.contact else "", occasion, 0, world.scope)
        world.ledger.note(LETTER, key, json.dumps(sorted(one.marks)), now=now)
    return deadline_drafts(wanted, paper, day=now.date())


@acts
def publish_report_skeletons(found: Watch, desk: Desk, *, now: datetime) -> None:
    """A document for each trip report that is due, into `reports/`: once, as people go on writing in it."""
    catalog = app().catalog
    keeper = FormKeeper(catalog.region.name, desk.people, catalog.english_countries)
    folder = app().settings.state / "reports"
    for name, form in report_skeletons(found.fits, keeper, today=now.date()):
        folder.mkdir(parents=True, exist_ok=True)
        document = folder / f"{name}.docx"
        if not document.exists():
            document.write_bytes(form_document(form, day=now.date(), author=catalog.region.name))
            document.chmod(0o600)
