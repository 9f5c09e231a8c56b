"""Cells as people see them, from workbooks that several programs wrote."""

import io
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chartsheet import Chartsheet

from outreach.adapters.xlsx_grids import grids
from outreach.adapters.xlsx_package import DAMAGED, unpack
from outreach.domain.snapshot import Cell, Grid, Merge
from tests.unit.adapters.raw_workbook import DAY, DURATION, MOMENT, TIME, cells, parts_of, zipped

MOMENT_READ = datetime(2016, 7, 4, 12, 30)  # noqa: DTZ001 # cells hold no zone


def read_rows(*rows: str, strings: str = "") -> tuple[tuple[Cell, ...], ...]:
    (grid,) = grids(unpack(zipped(parts_of({"Survey": cells(*rows)}, strings=strings))))
    return grid.rows


def read_cell(cell: str, strings: str = "") -> Cell:
    return read_rows(f"{cell}<c><v>1</v></c>", strings=strings)[0][0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c><v>3</v></c>", 3),
        ("<c><v>3.0</v></c>", 3),
        ("<c><v>3.25</v></c>", 3.25),
        ("<c><v>1E3</v></c>", 1000),
        ("<c><v>-612345678</v></c>", -612345678),
        ('<c t="b"><v>1</v></c>', True),
        ('<c t="b"><v>0</v></c>', False),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c t="str"><v>joined</v></c>', "joined"),
        ('<c t="inlineStr"><is><t>written in place</t></is></c>', "written in place"),
        ('<c t="inlineStr"><is><t xml:space="preserve"> 007 </t></is></c>', " 007 "),
        ('<c t="inlineStr"><is><t></t></is></c>', None),
        ('<c s="1"/>', None),
        ('<c t="d"><v>2016-07-04T12:30:00Z</v></c>', MOMENT_READ),
        ('<c t="d"><v>2016-07-04</v></c>', date(2016, 7, 4)),
        ('<c t="d"><v>09:30:00</v></c>', time(9, 30)),
        ('<c t="d"><v>some day</v></c>', "some day"),
    ],
)
def test_each_kind_of_cell_is_read(cell: str, value: Cell) -> None:
    found = read_cell(cell)

    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("style", "stored", "value"),
    [
        (DAY, "42555", date(2016, 7, 4)),
        (MOMENT, "42555", date(2016, 7, 4)),
        (MOMENT, "42555.520833333336", MOMENT_READ),
        (TIME, "0.375", time(9)),
        (DURATION, "0.375", time(9)),
        (DURATION, "1.5", 1.5),
        (DAY, "-5", date(1899, 12, 25)),
        (DAY, "612345678", 612345678),
        (0, "42555", 42555),
    ],
)
def test_a_number_is_a_day_or_a_time_where_its_format_says_so(style: int, stored: str, value: Cell) -> None:
    assert read_cell(f'<c s="{style}"><v>{stored}</v></c>') == value


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    parts = parts_of({"Survey": cells(f'<c s="{DAY}"><v>41093</v></c>')})
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')

    (grid,) = grids(unpack(zipped(parts)))

    assert grid.rows == ((date(2016, 7, 4),),)


def test_shared_strings_lose_their_formatting_and_reading_aids_but_no_text() -> None:
    strings = "<si><t>plain</t></si><si><r><t>two </t></r><r><rPr><b/></rPr><t>runs</t></r><rPh><t>aid</t></rPh></si>"

    assert read_rows('<c t="s"><v>1</v></c><c t="s"><v>0</v></c>', strings=strings) == (("two runs", "plain"),)


def test_escaped_characters_are_read_as_what_they_stand_for() -> None:
    cell = '<c t="inlineStr"><is><t>one_x000D_\ntwo _x005F_x0041_ _xD800_</t></is></c>'

    assert read_cell(cell) == "one\ntwo _x0041_ \ufffd"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c><f>1+1</f><v>2</v></c>", 2),
        ('<c t="str"><f>A1&amp;"x"</f><v>ax</v></c>', "ax"),
        ('<c t="e"><f>A1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c t="str"><f>""</f><v></v></c>', None),
        ("<c><f>1+1</f><v></v></c>", "=1+1"),
        ("<c><f>HYPERLINK(&quot;https://a.example&quot;)</f></c>", '=HYPERLINK("https://a.example")'),
    ],
)
def test_a_formula_gives_its_known_value_or_its_own_text(cell: str, value: Cell) -> None:
    assert read_cell(cell) == value


