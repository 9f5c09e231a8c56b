"""Tasks about the calls themselves: which is which, and who is reminded of one."""

from collections.abc import Collection
from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.call import Call
from outreach.domain.call_identity import kept_now, to_json
from outreach.domain.invitation import Invitation
from outreach.domain.message import Draft
from outreach.domain.person import Person
from outreach.domain.snapshot import Snapshot
from outreach.known_calls import KEPT, kept_calls
from outreach.rendering.call_reminder import call_reminder_draft
from outreach.rendering.invitation import letter_languages
from tasks.policy import acts
from tasks.writing import invitation_facts


@acts
def note_calls(calls: Collection[Call], seen: Snapshot, *, now: datetime) -> None:
    """Keeps which row each call stands in, so that it stays the same call when rows are sorted or deleted."""
    ledger = app().ledger
    before = kept_calls(ledger)
    after = kept_now(calls, lambda origin: seen.row(origin.tab, origin.row), before)
    if after != before:
        ledger.note(*KEPT, to_json(after), now=now)


@acts
def write_call_reminders(wanted: Collection[Invitation], *, people: tuple[Person, ...]) -> tuple[Draft, ...]:
    """A draft a reminder."""
    world, drafts = app(), []
    template, languages = world.catalog.templates["call_reminder"], world.catalog.region.languages
    for one in wanted:
        facts = invitation_facts(one, (), people, world)
        own = letter_languages(one.contact, facts.country, languages, template)
        drafts.append(call_reminder_draft(facts, template, own))
    return tuple(drafts)
