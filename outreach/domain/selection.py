"""The two face-to-face countries compared: gates, then a weighted sum on fixed scales; what is not known stays open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from outreach.domain.country import Country
from outreach.domain.interval import NOTHING, Interval
from outreach.domain.origin import Origin


class Measure(StrEnum):
    """What can be counted of a country in the members' sheets; `selection_figures` counts it."""

    REACHABLE_CANDIDATES = "reachable_candidates"
    CANDIDATE_ORGANISATIONS = "candidate_organisations"
    STAKEHOLDER_FINDINGS = "stakeholder_findings"
    CALL_ATTENDANCE = "call_attendance"
    LANGUAGE_SERVICE = "language_service"
    STAKEHOLDER_PRESENCE = "stakeholder_presence"
    COMING_EVENTS = "coming_events"
    LIAISONS = "liaisons"
    INTERNET_PENETRATION = "internet_penetration"


class Gate(StrEnum):
    """What a country must pass to be compared at all."""

    NO_STRUCTURE = "no_structure"
    IN_REGION = "in_region"
    TRAVEL_POSSIBLE = "travel_possible"
    GSE_AGREES = "gse_agrees"


class GateState(StrEnum):
    """Open: nobody has said it yet, which fails nobody."""

    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"


class Outcome(StrEnum):
    """What the computation says of a pool."""

    NOBODY = "nobody"  # no country passes the gates
    NO_CHOICE = "no_choice"  # one does, so that nothing is compared
    CERTAIN = "certain"  # first whatever the unknown turns out to be
    LEADING = "leading"  # first by what is known; the unknown can still change it
    TIED = "tied"  # several with exactly the same score


@dataclass(frozen=True, slots=True)
class Figure:
    """A count and the rows that it comes from. None at an end: nothing is known to that side."""

    low: Fraction | None
    high: Fraction | None
    rows: tuple[Origin, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether nothing about it is open."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of `config/selection.toml`. worst earns 0, best earns 1; either may be the greater number."""

    measure: Measure
    weight: Fraction
    worst: Fraction
    best: Fraction

    def value(self, figure: Figure) -> Interval:
        """The figure on the fixed scale, from 0 to 1; an end that is not known goes as far as the scale does."""
        few, many = sorted((self.worst, self.best))
        one = self._on_scale(few if figure.low is None else figure.low)
        other = self._on_scale(many if figure.high is None else figure.high)
        return Interval(min(one, other), max(one, other))

    def _on_scale(self, amount: Fraction) -> Fraction:
        return min(Fraction(1), max(Fraction(0), (amount - self.worst) / (self.best - self.worst)))


@dataclass(frozen=True)
class Method:
    """How countries are compared. hash: of the file and of who belongs to which pool; splits: the adopted one first."""

    criteria: tuple[Criterion, ...]
    gates: tuple[Gate, ...]
    pools: tuple[str, ...]
    splits: tuple[str, ...]
    hash: str

    @cached_property
    def shares(self) -> Mapping[Measure, Fraction]:
        """Each weight as its part of all weights; together they are 1."""
        whole = sum((one.weight for one in self.criteria), Fraction(0))
        return {one.measure: one.weight / whole for one in self.criteria}


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of the table: a figure, its value on the scale (0 to 1), and the part of the score that it earns."""

    criterion: Criterion
    figure: Figure
    value: Interval
    part: Interval


@dataclass(frozen=True, slots=True)
class Assessment:
    """One country. score: from 0 to 1, between all unknown being bad and all unknown being good."""

    country: Country
    gates: Mapping[Gate, GateState]
    entries: tuple[Entry, ...]
    score: Interval

    @property
    def passes(self) -> bool:
        """Whether no gate is failed; gates that are still open fail nobody."""
        return GateState.FAILED not in self.gates.values()


@dataclass(frozen=True)
class Pool:
    """The countries of one pool that pass the gates, the best first, unknown values half way between their ends."""

    name: str
    split: str
    ranked: tuple[Assessment, ...]

    @cached_property
    def first(self) -> tuple[Assessment, ...]:
        """The one with the highest score, or those that share it."""
        return tuple(one for one in self.ranked if one.score.middle == self.ranked[0].score.middle)

    @cached_property
    def rivals(self) -> tuple[Assessment, ...]:
        """Those not first who could be, once what is unknown is known."""
        others = self.ranked[len(self.first) :]
        return tuple(one for one in others if one.score.high >= self.first[0].score.low)

    @cached_property
    def outcome(self) -> Outcome:
        """What the computation says."""
        if len(self.ranked) < 2:  # noqa: PLR2004 # a choice needs two
            return Outcome.NO_CHOICE if self.ranked else Outcome.NOBODY
        if len(self.first) > 1:
            return Outcome.TIED
        return Outcome.LEADING if self.rivals else Outcome.CERTAIN


def assess(
    country: Country, figures: Mapping[Measure, Figure], gates: Mapping[Gate, GateState], method: Method
) -> Assessment:
    """The weighted sum: each value on its scale times its part of the weights."""
    values = [(one, figures[one.measure], one.value(figures[one.measure])) for one in method.criteria]
    entries = tuple(Entry(one, figure, value, value.times(method.shares[one.measure])) for one, figure, value in values)
    return Assessment(country, gates, entries, sum((entry.part for entry in entries), NOTHING))


def pools(assessments: Iterable[Assessment], method: Method, split: str) -> tuple[Pool, ...]:
    """The pools by this split; countries with the same score stand in the order of their codes."""
    passing = [one for one in assessments if one.passes]
    passing.sort(key=lambda one: (-one.score.middle, one.country.code))
    return tuple(
        Pool(name, split, tuple(one for one in passing if one.country.splits[split] == name)) for name in method.pools
    )


def differs(adopted: Sequence[Pool], other: Sequence[Pool]) -> bool:
    """Whether another split leads to another first country, or says otherwise how sure it is."""
    return any(
        (one.outcome, [first.country.code for first in one.first])
        != (two.outcome, [first.country.code for first in two.first])
        for one, two in zip(adopted, other, strict=True)
    )
