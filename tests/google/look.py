"""The cells of a tab as they appear: formulas computed, numbers formatted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.google.a1 import parse_range
from tests.google.area import Bounds, tab_name
from tests.google.books import Spreadsheet
from tests.google.cell import Cell, Fault, Formula, Value
from tests.google.formula import evaluate, spills, whole
from tests.google.number_format import is_dated, shown
from tests.google.sheet import Place, Sheet


@dataclass
class Look:
    """A tab to look at. read: the values of a range, by its name; spilled: what a formula in another cell shows there.

    A formula that finds one of its places taken shows #REF! and nothing else.
    """

    sheet: Sheet
    read: Callable[[str], list[list[Any]]]
    spilled: Mapping[Place, Any] = field(default_factory=dict)
    blocked: frozenset[str] = frozenset()

    def effective(self, cell: Cell) -> Value | Fault:
        """The value that is shown."""
        if not isinstance(cell.entered, Formula):
            return cell.entered
        return Fault("#REF!") if cell.entered.text in self.blocked else evaluate(cell.entered.text, self.read)

    def cell(self, row: int, column: int) -> Cell:
        """A cell as it is shown: one that was left blank may show what is spilled into it."""
        cell = self.sheet.cell(row, column)
        return cell if cell.entered is not None else replace(cell, entered=self.spilled.get((row, column)))

    def rows(self, bounds: Bounds) -> Iterable[list[Cell]]:
        """The cells of a rectangle, row by row."""
        if not self.spilled:
            return self.sheet.region_rows(bounds)
        span = range(bounds.left, bounds.right)
        return ([self.cell(row, column) for column in span] for row in range(bounds.top, bounds.bottom))

    def used(self) -> tuple[int, int]:
        """How many rows and columns are shown."""
        rows, columns = self.sheet.used()
        for row, column in (place for place, value in self.spilled.items() if value not in (None, "")):
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        return rows, columns

    def formatted(self, cell: Cell) -> str:
        """The text that is shown."""
        return shown(self.effective(cell), cell.number_format)

    def rendered(self, cell: Cell, render: str, dates: str) -> Any:
        """By valueRenderOption and dateTimeRenderOption; "" for a blank."""
        if cell.entered is None:
            return ""
        if render == "FORMULA" and isinstance(cell.entered, Formula):
            return cell.entered.text
        if render == "FORMATTED_VALUE" or (dates == "FORMATTED_STRING" and is_dated(cell.number_format)):
            return self.formatted(cell)
        value = self.effective(cell)
        return value.name if isinstance(value, Fault) else value


def look_at(book: Spreadsheet, sheet: Sheet) -> Look:
    """How the cells of a tab appear."""

    def read(name: str) -> list[list[Any]]:
        home, area = parse_range(name if "!" in name else f"{tab_name(sheet.title)}!{name}", book)
        eye, bounds = Look(home, read), home.bounds(area)
        rows = home.region_rows(Bounds(bounds.top, min(bounds.bottom, home.used()[0]), bounds.left, bounds.right))
        return [[eye.effective(cell) for cell in row] for row in rows]

    return _spilling(Look(sheet, read))


def _spilling(look: Look) -> Look:
    spilled: dict[Place, Any] = {}
    blocked = set()
    for (row, column), cell in look.sheet.cells.items():
        if isinstance(cell.entered, Formula) and spills(cell.entered.text):
            found = whole(cell.entered.text, look.read)
            grid = found if isinstance(found, list) else []
            places = {
                (row + down, column + across): one for down, line in enumerate(grid) for across, one in enumerate(line)
            }
            places.pop((row, column), None)
            if any(look.sheet.cell(*place).entered is not None for place in places):
                blocked.add(cell.entered.text)
            else:
                spilled |= {place: one for place, one in places.items() if place in look.sheet.whole()}
    return replace(look, spilled=spilled, blocked=frozenset(blocked))
