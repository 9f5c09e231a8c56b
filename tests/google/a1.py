"""Ranges in A1 notation: tabs, named ranges, cells, rows, columns, in any order of their corners."""

import re

from outreach.domain.address import column_number
from tests.google.area import Area, Bounds, tab_name
from tests.google.books import Spreadsheet
from tests.google.refusal import invalid
from tests.google.sheet import Sheet

CORNER = r"\$?([A-Za-z]{0,3})\$?([1-9]\d*)?"
PLACES = re.compile(rf"{CORNER}(?::{CORNER})?")


def parse_range(text: str, book: Spreadsheet) -> tuple[Sheet, Area]:
    """The tab and the area that a range means. Refuses what Google cannot parse, and what begins beyond the grid."""
    title, rest = _split(text)
    if title is None:
        return _named(rest, book) or _on_first_tab(rest, book) or _tab(rest, text, book)
    sheet, whole = _tab(title, text, book)
    if rest is None:
        return sheet, whole
    area = _area(rest, sheet.id)
    if area is None:
        found = _named(rest, book)
        if found is None:
            raise _unparsed(text)
        return found
    return sheet, _on_grid(area, sheet)


def range_name(sheet: Sheet, bounds: Bounds) -> str:
    """A range as Google names it in answers: "Sheet1!A1:B2"."""
    return f"{tab_name(sheet.title)}!{bounds.name}"


def _split(text: str) -> tuple[str | None, str | None]:
    """The title before "!" and the place after it; a title in quotes may stand alone."""
    found = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
    if found:
        return found[1].replace("''", "'"), found[2]
    title, mark, rest = text.rpartition("!")
    return (title, rest) if mark else (None, text)


def _tab(title: str | None, text: str, book: Spreadsheet) -> tuple[Sheet, Area]:
    sheet = book.by_title(title or "")
    if sheet is None:
        raise _unparsed(text)
    return sheet, Area(sheet.id)


def _named(name: str | None, book: Spreadsheet) -> tuple[Sheet, Area] | None:
    for known, area in book.named.values():
        if known.casefold() == (name or "").casefold():
            return book.by_id(area.sheet), area
    return None


def _on_first_tab(text: str | None, book: Spreadsheet) -> tuple[Sheet, Area] | None:
    first = book.tabs[0]
    area = _area(text or "", first.id)
    if area is None or (book.by_title(text or "") is not None and (area.left or 0) >= first.columns):
        return None
    return first, _on_grid(area, first)


def _area(text: str, sheet: int) -> Area | None:
    found = PLACES.fullmatch(text)
    if found is None or not text:
        return None
    column, row, last_column, last_row = found.groups()
    if ":" not in text:
        return Area(sheet, int(row) - 1, int(row), *_span(column)) if column and row else None
    if not (column or row) or not (last_column or last_row):
        return None
    top, bottom = _ordered(int(row) if row else None, int(last_row) if last_row else None)
    left, right = _ordered(column_number(column) or None, column_number(last_column) or None)
    return Area(sheet, top, bottom, left, right)


def _span(column: str) -> tuple[int, int]:
    return column_number(column) - 1, column_number(column)


def _ordered(one: int | None, other: int | None) -> tuple[int | None, int | None]:
    """A half open span of two numbers that count from 1; a missing one leaves the span open at its end."""
    if one is None or other is None:
        known = one or other
        return (None if known is None else known - 1), None
    return min(one, other) - 1, max(one, other)


def _on_grid(area: Area, sheet: Sheet) -> Area:
    if (area.top or 0) >= sheet.rows or (area.left or 0) >= sheet.columns:
        raise beyond(area, sheet)
    return area


def beyond(area: Area, sheet: Sheet) -> Exception:
    """The refusal of what lies off the grid."""
    bottom = sheet.rows if area.bottom is None else area.bottom
    right = sheet.columns if area.right is None else area.right
    name = range_name(sheet, Bounds(area.top or 0, bottom, area.left or 0, right))
    return invalid(f"Range ({name}) exceeds grid limits. Max rows: {sheet.rows}, max columns: {sheet.columns}")


def _unparsed(text: str) -> Exception:
    return invalid(f"Unable to parse range: {text}")
