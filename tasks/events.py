"""Tasks that keep what was known of each event when, and find what depends on those that were moved or cancelled."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta

from outreach.bootstrap import app
from outreach.domain.affected import Change, Tied, by_weight
from outreach.domain.coverage import coverage_on
from outreach.domain.event import EVENT, Event, Known, event_occasion, known_in, next_version
from outreach.domain.history import History
from outreach.domain.moved_days import Ground, moved_days
from outreach.domain.origin import Origin
from outreach.domain.pull import Pull
from outreach.domain.snapshot import Snapshot
from outreach.domain.watch import Listed
from outreach.intake.calendar import listed_events
from outreach.intake.desk import Desk
from outreach.intake.event_ties import affected
from tasks.policy import acts, reads

INSTANT = timedelta(microseconds=1)


@acts
def note_versions(events: Collection[Event], seen: Snapshot, *, now: datetime) -> dict[str, tuple[Known, ...]]:
    """By identity, the history of each event of the calendar; what is not as it was last known is kept from now on."""
    world = app()
    histories = {}
    for name, listed in listed_events(events, seen, world.catalog.gazetteer).items():
        history = known_in(world.ledger.noted(EVENT, name))
        version = next_version(listed.version, history[-1].version if history else None)
        if not history or history[-1].version != version:
            world.ledger.note(EVENT, name, version.to_json(), now=now)
            world.ledger.revision(event_occasion(name), str(version.sequence), now=now)
            history = (*history, Known(now, version))
        histories[name] = history
    return histories


@reads
def find_changes(
    events: Collection[Event], histories: Mapping[str, tuple[Known, ...]], seen: Snapshot, *, now: datetime
) -> tuple[Change, ...]:
    """The events that were moved or cancelled, and are not over."""
    listed = listed_events(events, seen, app().catalog.gazetteer)
    found = [Change(name, one.event, histories[name], one.rows) for name, one in sorted(listed.items())]
    return tuple(change for change in found if change.is_told_on(now.date()))


@reads
def find_affected(
    changes: Collection[Change], desk: Desk, history: History, seen: Snapshot, *, now: datetime
) -> dict[str, tuple[Tied, ...]]:
    """By identity of the event, the rows that depend on it and stood in the sheets before the change was read."""
    programmes, ground, found = app().catalog.programmes, _ground(desk, seen, now.date()), {}
    for change in changes:
        stood = _stood(seen, app().archive.as_known(change.since - INSTANT))
        rows = affected(change, desk, history, programmes, stood=stood, today=now.date())
        found[change.name] = by_weight((*rows, *moved_days(change, ground, stood=stood)))
    return found


def _ground(desk: Desk, seen: Snapshot, today: date) -> Ground:
    """What the last days of trips are counted by."""
    catalog = app().catalog
    uncovered = coverage_on(today, catalog.region, desk.evidence).uncovered()
    listed = Listed(desk.events, desk.trips, desk.opportunities)
    return Ground(listed, catalog.setting(uncovered), frozenset(catalog.english_countries), seen.identity)


def _stood(seen: Snapshot, then: Pull | None) -> Callable[[Origin], bool]:
    """Whether a row of the snapshot was there at an earlier reading."""
    rows = frozenset(row for tab in then.snapshot.rows.values() for row in tab) if then else frozenset()
    return lambda origin: seen.row(origin.tab, origin.row) in rows