def test_copies_of_a_formula_are_told_with_their_own_cells() -> None:
    first = '<c r="B1"><f t="shared" ref="B1:B2" si="0">A1+1</f></c>'
    copy = '<c r="B2"><f t="shared" si="0"/></c>'

    assert read_rows(first, copy) == ((None, "=A1+1"), (None, "=A2+1"))


def test_rows_are_ragged_and_trailing_blanks_are_cut() -> None:
    rows = ('<c r="B1"><v>1</v></c><c r="D1" s="1"/>', "", '<c r="A3"><v>2</v></c>', '<c r="C4" s="1"/>')

    assert read_rows(*rows) == ((None, 1), (), (2,))


def test_rows_stand_where_their_numbers_say() -> None:
    content = '<sheetData><row r="3"><c r="C3"><v>1</v></c></row><row><c><v>2</v></c></row></sheetData>'

    (grid,) = grids(unpack(zipped(parts_of({"Survey": content}))))

    assert grid.rows == ((), (), (None, None, 1), (2,))


def test_merged_cells_are_told() -> None:
    content = cells("<c><v>1</v></c>") + '<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="F5"/></mergeCells>'

    (grid,) = grids(unpack(zipped(parts_of({"Survey": content}))))

    assert grid.merges == (Merge(1, 1, 2, 3), Merge(5, 6, 5, 6))


def test_hidden_tabs_are_read_and_chart_sheets_skipped() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "seen"
    book.create_chartsheet("Chart")
    assert isinstance(book["Chart"], Chartsheet)
    book.create_sheet("Hidden").sheet_state = "veryHidden"
    book["Hidden"]["B2"] = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)

    assert grids(unpack(buffer.getvalue())) == (Grid("Sheet", (("seen",),)), Grid("Hidden", ((), (None, "hidden"))))


def test_a_workbook_without_styles_or_with_prefixed_names_is_read() -> None:
    parts = parts_of({"Survey": ""}, styles="")
    parts["xl/worksheets/sheet1.xml"] = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row>'
        "<x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )

    assert grids(unpack(zipped(parts))) == (Grid("Survey", ((5,),)),)


@pytest.mark.parametrize(
    "row", ['<row r="0"/>', '<row r="9999999"/>', '<row><c r="17"/></row>', '<row><c r="ZZZZ1"/></row>']
)
def test_a_cell_that_no_sheet_has_is_damage(row: str) -> None:
    package = unpack(zipped(parts_of({"Survey": f"<sheetData>{row}</sheetData>"})))

    with pytest.raises(DAMAGED):
        grids(package)


def test_a_part_that_declares_entities_is_refused_unread() -> None:
    parts = parts_of({"Survey": cells("<c><v>1</v></c>")})
    parts["xl/sharedStrings.xml"] = '<!DOCTYPE sst [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>'

    with pytest.raises(ValueError, match="document type"):
        grids(unpack(zipped(parts)))


A_CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 6)),
    st.dates(date(1901, 1, 1), date(2199, 12, 31)),
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1).filter(lambda text: text[0] != "="),
)


@settings(max_examples=30)
@given(st.lists(st.lists(A_CELL, max_size=5), max_size=5))
def test_what_openpyxl_wrote_is_read_as_it_was(rows: list[list[Cell]]) -> None:
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            book.active.cell(number, column).value = value
            if isinstance(value, str):
                book.active.cell(number, column).data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)

    (grid,) = grids(unpack(buffer.getvalue()))

    expected = {(r, c): v for r, row in enumerate(rows) for c, v in enumerate(row) if v is not None}
    assert {(r, c): v for r, row in enumerate(grid.rows) for c, v in enumerate(row) if v is not None} == expected
