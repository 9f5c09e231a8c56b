"""Requests of batchUpdate about cells: write, repeat, append, copy, cut, find and replace, sort, validate."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tests.google.area import Bounds, area_of
from tests.google.books import Drive, Spreadsheet
from tests.google.cell import BARE, Cell, Fault, Formula, entered_of, extended
from tests.google.fields import Mask, mask_of, merged
from tests.google.formula import moved
from tests.google.look import Look, look_at
from tests.google.refusal import invalid
from tests.google.sheet import Sheet

Body = Mapping[str, Any]
Reply = dict[str, Any]
KEPT_APART = {"userEnteredValue", "userEnteredFormat", "note", "dataValidation"}
COMPUTED = {"effectiveValue", "effectiveFormat", "formattedValue", "hyperlink"}


def update_cells(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """The masked parts of the cells of a range, or from a cell on; a range beyond the rows given is cleared."""
    mask, rows = mask_of(body["fields"]), body.get("rows", [])
    if "range" in body:
        area = area_of(body["range"])
        sheet = book.by_id(area.sheet)
        bounds = sheet.bounds(area)
    else:
        sheet, bounds = _from(book, body["start"], rows)
    for row, column in bounds.places():
        line = rows[row - bounds.top].get("values", []) if row - bounds.top < len(rows) else []
        data = line[column - bounds.left] if column - bounds.left < len(line) else {}
        _set(sheet, (row, column), with_parts(sheet.cell(row, column), data, mask))
    return {}


def repeat_cell(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """One cell's masked parts in every cell of a range; a formula's references move along."""
    area, mask, data = area_of(body["range"]), mask_of(body["fields"]), body.get("cell", {})
    sheet = book.by_id(area.sheet)
    bounds = sheet.bounds(area)
    for row, column in bounds.places():
        cell = with_parts(sheet.cell(row, column), data, mask)
        _set(sheet, (row, column), _shifted(cell, row - bounds.top, column - bounds.left))
    return {}


def append_cells(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Rows of cells after the last row that has content."""
    sheet, mask, rows = book.by_id(body.get("sheetId", 0)), mask_of(body["fields"]), body.get("rows", [])
    top = sheet.used()[0]
    sheet.rows = max(sheet.rows, top + len(rows))
    for down, row in enumerate(rows):
        for column, data in enumerate(row.get("values", [])):
            if column >= sheet.columns:
                last = sheet.columns - 1
                raise invalid(f"Attempting to write column: {column}, beyond the last requested column of: {last}")
            _set(sheet, (top + down, column), with_parts(sheet.cell(top + down, column), data, mask))
    return {}


