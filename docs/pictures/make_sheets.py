"""Draws the pictures of sheets in the members' pages from the sample workbook: `python docs/pictures/make_sheets.py`.

Needs LibreOffice (`soffice`) and poppler (`pdftoppm`); the pictures are kept, so that readers need neither.
"""
# ruff: noqa: INP001 - a folder of pictures with this one script is no package

import subprocess
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageChops

from outreach.adapters.sheets_files import FileSheets
from outreach.catalog import Catalog, load_catalog
from outreach.domain.fault import Fault
from outreach.domain.problem import Problem
from outreach.domain.snapshot import Cell, Grid
from outreach.intake.desk import read_desk
from outreach.rendering.system_tabs import to_fix
from outreach.settings import ROOT

HERE = Path(__file__).parent
SEEN = FileSheets(ROOT / "demo" / "lacralo-sample.xlsx").read()
MOMENT = datetime(2016, 7, 1, 6, 0, tzinfo=UTC)
SHOWN = {"Calendario": 3, "Respuestas de formulario 1": 3}
Drawn = tuple[list[tuple[Cell, ...]], list[int], set[str]]
"""Rows, the widths of their columns, the addresses of wrong cells."""

HEAD, WRONG = PatternFill("solid", fgColor="E8EEF7"), PatternFill("solid", fgColor="FFE08A")


def main() -> None:
    """Writes `calendar.png`, `to-fix-en.png` and `to-fix-es.png` beside this file."""
    catalog = load_catalog(ROOT, region="LACRALO")
    problems = read_desk(SEEN, catalog.schemas, catalog.hand, secret=b"").problems
    _draw("calendar", *_calendar([one for one in problems if one.tab == "Calendario" and one.held_back]))
    for language in ("en", "es"):
        _draw(f"to-fix-{language}", *_to_fix(problems, catalog, language))


def _calendar(problems: list[Problem]) -> Drawn:
    """The header, two good rows and the first row that waits; which cell is wrong."""
    grid: Grid = SEEN.grids["Calendario"]
    first = problems[0]
    number = int("".join(filter(str.isdigit, first.cell)))
    rows = [grid.rows[1][:8], grid.rows[number - 3][:8], grid.rows[number - 2][:8], grid.rows[number - 1][:8]]
    return rows, [17, 17, 36, 20, 16, 20, 20, 30], {f"{first.cell.rstrip('0123456789')}4"}


def _to_fix(
    problems: tuple[Problem, ...], catalog: Catalog, language: str
) -> tuple[list[tuple[Cell, ...]], list[int], set[str]]:
    chosen = []
    for tab, count in SHOWN.items():
        told = [replace(one, language=language) for one in problems if one.tab == tab]
        chosen += sorted(told, key=lambda one: not one.held_back)[:count]
    rows = to_fix([Fault("", one, MOMENT) for one in chosen], catalog.phrases, SEEN).rows
    return [row[1:] for row in rows], [26, 13, 46, 46, 24, 20], set()


def _draw(name: str, rows: list[tuple[Cell, ...]], widths: list[int], wrong: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "sheet.xlsx"
        _workbook(rows, widths, wrong).save(book)
        _run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(book))
        _run("pdftoppm", "-png", "-r", "150", "-singlefile", str(book.with_suffix(".pdf")), str(Path(folder) / "page"))
        with Image.open(Path(folder) / "page.png") as page:
            _trimmed(page.convert("RGB")).quantize(64).save(HERE / f"{name}.png", optimize=True)


def _workbook(rows: list[tuple[Cell, ...]], widths: list[int], wrong: set[str]) -> Workbook:
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    for row in rows:
        sheet.append([str(cell).replace(" 00:00:00", "") if cell is not None else None for cell in row])
    for column, width in zip(sheet.iter_cols(max_col=len(widths)), widths, strict=True):
        sheet.column_dimensions[column[0].column_letter].width = width
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="DejaVu Sans", size=10, bold=cell.row == 1)
            if cell.row == 1 or cell.coordinate in wrong:
                cell.fill = HEAD if cell.row == 1 else WRONG
    for number, row in enumerate(rows, start=1):
        lines = max(ceil(len(str(cell or "")) * 1.2 / width) for cell, width in zip(row, widths, strict=False))
        sheet.row_dimensions[number].height = 15 * max(1, lines)
    sheet.print_options.gridLines = sheet.print_options.headings = True
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth = "landscape", 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = ""
    return book


def _trimmed(page: Image.Image) -> Image.Image:
    """Without the white paper around."""
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    return page.crop(box) if box else page


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - two programs, named above


if __name__ == "__main__":
    main()
