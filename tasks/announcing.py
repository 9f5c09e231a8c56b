"""Tasks that tell of moved and cancelled events: notices to who depends on them, a note for the leaders."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from outreach.bootstrap import app
from outreach.domain.affected import Change, Tied
from outreach.domain.coverage import coverage_on
from outreach.domain.event_notice import plan_event_notices
from outreach.domain.history import History
from outreach.domain.message import Draft
from outreach.domain.mitigation import Field, mitigation
from outreach.domain.person import Person
from outreach.intake.desk import Desk
from outreach.rendering.event_notice import EventLetter
from outreach.rendering.mitigation_note import MitigationNote
from tasks.policy import acts
from tasks.writing import office

Found = Mapping[str, tuple[Tied, ...]]
"""By identity of the event, the rows that depend on it."""


@acts
def write_event_notices(
    changes: Collection[Change], found: Found, history: History, *, people: tuple[Person, ...], now: datetime
) -> tuple[Draft, ...]:
    """A draft for each contact of these rows who knows an earlier version of the event."""
    world = app()
    notices = [one for change in changes for one in plan_event_notices(change, found[change.name], history, now=now)]
    countries = world.catalog.gazetteer.names
    return tuple(
        EventLetter(one, office(one.contact.country, people, world), countries).draft(world.catalog.templates[one.kind])
        for one in notices
    )


@acts
def publish_mitigation(changes: Collection[Change], found: Found, desk: Desk, *, today: date) -> None:
    """A page for each change, `mitigation/ICANN57.html`; private to the leaders, as it names members."""
    world = app()
    folder, field = world.settings.state / "mitigation", _field(changes, desk, today)
    for change in changes:
        folder.mkdir(parents=True, exist_ok=True)
        serving = mitigation(change, found[change.name], field, today=today)
        note = MitigationNote(serving, world.catalog.region, world.catalog.gazetteer.names, world.catalog.pages)
        page = folder / f"{change.name}.html"
        page.write_text(note.html(), encoding="utf-8")
        page.chmod(0o600)


def _field(changes: Collection[Change], desk: Desk, today: date) -> Field:
    """What could serve: nothing that has itself been moved or cancelled."""
    catalog = app().catalog
    moved = frozenset(row for change in changes for row in change.rows)
    return Field(
        events=tuple(one for one in desk.events if one.origin not in moved),
        calls=desk.calls,
        structures=desk.evidence.structures,
        leaders=tuple(one for one in desk.people if one.roles & catalog.rules.leaders),
        uncovered=coverage_on(today, catalog.region, desk.evidence).uncovered(),
    )
