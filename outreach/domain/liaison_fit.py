"""Whether a volunteer can be liaison to a stakeholder or candidate, how well they fit, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from outreach.domain.person import Person


class Duty(StrEnum):
    """The two kinds of liaison that the plan knows."""

    TO_STAKEHOLDER = "to_stakeholder"
    TO_CANDIDATE = "to_candidate"


class Barrier(StrEnum):
    """Why nobody is proposed; the further down, the nearer somebody came."""

    NOBODY = "nobody"
    NO_COMMON_LANGUAGE = "no_common_language"
    CONFLICT = "conflict"
    AWAY = "away"
    FULL = "full"


class ReasonCode(StrEnum):
    """What speaks for a volunteer, or against; the words are in `templates/_phrases/*/liaisons.toml`."""

    PRESENT = "present"
    LANGUAGE = "language"
    OTHER_LANGUAGE = "other_language"
    LANGUAGE_UNKNOWN = "language_unknown"
    DESIGNATED = "designated"
    SAME_COUNTRY = "same_country"
    NEAR = "near"
    FAR = "far"
    SECTOR = "sector"
    OTHER_SECTOR = "other_sector"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the facts for its sentence: tags of languages, ISO codes of countries, numbers."""

    code: ReasonCode
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which a volunteer is not there, both included."""

    first: date
    last: date

    def overlaps(self, first: date, last: date) -> bool:
        """Whether a day of it is between these, both included."""
        return self.first <= last and first <= self.last

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Task:
    """A stakeholder or candidate that needs a liaison. id: the same on every run.

    near: ISO codes of the countries beside theirs; languages: any of them will do, () when none is known;
    sector: "" when not known; parties: organisations and people with whom a conflict could be declared.
    """

    id: str
    duty: Duty
    country: str
    languages: tuple[str, ...]
    near: frozenset[str] = frozenset()
    sector: str = ""
    parties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Volunteer:
    """A member who may be a liaison. id: the same on every run; load: what they do besides the tasks in question.

    conflicts: the parties with whom they declared one, or ISO codes of countries.
    """

    id: str
    person: Person
    sectors: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()
    leaves: tuple[Leave, ...] = ()
    load: int = 0

    @property
    def places(self) -> int:
        """How many tasks they can take on."""
        return max(0, self.person.capacity - self.load)


@dataclass(frozen=True, slots=True)
class LiaisonRules:
    """`config/liaisons.toml`. Points against a pair; the fewer, the better it fits.

    load: for each task that somebody has before this one; switch: for taking a task from its present liaison;
    within: up to so many kilometres a country is beside another; roles: of those who may be liaisons;
    to_ask: within which a liaison writes to a stakeholder.
    ahead: a leave that begins within it bars from new tasks; bridged: a leave this short ends no task in hand.
    """

    other_language: int
    near: int
    far: int
    other_sector: int
    load: int
    switch: int
    ahead: timedelta
    bridged: timedelta
    within: float
    roles: frozenset[str]
    to_ask: timedelta


@dataclass(frozen=True, slots=True)
class Fit:
    """How many points are against a pair, the load of the volunteer aside, and why."""

    points: int
    reasons: tuple[Reason, ...]


def fit(task: Task, volunteer: Volunteer, rules: LiaisonRules, *, present: str | None, today: date) -> Fit | Barrier:
    """How the volunteer fits, or what bars them. present: id of the task's liaison of today, if it has one."""
    held = present == volunteer.id
    barrier = _barrier(task, volunteer, rules, held=held, today=today)
    if barrier is not None:
        return barrier
    weighed = (_language(task, volunteer, rules), _country(task, volunteer, rules), *_sector(task, volunteer, rules))
    points = sum(points for points, _ in weighed) + (rules.switch if present and not held else 0)
    kept = (Reason(ReasonCode.PRESENT),) if held else ()
    return Fit(points, (*kept, *(reason for _, reason in weighed)))


def _barrier(task: Task, volunteer: Volunteer, rules: LiaisonRules, *, held: bool, today: date) -> Barrier | None:
    if task.languages and not set(task.languages) & set(volunteer.person.languages):
        return Barrier.NO_COMMON_LANGUAGE
    if volunteer.conflicts & (task.parties | {task.country}):
        return Barrier.CONFLICT
    if any(_bars(leave, rules, held=held, today=today) for leave in volunteer.leaves):
        return Barrier.AWAY
    return None if volunteer.places else Barrier.FULL


def _bars(leave: Leave, rules: LiaisonRules, *, held: bool, today: date) -> bool:
    short = held and leave.days <= rules.bridged.days
    return not short and leave.overlaps(today, today + rules.ahead)


def _language(task: Task, volunteer: Volunteer, rules: LiaisonRules) -> tuple[int, Reason]:
    if not task.languages:
        return rules.other_language, Reason(ReasonCode.LANGUAGE_UNKNOWN)
    common = next(language for language in task.languages if language in volunteer.person.languages)
    first = common == task.languages[0]
    code = ReasonCode.LANGUAGE if first else ReasonCode.OTHER_LANGUAGE
    return 0 if first else rules.other_language, Reason(code, {"language": common})


def _country(task: Task, volunteer: Volunteer, rules: LiaisonRules) -> tuple[int, Reason]:
    person, facts = volunteer.person, {"country": task.country}
    if task.country in person.liaison_for:
        return 0, Reason(ReasonCode.DESIGNATED, facts)
    if task.country == person.country:
        return 0, Reason(ReasonCode.SAME_COUNTRY, facts)
    if person.country in task.near:
        return rules.near, Reason(ReasonCode.NEAR, facts)
    return rules.far, Reason(ReasonCode.FAR, facts)


def _sector(task: Task, volunteer: Volunteer, rules: LiaisonRules) -> tuple[tuple[int, Reason], ...]:
    """Nothing is weighed where the task's sector is not known."""
    if not task.sector:
        return ()
    if task.sector in volunteer.sectors:
        return ((0, Reason(ReasonCode.SECTOR, {"sector": task.sector})),)
    return ((rules.other_sector, Reason(ReasonCode.OTHER_SECTOR, {"sector": task.sector})),)
