"""The sample workbook is its source, tells the plan's story, holds every listed fault and no real person."""

import csv
import difflib
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from email_validator import EmailNotValidError, validate_email
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import coordinate_from_string, coordinate_to_tuple

from demo.build_workbook import SOURCE, TABS, WORKBOOK, build
from outreach.domain.problem import ProblemCode

ROOT = Path(__file__).parents[3]
FIXTURE = ROOT / "tests" / "data" / "sample_faults.toml"
DAY = date(2016, 7, 1)
PUBLIC_HOSTS = {"www.icann.org", "www.lacnic.net", "goldsteinreport.com"}
UNCOVERED = {"AG", "BS", "BZ", "DM", "GD", "GT", "GY", "HN", "KN", "LC", "SR", "VC"}
THE_33 = frozenset(
    tomllib.loads((ROOT / "config" / "regions.toml").read_text(encoding="utf-8"))["LACRALO"]["countries"]
)
CODES = {
    name: row["code"]
    for row in csv.DictReader((ROOT / "config" / "countries.csv").read_text(encoding="utf-8").splitlines())
    for name in filter(None, (row["en"], row["es"], *row["aliases"].split("|")))
}
WEEKDAYS = ("monday lunes", "tuesday martes", "wednesday miércoles", "thursday jueves", "friday viernes")


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the fixture with what the workbook holds there; row: the cells of its row, from column A."""

    tab: str
    cell: str
    code: ProblemCode
    value: Any
    row: tuple[Any, ...]
    column: tuple[Any, ...]
    in_header: bool


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(WORKBOOK)


@pytest.fixture(scope="module")
def faults(book: Workbook) -> list[Fault]:
    return [_seen(book, line) for line in tomllib.loads(FIXTURE.read_text(encoding="utf-8"))["fault"]]


@cache
def _sources() -> dict[str, dict[str, Any]]:
    tabs = [tomllib.loads((SOURCE / f"{name}.toml").read_text(encoding="utf-8")) for name in TABS]
    return {tab["title"]: tab for tab in tabs}


def _seen(book: Workbook, line: dict[str, str]) -> Fault:
    sheet = book[line["tab"]]
    row, column = coordinate_to_tuple(line["cell"])
    return Fault(
        tab=line["tab"],
        cell=line["cell"],
        code=ProblemCode(line["code"]),
        value=sheet[line["cell"]].value,
        row=tuple(cell.value for cell in sheet[row]),
        column=tuple(cells[column - 1].value for cells in sheet.iter_rows()),
        in_header=row == len(_sources()[line["tab"]]["above"]) + 1,
    )


def _records(title: str) -> list[dict[str, Any]]:
    tab = _sources()[title]
    width = len(tab["header"])
    return [dict(zip(tab["header"], row + [""] * (width - len(row)), strict=True)) for row in tab["rows"]]


def _readings(text: str) -> set[date]:
    first, second, year = map(int, re.split(r"[/-]", text))
    found = set()
    for day, month in ((first, second), (second, first)):
        try:
            found.add(date(year, month, day))
        except ValueError:
            continue
    return found


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _is_link(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and "," not in parts.netloc and "." in parts.netloc


def _disagrees(fault: Fault) -> bool:
    day = next(value for value in fault.row if isinstance(value, datetime))
    return fault.value not in WEEKDAYS[day.weekday()].split()


def _only_once(fault: Fault) -> bool:
    return isinstance(fault.value, str) and fault.column.count(fault.value) == 1


def _misspelt(fault: Fault) -> bool:
    named = [part.strip() for part in fault.value.split(",")]
    return [bool(difflib.get_close_matches(part, CODES, cutoff=0.8)) for part in named if part not in CODES] == [True]


def _end_before_start(fault: Fault) -> bool:
    earlier = [value for value in fault.row[: coordinate_to_tuple(fault.cell)[1] - 1] if isinstance(value, datetime)]
    return fault.value < earlier[-1]


HOLDS: dict[ProblemCode, Callable[[Fault], bool]] = {
    ProblemCode.COLUMN_RENAMED: lambda fault: fault.in_header and isinstance(fault.value, str),
    ProblemCode.BLANK_ROW: lambda fault: set(fault.row) == {None},
    ProblemCode.DUPLICATE_ROW: lambda fault: fault.column.count(fault.value) > 1,
    ProblemCode.MERGED_CELLS: lambda fault: fault.value is None,
    ProblemCode.MISSING_VALUE: lambda fault: fault.value is None and len(set(fault.row)) > 3,
    ProblemCode.FORMULA: lambda fault: fault.value.startswith("=HYPERLINK("),
    ProblemCode.CELL_ERROR: lambda fault: fault.value in ERROR_CODES,
    ProblemCode.STRAY_SPACES: lambda fault: fault.value != fault.value.strip(),
    ProblemCode.COUNTRY_UNKNOWN: _misspelt,
    ProblemCode.COUNTRY_SPELLING: lambda fault: fault.value in {"St. Kitts", "Antigua", "Rep. Dominicana", "Trinidad"},
    ProblemCode.COUNTRY_OUTSIDE: lambda fault: fault.value in {"Puerto Rico", "Curaçao", "Aruba"},
    ProblemCode.DATE_IMPOSSIBLE: lambda fault: _readings(fault.value) == set(),
    ProblemCode.DATE_AMBIGUOUS: lambda fault: len(_readings(fault.value)) == 2,
    ProblemCode.DATE_UNREADABLE: lambda fault: not re.search(r"\d", fault.value),
    ProblemCode.DATE_SERIAL: lambda fault: 42000 < int(fault.value) < 43000,
    ProblemCode.DATE_FAR_OFF: lambda fault: abs(fault.value.year - 2016) > 50,
    ProblemCode.END_BEFORE_START: _end_before_start,
    ProblemCode.TIME_UNREADABLE: lambda fault: not re.fullmatch(r"\d\d:\d\d", fault.value),
    ProblemCode.ZONE_UNKNOWN: lambda fault: "/" not in fault.value and fault.value != "UTC",
    ProblemCode.WEEKDAY_DISAGREES: _disagrees,
    ProblemCode.EMAIL_INVALID: lambda fault: not _is_address(fault.value),
    ProblemCode.EMAIL_SEVERAL: lambda fault: (
        [_is_address(one) for one in re.split(r"[;,/\s]+", fault.value)] == [True] * 2
    ),
    ProblemCode.PHONE_AS_NUMBER: lambda fault: isinstance(fault.value, int),
    ProblemCode.LINK_INVALID: lambda fault: not _is_link(fault.value),
    ProblemCode.CHOICE_UNKNOWN: _only_once,
    ProblemCode.LANGUAGE_UNKNOWN: _only_once,
    ProblemCode.NUMBER_UNREADABLE: lambda fault: isinstance(fault.value, str) and not fault.value.isdigit(),
}


def test_the_committed_workbook_is_what_the_source_builds() -> None:
    assert WORKBOOK.read_bytes() == build()


def test_every_cell_of_the_workbook_is_the_one_of_the_source(book: Workbook) -> None:
    for title, tab in _sources().items():
        written = {
            (row, column): _as_read(value)
            for row, cells in enumerate([*tab["above"], tab["header"], *tab["rows"]], start=1)
            for column, value in enumerate(cells, start=1)
            if value != ""
        }
        read = {
            (cell.row, cell.column): cell.value
            for cells in book[title].iter_rows()
            for cell in cells
            if cell.value is not None
        }
        assert read == written


def _as_read(value: Any) -> Any:
    """Workbooks know no plain days: a date comes back as its midnight."""
    return datetime.combine(value, time()) if type(value) is date else value


def test_the_tabs_stand_in_the_members_order(book: Workbook) -> None:
    assert book.sheetnames == [
        "Calendario",
        "Respuestas de formulario 1",
        "ALSes",
        "Calls",
        "People",
        "Stakeholders",
        "Oportunidades",
    ]


def test_the_tabs_are_as_full_as_those_of_a_living_group() -> None:
    assert {title: len(tab["rows"]) for title, tab in _sources().items()} == {
        "Calendario": 70,
        "Respuestas de formulario 1": 82,
        "ALSes": 51,
        "Calls": 12,
        "People": 16,
        "Stakeholders": 42,
        "Oportunidades": 12,
    }


def test_there_are_enough_faults_of_enough_kinds(faults: list[Fault]) -> None:
    assert len(faults) >= 45
    assert len({fault.code for fault in faults}) >= 18


def test_no_cell_holds_two_faults(faults: list[Fault]) -> None:
    places = [(fault.tab, fault.cell) for fault in faults]
    assert len(places) == len(set(places))


def test_every_listed_fault_stands_in_its_cell(faults: list[Fault]) -> None:
    assert [(fault.tab, fault.cell, fault.code) for fault in faults if not HOLDS[fault.code](fault)] == []


def test_every_tab_has_faults(faults: list[Fault]) -> None:
    assert {fault.tab for fault in faults} == set(_sources())


def test_what_shows_in_a_cell_alone_is_wrong_only_where_it_is_listed(book: Workbook, faults: list[Fault]) -> None:
    alone = {ProblemCode.STRAY_SPACES, ProblemCode.FORMULA, ProblemCode.CELL_ERROR, ProblemCode.EMAIL_SEVERAL}
    listed = {(fault.tab, fault.cell, fault.code) for fault in faults if fault.code in alone}
    assert set(_wrong_alone(book)) == listed


def _wrong_alone(book: Workbook) -> Iterator[tuple[str, str, ProblemCode]]:
    for title, cell, text in _texts(book):
        if text != text.strip():
            yield title, cell, ProblemCode.STRAY_SPACES
        if text.startswith("="):
            yield title, cell, ProblemCode.FORMULA
        if text in ERROR_CODES:
            yield title, cell, ProblemCode.CELL_ERROR
        if text.count("@") > 1 and "@@" not in text:
            yield title, cell, ProblemCode.EMAIL_SEVERAL


def _texts(book: Workbook) -> Iterator[tuple[str, str, str]]:
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate, cell.value) for cell in cells if isinstance(cell.value, str))


def test_what_shows_in_rows_is_wrong_only_where_it_is_listed(faults: list[Fault]) -> None:
    whole = {ProblemCode.BLANK_ROW, ProblemCode.DUPLICATE_ROW}
    listed = {(fault.tab, fault.cell, fault.code) for fault in faults if fault.code in whole}
    assert set(_wrong_rows()) == listed


def _wrong_rows() -> Iterator[tuple[str, str, ProblemCode]]:
    for title, tab in _sources().items():
        for number, row in enumerate(tab["rows"], start=len(tab["above"]) + 2):
            if not row:
                yield title, f"A{number}", ProblemCode.BLANK_ROW
            elif row in tab["rows"][: number - len(tab["above"]) - 2]:
                yield title, f"A{number}", ProblemCode.DUPLICATE_ROW


def test_cells_are_merged_only_above_the_header_and_where_it_is_listed(book: Workbook, faults: list[Fault]) -> None:
    listed = {(fault.tab, fault.cell) for fault in faults if fault.code is ProblemCode.MERGED_CELLS}
    covered = {
        (title, book[title].cell(bottom, right).coordinate)
        for title, tab in _sources().items()
        for _, top, right, bottom in map(range_boundaries, tab["merges"])
        if top > len(tab["above"])
    }
    assert covered == listed


def test_twelve_of_the_33_countries_have_no_accredited_structure_on_the_plans_day() -> None:
    covered = {CODES[country] for country, since, until in _accreditations() if _by(since) and not _by(until)}
    assert len(THE_33) == 33
    assert THE_33 - covered == UNCOVERED


def _accreditations() -> Iterator[tuple[str, Any, Any]]:
    for row in _records("ALSes"):
        if row["País"] in CODES and row["ALS"]:
            yield row["País"], row["Fecha de acreditación"], row["Fecha de descertificación"]


def _by(then: object) -> bool:
    return isinstance(then, date) and then <= DAY


def test_every_one_of_the_33_countries_is_named() -> None:
    named = {row["País"] for row in _records("ALSes")} | {row["Country / País"] for row in _records("Stakeholders")}
    assert {CODES[name] for name in named if name in CODES} == THE_33


def test_one_country_waits_for_its_first_accreditation_and_one_lost_its_last() -> None:
    rows = [row for row in _records("ALSes") if CODES.get(row["País"]) in UNCOVERED]
    assert [(row["País"], _by(row["Fecha de solicitud"]), _by(row["Fecha de descertificación"])) for row in rows] == [
        ("Belize", True, True),
        ("Grenada", True, False),
    ]


def test_silence_has_three_shades() -> None:
    """Saint Kitts was asked in vain, Saint Lucia has not answered, Saint Vincent was never asked."""
    asked = {code: _consulted(code) for code in ("KN", "LC", "VC")}
    assert asked == {"KN": {"Nadie / None found", ""}, "LC": {""}, "VC": set()}
    surveyed = [CODES.get(row[_survey_column("país")]) for row in _records("Respuestas de formulario 1")]
    assert {code: code in surveyed for code in asked} == {"KN": True, "LC": False, "VC": False}


def _consulted(code: str) -> set[str]:
    rows = [row for row in _records("Stakeholders") if CODES.get(row["Country / País"]) == code]
    return {row["Answer / Respuesta"] for row in rows if row["Asked on / Preguntado el"] != ""}


def _survey_column(word: str) -> str:
    return next(header for header in _sources()["Respuestas de formulario 1"]["header"] if word in header.casefold())


def test_many_candidates_of_uncovered_countries_can_be_invited() -> None:
    addresses = {_normalised(row["E-mail / Correo electrónico"]) for row in _invitable()}
    assert len(addresses) >= 25


def test_invitable_candidates_want_several_languages_or_do_not_say() -> None:
    wanted = {row["Preferred language / Idioma preferido"] for row in _invitable()}
    assert wanted >= {"Español", "English", "Français", "Português", ""}


def test_two_rows_write_one_address_in_two_ways() -> None:
    written = {row["E-mail / Correo electrónico"] for row in _invitable()}
    normalised = [_normalised(address) for address in written]
    assert sorted({one for one in normalised if normalised.count(one) > 1}) == [
        "hola@niñez-conectada.example",
        "info@redchapina.example",
    ]


def test_one_address_needs_smtputf8() -> None:
    spelt = [row["E-mail / Correo electrónico"] for row in _invitable()]
    assert [one for one in spelt if not one.split("@")[0].isascii()] == ["información@peten-conectado.example"]


def _invitable() -> list[dict[str, Any]]:
    rows = _records("Respuestas de formulario 1")
    return [row for row in rows if CODES.get(row[_survey_column("país")]) in UNCOVERED and _says_yes(row)]


def _says_yes(row: dict[str, Any]) -> bool:
    return _is_address(row["E-mail / Correo electrónico"]) and row[_survey_column("podemos")].startswith("Sí")


def _normalised(address: str) -> str:
    return validate_email(address, check_deliverability=False).normalized


def test_the_series_to_come_has_three_sound_calls_on_mondays(faults: list[Fault]) -> None:
    rows = [row for row in _records("Calls") if row["Series / Serie"] == "Conocer ICANN 2016"]
    days = [date.fromisoformat(str(row["Date / Fecha"])) for row in rows]
    assert [row["Topic / Tema"] for row in rows] == ["DNS basics", "ICANN", "At-Large"]
    assert days == [date(2016, 7, 18), date(2016, 8, 1), date(2016, 8, 15)]
    assert {day.weekday() for day in days} == {0}
    faulty = {int(coordinate_from_string(fault.cell)[1]) for fault in faults if fault.tab == "Calls"}
    assert faulty.isdisjoint({13, 14, 15})


def test_a_leader_of_each_language_is_without_fault(faults: list[Fault]) -> None:
    faulty = {int(coordinate_from_string(fault.cell)[1]) for fault in faults if fault.tab == "People"}
    leaders = {row["Role"]: row["Languages"] for row in _records("People")[:4]}
    assert leaders == {
        "Chair": "Español, English",
        "Secretary": "English",
        "Vice chair": "Português, Español",
        "Subcommittee chair": "English",
    }
    assert faulty.isdisjoint({2, 3, 4, 5})


def test_the_two_moved_meetings_stand_where_they_were_moved_to() -> None:
    meetings = {row["Evento / Event"]: row for row in _records("Calendario")}
    moved = [meetings[name] for name in ("ICANN56", "ICANN57")]
    assert [(row["Fecha inicio / Start date"], row["Ciudad / City"]) for row in moved] == [
        (date(2016, 6, 27), "Helsinki"),
        (date(2016, 11, 3), "Hyderabad"),
    ]
    assert ["2016-05-17" in row["Notas / Notes"] for row in moved] == [True, True]


def test_no_address_can_be_anybodys(book: Workbook) -> None:
    hosts = {host.casefold() for _, _, text in _texts(book) for host in re.findall(r"@([\w.-]+)", text)}
    assert {host for host in hosts if host != "example.org" and not host.endswith(".example")} == set()


def test_no_link_leads_to_a_real_organisation_but_those_of_public_events(book: Workbook) -> None:
    hosts = {host for _, _, text in _texts(book) for host in re.findall(r"https?://([\w.-]+)", text)}
    assert {host for host in hosts if not host.casefold().endswith(".example")} == PUBLIC_HOSTS


def test_the_structures_say_that_they_are_sample_data_in_both_languages(book: Workbook) -> None:
    assert [book["ALSes"]["A1"].value.split(":")[0], book["ALSes"]["A2"].value.split(":")[0]] == [
        "SAMPLE DATA",
        "DATOS DE EJEMPLO",
    ]
