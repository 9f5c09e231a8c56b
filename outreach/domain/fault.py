"""A fault in the sheets: one and the same from the day it came until it is mended, wherever its row moves."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.problem import Problem
from outreach.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem with its identity. since: the reading at which it was first seen; one that comes back begins anew."""

    id: str
    problem: Problem
    since: datetime


def faults(
    problems: Iterable[Problem], seen: Snapshot, open_since: Mapping[str, datetime], *, now: datetime
) -> tuple[Fault, ...]:
    """The problems as faults, in their order. open_since: by identity, those that stood there at the last reading."""
    named = [(fault_id(problem, seen), problem) for problem in problems]
    return tuple(Fault(name, problem, open_since.get(name, now)) for name, problem in named)


def fault_id(problem: Problem, seen: Snapshot) -> str:
    """The same for the same kind of fault in the same column of the same row, whatever is typed there meanwhile.

    Where a row has no identity, as in a header, the cell stands for it. 16 hexadecimal digits.
    """
    digits = "".join(filter(str.isdigit, problem.cell))
    row = seen.row(problem.tab, int(digits or 0))
    place = f"{row}\0{problem.field}" if row else f"{problem.field or problem.cell}"
    return hashlib.sha256(f"{problem.tab}\0{place}\0{problem.code}".encode()).hexdigest()[:16]
