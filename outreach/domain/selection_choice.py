"""What people say of the selection in its tab: who adopted the method, the gates only they know, and their choice."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.domain.country import Country
from outreach.domain.coverage import Coverage
from outreach.domain.origin import Origin
from outreach.domain.person import Person, named
from outreach.domain.selection import Assessment, Gate, GateState, Method, Outcome, Pool, assess
from outreach.domain.selection_figures import Sources, figures_of
from outreach.errors import LedgerError

_BETWEEN_NAMES = re.compile(r"[,;/|\n]| and | y | e | et ")


@dataclass(frozen=True, slots=True)
class SelectionMark:
    """A row of the Selection tab. code: a method's hash or a country's code; None and "": nothing is written there.

    names: who adopted or chose; penetration: per cent of the people who use the Internet.
    """

    code: str
    origin: Origin
    travel: bool | None = None
    gse: bool | None = None
    chosen: bool = False
    reason: str = ""
    names: str = ""
    penetration: int | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """Which leaders adopted the method, and on which day. names: "" once they were taken out of the tab again."""

    day: date
    roles: tuple[str, ...]
    names: str = ""

    def to_json(self) -> str:
        """For the ledger: roles only, as its facts cannot be erased."""
        return json.dumps({"day": self.day.isoformat(), "roles": self.roles})

    @classmethod
    def from_json(cls, text: str, names: str) -> "Adoption":
        """The adoption that `to_json` wrote, by these names. Raises LedgerError for any other text."""
        try:
            kept = json.loads(text)
            return cls(date.fromisoformat(kept["day"]), tuple(map(str, kept["roles"])), names)
        except (ValueError, KeyError, TypeError):
            raise LedgerError("The ledger holds an adoption of another version: install the newest version.") from None


class ChoiceState(StrEnum):
    """How far the two bodies have come with a pool."""

    NOT_YET = "not_yet"
    SEVERAL = "several"
    FAILS_A_GATE = "fails_a_gate"
    NO_LEADER = "no_leader"
    GSE_OPEN = "gse_open"
    NO_REASON = "no_reason"
    AS_COMPUTED = "as_computed"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen in a pool, and who says so. assessment: of the country; None while there is not just one."""

    pool: Pool
    state: ChoiceState
    assessment: Assessment | None = None
    reason: str = ""
    names: str = ""

    @property
    def is_made(self) -> bool:
        """Whether it is complete: by a leader, with GSE's word, and with a reason where one is needed."""
        return self.state in {ChoiceState.AS_COMPUTED, ChoiceState.OTHERWISE}

    def to_json(self, method: Method) -> str:
        """For the ledger: which country, what was computed by which method, and the hash of the reason; no names."""
        return json.dumps(
            {
                "country": self.assessment.country.code if self.assessment else "",
                "computed": [one.country.code for one in self.pool.first],
                "state": self.state.value,
                "method": method.hash,
                "reason": hashlib.sha256(self.reason.encode()).hexdigest() if self.reason else "",
            },
            sort_keys=True,
        )


def adopters(names: str, people: tuple[Person, ...], leaders: frozenset[str]) -> tuple[Person, ...]:
    """The leaders among the names in a cell; a name that several people bear is nobody's."""
    found = (named(part, people) for part in _BETWEEN_NAMES.split(names))
    return tuple(person for person in found if person is not None and person.roles & leaders)


def gates_of(country: Country, mark: SelectionMark | None, coverage: Coverage, method: Method) -> dict[Gate, GateState]:
    """The gates of the method, as the sheets and the Selection tab answer them."""
    found = coverage.of(country.code)
    states = {
        Gate.NO_STRUCTURE: _said(country.code in coverage.uncovered()),
        Gate.IN_REGION: _said(found is not None),
        Gate.TRAVEL_POSSIBLE: _said(mark.travel if mark else None),
        Gate.GSE_AGREES: _said(mark.gse if mark else None),
    }
    return {gate: states[gate] for gate in method.gates}


def assess_region(
    sources: Sources, coverage: Coverage, marks: Iterable[SelectionMark], method: Method
) -> tuple[Assessment, ...]:
    """Every country of the region, with its gates and its score."""
    beside = {mark.code: mark for mark in marks}
    return tuple(
        assess(
            country, figures_of(country, sources), gates_of(country, beside.get(country.code), coverage, method), method
        )
        for country in sources.region.countries
    )


def choices(
    pools: Sequence[Pool],
    assessed: Iterable[Assessment],
    marks: Iterable[SelectionMark],
    *,
    people: tuple[Person, ...],
    leaders: frozenset[str],
) -> tuple[Choice, ...]:
    """For each pool what people chose; a choice other than the computed one needs a reason."""
    by_code = {one.country.code: one for one in assessed}
    chosen = [(mark, by_code[mark.code]) for mark in marks if mark.chosen and mark.code in by_code]
    return tuple(_choice(pool, chosen, people, leaders) for pool in pools)


def _choice(
    pool: Pool, chosen: Sequence[tuple[SelectionMark, Assessment]], people: tuple[Person, ...], leaders: frozenset[str]
) -> Choice:
    of_pool = [(mark, one) for mark, one in chosen if one.country.splits[pool.split] == pool.name]
    if len(of_pool) != 1:
        return Choice(pool, ChoiceState.SEVERAL if of_pool else ChoiceState.NOT_YET)
    [(mark, one)] = of_pool
    computed = pool.outcome in {Outcome.NO_CHOICE, Outcome.CERTAIN, Outcome.LEADING} and one in pool.first
    conditions: Mapping[ChoiceState, bool] = {
        ChoiceState.FAILS_A_GATE: not one.passes,
        ChoiceState.NO_LEADER: not adopters(mark.names, people, leaders),
        ChoiceState.GSE_OPEN: GateState.OPEN is one.gates.get(Gate.GSE_AGREES),
        ChoiceState.NO_REASON: not computed and not mark.reason.strip(),
    }
    settled = ChoiceState.AS_COMPUTED if computed else ChoiceState.OTHERWISE
    state = next((state for state, holds in conditions.items() if holds), settled)
    return Choice(pool, state, one, mark.reason.strip(), mark.names.strip())


def _said(answer: bool | None) -> GateState:  # noqa: FBT001 # it is the one thing that was said
    if answer is None:
        return GateState.OPEN
    return GateState.PASSED if answer else GateState.FAILED
