"""A group's spreadsheet, made anew or adopted: as a workbook and in Google."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from outreach.adapters.sheets_google import open_google_sheets
from outreach.bootstrap import shipped_catalog
from outreach.cli import cli
from outreach.domain.snapshot import Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.intake.desk import read_desk
from outreach.rendering.blueprint import TYPED_IN
from outreach.settings import ROOT
from tests.google.server import GoogleService, google_service

SURVEY = "Survey (Encuesta)"


def call(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, arguments, env=environment)


def problems(snapshot: Snapshot) -> tuple[object, ...]:
    catalog = shipped_catalog()
    return read_desk(snapshot, catalog.schemas, catalog.hand, secret=b"").problems


@pytest.fixture
def made(tmp_path: Path) -> Path:
    file = tmp_path / "members.xlsx"
    assert call("init", "--xlsx", str(file), "--status").exit_code == 0
    return file


@pytest.fixture
def google() -> Iterator[GoogleService]:
    with google_service() as service:
        yield service


def test_a_new_workbook_reads_back_without_a_problem_and_is_never_overwritten(made: Path) -> None:
    again = call("init", "--xlsx", str(made))

    assert "0 problems" in call("check", str(made)).output
    assert (again.exit_code, "choose another name" in again.stderr) == (1, True)


def test_a_new_workbook_offers_choices_dates_notes_and_protects_what_is_the_systems(made: Path) -> None:
    book = openpyxl.load_workbook(made)
    survey = book["Survey (Encuesta)"]
    heads = {cell.value: cell for cell in survey[1]}

    assert survey["A1"].value == "Timestamp / Marca temporal"
    assert all(cell.comment for cell in heads.values())
    lists = {str(rule.sqref): rule.formula1 for rule in survey.data_validations.dataValidation}
    assert any("Organisation" in formula for formula in lists.values())
    assert survey["A2"].number_format == "yyyy-mm-dd"
    assert {tab: book[tab].protection.sheet for tab in SystemTab} == dict.fromkeys(SystemTab, True)
    open_in = {tab: [cell.column for cell in book[tab][2] if not cell.protection.locked] for tab in SystemTab}
    assert {tab: columns for tab, columns in open_in.items() if columns} == {
        tab: list(columns) for tab, columns in TYPED_IN.items()
    }


def test_people_write_only_below_a_header_of_theirs(made: Path) -> None:
    book = openpyxl.load_workbook(made)
    heads = {tab: [book[tab].cell(1, column).value for column in columns] for tab, columns in TYPED_IN.items()}

    assert {tab: [head.split(" / ")[0] for head in found] for tab, found in heads.items()} == {
        SystemTab.APPROVALS: ["Approved by"],
        SystemTab.TWINS: ["The same?"],
        SystemTab.EVENT_TWINS: ["The same?"],
        SystemTab.ANSWERS: ["Dealt with by"],
        SystemTab.AFFECTED: ["Dealt with by"],
        SystemTab.SELECTION: [
            *("Travel possible?", "GSE agrees?", "Internet users (%)", "Chosen?", "Reason", "Names of who decided"),
        ],
    }


def test_every_choice_that_is_offered_is_understood(made: Path) -> None:
    book = openpyxl.load_workbook(made)
    people, calls = book["People (Personas)"], book["Calls (Llamadas)"]
    people.append(["Luz Ferrer", "Secretary", "English", "Guatemala", "luz@lacralo.example"])
    calls.append(["Basics", "DNS basics", "The DNS", "2016-07-18", "18:00", "America/Guatemala", 60, "Español"])
    book.save(made)

    assert "0 problems in 2 rows" in call("check", str(made)).output


def test_a_new_google_spreadsheet_is_dressed_shared_and_reads_back_clean(google: GoogleService) -> None:
    said = call(
        "init",
        "--google",
        "Outreach",
        "--share",
        "luz@lacralo.example",
        "--status",
        OUTREACH_GOOGLE_ENDPOINT=google.url,
    )
    assert said.exit_code == 0, said.output
    spreadsheet = said.output.split("google:")[1].split()[0]
    snapshot = open_google_sheets(spreadsheet, "", endpoint=google.url).read()
    book = google.books[spreadsheet]

    assert problems(snapshot) == ()
    assert set(SystemTab) <= set(snapshot.grids)
    assert any(one["displayName"] == "luz@lacralo.example" for one in book.permissions.values())
    assert {tab.title for tab in book.tabs if tab.protected} == {*SystemTab, SURVEY}
    (approvals,) = google.tab(spreadsheet, SystemTab.APPROVALS).protected.values()
    assert [one["startColumnIndex"] for one in approvals["unprotectedRanges"]] == [7]
    assert snapshot.grids[SystemTab.APPROVALS].rows[0][7] == "Approved by / Aprobado por"
    survey = google.tab(spreadsheet, SURVEY)
    kinds = survey.cell(1, 5).rule
    assert kinds is not None
    assert [one["userEnteredValue"] for one in kinds["condition"]["values"]] == ["Organisation", "Individual"]
    assert survey.cell(1, 0).number_format == {"type": "DATE", "pattern": "yyyy-mm-dd"}
    assert survey.cell(0, 0).note.splitlines()[0] == "When the answer was given."
    assert survey.grid_more["frozenRowCount"] == 1
    assert survey.bands["COLUMNS"][0]["pixelSize"] == 220


def test_only_leaders_may_approve_and_say_who_leads(google: GoogleService) -> None:
    leader = "chair@lacralo.example"
    made = call("init", "--google", "Outreach", "--leader", leader, OUTREACH_GOOGLE_ENDPOINT=google.url)
    spreadsheet = made.output.split("google:")[1].split()[0]
    sheets = open_google_sheets(spreadsheet, "", endpoint=google.url)
    editors = {
        title: [
            one["editors"]["users"] for one in google.tab(spreadsheet, title).protected.values() if "editors" in one
        ]
        for title in (SystemTab.APPROVALS, "People (Personas)")
    }

    assert editors == {SystemTab.APPROVALS: [[leader]], "People (Personas)": [[leader]]}
    assert [sheets.is_reserved(SystemTab.APPROVALS, column) for column in (7, 8)] == [False, True]
    assert not sheets.is_reserved(SURVEY, 1)


def test_headers_of_a_sheet_that_is_there_are_proposed_and_adopted(tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(ROOT / "config", home / "config")
    shutil.copytree(ROOT / "templates", home / "templates")
    book = openpyxl.Workbook()
    tab = book.worksheets[0]
    tab.title = "ALS accreditation log"
    tab.append(["Nombre", "País / País", "Fecha de la acreditación final", "Presupuesto"])
    tab.append(["Red Uno", "Guatemala", "2014-06-02", 12])
    file = tmp_path / "theirs.xlsx"
    book.save(file)
    before = file.read_bytes()

    proposed = call("init", "--adopt", str(file), "--json", OUTREACH_HOME=str(home))
    unchanged = (home / "config" / "sheets" / "structures.toml").read_bytes()
    written = call("init", "--adopt", str(file), "--write", OUTREACH_HOME=str(home))
    after = call("check", str(file), "--json", OUTREACH_HOME=str(home))

    assert unchanged == (ROOT / "config" / "sheets" / "structures.toml").read_bytes()
    assert '"field": "accredited"' in proposed.output
    assert "Presupuesto is not known" in written.output
    assert '"tab": "ALS accreditation log"' not in after.output
    assert file.read_bytes() == before
