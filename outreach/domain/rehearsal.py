"""A season that was only rehearsed: how its invented people behave, and what is counted of it. Rows, never names."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from outreach.domain.message import OutcomeKind


class Reaction(StrEnum):
    """What an invented reader does with a mail."""

    YES = "yes"
    NO = "no"
    REPLY = "reply"
    AWAY = "away"
    OPT_OUT = "opt_out"
    BOUNCE = "bounce"
    SILENCE = "silence"


HABITS = {
    Reaction.YES: 0.18,
    Reaction.NO: 0.07,
    Reaction.REPLY: 0.10,
    Reaction.AWAY: 0.06,
    Reaction.OPT_OUT: 0.02,
    Reaction.SILENCE: 0.57,
}
"""Shares of mails, invented: of what is never measured (there is no tracking) nothing better is known."""

DEAD_ADDRESSES = 0.03
LINE_CUT = 0.005  # of messages, nobody knows whether they arrived
COMES = 0.7  # of those who said yes
ANSWERS_WITHIN = 4  # days
APPROVES_WITHIN = 2  # days

CROWDED = 3
"""Last days within one week from which on it is a collision."""


INTERNAL = frozenset({"digest", "to-fix", "deadlines", "liaison"})
"""Kinds of mail that go to the region's own people."""


@dataclass(frozen=True, slots=True)
class Chance:
    """The only chance in a rehearsal: the same seed and the same things give the same share, on every machine."""

    seed: int

    def share(self, *things: str) -> float:
        """From 0 to 1, 1 excluded."""
        digest = hashlib.sha256("\0".join((str(self.seed), *things)).encode()).digest()
        return int.from_bytes(digest[:6]) / 2**48

    def days(self, most: int, *things: str) -> int:
        """From 1 to `most`."""
        return 1 + int(self.share("days", *things) * most)

    def reaction(self, contact: str, occasion: str) -> Reaction:
        """What this reader does with this mail; a dead address is dead on every occasion."""
        if self.share("dead", contact) < DEAD_ADDRESSES:
            return Reaction.BOUNCE
        left = self.share("reaction", contact, occasion)
        for habit, share in HABITS.items():
            if left < share:
                return habit
            left -= share
        return Reaction.SILENCE


@dataclass(frozen=True, slots=True)
class Mailed:
    """One message that would have gone. row: of its reader, "Survey!14", "" of a mailing list; contact: opaque id."""

    contact: str
    row: str
    occasion: str
    moment: datetime
    outcome: OutcomeKind
    reaction: Reaction

    @property
    def kind(self) -> str:
        """Which kind of mail."""
        return self.occasion.partition(":")[0]

    @property
    def is_outreach(self) -> bool:
        """Whether it goes to one of those who are reached out to: not to leaders, liaisons, editors or lists."""
        return bool(self.row) and self.kind not in INTERNAL

    @property
    def month(self) -> str:
        """Such as 2016-07."""
        return f"{self.moment:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Decision:
    """A batch that a leader was asked to approve. leader: the row in People, "" while nobody decided."""

    batch: str
    kind: str
    count: int
    asked: date
    leader: str = ""
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """What a rehearsal showed. people: mails by months to members; stops: by flow and reason, on how many days.

    deadlines: every last day that was seen within the season, by its kind; load: by liaison's row and month, how
    many candidates they had in hand; open_answers: mails that would wait for a person at the end; untouched: whether
    every cell of the members' tabs stands as it stood.
    """

    first: date
    last: date
    seed: int
    mailed: tuple[Mailed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    deadlines: tuple[tuple[date, str], ...] = ()
    load: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    came: int = 0
    open_answers: int = 0
    stops: Mapping[str, int] = field(default_factory=dict)
    untouched: bool = True

    @property
    def to_others(self) -> tuple[Mailed, ...]:
        """Without what the leaders and editors get by standing order."""
        return tuple(one for one in self.mailed if one.is_outreach)

    @property
    def unknown(self) -> int:
        """Messages of which nobody would know whether they arrived."""
        return sum(one.outcome is OutcomeKind.UNKNOWN for one in self.mailed)

    @property
    def months(self) -> tuple[str, ...]:
        """Every month of the season."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
        return tuple(f"{number // 12}-{number % 12 + 1:02}" for number in range(first, last + 1))

    def by_month(self) -> dict[str, int]:
        """Mails to members, each month of the season."""
        counts = Counter(one.month for one in self.to_others)
        return {month: counts[month] for month in self.months}

    def most_to_one_person(self) -> dict[str, int]:
        """By month, how many mails the person got who got the most."""
        counts = Counter((one.month, one.contact) for one in self.to_others)
        return {month: max((n for (at, _), n in counts.items() if at == month), default=0) for month in self.months}

    def per_person(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """By reader's row, mails in each month; those who got the most first."""
        counts = Counter((one.row, one.month) for one in self.to_others)
        rows = {one.row for one in self.to_others}
        table = [(row, tuple(counts[row, month] for month in self.months)) for row in rows]
        return tuple(sorted(table, key=lambda one: (-sum(one[1]), one[0])))

    def kinds(self) -> dict[str, int]:
        """How many mails of each kind."""
        return dict(sorted(Counter(one.kind for one in self.mailed).items()))

    def reactions(self) -> dict[str, int]:
        """How many mails to members were answered in each way."""
        counts = Counter(one.reaction for one in self.to_others)
        return {one.value: counts[one] for one in Reaction}

    def by_leader(self) -> dict[str, dict[str, int]]:
        """By leader's row: batches decided, messages in them; "" is nobody yet."""
        leaders = sorted({one.leader for one in self.decisions})
        theirs = {leader: [one for one in self.decisions if one.leader == leader] for leader in leaders}
        return {
            name: {"batches": len(asked), "messages": sum(one.count for one in asked)} for name, asked in theirs.items()
        }

    def collisions(self) -> tuple[tuple[str, int], ...]:
        """Weeks, by their Monday, with `CROWDED` last days or more."""
        return crowded(day for day, _ in self.deadlines)


def crowded(days: Iterable[date]) -> tuple[tuple[str, int], ...]:
    """The weeks with `CROWDED` of these days or more, each by its Monday."""
    weeks = Counter(date.fromordinal(day.toordinal() - day.weekday()).isoformat() for day in days)
    return tuple((week, count) for week, count in sorted(weeks.items()) if count >= CROWDED)


def two_in_a_day(mailed: Iterable[Mailed]) -> tuple[tuple[str, str], ...]:
    """Rows and days on which somebody outside got more than one mail; there must be none."""
    counts = Counter((one.row, f"{one.moment:%Y-%m-%d}", one.contact) for one in mailed if one.is_outreach)
    return tuple((row, day) for (row, day, _), count in sorted(counts.items()) if count > 1)


def twice_about(mailed: Iterable[Mailed]) -> tuple[tuple[str, str], ...]:
    """Rows and occasions about which somebody got more than one mail; there must be none."""
    counts = Counter((one.row, one.occasion, one.contact) for one in mailed if one.row)
    return tuple((row, occasion) for (row, occasion, _), count in sorted(counts.items()) if count > 1)
