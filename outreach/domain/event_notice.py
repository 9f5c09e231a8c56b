"""Who is told that an event was moved or cancelled: everybody of the affected rows who may still believe otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.domain.affected import Change, Tie, Tied
from outreach.domain.contact import Contact
from outreach.domain.event import EVENT, Version, known_at
from outreach.domain.history import TOLD, History, Record
from outreach.domain.notice import REACHED, who_said_no


class EventNoticeKind(StrEnum):
    """What has happened to the event; also the name of the template."""

    MOVED = "event_moved"
    CANCELLED = "event_cancelled"


@dataclass(frozen=True, slots=True)
class EventNotice:
    """One contact who knows an earlier version. told: that version; tied: why it concerns them, the weightiest tie.

    has_entry: whether an earlier notice put the event into their calendar.
    """

    change: Change
    tied: Tied
    contact: Contact
    told: Version
    has_entry: bool

    @property
    def kind(self) -> EventNoticeKind:
        """Which letter they get."""
        return EventNoticeKind.CANCELLED if self.change.now.cancelled else EventNoticeKind.MOVED


def plan_event_notices(
    change: Change, tied: Iterable[Tied], history: History, *, now: datetime
) -> tuple[EventNotice, ...]:
    """A notice for each contact of these rows who knows an earlier version, and was not written to about this one.

    One a contact though several rows name them; none once the event has begun where the latest of them expected it.
    """
    if max(change.now.start, change.before.start) <= now.date():
        return ()
    silent = history.suppressed | who_said_no(history)
    found: dict[str, EventNotice] = {}
    for one in tied:
        if one.contact and one.contact.may_write and one.contact.id not in silent | found.keys():
            notice = _notice(change, one, one.contact, history)
            found |= {one.contact.id: notice} if notice else {}
    return tuple(found.values())


def event_occasions(changes: Iterable[Change], history: History) -> frozenset[str]:
    """Every event that notices are about, also of events whose row is gone: what waits for those is withdrawn."""
    known = {record.occasion for record in history.records if record.occasion.startswith(EVENT)}
    return frozenset(known | {change.occasion for change in changes})


def _notice(change: Change, tied: Tied, contact: Contact, history: History) -> EventNotice | None:
    own = [one for one in history.records if (one.contact, one.occasion) == (contact.id, change.occasion)]
    if any(record.revision == change.now.sequence and record.state in TOLD for record in own):
        return None
    reached = [record for record in own if record.state in REACHED]
    told = _last_told(change, tied, reached)
    return EventNotice(change, tied, contact, told, bool(reached)) if told.differs(change.now) else None


def _last_told(change: Change, tied: Tied, reached: Iterable[Record]) -> Version:
    """What they know: by the last notice that reached them, else as it stood when they were told, else before."""
    newest = max((record.revision for record in reached), default=None)
    if newest is not None:
        return change.version(newest) or change.before
    known = known_at(change.history, tied.told) if tied.told and tied.tie in {Tie.INVITED, Tie.SHARED} else None
    return known or change.before
