"""Requests of batchUpdate about whole tabs and the spreadsheet: add, delete, duplicate, rename, resize, hide, move."""

from collections.abc import Mapping
from typing import Any

from tests.google.about import properties
from tests.google.area import COLUMNS, ROWS
from tests.google.books import Drive, Spreadsheet
from tests.google.colour import colour
from tests.google.fields import Mask, mask_of, merged
from tests.google.refusal import invalid
from tests.google.sheet import Sheet

Body = Mapping[str, Any]
Reply = dict[str, Any]
NAMED = {"sheetId", "title", "index", "sheetType", "gridProperties"}
SIZES = {"rowCount", "columnCount"}
CELL_LIMIT = 10_000_000


def add_sheet(book: Spreadsheet, body: Body, drive: Drive) -> Reply:
    """A new tab, at the end or where it is told."""
    asked = dict(body.get("properties", {}))
    grid = asked.get("gridProperties", {})
    title = asked.get("title") or _free_title(book)
    _refuse_taken(book, title)
    number = asked.get("sheetId")
    if number is not None and any(sheet.id == number for sheet in book.tabs):
        raise invalid(f"A sheet with the id {number} already exists.")
    sheet = Sheet(
        drive.ids.next("sheet") if number is None else number,
        title,
        grid.get("rowCount", 1000),
        grid.get("columnCount", 26),
    )
    sheet.grid_more, sheet.more = _lit(grid, SIZES), _lit(_coloured(asked), NAMED)
    book.tabs.insert(min(asked.get("index", len(book.tabs)), len(book.tabs)), sheet)
    _refuse_too_many_cells(book)
    return {"addSheet": {"properties": properties(book, sheet)}}


def delete_sheet(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """A tab goes with its named ranges."""
    sheet = book.by_id(body.get("sheetId", 0))
    if len(book.tabs) == 1:
        raise invalid("You can't remove all the sheets in a document.")
    book.tabs.remove(sheet)
    book.named = {number: one for number, one in book.named.items() if one[1].sheet != sheet.id}
    _refuse_all_hidden(book)
    return {}


def duplicate_sheet(book: Spreadsheet, body: Body, drive: Drive) -> Reply:
    """A tab once more, at the front or where it is told."""
    source = book.by_id(body.get("sourceSheetId", 0))
    title = body.get("newSheetName") or f"Copy of {source.title}"
    _refuse_taken(book, title)
    copy = copied(source, body.get("newSheetId") or drive.ids.next("sheet"), title)
    book.tabs.insert(body.get("insertSheetIndex", 0), copy)
    return {"duplicateSheet": {"properties": properties(book, copy)}}


def copied(source: Sheet, number: int, title: str) -> Sheet:
    """A tab with everything on it, under another id and title."""
    copy = source.copy()
    copy.id, copy.title = number, title
    copy.remap(lambda area: type(area)(number, area.top, area.bottom, area.left, area.right))
    return copy


def update_sheet_properties(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Only what the mask names; a size cuts or grows the grid."""
    asked, mask = body["properties"], _mask(body)
    sheet = book.by_id(asked.get("sheetId", 0))
    wanted = merged(properties(book, sheet), asked, mask)
    if "title" in mask or "*" in mask:
        _rename(book, sheet, wanted.get("title", ""))
    grid = wanted.get("gridProperties", {})
    _resize(sheet, grid.get("rowCount", sheet.rows), grid.get("columnCount", sheet.columns))
    sheet.grid_more, sheet.more = _lit(grid, SIZES), _lit(_coloured(wanted, mask), NAMED)
    _refuse_all_frozen(sheet)
    if "index" in mask:
        _move(book, sheet, asked.get("index", 0))
    _refuse_all_hidden(book)
    _refuse_too_many_cells(book)
    return {}


def update_spreadsheet_properties(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Title, locale, time zone."""
    mask = _mask(body)
    asked = body["properties"]
    if "title" in mask or "*" in mask:
        book.title = asked.get("title", "")
    changed = merged(book.properties, asked, {name: one for name, one in mask.items() if name != "title"})
    book.properties = {name: value for name, value in changed.items() if name != "title"}
    return {}


def _mask(body: Body) -> Mask:
    mask = mask_of(body.get("fields", ""))
    if not mask:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return mask


def _rename(book: Spreadsheet, sheet: Sheet, title: str) -> None:
    if not title:
        raise invalid("A sheet's name must not be empty.")
    if title != sheet.title:
        _refuse_taken(book, title, sheet)
    sheet.title = title


def _resize(sheet: Sheet, rows: int, columns: int) -> None:
    if rows < 1 or columns < 1:
        raise invalid("You can't delete all the rows or columns on the sheet.")
    sheet.resize(ROWS, rows)
    sheet.resize(COLUMNS, columns)


def _move(book: Spreadsheet, sheet: Sheet, index: int) -> None:
    """Indices count before the move: to be told its own or the next one leaves the tab where it is."""
    here = book.tabs.index(sheet)
    if index in (here, here + 1):
        return
    book.tabs.remove(sheet)
    book.tabs.insert(index if index < here else index - 1, sheet)


def _coloured(told: Body, mask: Mask | None = None) -> dict[str, Any]:
    style = told.get("tabColorStyle")
    if style is None and "tabColor" in told and (mask is None or "tabColor" in mask):
        style = {"rgbColor": told["tabColor"]}
    rest = {name: value for name, value in told.items() if not name.startswith("tabColor")}
    if style is None:
        return rest
    if "rgbColor" not in style:
        return rest | {"tabColorStyle": dict(style)}
    rgb = colour(style["rgbColor"])
    return rest | {"tabColor": rgb, "tabColorStyle": {"rgbColor": rgb}}


def _lit(told: Body, without: set[str]) -> dict[str, Any]:
    """What is worth telling: no zeros, no False."""
    return {name: value for name, value in told.items() if name not in without and value not in (0, False, None)}


def _free_title(book: Spreadsheet) -> str:
    taken = {sheet.title for sheet in book.tabs}
    return next(title for number in range(1, 999) if (title := f"Sheet{number}") not in taken)


def _refuse_taken(book: Spreadsheet, title: str, but: Sheet | None = None) -> None:
    if book.by_title(title) not in (None, but):
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _refuse_all_hidden(book: Spreadsheet) -> None:
    if all(sheet.more.get("hidden") for sheet in book.tabs):
        raise invalid("You can't hide all the sheets in a document.")


def _refuse_all_frozen(sheet: Sheet) -> None:
    for name, size in (("frozenRowCount", sheet.rows), ("frozenColumnCount", sheet.columns)):
        if sheet.grid_more.get(name, 0) >= size:
            kind = "rows" if size is sheet.rows and "Row" in name else "columns"
            raise invalid(f"You can't freeze all visible {kind} on the sheet.")


def _refuse_too_many_cells(book: Spreadsheet) -> None:
    if sum(sheet.rows * sheet.columns for sheet in book.tabs) > CELL_LIMIT:
        words = "This action would increase the number of cells in the workbook above the limit of"
        raise invalid(f"{words} {CELL_LIMIT} cells.")
