"""`spreadsheets.get`: what a spreadsheet says of itself, its tabs, and on demand its cells with everything on them."""

from collections.abc import Sequence
from typing import Any

from tests.google.a1 import parse_range
from tests.google.area import COLUMNS, ROWS, Bounds
from tests.google.books import Spreadsheet
from tests.google.cell import Cell, Fault, extended
from tests.google.colour import styled
from tests.google.look import Look, look_at
from tests.google.sheet import Sheet
from tests.google.usual import FORMAT, PIXELS, PROPERTIES

Json = dict[str, Any]


def about(book: Spreadsheet, account: str, *, ranges: Sequence[str] = (), cells: bool = False) -> Json:
    """A Spreadsheet. ranges: only these tabs and parts. cells: with the grid's data."""
    asked = _asked(book, ranges)
    sheets = [
        sheet_json(book, sheet, account) | ({"data": _data(book, sheet, asked.get(sheet.id))} if cells else {})
        for sheet in book.tabs
        if not ranges or sheet.id in asked
    ]
    answer = {
        "spreadsheetId": book.id,
        "properties": {"title": book.title} | PROPERTIES | book.properties,
        "sheets": sheets,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
    }
    named = [named_json(book, number) for number in book.named]
    return answer | ({"namedRanges": named} if named else {})


def named_json(book: Spreadsheet, number: str) -> Json:
    """A NamedRange."""
    name, area = book.named[number]
    return {"namedRangeId": number, "name": name, "range": area.json()}


def sheet_json(book: Spreadsheet, sheet: Sheet, account: str) -> Json:
    """A Sheet without its cells; what is not there is left out."""
    whole: Json = {
        "properties": properties(book, sheet),
        "merges": [area.json() for area in sheet.merges],
        "protectedRanges": [protected_json(one, [account]) for one in sheet.protected.values()],
        "basicFilter": filter_json(sheet),
        "rowGroups": groups_json(sheet, ROWS),
        "columnGroups": groups_json(sheet, COLUMNS),
    }
    return {name: value for name, value in whole.items() if value}


def properties(book: Spreadsheet, sheet: Sheet) -> Json:
    """SheetProperties."""
    return {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": book.tabs.index(sheet),
        "sheetType": "GRID",
        "gridProperties": {"rowCount": sheet.rows, "columnCount": sheet.columns} | sheet.grid_more,
    } | sheet.more


def protected_json(one: Json, editors: list[str]) -> Json:
    """A ProtectedRange; the owner may always edit, which Google does not say in the reply that makes it."""
    rest = {name: value for name, value in one.items() if name not in {"area", "editors"}}
    told = {name: list(people) for name, people in one.get("editors", {}).items() if people}
    if editors:
        told["users"] = list(dict.fromkeys([*editors, *told.get("users", ())]))
    return rest | {"range": one["area"].json(), "requestingUserCanEdit": True, "editors": told}


def filter_json(sheet: Sheet) -> Json:
    """The BasicFilter, empty without one."""
    if sheet.filter is None:
        return {}
    rest = {name: value for name, value in sheet.filter.items() if name != "area"}
    return rest | {"range": sheet.bounds(sheet.filter["area"]).on(sheet.id).json()}


def groups_json(sheet: Sheet, dimension: str) -> list[Json]:
    """The DimensionGroups: at each depth, every run of rows or columns that lie at least so deep."""
    depths, told = sheet.depths[dimension], []
    for depth in range(1, max(depths.values(), default=0) + 1):
        for start, end in _runs(sorted(index for index, deep in depths.items() if deep >= depth)):
            place = {"dimension": dimension, "startIndex": start, "endIndex": end}
            told.append({"range": ({"sheetId": sheet.id} if sheet.id else {}) | place, "depth": depth})
    return told


def _runs(indices: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index in indices:
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _asked(book: Spreadsheet, ranges: Sequence[str]) -> dict[int, list[Bounds]]:
    asked: dict[int, list[Bounds]] = {}
    for name in ranges:
        sheet, area = parse_range(name, book)
        asked.setdefault(sheet.id, []).append(sheet.bounds(area))
    return asked


def _data(book: Spreadsheet, sheet: Sheet, asked: list[Bounds] | None) -> list[Json]:
    look = look_at(book, sheet)
    return [_grid(look, bounds) for bounds in asked or [sheet.whole()]]


def _grid(look: Look, bounds: Bounds) -> Json:
    """A GridData: rows and cells up to the last one that has something."""
    sheet = look.sheet
    kept = [place for place in sheet.cells if place in bounds]
    bottom = max((row for row, _ in kept), default=bounds.top - 1) + 1
    rows = []
    for row in range(bounds.top, bottom):
        right = max((column for line, column in kept if line == row), default=bounds.left - 1) + 1
        cells = [cell_json(look, sheet.cell(row, column)) for column in range(bounds.left, right)]
        rows.append({"values": cells} if cells else {})
    start = {"startRow": bounds.top, "startColumn": bounds.left}
    return {name: value for name, value in start.items() if value} | {
        **({"rowData": rows} if rows else {}),
        "rowMetadata": _bands(sheet, ROWS, bounds.top, bounds.bottom),
        "columnMetadata": _bands(sheet, COLUMNS, bounds.left, bounds.right),
    }


def _bands(sheet: Sheet, dimension: str, start: int, end: int) -> list[Json]:
    return [{"pixelSize": PIXELS[dimension]} | sheet.bands[dimension].get(index, {}) for index in range(start, end)]


def cell_json(look: Look, cell: Cell) -> Json:
    """A CellData."""
    told: Json = {}
    if cell.entered is not None:
        value = look.effective(cell)
        told["userEnteredValue"] = extended(cell.entered)
        told["effectiveValue"] = extended(value)
        told["formattedValue"] = look.formatted(cell)
        if isinstance(value, Fault):
            told["effectiveValue"]["errorValue"]["message"] = f"The formula gives {value.name}."
    if cell.form:
        told["userEnteredFormat"] = styled(cell.form)
    if cell.form or cell.entered is not None:
        told["effectiveFormat"] = {**FORMAT, **told.get("userEnteredFormat", {})}
    if cell.note:
        told["note"] = cell.note
    if cell.rule:
        told["dataValidation"] = dict(cell.rule)
    return told | dict(cell.more)
