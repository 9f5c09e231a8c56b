"""Builds `lacralo-sample.xlsx` from `source/*.toml`, the same bytes each time: `python demo/build_workbook.py`."""
# ruff: noqa: INP001 - a folder of data with this one script is no package

import io
import math
import re
import tomllib
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

SOURCE = Path(__file__).parent / "source"
WORKBOOK = Path(__file__).parent / "lacralo-sample.xlsx"
TABS = ("calendar", "survey", "structures", "calls", "people", "stakeholders", "opportunities")
SAVED = datetime(2016, 6, 30, 21, 0)  # noqa: DTZ001 - the format keeps no zone, and openpyxl takes none
FORMATS = {datetime: "dd/mm/yyyy hh:mm:ss", date: "dd/mm/yyyy", time: "hh:mm"}
THIN = Side(style="thin", color="BFBFBF")


def build() -> bytes:
    """The workbook as the members would have left it, every seeded fault in its cell."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in TABS:
        _fill(book, tomllib.loads((SOURCE / f"{name}.toml").read_text(encoding="utf-8")))
    book.properties.creator = "LACRALO (sample data)"
    book.properties.title = "LACRALO outreach: sample data / datos de ejemplo"
    book.properties.created = SAVED
    buffer = io.BytesIO()
    book.save(buffer)
    return _repeatable(buffer.getvalue())


def _fill(book: Workbook, tab: dict[str, Any]) -> None:
    sheet = book.create_sheet(tab["title"])
    top = len(tab["above"]) + 1
    for number, row in enumerate([*tab["above"], tab["header"], *tab["rows"]], start=1):
        for column, value in enumerate(row, start=1):
            _put(sheet.cell(number, column), value)
    for merged in tab["merges"]:
        sheet.merge_cells(merged)
    _dress(sheet, top, tab)


def _put(cell: Cell, value: object) -> None:
    if value == "":
        return
    cell.value = value  # type: ignore[assignment]
    if kept := FORMATS.get(type(value)):
        cell.number_format = kept
        cell.alignment = Alignment(horizontal="center")


def _dress(sheet: Worksheet, top: int, tab: dict[str, Any]) -> None:
    for number in range(1, top):
        sheet.cell(number, 1).font = Font(name="Calibri", italic=True, color="595959")
    for cell in next(sheet.iter_rows(top, top)):
        cell.font = Font(name="Calibri", bold=True)
        cell.fill = PatternFill("solid", start_color=tab["fill"])
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.border = Border(bottom=THIN)
    for column, width in enumerate(tab["widths"], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    lines = max(math.ceil(len(text) / width) for text, width in zip(tab["header"], tab["widths"], strict=True))
    sheet.row_dimensions[top].height = 16 * lines + 4
    sheet.freeze_panes = f"A{top + 1}"


def _repeatable(book: bytes) -> bytes:
    """The same parts with one fixed moment; stored, as another zlib would squeeze them into other bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, SAVED.timetuple()[:6])
            part.create_system = 3
            content = old.read(name)
            new.writestr(part, _saved_then(content) if name == "docProps/core.xml" else content)
    return buffer.getvalue()


def _saved_then(properties: bytes) -> bytes:
    moment = SAVED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, properties)


if __name__ == "__main__":
    WORKBOOK.write_bytes(build())
