"""Formulas over whole ranges, and the one formula that shows a status beside the member's row."""

import pytest

from tests.google.batch_update import batch_update
from tests.google.books import Drive, Spreadsheet
from tests.google.cell import Fault, Formula, Value
from tests.google.formula import evaluate, whole
from tests.google.server import GoogleService

TABLE: list[list[Value]] = [["b", 2], ["a", 1], [None, 0], ["c", 3]]
ROWS = {"A1:B4": TABLE, "A1:A4": [[row[0]] for row in TABLE], "B1:B4": [[row[1]] for row in TABLE]}


def given(formula: str) -> object:
    return whole(formula, ROWS.__getitem__)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=XLOOKUP("A";A1:A4;B1:B4)', 1),
        ('=XLOOKUP("z";A1:A4;B1:B4)', Fault("#N/A")),
        ('=XLOOKUP("z";A1:A4;B1:B4;"none")', "none"),
        ('=IFNA(XLOOKUP("z";A1:A4;B1:B4);"none")', "none"),
        ('=IFNA(1/0;"none")', Fault("#DIV/0!")),
        ('=IFERROR(1/0;"none")', "none"),
        ("=IFERROR(1/0)", None),
        ('=VLOOKUP("c";A1:B4;2;FALSE)', 3),
        ('=VLOOKUP("z";A1:B4;2;FALSE)', Fault("#N/A")),
        ('=VLOOKUP("c";A1:B4;3;FALSE)', Fault("#REF!")),
        ('=MATCH("c";A1:A4;0)', 4),
        ('=INDEX(B1:B4;MATCH("a";A1:A4;0))', [[1]]),
        ("=SUM(B1:B4*2)", 12),
        ('=IF(1>2;"yes")', False),
        ('=IF(TRUE;;"no")', None),
        ('="a"="A"', True),
        ('="b">"A"', True),
        ('="2"*"3"', 6),
        ('=COUNTA(A1:A4)&" of "&COUNT(B1:B4)', "3 of 4"),
        ('=TEXTJOIN(", ";TRUE;A1:A4)', "b, a, c"),
        ("=SUM(1/0;2)", Fault("#DIV/0!")),
        ("=XLOOKUP(1)", Fault("#N/A")),
    ],
)
def test_lookups_and_their_faults(formula: str, value: object) -> None:
    assert given(formula) == value


@pytest.mark.parametrize(
    ("formula", "grid"),
    [
        ("=ARRAYFORMULA(A1:A4&B1:B4)", [["b2"], ["a1"], ["0"], ["c3"]]),
        ('=ARRAYFORMULA(IF(A1:A4="";"";LEN(A1:A4)))', [[1], [1], [""], [1]]),
        ('={"head";ARRAYFORMULA(B1:B4+1)}', [["head"], [3], [2], [1], [4]]),
        ("={1,2;3,4}", [[1, 2], [3, 4]]),
        ('=ARRAYFORMULA(IFNA(XLOOKUP(A1:A4;A1:A4;B1:B4);"-"))', [[2], [1], ["-"], [3]]),
        ("=ARRAYFORMULA(VLOOKUP(A1:A4;A1:B4;2;FALSE))", [[2], [1], [Fault("#N/A")], [3]]),
        ("=ARRAYFORMULA(INDEX(B1:B4;MATCH(A1:A4;A1:A4;0)))", [[2]]),
    ],
)
def test_whole_ranges_at_once(formula: str, grid: object) -> None:
    assert given(formula) == grid


def test_a_formula_in_one_cell_gives_the_first_of_many_values() -> None:
    assert evaluate("=A1:A4", ROWS.__getitem__) == "b"


STATUS = [["Where", "Name", "State", "Key"], ["", "Red", "Sent", "Red|a@x.example"], ["", "Foro", "Bounced", "Foro|"]]
LOOKUP = '={"State";ARRAYFORMULA(IF(A2:A="";"";IFNA(XLOOKUP(A2:A&"|"&B2:B;Status!D:D;Status!C:C);"?")))}'


@pytest.fixture
def service() -> GoogleService:
    return GoogleService()


@pytest.fixture
def book(service: GoogleService) -> Spreadsheet:
    rows = [["Name", "E-mail", Formula(LOOKUP)], ["Foro", None], ["Red", "a@x.example"], ["New", "b@x.example"]]
    return service.books[service.create_spreadsheet("Members", {"Survey": rows, "Status": STATUS})]


def shown(service: GoogleService, book: Spreadsheet) -> list[object]:
    return [row[2] for row in service.tab_rows(book.id, "Survey")]


def test_a_status_is_shown_beside_its_row_and_goes_along_when_rows_are_sorted(
    service: GoogleService, book: Spreadsheet
) -> None:
    before = shown(service, book)
    ask(service.drive, book, "sortRange", range={"startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2})

    assert before == ["State", "Bounced", "Sent", "?"]
    assert [row[:3] for row in service.tab_rows(book.id, "Survey")][1:] == [
        ["Foro", "", "Bounced"],
        ["New", "b@x.example", "?"],
        ["Red", "a@x.example", "Sent"],
    ]


def test_whoever_types_into_the_shown_column_breaks_it_visibly(service: GoogleService, book: Spreadsheet) -> None:
    service.tab(book.id, "Survey").put(2, 2, "mine")

    assert shown(service, book) == ["#REF!", "", "mine", ""]


def ask(drive: Drive, book: Spreadsheet, kind: str, **body: object) -> None:
    batch_update(book, [{kind: body}], drive)
