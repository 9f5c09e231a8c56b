"""System tabs patched into workbooks: what is not theirs stays as it was, byte by byte."""

import io
from collections.abc import Mapping
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.adapters.xlsx_grids import grids
from outreach.adapters.xlsx_package import Package, pack, unpack
from outreach.adapters.xlsx_patch import patched
from outreach.domain.snapshot import Block, Cell, Grid, Merge
from outreach.errors import SheetsError
from tests.unit.adapters.raw_workbook import MAIN, OFFICE, cells, parts_of, relations, zipped

HEAD = ("Code", "State")
NEW_PARTS = {"xl/worksheets/sheet2.xml"}
LISTS = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
APPROVALS = """<dimension ref="A1:H3"/><cols><col min="1" max="16384" width="9" style="2"/></cols><sheetData>
<row r="1" spans="1:8"><c r="A1" t="s"><v>0</v></c><c r="H1" s="2" t="s"><v>1</v></c></row>
<row r="2" ht="90" customHeight="1" hidden="1" x14ac:dyDescent="0.2">
<c r="A2" t="s"><v>0</v></c><c r="H2" t="s"><v>2</v></c></row>
<row r="3"><c r="B3"><v>3</v></c><c r="H3"><f>1+1</f><v>2</v></c></row></sheetData>
<mergeCells count="2"><mergeCell ref="A2:B3"/><mergeCell ref="J1:K1"/></mergeCells>
<dataValidations count="1"><dataValidation type="list" sqref="H2:H9"><formula1>"a,b"</formula1>
</dataValidation></dataValidations>
<hyperlinks><hyperlink ref="A2" r:id="rId1"/><hyperlink ref="H1" r:id="rId2"/></hyperlinks><pageMargins left="1"/>"""
STRINGS = "<si><t>old</t></si><si><t>approved by</t></si><si><t>a name &amp; more</t></si>"


def a_package(sheets: Mapping[str, str], **more: object) -> Package:
    return unpack(zipped(parts_of(sheets, **more)))  # type: ignore[arg-type]


def by_title(package: Package) -> dict[str, Grid]:
    return {grid.title: grid for grid in grids(package)}


def sheet_of(package: Package, number: int) -> str:
    return package.part(f"xl/worksheets/sheet{number}.xml").decode()


def test_a_new_tab_changes_nothing_but_the_lists_it_stands_in() -> None:
    more = {"xl/drawings/drawing1.xml": "<d/>", "xl/comments1.xml": "<c/>", "xl/media/image1.png": "not XML at all"}
    before = a_package({"Survey": cells("<c><f>1+1</f><v>2</v></c>")}, more=more)

    after = patched(before, [Block("Coverage", (HEAD, ("AR", "covered")))])

    assert {name for name in after.parts if after.parts[name] != before.parts.get(name)} == LISTS | NEW_PARTS
    assert set(before.parts) - set(after.parts) == set()
    assert by_title(after)["Coverage"].rows == (HEAD, ("AR", "covered"))
    assert by_title(after)["Survey"] == by_title(before)["Survey"]


def test_what_a_person_typed_in_other_columns_survives_with_its_look() -> None:
    before = a_package({"Approvals": APPROVALS}, strings=STRINGS)

    after = patched(before, [Block("Approvals", (HEAD, ("c1", "waits")))])

    assert by_title(after)["Approvals"].rows == (
        (*HEAD, *[None] * 5, "approved by"),
        ("c1", "waits", *[None] * 5, "a name & more"),
        (*[None] * 7, 2),
    )
    sheet = sheet_of(after, 1)
    for kept in (
        '<c r="H1" s="2" t="s"><v>1</v></c>',
        '<c r="H3"><f>1+1</f><v>2</v></c>',
        '<dataValidation type="list" sqref="H2:H9">',
        '<pageMargins left="1"/>',
        '<col min="3" max="16384" width="9" style="2"/>',
    ):
        assert kept in sheet


def test_nothing_of_the_old_block_is_left_behind() -> None:
    sheet = sheet_of(patched(a_package({"Approvals": APPROVALS}), [Block("Approvals", (HEAD,))]), 1)

    assert '<hyperlinks><hyperlink ref="H1" r:id="rId2"/></hyperlinks>' in sheet
    assert '<mergeCells><mergeCell ref="J1:K1"/></mergeCells>' in sheet
    for gone in ('ref="A2"', "dimension", 'r="B3"', "spans"):
        assert gone not in sheet


def test_rows_of_the_block_are_shown_again_as_high_as_they_need() -> None:
    sheet = sheet_of(patched(a_package({"Approvals": APPROVALS}), [Block("Approvals", (HEAD, ("c1", "w " * 60)))]), 1)

    assert '<row r="2" x14ac:dyDescent="0.2" ht="45">' in sheet


def test_merges_that_would_hide_a_value_go_and_others_stay() -> None:
    after = patched(a_package({"Approvals": APPROVALS}, strings=STRINGS), [Block("Approvals", (HEAD,))])

    assert by_title(after)["Approvals"].merges == (Merge(1, 10, 1, 11),)


