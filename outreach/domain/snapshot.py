"""A spreadsheet as it was read at one moment, and what is to be written to it."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from outreach.domain.origin import Origin

Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Merge:
    """Merged cells: rows and columns count from 1, all four included; only the top left one has a value."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one tab as people see it. rows: ragged, trailing blanks cut; row 1 is `rows[0]`.

    A date is a `date` or `datetime` where the source tells it from a number, else the sheet's
    serial number (days since 1899-12-30). A formula without a known value is its own text, "=...".
    """

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All tabs read in one request. links: by tab title, the address of a cell with `{cell}` in it.

    rows: by tab title, the identity of each of its rows, which outlives sorting and editing; "" of headers and blanks.
    """

    grids: Mapping[str, Grid]
    links: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of every cell that was read."""
        cells = [(title, grid.rows, grid.merges) for title, grid in sorted(self.grids.items())]
        return hashlib.sha256(repr(cells).encode()).hexdigest()

    def without(self, tabs: Collection[str]) -> "Snapshot":
        """The same without these tabs."""
        grids = {title: grid for title, grid in self.grids.items() if title not in tabs}
        links = {title: link for title, link in self.links.items() if title not in tabs}
        return replace(self, grids=grids, links=links)

    def row(self, tab: str, number: int) -> str:
        """The identity of a row, counted from 1; "" when it has none."""
        known = self.rows.get(tab, ())
        return known[number - 1] if 0 < number <= len(known) else ""

    def identity(self, origin: Origin) -> str:
        """What a row is known by wherever it moves; its place, where it has no identity."""
        return self.row(origin.tab, origin.row) or str(origin)

    def link(self, tab: str, cell: str) -> str:
        """Where a click leads to this cell; "" when the spreadsheet has no such addresses."""
        return self.links.get(tab, "").replace("{cell}", cell)

    def place(self, tab: str, cell: str) -> str:
        """Where to look, for a mail: the cell's address on the web, else its name."""
        link = self.link(tab, cell)
        return link if link.startswith("https://") else f"{tab}!{cell}"


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of a system tab to write, from row 1 and `column` (1 = A) on; the rows are of equal width.

    Whatever stood below within the same columns is blanked; other columns are left as they are.
    Text is written as text: nothing that a person typed is ever taken for a formula.
    """

    tab: str
    rows: tuple[tuple[Cell, ...], ...]
    column: int = 1


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to put beside a cell of a member's tab. assignee: the address of who is to look at it, or ""."""

    tab: str
    cell: str
    text: str
    assignee: str = ""


def changed(blocks: Iterable[Block], seen: Snapshot) -> tuple[Block, ...]:
    """The blocks whose cells differ from what was seen in the sheet; a blank and "" are the same."""
    return tuple(block for block in blocks if _trimmed(block.rows) != _standing(block, seen.grids.get(block.tab)))


def is_foreign(block: Block, seen: Snapshot) -> bool:
    """Whether a tab of this name is there in which no row is the header that the block has: members made it.

    A block's header is its widest row; of several the first.
    """
    grid = seen.grids.get(block.tab)
    rows = grid.rows if grid else ()
    head = max(_trimmed(block.rows), key=len, default=())
    return bool(_trimmed(rows)) and head not in _trimmed(rows)


def _standing(block: Block, grid: Grid | None) -> tuple[tuple[Cell, ...], ...] | None:
    if grid is None:
        return None
    width = max((len(row) for row in block.rows), default=0)
    first = block.column - 1
    return _trimmed(tuple(row[first : first + width] for row in grid.rows))


def _trimmed(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    trimmed = [_without_trailing_blanks([None if cell == "" else cell for cell in row]) for row in rows]
    return tuple(tuple(row) for row in _without_trailing_blanks(trimmed))


def _without_trailing_blanks(items: list[Any]) -> list[Any]:
    end = len(items)
    while end and items[end - 1] in (None, []):
        end -= 1
    return items[:end]
