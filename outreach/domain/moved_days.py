"""Last days that a moved or cancelled event takes along: of its proposals, its trip reports, the year's plan."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from outreach.domain.affected import Change, MovedDay, Tie, Tied
from outreach.domain.deadline import Deadline, DeadlineKind
from outreach.domain.event import Event, Version
from outreach.domain.origin import Origin
from outreach.domain.trip import Trip
from outreach.domain.watch import Listed, Setting, watch

COUNTED = frozenset(
    {
        DeadlineKind.PLAN,
        DeadlineKind.DRAFT,
        DeadlineKind.REVIEW,
        DeadlineKind.CONCURRENCE,
        DeadlineKind.AIM,
        DeadlineKind.SUBMISSION,
        DeadlineKind.REPORT,
    }
)
"""What is counted from an event's days. A window has days of its own, which nobody can count."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the last days are counted by. countries: codes of the region's; identify: what a row is known by."""

    listed: Listed
    setting: Setting
    countries: frozenset[str]
    identify: Callable[[Origin], str]


def moved_days(change: Change, ground: Ground, *, stood: Callable[[Origin], bool]) -> Iterator[Tied]:
    """A row for each last day that is another one, or falls away, because the event is where and when it is now.

    Both are counted as of the day of the change; left out is what was past by then both ways. stood: whether a row
    stood in the sheets before the change was read: whoever added one since counted by the new days.
    """
    day = change.since.date()
    before, now = (_days(change, version, ground, day) for version in (change.before, change.now))
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name), now.get(name)
        one = new or old
        moved = MovedDay(one.kind, one.about, old.day if old else None, new.day if new else None) if one else None
        if one and moved and moved.before != moved.now and moved.last >= day:
            origin = one.origin or change.event.origin
            if origin in change.rows or stood(origin):
                yield Tied(Tie.DEADLINE, origin, "", day=moved)


def _days(change: Change, version: Version, ground: Ground, today: date) -> dict[str, Deadline]:
    """By id, the last days as they would be with the event of this version, in one row of the calendar."""
    event = _as_known(change.event, version, ground.countries)
    events = (event, *(one for one in ground.listed.events if one.origin not in change.rows))
    trips = tuple(_to(event, trip, change) for trip in ground.listed.trips)
    found = watch(replace(ground.listed, events=events, trips=trips), ground.setting, ground.identify, today=today)
    return {one.id: one for one in found.deadlines if one.kind in COUNTED}


def _as_known(event: Event, version: Version, countries: frozenset[str]) -> Event:
    return replace(
        event,
        start=version.start,
        end=version.end,
        country=version.country if version.country in countries else None,
        place=version.country,
        city=version.city,
        form=version.form,
        cancelled=version.cancelled,
    )


def _to(event: Event, trip: Trip, change: Change) -> Trip:
    """The trip to this version of its event: a journey that does not touch its days was booked for others."""
    if trip.event not in change.rows:
        return trip
    passes_by = _is_before(trip.returns, event.start) or _is_before(event.end, trip.departs)
    days = (None, None) if passes_by else (trip.departs, trip.returns)
    return replace(trip, event=event.origin, departs=days[0], returns=days[1])


def _is_before(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other