def test_writing_again_changes_no_byte() -> None:
    block = Block("Approvals", (HEAD, ("#'Approvals'!A1", "https://a.example/?b=1&c=2"), (date(2016, 7, 4), time(9))))
    once = patched(a_package({"Approvals": APPROVALS}, strings=STRINGS), [block])

    assert patched(once, [block]) is once
    assert pack(patched(unpack(pack(once)), [block])) == pack(once)


def test_text_is_never_a_formula_not_even_after_somebody_edits_it() -> None:
    texts = ("=1+1", "+1", "-1", "@name", "\t=1")
    after = patched(a_package({"Survey": cells("")}), [Block("To fix", (HEAD, *((text, None) for text in texts)))])

    book = _by_openpyxl(after)["To fix"]

    assert [book.cell(row, 1).value for row in range(2, 7)] == list(texts)
    assert {(book.cell(row, 1).data_type, book.cell(row, 1).quotePrefix) for row in range(2, 7)} == {("s", 1)}
    assert "<f" not in sheet_of(after, 2)


def test_links_lead_to_the_cell_or_the_page() -> None:
    rows = (("Where", "Page"), ("#'It''s here'!E17", "https://a.example/?b=1&c=2"), ("#wrong", "https://a b"))

    after = patched(a_package({"It's here": cells("")}), [Block("To fix", rows)])

    sheet = _by_openpyxl(after)["To fix"]
    assert sheet["A2"].hyperlink.location == "'It''s here'!E17"
    assert sheet["B2"].hyperlink.target == "https://a.example/?b=1&c=2"
    assert [sheet[cell].hyperlink for cell in ("A1", "A3", "B3")] == [None] * 3
    assert by_title(after)["To fix"].rows == rows


def test_links_that_are_written_over_leave_no_relation_behind() -> None:
    links = {"rId1": ("hyperlink", "https://old.example"), "rId2": ("hyperlink", "https://kept.example")}
    more = {"xl/worksheets/_rels/sheet1.xml.rels": relations(links | {"rId3": ("comments", "../comments1.xml")})}
    block = Block("Approvals", (HEAD, ("https://new.example", None)))

    after = patched(a_package({"Approvals": APPROVALS}, more=more), [block])

    found = after.part("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert [target in found for target in ("old.example", "kept.example", "comments1.xml", "new.example")] == [
        *(False, True, True, True)
    ]
    assert f'<hyperlink ref="A2" xmlns:r="{OFFICE}" r:id="rId1"/>' in sheet_of(after, 1)


def test_system_tabs_look_decent() -> None:
    rows = (("12 of 33", None), HEAD, ("AR", "covered " * 20), (3, date(2016, 7, 4)))
    sheet = _by_openpyxl(patched(a_package({"Survey": cells("")}), [Block("Coverage", rows)]))["Coverage"]

    assert sheet.freeze_panes == "A3"
    assert [sheet[cell].font.b for cell in ("A1", "A2", "A3")] == [True, True, False]
    assert [sheet[cell].fill.fill_type for cell in ("A1", "A2", "A3")] == [None, "solid", None]
    assert [sheet[cell].alignment.wrap_text for cell in ("A1", "A2", "B3", "B4")] == [None, True, True, None]
    assert [sheet[cell].alignment.vertical for cell in ("A3", "B4")] == ["top", "top"]
    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [10, 60]
    assert (sheet["B4"].number_format, sheet["A3"].font.name) == ("yyyy-mm-dd", "Arial")


def test_styles_are_appended_once_and_the_workbook_keeps_its_own() -> None:
    before = a_package({"Survey": cells("")})
    once = patched(before, [Block("Coverage", (HEAD,))])
    twice = patched(once, [Block("Status", (HEAD,))])

    assert once.part("xl/styles.xml") == twice.part("xl/styles.xml")
    assert once.part("xl/styles.xml").count(b"<font>") == 3
    assert b'<xf numFmtId="0"/><xf numFmtId="14"/>' in once.part("xl/styles.xml")


@pytest.mark.parametrize("styles", ["", f'<styleSheet xmlns="{MAIN}"><fonts/></styleSheet>'])
def test_a_workbook_with_hardly_any_styles_gets_what_it_needs(styles: str) -> None:
    after = patched(
        a_package({"Survey": cells("")}, styles=styles), [Block("Coverage", (HEAD, ("AR", date(2016, 7, 4))))]
    )

    sheet = _by_openpyxl(after)["Coverage"]
    assert (sheet["A1"].font.b, sheet["B2"].number_format) == (True, "yyyy-mm-dd")


