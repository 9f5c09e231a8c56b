"""A workbook in a file as a spreadsheet of the stand-in: values as they are, formulas, merged cells."""

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.google.area import Bounds
from tests.google.books import Drive
from tests.google.cell import Formula, kept
from tests.google.sheet import Sheet


def upload(file: Path, drive: Drive) -> str:
    """Puts an XLSX file into Drive as Google does when it converts one; the spreadsheet's id."""
    pages = openpyxl.load_workbook(file).worksheets
    book = drive.create(file.stem, {page.title: () for page in pages})
    for page in pages:
        sheet = book.by_title(page.title)
        if sheet is not None:
            _fill(sheet, page)
    return book.id


def _fill(sheet: Sheet, page: Worksheet) -> None:
    sheet.rows, sheet.columns = max(sheet.rows, page.max_row), max(sheet.columns, page.max_column)
    for row in page.iter_rows():
        for cell in row:
            if cell.value is not None:
                sheet.put(cell.row - 1, cell.column - 1, _entered(cell.value))
    for one in page.merged_cells.ranges:
        sheet.merges.append(Bounds(one.min_row - 1, one.max_row, one.min_col - 1, one.max_col).on(sheet.id))


def _entered(value: Any) -> Any:
    """openpyxl gives a formula as its text."""
    return Formula(value) if isinstance(value, str) and value.startswith("=") and len(value) > 1 else kept(value)
