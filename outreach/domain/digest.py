"""What a leader must know within a minute: what to decide, what changed since they were last told, what is at risk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from outreach.domain.coverage import Coverage
from outreach.domain.deadline import Deadline
from outreach.domain.digest_changes import Change, CountChange, CountryChange, Link, changes_since, place
from outreach.domain.digest_figures import Figures, figures_of
from outreach.domain.digest_month import Month, is_monthly, month_of
from outreach.domain.digest_risks import Risk, risks_in
from outreach.domain.person import Person
from outreach.domain.standing import DIGEST, Health, Standing, ToAdopt, WaitingBatch
from outreach.domain.system_tab import SystemTab

DECISIONS_AT_MOST = 3
CHANGES_AT_MOST = 5
RISKS_AT_MOST = 3
DUE_WITHIN = timedelta(days=21)  # a last day further away is no decision of this week

Item = TypeVar("Item")
Decision = WaitingBatch | Deadline | ToAdopt


@dataclass(frozen=True, slots=True)
class Section(Generic[Item]):
    """The first few of a list, how many more there are, and where these can be read."""

    shown: tuple[Item, ...]
    more: int = 0
    link: str = ""

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
        decisions=_section(decisions, DECISIONS_AT_MOST, lambda one: place(_tab(one), "A1", link)),
        changes=_section(changes, CHANGES_AT_MOST, lambda one: place(_tab(one), "A1", link)),
        risks=_section(risks_in(standing, told, now, link), RISKS_AT_MOST, lambda one: one.link),
        health=standing.health,
        changed=frozenset(one.country.code for one in changes if isinstance(one, CountryChange)),
        figures=figures,
        month=month_of(standing) if is_monthly(told.day if told else None, now.date()) else None,
    )


def last_day(decision: Decision) -> date | None:
    """Until when deciding still helps."""
    if isinstance(decision, ToAdopt):
        return None
    return decision.last_day if isinstance(decision, WaitingBatch) else decision.day


def _decisions(standing: Standing, today: date) -> Iterator[Decision]:
    yield from (one for one in standing.waiting if one.last_day is None or one.last_day >= today)
    yield from (one for one in standing.deadlines if one.day and timedelta(0) <= one.day - today <= DUE_WITHIN)
    if standing.to_adopt:
        yield standing.to_adopt


def _name(decision: Decision) -> str:
    if isinstance(decision, ToAdopt):
        return ""
    return decision.occasion if isinstance(decision, WaitingBatch) else decision.id


def _tab(hidden: Decision | Change) -> SystemTab:
    """Where all of its kind stand."""
    match hidden:
        case ToAdopt():
            return SystemTab.SELECTION
        case WaitingBatch():
            return SystemTab.APPROVALS
        case Deadline():
            return SystemTab.DEADLINES
        case CountChange():
            return SystemTab.STATUS
        case _:
            return SystemTab.COVERAGE


def _section(items: Sequence[Item], at_most: int, where: Callable[[Item], str]) -> Section[Item]:
    """where: of the first for which there is no room."""
    hidden = items[at_most:]
    return Section(tuple(items[:at_most]), len(hidden), where(hidden[0]) if hidden else "")
