"""The stand-in as gspread, unmodified, meets it: ranges, values, tables, and requests of batchUpdate."""

from collections.abc import Iterator
from typing import Any

import gspread
import pytest
import requests
from gspread.exceptions import APIError, SpreadsheetNotFound

from outreach.adapters.google_http import Elsewhere
from tests.google.server import GoogleService, google_service

pytestmark = pytest.mark.google
Rows = list[list[Any]]


@pytest.fixture(scope="module")
def service() -> Iterator[GoogleService]:
    with google_service() as running:
        yield running


@pytest.fixture
def client(service: GoogleService) -> gspread.Client:
    session = requests.Session()
    session.mount("https://", Elsewhere(service.url))
    return gspread.Client(auth=None, session=session)


@pytest.fixture
def book(client: gspread.Client) -> gspread.Spreadsheet:
    return client.create("Members")


@pytest.fixture
def tab(book: gspread.Spreadsheet) -> gspread.Worksheet:
    return book.sheet1


def fill(tab: gspread.Worksheet, rows: Rows) -> None:
    tab.update(rows, "A1")


def test_typed_values_are_read_in_each_of_the_three_ways(tab: gspread.Worksheet) -> None:
    tab.update([["=4/2", "2020-01-01", "string", 53]], "A1", value_input_option="USER_ENTERED")

    seen = [tab.get("A1:D1", value_render_option=how)[0] for how in ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")]
    dated = tab.get("A1:D1", value_render_option="UNFORMATTED_VALUE", date_time_render_option="FORMATTED_STRING")

    assert seen == [
        ["2", "2020-01-01", "string", "53"],
        [2, 43831, "string", 53],
        ["=4/2", 43831, "string", 53],
    ]
    assert dated == [[2, "2020-01-01", "string", 53]]


def test_null_leaves_a_cell_and_an_empty_text_blanks_it(tab: gspread.Worksheet) -> None:
    fill(tab, [["a", "b", "c"]])

    answer = tab.update([[None, "", "C"]], "A1")

    assert (tab.row_values(1), answer["updatedCells"]) == (["a", "", "C"], 2)


def test_clearing_values_leaves_formats_and_notes(tab: gspread.Worksheet) -> None:
    tab.update([["50%"]], "A1", value_input_option="USER_ENTERED")
    tab.insert_note("A1", "kept")

    tab.batch_clear(["A1"])
    tab.update([[0.25]], "A1")

    assert (tab.acell("A1").value, tab.get_note("A1")) == ("25%", "kept")


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("A2:2", "Sheet1!A2:Z2"),
        ("B1:B", "Sheet1!B1:B1000"),
        ("D4:A1", "Sheet1!A1:D4"),
        ("C3:C3", "Sheet1!C3"),
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("sheet1!B:C", "Sheet1!B1:C1000"),
        ("Y999:AB1005", "Sheet1!Y999:Z1000"),
    ],
)
def test_ranges_are_named_as_far_as_the_grid_goes(book: gspread.Spreadsheet, asked: str, named: str) -> None:
    assert book.values_get(asked)["range"] == named


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("No tab!A1", "Unable to parse range: No tab!A1"),
        ("A2000", r"Range \(Sheet1!A2000\) exceeds grid limits. Max rows: 1000, max columns: 26"),
    ],
)
def test_a_range_that_is_not_there_is_refused(book: gspread.Spreadsheet, asked: str, said: str) -> None:
    with pytest.raises(APIError, match=said):
        book.values_get(asked)


def test_writing_outside_of_the_range_is_refused_and_nothing_is_written(tab: gspread.Worksheet) -> None:
    with pytest.raises(APIError, match=r"within range \[Sheet1!A1:A2\], but tried writing to column \[B\]"):
        tab.batch_update([{"range": "C1", "values": [["x"]]}, {"range": "A1:A2", "values": [[1, 2]]}])

    assert tab.get_all_values() == [[]]


DOCUMENTED = [
    # Google's guide to values.append: tables at A1:C2 and B4:D6, and where each range begins to write
    ("Sheet1", "Sheet1!B4:D6", "Sheet1!B7"),
    ("B4", "Sheet1!B4:D6", "Sheet1!B7"),
    ("C5:D5", "Sheet1!B4:D6", "Sheet1!B7"),
    ("B2:D4", "Sheet1!B4:D6", "Sheet1!B7"),
    ("A3:G10", "Sheet1!B4:D6", "Sheet1!B7"),
    ("A1", "Sheet1!A1:C2", "Sheet1!A3"),
    ("E4", None, "Sheet1!E4"),
    ("A4", None, "Sheet1!A4"),
]


