"""Tasks that keep what was known of each event, and when."""

from collections.abc import Collection
from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.event import EVENT, Event, Known, event_occasion, known_in, next_version
from outreach.domain.snapshot import Snapshot
from outreach.intake.calendar import versions
from tasks.policy import acts


@acts
def note_versions(events: Collection[Event], seen: Snapshot, *, now: datetime) -> dict[str, tuple[Known, ...]]:
    """By identity, the history of each event of the calendar; what is not as it was last known is kept from now on."""
    world = app()
    histories = {}
    for name, (_, found) in versions(events, seen, world.catalog.gazetteer).items():
        history = known_in(world.ledger.noted(EVENT, name))
        version = next_version(found, history[-1].version if history else None)
        if not history or history[-1].version != version:
            world.ledger.note(EVENT, name, version.to_json(), now=now)
            world.ledger.revision(event_occasion(name), str(version.sequence), now=now)
            history = (*history, Known(now, version))
        histories[name] = history
    return histories