def set_data_validation(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """A rule for every cell of a range, or none."""
    area = area_of(body["range"])
    sheet = book.by_id(area.sheet)
    rule = {name: value for name, value in body.get("rule", {}).items() if value not in (False, "")} or None
    for place in sheet.bounds(area).places():
        if rule or place in sheet.cells:
            sheet.change(place, rule=rule)
    return {}


def copy_paste(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """A range onto another, repeated where it fits several times."""
    source, target = area_of(body["source"]), area_of(body["destination"])
    home, away = book.by_id(source.sheet), book.by_id(target.sheet)
    kind = body.get("pasteType", "PASTE_NORMAL")
    transposed = body.get("pasteOrientation") == "TRANSPOSE"
    cells = _copied(home, home.bounds(source), transposed=transposed)
    onto = away.bounds(target)
    height, width = len(cells), len(cells[0])
    down = height * max((onto.bottom - onto.top) // height, 1)
    across = width * max((onto.right - onto.left) // width, 1)
    look = look_at(book, home)
    for row in range(min(down, away.rows - onto.top)):
        for column in range(min(across, away.columns - onto.left)):
            (at, cell), place = cells[row % height][column % width], (onto.top + row, onto.left + column)
            shifted = _shifted(cell, place[0] - at[0], place[1] - at[1])
            _set(away, place, _pasted(away.cell(*place), shifted, kind, look))
    return {}


def cut_paste(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """A range goes elsewhere; where it was is blank."""
    source, to = area_of(body["source"]), body["destination"]
    home, away = book.by_id(source.sheet), book.by_id(to.get("sheetId", 0))
    bounds, kind = home.bounds(source), body.get("pasteType", "PASTE_NORMAL")
    taken = {place: home.cell(*place) for place in bounds.places()}
    for place in taken:
        home.cells.pop(place, None)
    down, across = to.get("rowIndex", 0) - bounds.top, to.get("columnIndex", 0) - bounds.left
    for (row, column), cell in taken.items():
        place = row + down, column + across
        if place in away.whole():
            _set(away, place, _pasted(away.cell(*place), cell, kind, look_at(book, home)))
    return {}


def find_replace(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """In the texts of a range, a tab or all tabs; how much changed."""
    pattern = _pattern(body)
    new = body.get("replacement", "")
    new = re.sub(r"\$(\d)", r"\\\1", new) if body.get("searchByRegex") else new.replace("\\", r"\\")
    counts = {"valuesChanged": 0, "formulasChanged": 0, "occurrencesChanged": 0}
    rows, sheets = set(), set()
    for sheet, place, cell in _searched(book, body):
        text, key = _text_of(cell, formulas=bool(body.get("includeFormulas")))
        changed, times = pattern.subn(new, text)
        if times and text:
            sheet.enter(place, Formula(changed) if key == "formulasChanged" else changed or None)
            counts[key] += 1
            counts["occurrencesChanged"] += times
            rows.add((sheet.id, place[0]))
            sheets.add(sheet.id)
    told = counts | {"rowsChanged": len(rows), "sheetsChanged": len(sheets)}
    return {"findReplace": {name: count for name, count in told.items() if count}}


def sort_range(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Whole rows of a range by the values of columns; blanks come last either way."""
    area = area_of(body["range"])
    sheet = book.by_id(area.sheet)
    bounds, look = sheet.bounds(area), look_at(book, sheet)
    if any(sheet.bounds(merge).meets(bounds) for merge in sheet.merges):
        raise invalid("You can't sort a range with merged cells.")
    order = list(range(bounds.top, bounds.bottom))
    for spec in reversed(body.get("sortSpecs", [{"dimensionIndex": bounds.left}])):
        order = _ordered(order, spec, look)
    rows = [[sheet.cell(row, column) for column in range(bounds.left, bounds.right)] for row in order]
    for down, cells in enumerate(rows):
        for across, cell in enumerate(cells):
            shifted = _shifted(cell, bounds.top + down - order[down], 0)
            _set(sheet, (bounds.top + down, bounds.left + across), shifted)
    return {}


def trim_whitespace(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Spaces around texts go, several within become one."""
    area = area_of(body["range"])
    sheet = book.by_id(area.sheet)
    changed = 0
    for place in sheet.bounds(area).places():
        entered = sheet.cell(*place).entered
        if isinstance(entered, str) and " ".join(entered.split()) != entered:
            sheet.enter(place, " ".join(entered.split()) or None)
            changed += 1
    return {"trimWhitespace": {"cellsChangedCount": changed} if changed else {}}


def with_parts(cell: Cell, data: Body, mask: Mask) -> Cell:
    """A cell with the masked parts of a CellData."""
    told: dict[str, Any] = {"note": cell.note, "dataValidation": cell.rule, **cell.more}
    told["userEnteredFormat"] = dict(cell.form)
    told["userEnteredValue"] = {} if cell.entered is None else extended(cell.entered)
    told = merged(told, dict(data), mask)
    return Cell(
        entered=entered_of(told.get("userEnteredValue", {})),
        form=told.get("userEnteredFormat", {}),
        note=told.get("note", ""),
        rule=told.get("dataValidation"),
        more={name: value for name, value in told.items() if name not in KEPT_APART | COMPUTED},
    )


def _set(sheet: Sheet, place: tuple[int, int], cell: Cell) -> None:
    if cell.is_bare:
        sheet.cells.pop(place, None)
    else:
        sheet.cells[place] = cell


def _from(book: Spreadsheet, start: Body, rows: list[Body]) -> tuple[Sheet, Bounds]:
    sheet = book.by_id(start.get("sheetId", 0))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    width = max((len(row.get("values", [])) for row in rows), default=0)
    bounds = Bounds(top, top + len(rows), left, left + width)
    if not sheet.whole().holds(bounds):
        raise invalid(f"Attempting to write beyond the grid of {sheet.rows} rows and {sheet.columns} columns")
    return sheet, bounds


def _shifted(cell: Cell, rows: int, columns: int) -> Cell:
    if isinstance(cell.entered, Formula) and (rows or columns):
        return replace(cell, entered=Formula(moved(cell.entered.text, rows, columns)))
    return cell


def _copied(sheet: Sheet, bounds: Bounds, *, transposed: bool) -> list[list[tuple[tuple[int, int], Cell]]]:
    cells = [
        [((row, column), sheet.cell(row, column)) for column in range(bounds.left, bounds.right)]
        for row in range(bounds.top, bounds.bottom)
    ]
    return [list(column) for column in zip(*cells, strict=True)] if transposed else cells


def _pasted(old: Cell, new: Cell, kind: str, look: Look) -> Cell:
    if kind == "PASTE_VALUES":
        value = look.effective(new)
        return replace(old, entered=value.name if isinstance(value, Fault) else value)
    if kind == "PASTE_FORMULA":
        return replace(old, entered=new.entered)
    if kind == "PASTE_FORMAT":
        return replace(old, form=new.form)
    return replace(old, rule=new.rule) if kind == "PASTE_DATA_VALIDATION" else new


def _pattern(body: Body) -> re.Pattern[str]:
    find = body.get("find", "")
    if not find:
        raise invalid("The text to find must not be empty.")
    text = find if body.get("searchByRegex") else re.escape(find)
    whole = rf"\A(?:{text})\Z" if body.get("matchEntireCell") else text
    return re.compile(whole, 0 if body.get("matchCase") else re.IGNORECASE)


def _searched(book: Spreadsheet, body: Body) -> Iterable[tuple[Sheet, tuple[int, int], Cell]]:
    if "range" in body:
        area = area_of(body["range"])
        sheet = book.by_id(area.sheet)
        return [(sheet, place, sheet.cell(*place)) for place in sheet.bounds(area).places() if place in sheet.cells]
    sheets = book.tabs if body.get("allSheets") else [book.by_id(body.get("sheetId", 0))]
    return [(sheet, place, cell) for sheet in sheets for place, cell in list(sheet.cells.items())]


def _text_of(cell: Cell, *, formulas: bool) -> tuple[str, str]:
    if isinstance(cell.entered, Formula):
        return (cell.entered.text if formulas else ""), "formulasChanged"
    return ("" if cell.entered is None else str(cell.entered)), "valuesChanged"


def _ordered(order: list[int], spec: Body, look: Look) -> list[int]:
    column, falling = spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING"
    values = {row: look.effective(look.sheet.cells.get((row, column), BARE)) for row in order}
    full = [row for row in order if values[row] not in (None, "")]
    blank = [row for row in order if values[row] in (None, "")]
    return sorted(full, key=lambda row: _rank(values[row]), reverse=falling) + blank


def _rank(value: Any) -> tuple[int, Any]:
    """Numbers, then texts, then truth values, then errors."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, int | float):
        return 0, value
    return (3, value.name) if isinstance(value, Fault) else (1, str(value).casefold())
