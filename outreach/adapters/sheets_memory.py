"""The spreadsheet as a copy in memory, for rehearsals: members' tabs as they were read, the system's own written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from outreach.domain.snapshot import Block, Cell, Grid, Remark, Snapshot

Row = tuple[Cell, ...]


@dataclass(slots=True)
class MemorySheets:
    """The `Sheets` port. A tab that nobody wrote to stays the very same object from reading to reading."""

    snapshot: Snapshot

    def read(self) -> Snapshot:
        """As the port says."""
        return self.snapshot

    def write(self, blocks: Sequence[Block]) -> None:
        """As the port says."""
        grids = dict(self.snapshot.grids)
        for block in blocks:
            grids[block.tab] = _written(grids.get(block.tab, Grid(block.tab, ())), block)
        self.snapshot = replace(self.snapshot, grids=grids)

    def comment(self, remarks: Sequence[Remark]) -> None:
        """Nothing: nobody reads a copy."""

    def is_reserved(self, tab: str, column: int) -> None:
        """None: nobody else writes to it."""


def _written(grid: Grid, block: Block) -> Grid:
    width = max((len(row) for row in block.rows), default=0)
    height = max(len(block.rows), len(grid.rows))
    old, new = (tuple(rows) + ((),) * (height - len(rows)) for rows in (grid.rows, block.rows))
    rows = [_row(before, now, block.column - 1, width) for before, now in zip(old, new, strict=True)]
    while rows and not rows[-1]:
        rows.pop()
    return Grid(grid.title, tuple(rows), grid.merges)


def _row(before: Row, now: Row, first: int, width: int) -> Row:
    cells = [*before, *[None] * (first + width - len(before))]
    cells[first : first + width] = [None if cell == "" else cell for cell in (*now, *[None] * (width - len(now)))]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)
