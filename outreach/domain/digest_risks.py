"""What may go wrong if nobody acts, for the leaders' digest."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.domain.call import Call
from outreach.domain.digest_changes import Link, place, row_place
from outreach.domain.digest_figures import Figures
from outreach.domain.history import Record
from outreach.domain.invitation import occasion_of
from outreach.domain.message import MessageState
from outreach.domain.standing import Standing, WaitingBatch
from outreach.domain.system_tab import SystemTab

CALL_IS_NEAR = timedelta(days=7)
REPLY_IS_OLD = timedelta(days=7)
FORGOTTEN = timedelta(days=60)
"""So long after it a last day that nobody met is no news any more, nor a reply that nobody wrote down as answered."""


class RiskKind(StrEnum):
    """What may go wrong, most urgent first."""

    CALL_NEAR = "call_near"
    UNKNOWN = "unknown"
    OVERDUE = "overdue"
    UNANSWERED = "unanswered"
    TOO_LATE = "too_late"
    REFUSED = "refused"
    NEEDS_SMTPUTF8 = "needs_smtputf8"
    LATER = "later"
    HELD_BACK = "held_back"


ONCE = frozenset({RiskKind.REFUSED, RiskKind.NEEDS_SMTPUTF8, RiskKind.HELD_BACK})
"""Told again only when there are more; the others are told until somebody acts."""

_OPEN = frozenset({MessageState.PLANNED, MessageState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Risk:
    """count: how many of this kind; title: what the first is about, "" where it must not be named."""

    kind: RiskKind
    count: int
    link: str
    title: str = ""


def risks_in(standing: Standing, told: Figures | None, now: datetime, link: Link) -> list[Risk]:
    """Those that last until somebody acts, always; the others when there are more than the reader was told of."""
    known = told.counters if told else {}
    return [
        one for one in _risks(standing, now, link) if one.count > (known.get(one.kind, 0) if one.kind in ONCE else 0)
    ]


def _risks(standing: Standing, now: datetime, link: Link) -> Iterator[Risk]:
    near = _near_without_approval(standing, now)
    yield Risk(RiskKind.CALL_NEAR, len(near), row_place([call.origin for call in near], link), _first_title(near))
    yield _of_messages(RiskKind.UNKNOWN, standing.to_others, link)
    overdue = [one for one in standing.deadlines if one.day and timedelta(0) < now.date() - one.day < FORGOTTEN]
    about = overdue[0].about if overdue else ""
    yield Risk(RiskKind.OVERDUE, len(overdue), place(SystemTab.DEADLINES, "A1", link), about)
    yield Risk(RiskKind.UNANSWERED, _unanswered(standing, now), place(SystemTab.ANSWERS, "A1", link))
    late = [one for one in standing.waiting if one.last_day and one.last_day < now.date()]
    yield Risk(RiskKind.TOO_LATE, len(late), late[0].link if late else "", _first_title(late))
    for kind in (RiskKind.REFUSED, RiskKind.NEEDS_SMTPUTF8, RiskKind.LATER):
        yield _of_messages(kind, standing.to_others, link)
    yield Risk(RiskKind.HELD_BACK, standing.health.held_back, standing.health.link)


def _of_messages(kind: RiskKind, records: Iterable[Record], link: Link) -> Risk:
    return Risk(kind, sum(record.state == kind.value for record in records), place(SystemTab.STATUS, "A1", link))


def _unanswered(standing: Standing, now: datetime) -> int:
    waits = (now - one.moment for one in standing.history.answers if one.waits)
    return sum(REPLY_IS_OLD < age < FORGOTTEN for age in waits)


def _near_without_approval(standing: Standing, now: datetime) -> list[Call]:
    approved = {record.occasion for record in standing.to_others if record.state not in _OPEN}
    near = [call for call in standing.calls if timedelta(0) < call.starts - now < CALL_IS_NEAR]
    return sorted(
        (call for call in near if occasion_of(call) not in approved), key=lambda call: (call.starts, call.uid)
    )


def _first_title(about: Sequence[Call] | Sequence[WaitingBatch]) -> str:
    return about[0].title if about else ""
