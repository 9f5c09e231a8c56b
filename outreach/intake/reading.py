"""What reading one cell gives: a value, a fault, or both when the value stands but its editor should know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from outreach.domain.problem import ProblemCode


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell. suggestion: what would be right, as one would type it, "" if unknown."""

    code: ProblemCode
    suggestion: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """value: None when the cell gives none; fault: None when there is nothing to tell."""

    value: Any = None
    fault: Fault | None = None