@pytest.mark.parametrize(("asked", "table", "written"), DOCUMENTED)
def test_appending_finds_the_last_table_in_the_range(
    book: gspread.Spreadsheet, asked: str, table: str | None, written: str
) -> None:
    fill(book.sheet1, [["x", "y", "z"]] * 2 + [[]] + [[None, "x", "y", "z"]] * 3)

    answer = book.values_append(asked, {"valueInputOption": "RAW"}, {"values": [["new"]]})

    assert (answer.get("tableRange"), answer["updates"]["updatedRange"]) == (table, written)


def test_a_batch_of_requests_is_done_wholly_or_not_at_all(book: gspread.Spreadsheet) -> None:
    fill(book.sheet1, [["a"], ["b"]])
    rename = {"updateSpreadsheetProperties": {"properties": {"title": "Other"}, "fields": "title"}}
    cut = {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}}

    with pytest.raises(APIError, match=r"Invalid requests\[2\]\.deleteSheet: You can't remove all the sheets"):
        book.batch_update({"requests": [rename, cut, {"deleteSheet": {"sheetId": 0}}]})

    assert (book.fetch_sheet_metadata()["properties"]["title"], book.sheet1.col_values(1)) == ("Members", ["a", "b"])


def test_the_last_visible_tab_cannot_be_hidden(book: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError, match="You can't hide all the sheets in a document"):
        book.sheet1.hide()


@pytest.mark.parametrize(("index", "order"), [(0, "CAB"), (1, "ACB"), (2, "ABC"), (3, "ABC")])
def test_indices_of_tabs_count_before_the_move(book: gspread.Spreadsheet, index: int, order: str) -> None:
    book.sheet1.update_title("A")
    tabs = [book.add_worksheet(title, 2, 2) for title in "BC"]

    tabs[1].update_index(index)

    assert "".join(one.title for one in book.worksheets()) == order


