"""What stood in the members' tabs at one reading, and what has gone from them since the reading before."""

from dataclasses import dataclass
from datetime import datetime

from outreach.domain.snapshot import Snapshot

GONE_AT_MOST = 0.3
"""The share of a tab's rows that may vanish between two readings before a person is asked (issue 3)."""

FEW = 4
"""Of so few rows a share says nothing: only when all are gone is a person asked."""


@dataclass(frozen=True, slots=True)
class Pull:
    """One reading. read: its moment, aware; snapshot: the members' tabs with the identities of their rows."""

    read: datetime
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Loss:
    """A tab that lost so many of its rows at once that it may be a slip. rows: how many there were, gone: of them."""

    tab: str
    gone: int
    rows: int

    @property
    def is_great(self) -> bool:
        """More than a person takes out in two hours, of a tab that has more than a few rows."""
        return self.rows > FEW and self.gone > GONE_AT_MOST * self.rows


def losses(before: Snapshot, after: Snapshot) -> tuple[Loss, ...]:
    """The tabs, by their titles before, that lost more than `GONE_AT_MOST` of their rows, or all of them."""
    left = {row for rows in after.rows.values() for row in rows}
    found = [_loss(tab, rows, left) for tab, rows in before.rows.items()]
    return tuple(loss for loss in found if loss.gone and (loss.gone == loss.rows or loss.is_great))


def _loss(tab: str, rows: tuple[str, ...], left: set[str]) -> Loss:
    known = [row for row in rows if row]
    return Loss(tab, sum(row not in left for row in known), len(known))
