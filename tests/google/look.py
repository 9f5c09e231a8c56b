"""The cells of a tab as they appear: formulas computed, numbers formatted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.google.a1 import parse_range
from tests.google.area import Bounds, tab_name
from tests.google.books import Spreadsheet
from tests.google.cell import Cell, Fault, Formula, Value
from tests.google.formula import evaluate
from tests.google.number_format import is_dated, shown
from tests.google.sheet import Sheet


@dataclass
class Look:
    """A tab to look at. read: the values of a range, by its name."""

    sheet: Sheet
    read: Callable[[str], list[list[Value]]]

    def effective(self, cell: Cell) -> Value | Fault:
        """The value that is shown."""
        return evaluate(cell.entered.text, self.read) if isinstance(cell.entered, Formula) else cell.entered

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

    def read(name: str) -> list[list[Value]]:
        home, area = parse_range(name if "!" in name else f"{tab_name(sheet.title)}!{name}", book)
        eye, bounds = Look(home, read), home.bounds(area)
        rows = home.region_rows(Bounds(bounds.top, min(bounds.bottom, home.used()[0]), bounds.left, bounds.right))
        values = [[eye.effective(cell) for cell in row] for row in rows]
        return [[one.name if isinstance(one, Fault) else one for one in row] for row in values]

    return Look(sheet, read)
