"""What a leader must know within a minute: what to decide, what changed since they were last told, what is at risk."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from outreach.domain.call import Call
from outreach.domain.country import Country
from outreach.domain.coverage import Coverage, CoverageState
from outreach.domain.history import History, Record
from outreach.domain.invitation import occasion_of
from outreach.domain.message import MessageState
from outreach.domain.origin import Origin
from outreach.domain.person import Person
from outreach.domain.standing import Health, Standing, WaitingBatch
from outreach.domain.system_tab import SystemTab
from outreach.errors import LedgerError

DECISIONS_AT_MOST = 3
CHANGES_AT_MOST = 5
RISKS_AT_MOST = 3
CALL_IS_NEAR = timedelta(days=7)
DIGEST = "digest:"

Link = Callable[[str, str], str]
Item = TypeVar("Item")


class RiskKind(StrEnum):
    """What may go wrong if nobody acts, most urgent first."""

    CALL_NEAR = "call_near"
    UNKNOWN = "unknown"
    TOO_LATE = "too_late"
    REFUSED = "refused"
    NEEDS_SMTPUTF8 = "needs_smtputf8"
    LATER = "later"
    HELD_BACK = "held_back"


LASTING = frozenset({RiskKind.CALL_NEAR, RiskKind.UNKNOWN, RiskKind.TOO_LATE, RiskKind.LATER})
COUNTED = (
    MessageState.ACCEPTED,
    MessageState.REFUSED,
    MessageState.LATER,
    MessageState.NEEDS_SMTPUTF8,
    MessageState.UNKNOWN,
    MessageState.SUPPRESSED,
)
OPEN = frozenset({MessageState.PLANNED, MessageState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class CountryChange:
    """A country that is not in the state it was in when the reader was last told."""

    country: Country
    before: CoverageState
    after: CoverageState
    link: str


@dataclass(frozen=True, slots=True)
class CountChange:
    """How many messages are in a state, then and now."""

    state: MessageState
    before: int
    after: int
    link: str


Change = CountryChange | CountChange


@dataclass(frozen=True, slots=True)
class Risk:
    """count: how many of this kind; title: what the first is about, "" where it must not be named."""

    kind: RiskKind
    count: int
    link: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a reader was told: the base of "since your last digest". counters: by `MessageState` or `RiskKind`."""

    day: date
    covered: int
    states: Mapping[str, CoverageState]
    counters: Mapping[str, int]

    def to_json(self) -> str:
        """The same figures are always the same text."""
        plain = {
            "day": self.day.isoformat(),
            "covered": self.covered,
            "states": dict(self.states),
            "counters": dict(self.counters),
        }
        return json.dumps(plain, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Figures":
        """What `to_json` wrote. Raises LedgerError when it is anything else."""
        try:
            plain = json.loads(text)
            return cls(
                day=date.fromisoformat(plain["day"]),
                covered=int(plain["covered"]),
                states={code: CoverageState(state) for code, state in plain["states"].items()},
                counters={name: int(count) for name, count in plain["counters"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise LedgerError(
                "The ledger's note of a digest cannot be read; restore the ledger from a copy."
            ) from fault


@dataclass(frozen=True, slots=True)
class Section(Generic[Item]):
    """The first few of a list, and how many more there are."""

    shown: tuple[Item, ...]
    more: int = 0

    @property
    def total(self) -> int:
        """How many there are in all."""
        return len(self.shown) + self.more


@dataclass(frozen=True, slots=True)
class Digest:
    """One leader's digest. since: the day they were last told, None if never; delta: covered countries since.

    changed: codes of all countries in another state than then, also of those that `changes` has no room for.
    """

    day: date
    since: date | None
    coverage: Coverage
    delta: int
    decisions: Section[WaitingBatch]
    changes: Section[Change]
    risks: Section[Risk]
    health: Health
    changed: frozenset[str]
    figures: Figures

    @property
    def is_quiet(self) -> bool:
        """Nothing changed, nothing waits and nothing is at risk; the first digest is never quiet."""
        return self.since is not None and not (self.decisions.total or self.changes.total or self.risks.total)

    @property
    def decide_by(self) -> date | None:
        """The last day for the most urgent decision."""
        return self.decisions.shown[0].last_day if self.decisions.shown else None


def digest_occasion(day: date) -> str:
    """The occasion of the digests of a day; messages about it are not counted in a digest."""
    return f"{DIGEST}{day.isoformat()}"


def readers(people: Iterable[Person], leaders: frozenset[str]) -> tuple[Person, ...]:
    """Those with a role among `leaders` who can and may be written to; one person where rows share an address."""
    by_contact: dict[str, Person] = {}
    for person in people:
        if person.roles & leaders and person.contact is not None and person.contact.may_write:
            by_contact.setdefault(person.contact.id, person)
    return tuple(by_contact.values())


def digest_for(standing: Standing, told: Figures | None, *, now: datetime, link: Link) -> Digest:
    """The digest of a reader who was last told `told`.

    link: the address of a cell of a tab, "" where there is none; the cell's name stands in for it.
    """
    figures = figures_of(standing, now.date())
    open_decisions = [one for one in standing.waiting if one.last_day >= now.date()]
    changes = _changes(standing.coverage, told, figures, link) if told else ()
    return Digest(
        day=now.date(),
        since=told.day if told else None,
        coverage=standing.coverage,
        delta=figures.covered - told.covered if told else 0,
        decisions=_section(sorted(open_decisions, key=lambda one: (one.last_day, one.occasion)), DECISIONS_AT_MOST),
        changes=_section(changes, CHANGES_AT_MOST),
        risks=_section(_risks(standing, told, now, link), RISKS_AT_MOST),
        health=standing.health,
        changed=frozenset(one.country.code for one in changes if isinstance(one, CountryChange)),
        figures=figures,
    )


def figures_of(standing: Standing, today: date) -> Figures:
    """The figures that a digest of today tells."""
    messages = Counter(record.state for record in _to_others(standing.history))
    counters = {str(state): messages[state] for state in COUNTED}
    return Figures(
        day=today,
        covered=standing.coverage.covered,
        states={one.country.code: one.state for one in standing.coverage.countries},
        counters=counters | {str(RiskKind.HELD_BACK): standing.health.held_back},
    )


def _to_others(history: History) -> list[Record]:
    return [record for record in history.records if not record.occasion.startswith(DIGEST)]


def _section(items: Sequence[Item], at_most: int) -> Section[Item]:
    return Section(tuple(items[:at_most]), max(0, len(items) - at_most))


def _changes(coverage: Coverage, told: Figures, now: Figures, link: Link) -> tuple[Change, ...]:
    """Countries won or lost first, then other countries, then messages."""
    countries = [
        CountryChange(one.country, told.states[one.country.code], one.state, _row_link(one.rows, link))
        for one in coverage.countries
        if told.states.get(one.country.code, one.state) is not one.state
    ]
    countries.sort(key=lambda change: CoverageState.COVERED not in (change.before, change.after))
    counts = [
        CountChange(state, told.counters.get(state, 0), now.counters[state], _place(SystemTab.STATUS, "A1", link))
        for state in COUNTED
        if told.counters.get(state, 0) != now.counters[state]
    ]
    return (*countries, *counts)


def _row_link(rows: Sequence[Origin], link: Link) -> str:
    if not rows:
        return _place(SystemTab.COVERAGE, "A1", link)
    return _place(rows[0].tab, f"A{rows[0].row}", link)


def _place(tab: str, cell: str, link: Link) -> str:
    """Where to look: the address of the cell, or its name where a workbook has no addresses."""
    return link(tab, cell) or f"{tab}!{cell}"


def _risks(standing: Standing, told: Figures | None, now: datetime, link: Link) -> list[Risk]:
    """Those that last until somebody acts, always; the others when there are more than the reader was told of."""
    records = _to_others(standing.history)
    near = _near_without_approval(standing, records, now)
    late = [one for one in standing.waiting if one.last_day < now.date()]
    found = [
        Risk(RiskKind.CALL_NEAR, len(near), _row_link([call.origin for call in near], link), _first_title(near)),
        _of_messages(RiskKind.UNKNOWN, records, link),
        Risk(RiskKind.TOO_LATE, len(late), late[0].link if late else "", _first_title(late)),
        *(_of_messages(kind, records, link) for kind in (RiskKind.REFUSED, RiskKind.NEEDS_SMTPUTF8, RiskKind.LATER)),
        Risk(RiskKind.HELD_BACK, standing.health.held_back, standing.health.link),
    ]
    known = told.counters if told else {}
    return [one for one in found if one.count > (0 if one.kind in LASTING else known.get(one.kind, 0))]


def _of_messages(kind: RiskKind, records: Iterable[Record], link: Link) -> Risk:
    return Risk(kind, sum(record.state == kind.value for record in records), _place(SystemTab.STATUS, "A1", link))


def _near_without_approval(standing: Standing, records: Iterable[Record], now: datetime) -> list[Call]:
    approved = {record.occasion for record in records if record.state not in OPEN}
    near = [call for call in standing.calls if timedelta(0) < call.starts - now < CALL_IS_NEAR]
    return sorted(
        (call for call in near if occasion_of(call) not in approved), key=lambda call: (call.starts, call.uid)
    )


def _first_title(about: Sequence[Call] | Sequence[WaitingBatch]) -> str:
    return about[0].title if about else ""
