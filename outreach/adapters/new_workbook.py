"""A new workbook file after a blueprint, as openpyxl makes it: dropdowns, days, notes, protected system tabs."""

import re
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from outreach.adapters.xlsx_package import pack, unpack
from outreach.domain.system_tab import SystemTab
from outreach.errors import SheetsError
from outreach.rendering.blueprint import TYPED_IN, Blueprint, Heading, TabPlan, status_cell_formula

LAST_ROW = 2000
SHORT_LIST = 250  # signs; a longer list of choices stands in a hidden tab of its own
LISTS = "lists"
WIDE, NARROW = 28, 16
FORMULA = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f>)')  # as openpyxl writes its cell
COMPUTED = rb'\1 t="str"\2'
HEADER = PatternFill("solid", fgColor="E8EEF7")


def make_workbook(file: Path, plan: Blueprint, *, status_in: str | None = None) -> None:
    """Writes FILE. status_in: the key of the tab whose rows show their state in one more column, by one formula.

    Raises SheetsError when there is such a file already, or it cannot be written.
    """
    book = Workbook()
    first = book.worksheets[0]
    first.title = plan.read_me_title.replace("/", "-")
    _fill_read_me(first, plan)
    for key, tab in plan.tabs.items():
        sheet = book.create_sheet(tab.title)
        _fill(sheet, tab, book)
        if key == status_in:
            _add_status(sheet, tab, plan.status)
    for block in plan.system:
        sheet = book.create_sheet(block.tab)
        for row in block.rows:
            sheet.append(list(row))
        _protect(sheet, TYPED_IN.get(SystemTab(block.tab), range(0)))
    content = BytesIO()
    book.save(content)
    try:
        with file.open("xb") as made:
            made.write(_computed(content.getvalue()))
    except FileExistsError:
        raise SheetsError(f"{file} is there already: choose another name, as nothing is overwritten.") from None
    except OSError as fault:
        raise SheetsError(f"{file} cannot be written: choose a folder in which you may write.") from fault


def _fill_read_me(sheet: Worksheet, plan: Blueprint) -> None:
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(plan.read_me, start=1):
        cell = sheet.cell(number, 1, line or None)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if number == 1 or not plan.read_me[number - 2]:
            cell.font = Font(bold=True, size=14)


def _fill(sheet: Worksheet, tab: TabPlan, book: Workbook) -> None:
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(tab.headings, start=1):
        letter = get_column_letter(place)
        _head(sheet, place, heading.text, heading.note)
        cells = f"{letter}2:{letter}{LAST_ROW}"
        if heading.choices:
            offered = DataValidation("list", formula1=_listed(heading.choices, book), showErrorMessage=False)
            sheet.add_data_validation(offered)
            offered.add(cells)
        if heading.is_day:
            for number in range(2, LAST_ROW + 1):
                sheet.cell(number, place).number_format = "yyyy-mm-dd"


def _head(sheet: Worksheet, place: int, text: str, note: str) -> None:
    cell = sheet.cell(1, place, text)
    cell.font, cell.fill = Font(bold=True), HEADER
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.comment = Comment(note, "outreach", width=320, height=110)
    sheet.column_dimensions[get_column_letter(place)].width = WIDE if len(text) > NARROW else NARROW


def _listed(choices: tuple[str, ...], book: Workbook) -> str:
    """The choices in the formula itself, or, where they are long or hold commas, in a column of the hidden tab."""
    plain = ",".join(choices)
    if len(plain) <= SHORT_LIST and not any("," in one for one in choices):
        return f'"{plain}"'
    sheet = book[LISTS] if LISTS in book.sheetnames else book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    place = sheet.max_column + 1 if sheet.cell(1, 1).value else 1
    for number, choice in enumerate(choices, start=1):
        sheet.cell(number, place, choice)
    letter = get_column_letter(place)
    return f"{LISTS}!${letter}$1:${letter}${len(choices)}"


def _add_status(sheet: Worksheet, tab: TabPlan, heading: Heading) -> None:
    place = len(tab.headings) + 1
    _head(sheet, place, heading.text, heading.note)
    for number in range(2, LAST_ROW + 1):
        sheet.cell(number, place, status_cell_formula(tab, number))


def _computed(content: bytes) -> bytes:
    """The workbook with every formula known to show nothing yet, or each would make its blank row look filled."""
    package = unpack(content)
    sheets = {name: part for name, part in package.parts.items() if FORMULA.search(part)}
    return pack(package.with_parts({name: FORMULA.sub(COMPUTED, part) for name, part in sheets.items()}))


def _protect(sheet: Worksheet, typed_in: range) -> None:
    """Against slips, without a password; the columns in which people write stay open."""
    sheet.protection.sheet = True
    for column in typed_in:
        for number in range(2, LAST_ROW + 1):
            sheet.cell(number, column).protection = Protection(locked=False)