def test_what_lies_over_cells_moves_with_them(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    tab.merge_cells("A2:B3")
    tab.define_named_range("A2:B3", "Place")
    tab.add_protected_range("A2:B3")

    tab.insert_rows([["new"]], 1)
    tab.delete_rows(4)

    told = book.fetch_sheet_metadata()
    place = {"startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    assert told["sheets"][0]["merges"] == [place]
    assert told["sheets"][0]["protectedRanges"][0]["range"] == place
    assert told["namedRanges"][0]["range"] == place


def test_sorting_moves_whole_rows_and_puts_blanks_last(tab: gspread.Worksheet) -> None:
    fill(tab, [[3, "c"], [None, "blank"], ["text", "t"], [1, "a"]])

    tab.sort((1, "des"), range="A1:B4")

    assert tab.get_all_values() == [["text", "t"], ["3", "c"], ["1", "a"], ["", "blank"]]


def test_copied_and_cut_cells_arrive_with_their_formulas(tab: gspread.Worksheet) -> None:
    tab.update([[1, "=A1+1"]], "A1", value_input_option="USER_ENTERED")

    tab.copy_range("A1:B1", "A2")
    tab.cut_range("A1:A1", "D1")

    assert tab.get("A1:D2", value_render_option="FORMULA") == [["", "=A1+1", "", 1], [1, "=A2+1"]]


def test_find_and_replace_tells_how_much_it_changed(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    fill(tab, [["Belice", "belice "], ["Haiti", "x"]])
    request = {"find": "belice", "replacement": "Belize", "allSheets": True}

    (reply,) = book.batch_update({"requests": [{"findReplace": request}]})["replies"]

    counts = {"valuesChanged": 2, "occurrencesChanged": 2, "rowsChanged": 1, "sheetsChanged": 1}
    assert reply == {"findReplace": counts}
    assert tab.row_values(1) == ["Belize", "Belize "]


def test_groups_of_rows_nest(tab: gspread.Worksheet) -> None:
    tab.add_dimension_group_rows(1, 5)
    tab.add_dimension_group_rows(2, 4)
    nested = [(one["range"]["startIndex"], one["range"]["endIndex"], one["depth"]) for one in groups(tab)]
    tab.delete_dimension_group_rows(2, 4)

    assert nested == [(1, 5, 1), (2, 4, 2)]
    assert [one["depth"] for one in groups(tab)] == [1]


def groups(tab: gspread.Worksheet) -> list[Any]:
    return list(tab.list_dimension_group_rows())


def test_a_dropdown_is_kept_with_its_cells(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    kind = gspread.utils.ValidationConditionType.one_of_list
    tab.add_validation("A1", kind, ["yes", "no"], strict=True, showCustomUi=True)

    told = book.fetch_sheet_metadata({"fields": "sheets.data.rowData.values.dataValidation"})

    rule = told["sheets"][0]["data"][0]["rowData"][0]["values"][0]["dataValidation"]
    choices = [{"userEnteredValue": "yes"}, {"userEnteredValue": "no"}]
    assert rule == {
        "condition": {"type": "ONE_OF_LIST", "values": choices},
        "strict": True,
        "showCustomUi": True,
    }


def test_cells_are_given_with_all_that_is_on_them(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    tab.update([["=1/0"]], "B2", value_input_option="USER_ENTERED")

    told = book.fetch_sheet_metadata({"includeGridData": "true", "ranges": ["A1:C3"]})

    (data,) = told["sheets"][0]["data"]
    assert [len(row.get("values", ())) for row in data["rowData"]] == [0, 2]
    cell = data["rowData"][1]["values"][1]
    assert (cell["userEnteredValue"], cell["formattedValue"]) == ({"formulaValue": "=1/0"}, "#DIV/0!")
    assert (len(data["rowMetadata"]), len(data["columnMetadata"])) == (3, 3)


def test_a_tab_is_duplicated_and_copied_to_another_spreadsheet(
    client: gspread.Client, book: gspread.Spreadsheet, tab: gspread.Worksheet
) -> None:
    fill(tab, [["x"]])
    other = client.create("Other")

    tab.duplicate(new_sheet_name="Twin")
    tab.copy_to(other.id)

    assert [one.title for one in book.worksheets()] == ["Twin", "Sheet1"]
    assert other.worksheet("Copy of Sheet1").get_all_values() == [["x"]]


def test_files_are_found_shared_copied_exported_and_deleted(client: gspread.Client) -> None:
    book = client.create("It's ours")
    fill(book.sheet1, [["a", 'b "c"'], [1]])
    book.share(None, "anyone", "reader")
    book.share("member@organisation.example", "user", "writer", notify=False)

    copy = client.copy(book.id, title="Copy", copy_permissions=True)

    assert client.open("It's ours").id == book.id
    assert copy.sheet1.get_all_values() == book.sheet1.get_all_values()
    assert [one["type"] for one in copy.list_permissions()] == ["user", "anyone", "user"]
    assert client.export(book.id, gspread.utils.ExportFormat.CSV) == b'a,"b ""c"""\r\n1,'
    client.del_spreadsheet(book.id)
    with pytest.raises(SpreadsheetNotFound):
        client.open_by_key(book.id)


def test_a_file_of_somebody_else_is_forbidden(service: GoogleService, client: gspread.Client) -> None:
    book = client.create("Private")
    service.books[book.id].shared = False

    with pytest.raises(PermissionError):
        client.open_by_key(book.id)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"requests": [{"renameEverything": {}}]}, "Unknown name \"renameEverything\" at 'requests\\[0\\]'"),
        (
            {"requests": [{"addSheet": {"properties": {"sheetId": "x"}}}]},
            r"Invalid value at 'requests\[0\].add_sheet.properties.sheet_id' \(TYPE_INT32\), \"x\"",
        ),
        ({"requests": [{"addChart": {}}]}, "addChart is Google's, and this stand-in does not do it"),
        ({"requests": []}, "Must specify at least one request"),
    ],
)
def test_requests_that_google_does_not_know_are_refused_in_its_words(
    book: gspread.Spreadsheet, body: dict[str, Any], said: str
) -> None:
    with pytest.raises(APIError, match=said):
        book.batch_update(body)


def test_a_field_mask_of_unknown_names_is_refused(book: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError) as told:
        book.fetch_sheet_metadata({"fields": "sheets.colour"})

    assert told.value.error["details"][0]["fieldViolations"][0]["field"] == "sheets.colour"


def test_answers_are_indented_unless_told_otherwise(service: GoogleService, book: gspread.Spreadsheet) -> None:
    address = f"{service.url}/v4/spreadsheets/{book.id}/values/A1"

    pretty, compact = (requests.get(address + more, timeout=5).text for more in ("", "?prettyPrint=false"))

    assert pretty == '{\n  "range": "Sheet1!A1",\n  "majorDimension": "ROWS"\n}\n'
    assert compact == '{"range":"Sheet1!A1","majorDimension":"ROWS"}'
