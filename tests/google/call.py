"""One call of an interface's method, taken apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.google.books import Drive

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """path: its variable parts, decoded. body: its JSON without nulls; raw: as it came."""

    drive: Drive
    path: Sequence[str]
    query: Mapping[str, Sequence[str]]
    body: Json
    raw: bytes = b""

    def one(self, name: str, default: str = "") -> str:
        """A query parameter that is told once."""
        return self.query.get(name, [default])[-1]

    def says(self, name: str) -> bool:
        """A query parameter that is true."""
        return self.one(name).lower() in {"true", "1"}
