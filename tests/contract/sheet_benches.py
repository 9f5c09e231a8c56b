"""The spreadsheets that the contract of Sheets is run on, and what people do to them without the port."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import openpyxl

from outreach.adapters.sheets_files import FileSheets
from outreach.domain.snapshot import Cell
from outreach.ports import Sheets

Rows = tuple[tuple[Cell, ...], ...]


class Bench(Protocol):
    """A spreadsheet behind the port, and what people do to it without the port."""

    sheets: Sheets

    def fill(self, tabs: Mapping[str, Rows]) -> None:
        """The spreadsheet anew, with these tabs only."""

    def delete(self, title: str) -> None:
        """Somebody deletes a tab."""


class FileBench:
    """A workbook that its members edit with another program."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.sheets: Sheets = FileSheets(file)

    def fill(self, tabs: Mapping[str, Rows]) -> None:
        """The workbook anew, as openpyxl writes it."""
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in tabs.items():
            sheet = book.create_sheet(title)
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row, start=1):
                    _put(sheet.cell(number, column), value)
        book.save(self.file)

    def delete(self, title: str) -> None:
        """The tab taken out by openpyxl."""
        book = openpyxl.load_workbook(self.file)
        del book[title]
        book.save(self.file)


def _put(cell: openpyxl.cell.Cell, value: Cell) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a leading "=" is text here
