"""A tab: a grid of a size with cells, and what lies over the cells (merges, protections, filter, groups)."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from tests.google.area import COLUMNS, ROWS, Area, Bounds, after_deletion, after_insertion
from tests.google.cell import BARE, Cell, Entered
from tests.google.refusal import invalid

Place = tuple[int, int]


@dataclass
class Sheet:
    """One tab. more: SheetProperties and GridProperties beyond those named here, as Google writes them.

    bands: DimensionProperties that differ from the usual, by dimension and index. protected: ProtectedRanges
    by their ids. depths: how deep a row or column lies in groups, where it does.
    """

    id: int
    title: str
    rows: int = 1000
    columns: int = 26
    cells: dict[Place, Cell] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    grid_more: dict[str, Any] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    comments: list[tuple[int, int, str, str]] = field(default_factory=list)
    protected: dict[int, dict[str, Any]] = field(default_factory=dict)
    filter: dict[str, Any] | None = None
    bands: dict[str, dict[int, dict[str, Any]]] = field(default_factory=lambda: {ROWS: {}, COLUMNS: {}})
    depths: dict[str, dict[int, int]] = field(default_factory=lambda: {ROWS: {}, COLUMNS: {}})

    def copy(self) -> "Sheet":
        """Another with the same content; cells are never changed in place, so they are shared."""
        rest = {
            name: deepcopy(getattr(self, name))
            for name in ("more", "grid_more", "protected", "filter", "bands", "depths")
        }
        return replace(self, cells=dict(self.cells), merges=list(self.merges), comments=list(self.comments), **rest)

    def whole(self) -> Bounds:
        """The grid."""
        return Bounds(0, self.rows, 0, self.columns)

    def bounds(self, area: Area) -> Bounds:
        """An area of it, within the grid."""
        return area.within(self.rows, self.columns)

    def cell(self, row: int, column: int) -> Cell:
        """The cell, bare where nothing was ever put."""
        return self.cells.get((row, column), BARE)

    def put(self, row: int, column: int, value: Entered) -> None:
        """A person types a value as it is; None blanks."""
        self.enter((row, column), None if value == "" else value)

    def enter(self, place: Place, value: Entered) -> None:
        """A value into a cell; its format, note and rule stay."""
        if place in self.cells:
            self.change(place, entered=value)
        elif value is not None:
            self.cells[place] = Cell(value)

    def change(self, place: Place, **parts: Any) -> None:
        """Some parts of a cell."""
        cell = replace(self.cells.get(place, BARE), **parts)
        if cell.is_bare:
            self.cells.pop(place, None)
        else:
            self.cells[place] = cell

    def used(self, counts: Callable[[Cell], bool] = lambda cell: cell.entered is not None) -> tuple[int, int]:
        """How many rows and columns its content takes."""
        places = [place for place, cell in self.cells.items() if counts(cell)]
        return max((row for row, _ in places), default=-1) + 1, max((column for _, column in places), default=-1) + 1

    def size(self, dimension: str) -> int:
        """How many rows or columns the grid has."""
        return self.rows if dimension == ROWS else self.columns

    def resize(self, dimension: str, size: int) -> None:
        """A grid of that many; what lies beyond is lost."""
        if size < self.size(dimension):
            self.delete(dimension, size, self.size(dimension))
        elif dimension == ROWS:
            self.rows = size
        else:
            self.columns = size

    def insert(self, dimension: str, start: int, count: int) -> None:
        """Blank rows or columns come in at `start`."""
        self._move_cells(dimension, lambda along: along + count if along >= start else along)
        self._set_size(dimension, self.size(dimension) + count)
        self.remap(lambda area: after_insertion(area, dimension, start, count))

    def delete(self, dimension: str, start: int, end: int) -> None:
        """Rows or columns start..end-1 go."""
        if end - start >= self.size(dimension):
            raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
        self._move_cells(
            dimension, lambda along: along if along < start else None if along < end else along - end + start
        )
        self._set_size(dimension, self.size(dimension) - (end - start))
        self.remap(lambda area: after_deletion(area, dimension, start, end))

    def move(self, dimension: str, start: int, end: int, to: int) -> None:
        """Rows or columns start..end-1 go to before `to`, which is counted before the move."""
        order = [index for index in range(self.size(dimension)) if not start <= index < end]
        place = to if to <= start else to - (end - start)
        order[place:place] = range(start, end)
        new = {old: position for position, old in enumerate(order)}
        self._move_cells(dimension, new.get)

    def remap(self, moved: Callable[[Area], Area | None]) -> None:
        """Everything that lies over the cells goes along with them."""
        self.merges = [area for area in map(moved, self.merges) if area and self.bounds(area).size > 1]
        for number, one in list(self.protected.items()):
            area = moved(one["area"])
            if area is None:
                del self.protected[number]
            else:
                one["area"] = area
        if self.filter:
            area = moved(self.filter["area"])
            self.filter = self.filter | {"area": area} if area else None

    def region_rows(self, bounds: Bounds) -> Iterable[list[Cell]]:
        """Its cells row by row."""
        span = range(bounds.left, bounds.right)
        get = self.cells.get
        return ([get((row, column), BARE) for column in span] for row in range(bounds.top, bounds.bottom))

    def _move_cells(self, dimension: str, moved: Callable[[int], int | None]) -> None:
        by_row = dimension == ROWS
        cells: dict[Place, Cell] = {}
        for (row, column), cell in self.cells.items():
            along = moved(row if by_row else column)
            if along is not None:
                cells[(along, column) if by_row else (row, along)] = cell
        self.cells = cells
        for kept in (self.bands, self.depths):
            along_with = {moved(index): one for index, one in kept[dimension].items()}
            kept[dimension] = {index: one for index, one in along_with.items() if index is not None}

    def _set_size(self, dimension: str, size: int) -> None:
        if dimension == ROWS:
            self.rows = size
        else:
            self.columns = size
