"""Last days to act: what each is about, whose it is, and on which days its owner is reminded, each once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach.domain.fiscal_year import FiscalYear
from outreach.domain.history import TOLD, Record
from outreach.domain.message import MessageState
from outreach.domain.origin import Origin
from outreach.domain.person import Person, named

DEADLINES = "deadlines:"
TOLD_AT_MOST = 12
"""Last days in one letter; the rest is a number and a link."""

STALE = timedelta(days=7)
"""So long after its last age a reminder that nobody sent would only confuse."""


class DeadlineKind(StrEnum):
    """What is to be done by the day. Those of a trip are named as its steps are."""

    PLAN = "plan"
    DRAFT = "draft"
    REVIEW = "review"
    CONCURRENCE = "concurrence"
    AIM = "aim"
    SUBMISSION = "submission"
    REPORT = "report"
    CUTOFF = "cutoff"
    YEAR_END = "year_end"
    FELLOWSHIP = "fellowship"
    NEXTGEN = "nextgen"
    NOMCOM = "nomcom"
    WINDOW = "window"
    ALS_STEP = "als_step"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One last day. id: the same while its day moves and its row is sorted; about: the event, meeting or year.

    day: included, None when no source tells it; year: by whose rules, None of no fiscal year; link: where to read.
    owner: the person whom a row names, "" where the role says who. computed: by a rule's notice, where the year's own
    day is not known.
    """

    id: str
    kind: DeadlineKind
    day: date | None
    about: str
    year: FiscalYear | None = None
    origin: Origin | None = None
    owner: str = ""
    link: str = ""
    computed: bool = False

    def days_left(self, today: date) -> int | None:
        """Days until the last one; below 0 when it is past, None when it is not known."""
        return (self.day - today).days if self.day else None


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """`config/deadlines.toml`, one kind. owners: roles, the first that somebody bears; days_before: below 0 is after.

    again: after the last age every so many days, until it is done.
    """

    owners: tuple[str, ...]
    days_before: tuple[int, ...]
    again: timedelta | None = None

    def ages(self, left: int) -> tuple[int, ...]:
        """The ages that are reached with so many days left, the earliest first."""
        reached = [age for age in sorted(self.days_before, reverse=True) if left <= age]
        last = min(self.days_before)
        if self.again and left < last:
            reached += range(last - self.again.days, left - 1, -self.again.days)
        return tuple(reached)

    def is_stale(self, left: int) -> bool:
        """Whether nobody is reminded any more."""
        return not self.again and left < min(self.days_before) - STALE.days


_ORDER = {kind: place for place, kind in enumerate(DeadlineKind)}

DeadlineRules = Mapping[DeadlineKind, ReminderRule]


@dataclass(frozen=True, slots=True)
class DeadlineReminder:
    """What one owner is told on a day, the nearest first. marks: which ages of which days are told of thereby."""

    owner: Person
    due: tuple[Deadline, ...]
    marks: frozenset[str]

    @property
    def told(self) -> tuple[Deadline, ...]:
        """Those that the letter names, last days before mere reminders; it counts the others."""
        return tuple(sorted(self.due, key=lambda one: one.kind is DeadlineKind.ALS_STEP))[:TOLD_AT_MOST]


def deadline_occasion(day: date) -> str:
    """The occasion of the reminders of a day."""
    return f"{DEADLINES}{day.isoformat()}"


def already_told(
    letters: Iterable[Record], marks: Mapping[str, frozenset[str]], *, today: date
) -> dict[str, frozenset[str]]:
    """By contact, the marks that need no telling. marks: by key of a letter, what it tells.

    A letter of before counts while it may still arrive, one of today only once it is on its way: until then the same
    is written again, which changes nothing. One that was withdrawn as too old told nobody.
    """
    told: dict[str, frozenset[str]] = {}
    for letter in letters:
        waits = letter.state is MessageState.APPROVED and letter.occasion != deadline_occasion(today)
        if waits or letter.state in TOLD:
            told[letter.contact] = told.get(letter.contact, frozenset()) | marks.get(letter.key, frozenset())
    return told


def owner_of(deadline: Deadline, people: tuple[Person, ...], rules: DeadlineRules) -> Person | None:
    """Who sees to it: whom the row names, else the first role that somebody with an address bears."""
    person = named(deadline.owner, people) if deadline.owner else None
    if person and _may_write(person):
        return person
    roles = rules[deadline.kind].owners
    bearers = (one for role in roles for one in people if role in one.roles and _may_write(one))
    return next(bearers, None)


def by_day(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """The nearest first, those of an unknown day last."""
    return tuple(sorted(deadlines, key=lambda one: (one.day or date.max, _ORDER[one.kind], one.id)))


def deadline_reminders(
    deadlines: Iterable[Deadline],
    people: tuple[Person, ...],
    rules: DeadlineRules,
    *,
    told: Mapping[str, frozenset[str]],
    today: date,
) -> tuple[DeadlineReminder, ...]:
    """A reminder for each owner of whose last days one has reached an age that they were not told of.

    told: by contact, the marks of before. A day that moved begins anew. Of several ages reached at once, as after
    days without a run, only one is told.
    """
    due: dict[str, list[tuple[Deadline, frozenset[str]]]] = {}
    owners: dict[str, Person] = {}
    for deadline in by_day(deadlines):
        owner = owner_of(deadline, people, rules)
        if owner is None or owner.contact is None:
            continue
        marks = frozenset(_marks(deadline, rules[deadline.kind], today))
        if marks - told.get(owner.contact.id, frozenset()):
            owners[owner.contact.id] = owner
            due.setdefault(owner.contact.id, []).append((deadline, marks))
    return tuple(
        DeadlineReminder(owners[contact], tuple(one for one, _ in found), frozenset().union(*(m for _, m in found)))
        for contact, found in due.items()
    )


def _marks(deadline: Deadline, rule: ReminderRule, today: date) -> Iterator[str]:
    left = deadline.days_left(today)
    if left is not None and not rule.is_stale(left):
        yield from (f"{deadline.id} {deadline.day} {age}" for age in rule.ages(left))


def _may_write(person: Person) -> bool:
    return person.contact is not None and person.contact.may_write
