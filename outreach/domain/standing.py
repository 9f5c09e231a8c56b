"""How things stand at a moment, beyond coverage: what waits for a leader, and how well the sheets could be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from outreach.domain.address import parse_a1
from outreach.domain.approval import Batch
from outreach.domain.call import Call
from outreach.domain.coverage import Coverage
from outreach.domain.history import History
from outreach.domain.invitation import InvitationRules
from outreach.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class WaitingBatch:
    """Messages that wait for a leader's name. batch: their hash; last_day: the last on which approving still helps.

    title: what they are about, of the public kind; link: leads to the row in Approvals.
    """

    batch: str
    occasion: str
    title: str
    count: int
    link: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Health:
    """What became of the sheets' rows. rows: by tab; held_back: rows not used; read: the moment, in UTC."""

    rows: Mapping[str, int]
    held_back: int
    read: datetime
    link: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand now: what every leader's digest is made of."""

    coverage: Coverage
    history: History
    waiting: tuple[WaitingBatch, ...]
    calls: tuple[Call, ...]
    health: Health


def waiting_batch(batch: Batch, call: Call, rules: InvitationRules, *, link: str) -> WaitingBatch:
    """Invitations to a call as a decision; they can be approved until `rules.at_least` before it, counted in UTC."""
    last_moment = (call.starts - rules.at_least).astimezone(UTC)
    return WaitingBatch(batch.hash, batch.occasion, call.title, len(batch.drafts), link, last_moment.date())


def health_of(rows: Mapping[str, int], problems: Iterable[Problem], *, read: datetime, link: str) -> Health:
    """The data's health from what intake read and told; a row with several faults is held back once."""
    held_back = {(one.tab, parse_a1(one.cell)[0]) for one in problems if one.held_back}
    return Health(rows, len(held_back), read, link)
