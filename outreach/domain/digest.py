"""What a leader must know within a minute: what to decide, what changed since they were last told, what is at risk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from outreach.domain.coverage import Coverage
from outreach.domain.deadline import Deadline
from outreach.domain.digest_changes import Change, CountryChange, Link, changes_since
from outreach.domain.digest_figures import Figures, figures_of
from outreach.domain.digest_month import Month, is_monthly, month_of
from outreach.domain.digest_risks import Risk, risks_in
from outreach.domain.person import Person
from outreach.domain.standing import DIGEST, Health, Standing, WaitingBatch

DECISIONS_AT_MOST = 3
CHANGES_AT_MOST = 5
RISKS_AT_MOST = 3
DUE_WITHIN = timedelta(days=21)  # a last day further away is no decision of this week

Item = TypeVar("Item")
Decision = WaitingBatch | Deadline


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
    month: of the first digest of a month.
    """

    day: date
    since: date | None
    coverage: Coverage
    delta: int
    decisions: Section[Decision]
    changes: Section[Change]
    risks: Section[Risk]
    health: Health
    changed: frozenset[str]
    figures: Figures
    month: Month | None = None

    @property
    def is_quiet(self) -> bool:
        """Nothing changed, nothing waits and nothing is at risk; the first digest is never quiet."""
        return self.since is not None and not (self.decisions.total or self.changes.total or self.risks.total)

    @property
    def decide_by(self) -> date | None:
        """The last day for the most urgent decision; None when there is none, or no day tells."""
        return last_day(self.decisions.shown[0]) if self.decisions.shown else None


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
    decisions = sorted(_decisions(standing, now.date()), key=lambda one: (last_day(one) or date.max, _name(one)))
    changes = changes_since(told, standing, figures, link) if told else ()
    return Digest(
        day=now.date(),
        since=told.day if told else None,
        coverage=standing.coverage,
        delta=figures.covered - told.covered if told else 0,
        decisions=_section(decisions, DECISIONS_AT_MOST),
        changes=_section(changes, CHANGES_AT_MOST),
        risks=_section(risks_in(standing, told, now, link), RISKS_AT_MOST),
        health=standing.health,
        changed=frozenset(one.country.code for one in changes if isinstance(one, CountryChange)),
        figures=figures,
        month=month_of(standing) if is_monthly(told.day if told else None, now.date()) else None,
    )


def last_day(decision: Decision) -> date | None:
    """Until when deciding still helps."""
    return decision.last_day if isinstance(decision, WaitingBatch) else decision.day


def _decisions(standing: Standing, today: date) -> Iterator[Decision]:
    yield from (one for one in standing.waiting if one.last_day is None or one.last_day >= today)
    yield from (one for one in standing.deadlines if one.day and timedelta(0) <= one.day - today <= DUE_WITHIN)


def _name(decision: Decision) -> str:
    return decision.occasion if isinstance(decision, WaitingBatch) else decision.id


def _section(items: Sequence[Item], at_most: int) -> Section[Item]:
    return Section(tuple(items[:at_most]), max(0, len(items) - at_most))
