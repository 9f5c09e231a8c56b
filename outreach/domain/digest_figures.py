"""What a reader was told in a digest: the base of "since your last one"."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from outreach.domain.coverage import CoverageState
from outreach.domain.message import MessageState
from outreach.domain.stage import Stage
from outreach.domain.standing import Standing
from outreach.errors import LedgerError

HELD_BACK = "held_back"
COUNTED = (
    MessageState.ACCEPTED,
    MessageState.REFUSED,
    MessageState.LATER,
    MessageState.NEEDS_SMTPUTF8,
    MessageState.UNKNOWN,
    MessageState.SUPPRESSED,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """counters: by `MessageState`, and rows held back; stages: by country without a structure, how far somebody is."""

    day: date
    covered: int
    states: Mapping[str, CoverageState]
    counters: Mapping[str, int]
    stages: Mapping[str, Stage] = field(default_factory=dict)

    def to_json(self) -> str:
        """The same figures are always the same text."""
        plain = {
            "day": self.day.isoformat(),
            "covered": self.covered,
            "states": dict(self.states),
            "counters": dict(self.counters),
            "stages": dict(self.stages),
        }
        return json.dumps(plain, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Figures":
        """What `to_json` wrote, now or in an older version. Raises LedgerError when it is anything else."""
        try:
            plain = json.loads(text)
            return cls(
                day=date.fromisoformat(plain["day"]),
                covered=int(plain["covered"]),
                states={code: CoverageState(state) for code, state in plain["states"].items()},
                counters={name: int(count) for name, count in plain["counters"].items()},
                stages={code: Stage(stage) for code, stage in plain.get("stages", {}).items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise LedgerError(
                "The ledger's note of a digest cannot be read; restore the ledger from a copy."
            ) from fault


def figures_of(standing: Standing, today: date) -> Figures:
    """The figures that a digest of today tells."""
    messages = Counter(record.state for record in standing.to_others)
    counters = {str(state): messages[state] for state in COUNTED}
    return Figures(
        day=today,
        covered=standing.coverage.covered,
        states={one.country.code: one.state for one in standing.coverage.countries},
        counters=counters | {HELD_BACK: standing.health.held_back},
        stages={code: case.progress.stage for code, case in standing.furthest.items()},
    )
