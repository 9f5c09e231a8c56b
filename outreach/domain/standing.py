"""How things stand at a moment, beyond coverage: what waits for a leader, and how well the sheets could be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from outreach.domain.address import parse_a1
from outreach.domain.approval import Batch
from outreach.domain.call import Call
from outreach.domain.case import Case
from outreach.domain.coverage import Coverage
from outreach.domain.deadline import Deadline
from outreach.domain.history import History, Record
from outreach.domain.invitation import InvitationRules
from outreach.domain.problem import Problem
from outreach.domain.stage import ENDED, Stage

DIGEST = "digest:"
_FAR = {stage: place for place, stage in enumerate(Stage)}


@dataclass(frozen=True, slots=True)
class WaitingBatch:
    """Messages that wait for a leader's name. batch: their hash; last_day: the last on which approving still helps.

    title: what they are about, of the public kind, "" where the kind of mail says it; link: leads to the row in
    Approvals. last_day is None where no day tells.
    """

    batch: str
    occasion: str
    title: str
    count: int
    link: str
    last_day: date | None

    @property
    def kind(self) -> str:
        """Which kind of mail."""
        return self.occasion.partition(":")[0]


@dataclass(frozen=True, slots=True)
class ToAdopt:
    """The criteria of the country selection, which wait for a leader's name beside their code. link: their row."""

    link: str


@dataclass(frozen=True, slots=True)
class Health:
    """What became of the sheets' rows. rows: by tab; held_back: rows not used; read: the moment, in UTC.

    stale: the country without a structure of which nothing new has been heard for longest, and for how many days.
    """

    rows: Mapping[str, int]
    held_back: int
    read: datetime
    link: str
    stale: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand now: what a leader's digest is made of. deadlines: those that the leader sees to.

    trend: covered countries by day, the oldest first; to_adopt: None while no criteria wait.
    """

    coverage: Coverage
    history: History
    waiting: tuple[WaitingBatch, ...]
    calls: tuple[Call, ...]
    health: Health
    deadlines: tuple[Deadline, ...] = ()
    cases: tuple[Case, ...] = ()
    trend: tuple[tuple[date, int], ...] = ()
    to_adopt: ToAdopt | None = None

    @property
    def to_others(self) -> tuple[Record, ...]:
        """The messages that are no digests."""
        return tuple(record for record in self.history.records if not record.occasion.startswith(DIGEST))

    @property
    def furthest(self) -> dict[str, Case]:
        """By country without a structure, the case that has come furthest and not to its end."""
        uncovered = self.coverage.uncovered()
        found: dict[str, Case] = {}
        for case in self.cases:
            country = case.candidate.country
            if country in uncovered and case.progress.stage not in ENDED:
                found[country] = max(found.get(country, case), case, key=lambda one: _FAR[one.progress.stage])
        return found


def waiting_batch(batch: Batch, call: Call, rules: InvitationRules, *, link: str) -> WaitingBatch:
    """Invitations to a call as a decision; they can be approved until `rules.at_least` before it, counted in UTC."""
    last_moment = (call.starts - rules.at_least).astimezone(UTC)
    return WaitingBatch(batch.hash, batch.occasion, call.title, len(batch.drafts), link, last_moment.date())


def health_of(
    rows: Mapping[str, int],
    problems: Iterable[Problem],
    *,
    read: datetime,
    link: str,
    heard: Mapping[str, date] | None = None,
) -> Health:
    """The data's health from what intake read and told; a row with several faults is held back once.

    heard: by country without a structure, the newest day of which anything is known there.
    """
    held_back = {(one.tab, parse_a1(one.cell)[0]) for one in problems if one.held_back}
    days = {country: (read.date() - day).days for country, day in (heard or {}).items()}
    longest = max(days, key=lambda country: (days[country], country), default="")
    return Health(rows, len(held_back), read, link, (longest, days[longest]) if longest else None)
