"""Requests of batchUpdate about rows and columns: insert, delete, append, move, hide, fit, group."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.google.about import groups_json
from tests.google.area import COLUMNS, ROWS, Area, after_deletion, after_insertion
from tests.google.books import Drive, Spreadsheet
from tests.google.fields import mask_of, merged
from tests.google.look import look_at
from tests.google.refusal import invalid
from tests.google.sheet import Sheet

Body = Mapping[str, Any]
Reply = dict[str, Any]
LETTER_PIXELS, ROOM_PIXELS = 7, 9


def insert_dimension(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Blank rows or columns before the first of the range."""
    sheet, dimension, start, end = _span(book, body["range"])
    if start > sheet.size(dimension):
        raise invalid(f"range.startIndex[{start}] is beyond the grid's {sheet.size(dimension)} {dimension.lower()}")
    if body.get("inheritFromBefore") and start == 0:
        raise invalid("inheritFromBefore cannot be true if inserting at the start.")
    sheet.insert(dimension, start, end - start)
    _remap(book, sheet, lambda area: after_insertion(area, dimension, start, end - start))
    return {}


def delete_dimension(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """The rows or columns of the range go."""
    sheet, dimension, start, end = _span(book, body["range"])
    size = sheet.size(dimension)
    if start >= size:
        raise invalid(f"Cannot delete a {_singular(dimension)} that doesn't exist. Tried to delete index {start}.")
    sheet.delete(dimension, start, min(end, size))
    _remap(book, sheet, lambda area: after_deletion(area, dimension, start, end))
    return {}


def append_dimension(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Blank rows or columns at the end."""
    sheet = book.by_id(body.get("sheetId", 0))
    dimension = body.get("dimension", ROWS)
    sheet.resize(dimension, sheet.size(dimension) + body["length"])
    return {}


def move_dimension(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Rows or columns elsewhere; the destination counts before the move."""
    sheet, dimension, start, end = _span(book, body["source"])
    to = body.get("destinationIndex", 0)
    if start < to < end:
        raise invalid("The destination is inside the moved range.")
    sheet.move(dimension, start, min(end, sheet.size(dimension)), to)
    return {}


def update_dimension_properties(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Hidden or not, how many pixels."""
    sheet, dimension, start, end = _span(book, body["range"])
    mask = mask_of(body["fields"])
    for index in range(start, min(end, sheet.size(dimension))):
        band = merged(sheet.bands[dimension].get(index, {}), dict(body["properties"]), mask)
        sheet.bands[dimension][index] = {name: value for name, value in band.items() if value is not False}
    return {}


def auto_resize_dimensions(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Columns as wide as their longest text, about; rows keep their height."""
    sheet, dimension, start, end = _span(book, body["dimensions"])
    if dimension == COLUMNS:
        look = look_at(book, sheet)
        for column in range(start, min(end, sheet.columns)):
            lengths = [len(look.formatted(cell)) for place, cell in sheet.cells.items() if place[1] == column]
            if max(lengths, default=0):
                sheet.bands[COLUMNS][column] = {"pixelSize": max(lengths) * LETTER_PIXELS + ROOM_PIXELS}
    return {}


def add_dimension_group(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """The rows or columns of the range lie one deeper."""
    sheet, dimension, start, end = _span(book, body["range"])
    for index in range(start, end):
        sheet.depths[dimension][index] = sheet.depths[dimension].get(index, 0) + 1
    return {"addDimensionGroup": {"dimensionGroups": groups_json(sheet, dimension)}}


def delete_dimension_group(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """The rows or columns of the range lie one less deep."""
    sheet, dimension, start, end = _span(book, body["range"])
    depths = sheet.depths[dimension]
    if not any(index in depths for index in range(start, end)):
        raise invalid("Cannot delete a group that doesn't exist.")
    for index in range(start, end):
        if depths.get(index, 0) > 1:
            depths[index] -= 1
        else:
            depths.pop(index, None)
    left = groups_json(sheet, dimension)
    return {"deleteDimensionGroup": {"dimensionGroups": left} if left else {}}


def _span(book: Spreadsheet, told: Body) -> tuple[Sheet, str, int, int]:
    sheet, dimension = book.by_id(told.get("sheetId", 0)), told.get("dimension", ROWS)
    start, end = told.get("startIndex", 0), told.get("endIndex", sheet.size(told.get("dimension", ROWS)))
    if start >= end:
        raise invalid("range.startIndex must be less than range.endIndex")
    return sheet, dimension, start, end


def _singular(dimension: str) -> str:
    return "row" if dimension == ROWS else "column"


def _remap(book: Spreadsheet, sheet: Sheet, moved: Callable[[Area], Area | None]) -> None:
    """The named ranges of the tab go along with its cells."""
    for number, (name, area) in list(book.named.items()):
        if area.sheet == sheet.id:
            after = moved(area)
            if after is None:
                del book.named[number]
            else:
                book.named[number] = (name, after)
