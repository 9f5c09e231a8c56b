"""A spreadsheet as it was read at one moment, and what is to be written to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

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
    """All tabs read in one request. links: by tab title, the address of a cell with `{cell}` in it."""

    grids: Mapping[str, Grid]
    links: Mapping[str, str] = field(default_factory=dict)

    def link(self, tab: str, cell: str) -> str:
        """Where a click leads to this cell; "" when the spreadsheet has no such addresses."""
        return self.links.get(tab, "").replace("{cell}", cell)


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of a system tab to write, from row 1 and `column` (1 = A) on; the rows are of equal width.

    Whatever stood below within the same columns is blanked; other columns are left as they are.
    Text is written as text: nothing that a person typed is ever taken for a formula.
    """

    tab: str
    rows: tuple[tuple[Cell, ...], ...]
    column: int = 1
