"""The `values` collection of the Sheets interface: cells as plain rows, read, written, appended and cleared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.google.a1 import beyond, parse_range, range_name
from tests.google.area import COLUMNS, ROWS, Bounds, column_name
from tests.google.books import Spreadsheet
from tests.google.entry import entry
from tests.google.look import look_at
from tests.google.refusal import invalid, malformed
from tests.google.sheet import Sheet
from tests.google.table import last_table

Json = dict[str, Any]
TEXT_LIMIT = 50_000


@dataclass(frozen=True, slots=True)
class Reading:
    """How values are given: the interface's three options by their names."""

    render: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    major: str = ROWS


@dataclass(frozen=True, slots=True)
class Writing:
    """Rows on their way into a range. whole: the area asked for; a single cell is only where to begin."""

    sheet: Sheet
    start: Bounds
    whole: Bounds
    rows: Sequence[Sequence[Any]]

    @property
    def filled(self) -> Bounds:
        """What the rows take, as wide as the widest."""
        width = max(map(len, self.rows), default=0)
        top, left = self.start.top, self.start.left
        return Bounds(top, top + max(len(self.rows), 1), left, left + max(width, 1))


def get(book: Spreadsheet, name: str, reading: Reading) -> Json:
    """A ValueRange without trailing blanks; a range is named as far as the grid goes."""
    sheet, area = parse_range(name, book)
    return value_range(book, sheet, sheet.bounds(area), reading)


def value_range(book: Spreadsheet, sheet: Sheet, bounds: Bounds, reading: Reading) -> Json:
    """The ValueRange of a rectangle of the grid."""
    answer: Json = {"range": range_name(sheet, bounds), "majorDimension": reading.major}
    look = look_at(book, sheet)
    rows, columns = look.used()
    seen = Bounds(bounds.top, min(bounds.bottom, rows), bounds.left, min(bounds.right, columns))
    found = [[look.rendered(cell, reading.render, reading.dates) for cell in row] for row in look.rows(seen)]
    if reading.major == COLUMNS:
        found = [list(column) for column in zip(*found, strict=True)]
    cut = _without_trailing([_without_trailing(line, "") for line in found], [])
    return answer | ({"values": cut} if cut else {})


def put(book: Spreadsheet, data: Mapping[str, Mapping[str, Any]], *, typed: bool) -> list[Writing]:
    """Every range of `data` written, or none; keyed by its field in the request. null leaves a cell as it is."""
    writings = [_writing(book, one, field) for field, one in data.items()]
    for writing in writings:
        write(writing, typed=typed)
    return writings


def write(writing: Writing, *, typed: bool) -> None:
    """The rows into the grid."""
    known = writing.sheet.cells
    for row, cells in enumerate(writing.rows, start=writing.start.top):
        for column, value in enumerate(cells, start=writing.start.left):
            place = row, column
            if value is not None and (value != "" or place in known):
                entered, form = entry(value, writing.sheet.cell(*place).number_format, user_entered=typed)
                writing.sheet.enter(place, entered)
                if form:
                    shape = {**writing.sheet.cell(*place).form, "numberFormat": dict(form)}
                    writing.sheet.change(place, form=shape)


def written(book: Spreadsheet, writing: Writing, answering: Reading | None) -> Json:
    """An UpdateValuesResponse; with the values when they are asked for."""
    cells = sum(value is not None for row in writing.rows for value in row)
    answer: Json = {"spreadsheetId": book.id, "updatedRange": range_name(writing.sheet, writing.filled)}
    if cells:
        rows = sum(any(value is not None for value in row) for row in writing.rows)
        columns = {place for row in writing.rows for place, value in enumerate(row) if value is not None}
        answer |= {"updatedRows": rows, "updatedColumns": len(columns), "updatedCells": cells}
    if answering:
        answer["updatedData"] = value_range(book, writing.sheet, writing.filled, answering)
    return answer


def append(book: Spreadsheet, name: str, body: Mapping[str, Any], *, typed: bool, insert: bool) -> tuple[Json, Writing]:
    """Rows below the last table in the range; where there is none, at the range's beginning. The grid grows."""
    sheet, area = parse_range(name, book)
    bounds = sheet.bounds(area)
    rows = _rows(body, "data")
    table = last_table(sheet, bounds)
    top, left = (table.bottom, table.left) if table else (bounds.top, bounds.left)
    width = max(map(len, rows), default=0)
    if insert and table and rows and top < sheet.rows:
        sheet.insert(ROWS, top, len(rows))
    sheet.rows, sheet.columns = max(sheet.rows, top + len(rows)), max(sheet.columns, left + width)
    start = Bounds(top, top + 1, left, left + 1)
    writing = Writing(sheet, start, sheet.whole(), rows)
    write(writing, typed=typed)
    answer: Json = {"spreadsheetId": book.id}
    return answer | ({"tableRange": range_name(sheet, table)} if table else {}), writing


def clear(book: Spreadsheet, name: str) -> str:
    """Blanks the values of a range, leaves formats and notes; the range's name."""
    sheet, area = parse_range(name, book)
    bounds = sheet.bounds(area)
    for place in [place for place in sheet.cells if place in bounds]:
        sheet.enter(place, None)
    return range_name(sheet, bounds)


def _writing(book: Spreadsheet, one: Mapping[str, Any], field: str) -> Writing:
    name = one.get("range", "")
    sheet, area = parse_range(name, book)
    start, rows = sheet.bounds(area), _rows(one, field)
    writing = Writing(sheet, start, sheet.whole() if start.size == 1 else start, rows)
    filled = writing.filled
    if start.size == 1 and (filled.bottom > sheet.rows or filled.right > sheet.columns):
        raise beyond(filled.on(area.sheet), sheet)
    if start.size != 1 and not start.holds(filled):
        raise _outside(writing, field)
    return writing


def _outside(writing: Writing, field: str) -> Exception:
    filled, start, name = writing.filled, writing.start, range_name(writing.sheet, writing.start)
    prefix = f"Invalid {field}: " if field != "data" else ""
    if filled.bottom > start.bottom:
        return invalid(
            f"{prefix}Requested writing within range [{name}], but tried writing to row [{start.bottom + 1}]"
        )
    column = column_name(start.right)
    return invalid(f"{prefix}Requested writing within range [{name}], but tried writing to column [{column}]")


def _rows(body: Mapping[str, Any], field: str) -> list[list[Any]]:
    rows = body.get("values") or []
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, dict | list):
                kind = "struct_value" if isinstance(value, dict) else "list_value"
                raise malformed(f"Invalid values[{number}][{column}]: {kind}", f"{field}.values")
            if isinstance(value, str) and len(value) > TEXT_LIMIT:
                raise invalid(f"Your input contains more than the maximum of {TEXT_LIMIT} characters in a single cell.")
    return [list(column) for column in _turned(rows)] if body.get("majorDimension") == COLUMNS else rows


def _turned(rows: list[list[Any]]) -> list[list[Any]]:
    height = max(map(len, rows), default=0)
    return [[row[place] if place < len(row) else None for row in rows] for place in range(height)]


def _without_trailing(items: list[Any], blank: Any) -> list[Any]:
    end = len(items)
    while end and items[end - 1] == blank and not isinstance(items[end - 1], bool):
        end -= 1
    return items[:end]
