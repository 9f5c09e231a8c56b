"""A rectangle of a tab: half open, counted from 0, as GridRange has it; unbounded sides are None."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from outreach.domain.address import a1, column_letters
from tests.google.refusal import invalid

ROWS, COLUMNS = "ROWS", "COLUMNS"
SIDES = {"top": "startRowIndex", "bottom": "endRowIndex", "left": "startColumnIndex", "right": "endColumnIndex"}


@dataclass(frozen=True, slots=True)
class Area:
    """Rows top..bottom-1 and columns left..right-1 of the tab with this id."""

    sheet: int
    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None

    def within(self, rows: int, columns: int) -> "Bounds":
        """The part of it that lies on a grid of this size."""
        return Bounds(
            self.top or 0,
            rows if self.bottom is None else min(self.bottom, rows),
            self.left or 0,
            columns if self.right is None else min(self.right, columns),
        )

    def json(self) -> dict[str, int]:
        """As Google writes it: the id 0 goes without saying, unbounded sides too."""
        sides = {name: getattr(self, side) for side, name in SIDES.items() if getattr(self, side) is not None}
        return ({"sheetId": self.sheet} if self.sheet else {}) | sides


@dataclass(frozen=True, slots=True)
class Bounds:
    """A bounded rectangle."""

    top: int
    bottom: int
    left: int
    right: int

    def __contains__(self, place: tuple[int, int]) -> bool:
        return self.top <= place[0] < self.bottom and self.left <= place[1] < self.right

    def places(self) -> Iterator[tuple[int, int]]:
        """Row by row."""
        return ((row, column) for row in range(self.top, self.bottom) for column in range(self.left, self.right))

    @property
    def name(self) -> str:
        """As in B2:D5, or B2 of a single cell."""
        first, last = a1(self.top + 1, self.left + 1), a1(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def size(self) -> int:
        """How many cells."""
        return max(self.bottom - self.top, 0) * max(self.right - self.left, 0)

    def meets(self, other: "Bounds") -> bool:
        """They have a cell in common."""
        apart = self.bottom <= other.top or other.bottom <= self.top
        return not (apart or self.right <= other.left or other.right <= self.left)

    def holds(self, other: "Bounds") -> bool:
        """The other lies wholly in it."""
        by_row = self.top <= other.top and other.bottom <= self.bottom
        return by_row and self.left <= other.left and other.right <= self.right

    def on(self, sheet: int) -> Area:
        """The same as a range of a tab."""
        return Area(sheet, self.top, self.bottom, self.left, self.right)


def area_of(grid_range: Mapping[str, int]) -> Area:
    """A GridRange of a request. Refuses one that ends before it begins."""
    area = Area(grid_range.get("sheetId", 0), **{side: grid_range.get(name) for side, name in SIDES.items()})
    for first, last in ((area.top, area.bottom), (area.left, area.right)):
        if last is not None and (first or 0) >= last:
            raise invalid(f"GridRange must have an end after its start: {dict(grid_range)}")
    return area


def after_insertion(area: Area, dimension: str, start: int, count: int) -> Area:
    """The area after rows or columns came in at `start`: what begins there or later moves, what spans it grows."""
    low, high = ("top", "bottom") if dimension == ROWS else ("left", "right")
    first, last = getattr(area, low), getattr(area, high)
    moved = {
        low: first + count if first is not None and first >= start else first,
        high: last + count if last is not None and last > start else last,
    }
    return replace(area, **moved)


def after_deletion(area: Area, dimension: str, start: int, end: int) -> Area | None:
    """The area after rows or columns start..end-1 went; None when nothing of it is left."""
    low, high = ("top", "bottom") if dimension == ROWS else ("left", "right")
    first, last = getattr(area, low), getattr(area, high)

    def shrunk(edge: int | None) -> int | None:
        return edge if edge is None or edge <= start else max(start, edge - (end - start))

    if first is not None and last is not None and start <= first and last <= end:
        return None
    return replace(area, **{low: shrunk(first), high: shrunk(last)})


def tab_name(title: str) -> str:
    """A title as Google writes it before "!": in quotes unless it is one plain word and no cell's name."""
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", title) and not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+", title)
    return title if plain else "'{}'".format(title.replace("'", "''"))


def column_name(column: int) -> str:
    """0 is "A"."""
    return column_letters(column + 1)
