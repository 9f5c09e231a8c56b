"""The cells of a workbook as people see them: cached results of formulas, dates by their number format."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from xml.etree.ElementTree import Element, fromstring

from openpyxl.formula.translate import Translator
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from outreach.adapters.xlsx_package import Package, workbook
from outreach.domain.address import column_number, parse_a1
from outreach.domain.snapshot import Cell, Grid, Merge

POSITION = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
SURROGATES = range(0xD800, 0xE000)
LAST_ROW = 1_048_576
NOTHING = b"<none/>"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What all tabs share. dates, durations: the cell styles that show a number as one."""

    strings: Sequence[str]
    dates: frozenset[int]
    durations: frozenset[int]
    epoch: datetime


@dataclass(slots=True)
class Formulas:
    """The formulas of one tab whose copies in other cells name them by number only: number -> text, cell."""

    shared: dict[str, tuple[str, str]] = field(default_factory=dict)


def grids(package: Package) -> tuple[Grid, ...]:
    """Every tab with cells, hidden ones too, in order; chart sheets have none. Raises one of DAMAGED."""
    book = workbook(package)
    strings, styles = (_part(package, book.kinds.get(kind)) for kind in ("sharedStrings", "styles"))
    reading = _reading(strings, styles, book.from_1904)
    return tuple(_grid(tab.title, package.part(tab.part), reading) for tab in book.tabs if tab.kind == "worksheet")


def text_of(item: Element) -> str:
    """The text of a string item, its differently formatted runs joined, reading aids left out."""
    runs = (item, *item.iterfind("{*}r"))
    text = "".join(part.text or "" for run in runs for part in run.iterfind("{*}t"))
    return ESCAPE.sub(_character, text).replace("\r\n", "\n").replace("\r", "\n") if "_x" in text else text


@lru_cache(maxsize=4)
def _reading(strings_part: bytes, styles_part: bytes, from_1904: bool) -> Reading:  # noqa: FBT001 # a mark in the file
    strings, styles = _tree(strings_part or NOTHING), _tree(styles_part or NOTHING)
    formats = {one.get("numFmtId"): one.get("formatCode") for one in styles.iterfind("{*}numFmts/{*}numFmt")}
    shown = [
        formats.get(one.get("numFmtId")) or BUILTIN_FORMATS.get(int(one.get("numFmtId", "0")))
        for one in styles.iterfind("{*}cellXfs/{*}xf")
    ]
    return Reading(
        strings=[text_of(item) for item in strings.iterfind("{*}si")],
        dates=frozenset(style for style, code in enumerate(shown) if is_date_format(code)),
        durations=frozenset(style for style, code in enumerate(shown) if is_timedelta_format(code)),
        epoch=MAC_EPOCH if from_1904 else WINDOWS_EPOCH,
    )


def _part(package: Package, name: str | None) -> bytes:
    """Its content, empty when there is no such part."""
    known = package.named(name) in package.parts if name else False
    return package.part(name) if name and known else b""


def _tree(part: bytes) -> Element:
    if b"<!DOCTYPE" in part:
        raise ValueError("a part of the workbook declares a document type")
    return fromstring(part)  # noqa: S314 # without a document type there are no entities to expand


@lru_cache(maxsize=64)
def _grid(title: str, part: bytes, reading: Reading) -> Grid:
    """The tab; the same object while nothing in the file that it is read from has changed."""
    root = _tree(part)
    rows = dict(_rows(root, reading))
    merges = (_merge(one.get("ref", "")) for one in root.iterfind("{*}mergeCells/{*}mergeCell"))
    return Grid(title, tuple(rows.get(number, ()) for number in range(1, max(rows, default=0) + 1)), tuple(merges))


def _rows(root: Element, reading: Reading) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The rows in which something stands, by number; a row without a number follows the one before."""
    formulas, number = Formulas(), 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        number = int(row.get("r", number + 1))
        if not 1 <= number <= LAST_ROW:
            raise ValueError(f"there is no row {number}")
        cells = {column: value for column, value in _cells(row, reading, formulas) if value is not None}
        if cells:
            yield number, tuple(cells.get(column) for column in range(1, max(cells) + 1))


def _cells(row: Element, reading: Reading, formulas: Formulas) -> Iterator[tuple[int, Cell]]:
    column = 0
    for cell in row:
        address = cell.get("r", "")
        column = _column(POSITION.fullmatch(address)) if address else column + 1
        yield column, _value(cell, reading, formulas)


def _column(found: re.Match[str] | None) -> int:
    if found is None:
        raise ValueError("a cell has no readable address")
    return _number_of(found[1])


_number_of = cache(column_number)


def _value(cell: Element, reading: Reading, formulas: Formulas) -> Cell:
    inside = {child.tag.rpartition("}")[2]: child for child in cell}
    kind = cell.get("t", "n")
    if "is" in inside:
        return text_of(inside["is"]) or None
    formula = _formula(inside["f"], cell.get("r", ""), formulas) if "f" in inside else None
    stored = inside["v"].text if "v" in inside else None
    if not stored:
        return None if kind == "str" and "v" in inside else formula
    if kind == "n":
        return _shown(_number(stored), int(cell.get("s", "0")), reading)
    return _READERS.get(kind, _READERS["str"])(stored, reading)


def _formula(element: Element, address: str, formulas: Formulas) -> str:
    text, shared = f"={element.text or ''}", element.get("si", "")
    if element.get("t") != "shared":
        return text
    if element.text:
        formulas.shared[shared] = (text, address)
        return text
    first, origin = formulas.shared.get(shared, (text, address))
    return str(Translator(first, origin).translate_formula(address)) if origin and address else first


def _number(stored: str) -> int | float:
    """3.0 is 3, as the sheet shows it."""
    number = float(stored)
    if number.is_integer():
        return int(stored) if stored.lstrip("-").isdigit() else int(number)
    return number


def _shown(number: float, style: int, reading: Reading) -> Cell:
    """The number, or the day or time that its style makes of it; one out of the calendar stays a number."""
    if style not in reading.dates:
        return number
    try:
        moment = from_excel(number, reading.epoch, timedelta=style in reading.durations)
    except (OverflowError, ValueError):
        return number
    if isinstance(moment, timedelta):
        whole_day = timedelta(days=1)
        return (WINDOWS_EPOCH + moment).time() if timedelta() <= moment < whole_day else number
    return _day(moment) if isinstance(moment, datetime) else moment


def _day(moment: datetime) -> date | datetime:
    return moment.date() if moment.time() == time() else moment


def _iso(stored: str, _reading: Reading) -> Cell:
    for reader in (time.fromisoformat, datetime.fromisoformat):
        try:
            moment = reader(stored).replace(tzinfo=None)
        except ValueError:
            continue
        return _day(moment) if isinstance(moment, datetime) else moment
    return stored


_READERS: Mapping[str, Callable[[str, Reading], Cell]] = {
    "s": lambda stored, reading: reading.strings[int(stored)] or None,
    "b": lambda stored, _: stored.strip() in {"1", "true"},
    "d": _iso,
    "str": lambda stored, _: ESCAPE.sub(_character, stored),
}


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return "\N{REPLACEMENT CHARACTER}" if code in SURROGATES else chr(code)


def _merge(reference: str) -> Merge:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = parse_a1(first), parse_a1(last or first)
    return Merge(top, left, bottom, right)
