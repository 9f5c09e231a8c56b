"""What can make up for a meeting that has left the region: the five pillars of ICANN's plan of July 2016 (facts 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from outreach.domain.affected import Change, Tied
from outreach.domain.call import Call
from outreach.domain.event import Event, EventKind
from outreach.domain.person import Person
from outreach.domain.structure import Structure

AFTERWARDS = timedelta(days=60)
"""How long after the meeting a local event or a read-out still serves."""


@dataclass(frozen=True, slots=True)
class Hub:
    """A country where people could follow the meeting together. hosts: its accredited structures."""

    country: str
    hosts: tuple[Structure, ...]


@dataclass(frozen=True, slots=True)
class Mitigation:
    """What in the calendar could serve, by pillar. hurt: the countries whose people lose by the change.

    local: events in countries without a structure; regional: those that their people may attend, which serve most
    first; before, after: calls before the meeting, and those that can read it out; presence: by event, the leaders
    who live where it is held.
    """

    change: Change
    hurt: frozenset[str]
    local: tuple[Event, ...]
    regional: tuple[Event, ...]
    hubs: tuple[Hub, ...]
    before: tuple[Call, ...]
    after: tuple[Call, ...]
    presence: tuple[tuple[Event, tuple[Person, ...]], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """All that could serve. uncovered: countries without a structure; leaders: whose presence tells something."""

    events: tuple[Event, ...]
    calls: tuple[Call, ...]
    structures: tuple[Structure, ...]
    leaders: tuple[Person, ...]
    uncovered: frozenset[str]


def mitigation(change: Change, tied: Iterable[Tied], field: Field, *, today: date) -> Mitigation:
    """What could serve between today and two months after the meeting, as it is now."""
    own = {change.event.country} if change.event.country else set()
    people = {one.contact.country for one in tied if one.contact and one.contact.country}
    hurt = frozenset(own | people | change.event.likely_from)
    last = max(change.now.end, change.before.end) + AFTERWARDS
    open_now = [one for one in field.events if _is_open(one, change, today, last)]
    local = [one for one in open_now if one.kind != EventKind.REGIONAL and one.country in field.uncovered | hurt]
    regional = [one for one in open_now if one.kind == EventKind.REGIONAL]
    regional.sort(key=lambda one: (-len(_serves(one) & hurt), one.start, one.origin))
    calls = sorted((one for one in field.calls if not one.cancelled), key=lambda one: (one.starts, one.uid))
    days = [(one, one.starts.astimezone(UTC).date()) for one in calls]
    return Mitigation(
        change=change,
        hurt=hurt,
        local=tuple(sorted(local, key=lambda one: (one.start, one.origin))),
        regional=tuple(regional),
        hubs=tuple(_hub(code, field.structures, today) for code in sorted(hurt)),
        before=tuple(one for one, day in days if today < day < change.now.start),
        after=tuple(one for one, day in days if change.now.end < day <= last) if not change.now.cancelled else (),
        presence=tuple((one, _living_at(one, field.leaders)) for one in (*local, *regional)),
    )


def _is_open(event: Event, change: Change, today: date, last: date) -> bool:
    return event.origin not in change.rows and not event.cancelled and today < event.start <= last


def _living_at(event: Event, leaders: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(one for one in leaders if event.country and one.country == event.country)


def _serves(event: Event) -> frozenset[str]:
    return event.likely_from | ({event.country} if event.country else set())


def _hub(country: str, structures: Iterable[Structure], today: date) -> Hub:
    return Hub(country, tuple(one for one in structures if one.country == country and one.is_accredited_on(today)))
