"""Two rows that may be one organisation: suggested with evidence, judged by a person, never merged."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from outreach.domain.origin import Origin

AT_ONCE = 10  # pairs that wait for a person at one time; a longer list is left unread (product.md 5.3)


class TwinVerdict(StrEnum):
    """What a person said of a pair."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Twin:
    """A pair. evidence: why they may be one, a phrase's key; score: 0 to 100; the first row is the earlier one."""

    one: Origin
    other: Origin
    names: tuple[str, str]
    country: str
    evidence: str
    score: float

    @property
    def code(self) -> str:
        """The pair's identity by country and names: it outlives moving rows and asking anew. 12 hexadecimal digits."""
        return pair_code(self.country, *self.names)


def pair_code(country: str, one: str, other: str) -> str:
    """The code of two names of a country, in whatever order. 12 hexadecimal digits."""
    names = sorted(" ".join(name.casefold().split()) for name in (one, other))
    return hashlib.sha256("\0".join((country, *names)).encode()).hexdigest()[:12]


def to_ask(twins: Iterable[Twin], verdicts: Mapping[str, TwinVerdict], asked: frozenset[str]) -> tuple[Twin, ...]:
    """The pairs to put before people now, surest first. verdicts: by code; asked: codes that stand in the tab.

    Those that were judged are not asked again; new ones come only while fewer than `AT_ONCE` wait.
    """
    waiting = len(asked - verdicts.keys())
    new = {twin.code: twin for twin in twins if twin.code not in verdicts and twin.code not in asked}
    return tuple(
        sorted(new.values(), key=lambda twin: (-twin.score, twin.one, twin.other))[: max(0, AT_ONCE - waiting)]
    )