def test_a_workbook_whose_names_have_prefixes_is_patched_too() -> None:
    parts = parts_of({"Status": ""}, styles="")
    main = f'xmlns:x="{MAIN}"'
    row = '<x:row><x:c t="inlineStr"><x:is><x:t>old</x:t></x:is></x:c><x:c><x:v>7</x:v></x:c></x:row>'
    parts["xl/worksheets/sheet1.xml"] = f"<x:worksheet {main}><x:sheetData>{row}</x:sheetData></x:worksheet>"
    listed = f'<x:sheets><x:sheet name="Status" sheetId="4" r:id="rId1" xmlns:r="{OFFICE}"/></x:sheets>'
    parts["xl/workbook.xml"] = f"<x:workbook {main}>{listed}</x:workbook>"

    blocks = [Block("Status", (("a",), ("b",))), Block("Coverage", (HEAD,))]
    book = _by_openpyxl(patched(unpack(zipped(parts)), blocks))

    assert [[cell.value for cell in row] for row in book["Status"].rows] == [["a", 7], ["b", None]]
    assert book["Coverage"]["A1"].value == "Code"


def test_an_overwritten_formula_leaves_the_chain_of_formulas() -> None:
    parts = parts_of({"Status": cells("<c><f>1+1</f><v>2</v></c>")}, more={"xl/calcChain.xml": '<c r="A1"/>'})
    chain = f'<Relationship Id="rId95" Type="{OFFICE}/calcChain" Target="calcChain.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", chain)

    after = patched(unpack(zipped(parts)), [Block("Status", (HEAD,))])

    assert "xl/calcChain.xml" not in after.parts
    assert b"calcChain" not in after.part("xl/_rels/workbook.xml.rels")


def test_members_formulas_are_computed_anew_when_the_workbook_is_opened() -> None:
    looking = cells("<c><f>COUNTA('To fix'!A:A)</f><v>9</v></c>")
    after = patched(a_package({"Calendar": looking}), [Block("To fix", (HEAD,))])

    assert b'<calcPr fullCalcOnLoad="1"/></workbook>' in after.part("xl/workbook.xml")
    assert by_title(after)["Calendar"].rows == ((9,),)


@pytest.mark.parametrize(
    ("value", "standing"),
    [
        ("a\x00b\x0bc\ud800d\uffffe", "abcde"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("_x0041_ & <b> \"q\" 'p' ]]>", "_x0041_ & <b> \"q\" 'p' ]]>"),
        ("x" * 32_767, "x" * 32_767),
        ("x" * 32_768, "x" * 32_766 + "…"),
        ("🌵" * 20_000, "🌵" * 16_383 + "…"),
        ("\x00", None),
        ("", None),
        (float("nan"), "nan"),
        (date(1899, 12, 31), "1899-12-31"),
        (datetime(2016, 7, 4, 9, 30, 15), datetime(2016, 7, 4, 9, 30, 15)),  # noqa: DTZ001 # cells hold no zone
        (datetime(2016, 7, 4), date(2016, 7, 4)),  # noqa: DTZ001 # as above
        (time(23, 59, 59), time(23, 59, 59)),
        (0.1 + 0.2, 0.1 + 0.2),
        (10**15, 10**15),
    ],
)
def test_a_value_stands_as_well_as_a_workbook_can_hold_it(value: Cell, standing: Cell) -> None:
    after = patched(a_package({"Survey": cells("")}), [Block("Status", (HEAD, (value, "end")))])

    assert by_title(after)["Status"].rows[1] == (standing, "end")


def test_days_are_counted_as_the_workbook_counts_them() -> None:
    parts = parts_of({"Survey": cells("")})
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')

    after = patched(unpack(zipped(parts)), [Block("Status", (HEAD, (date(2016, 7, 4), 1)))])

    assert b"<v>41093</v>" in after.part("xl/worksheets/sheet2.xml")
    assert by_title(after)["Status"].rows[1] == (date(2016, 7, 4), 1)


@pytest.mark.parametrize("title", ["", "a" * 32, "a/b", "what?", "'quoted'"])
def test_a_title_that_no_tab_can_have_is_refused(title: str) -> None:
    with pytest.raises(SheetsError, match="No workbook can have a tab titled"):
        patched(a_package({"Survey": cells("")}), [Block(title, (HEAD,))])


def test_a_tab_of_the_members_with_nearly_the_same_title_is_not_touched() -> None:
    with pytest.raises(SheetsError, match="has a tab 'STATUS' of its own"):
        patched(a_package({"STATUS": cells("")}), [Block("Status", (HEAD,))])


ANY_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=40)


@given(rows=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=4), column=st.integers(1, 7))
def test_any_text_is_read_back_and_other_columns_stay(rows: list[tuple[str, str]], column: int) -> None:
    before = a_package({"Approvals": APPROVALS}, strings=STRINGS)

    after = by_title(patched(before, [Block("Approvals", tuple(rows), column=column)]))["Approvals"]

    def at(grid: Grid, row: int, place: int) -> Cell:
        return grid.rows[row][place] if row < len(grid.rows) and place < len(grid.rows[row]) else None

    ours = {column - 1, column}
    for row in range(6):
        for place in range(10):
            wanted = at(by_title(before)["Approvals"], row, place)
            if place in ours:
                wanted = (rows[row][place - column + 1] or None) if row < len(rows) else None
            assert at(after, row, place) == wanted


def _by_openpyxl(package: Package) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(pack(package)))
