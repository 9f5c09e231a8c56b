"""The formula beside the survey shows the state of its own row or nothing, whatever members do to the rows."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from outreach.adapters.sheets_files import FileSheets
from outreach.bootstrap import new_spreadsheet, shipped_catalog
from outreach.domain.history import History
from outreach.domain.message import MessageState
from outreach.domain.snapshot import Block, Snapshot
from outreach.rendering.system_tabs import status
from tests.factories import a_candidate, a_contact, a_record
from tests.google.batch_update import batch_update
from tests.google.server import GoogleService, google_service

SURVEY = "Survey (Encuesta)"
NAME, ADDRESS = 4, 7  # columns, from 0

SENT = {
    "Red Uno": "uno@red.example",
    "Red Dos": "dos@red.example",
    "Red Tres": "tres@red.example",
    "Red ~Uno": "cuatro@red.example",
}
"""Rows that Status knows."""

UNKNOWN = {"Red *": "?no@red.example", "Red ?os": "*@red.example", "Red Seis": ""}
"""Rows that it does not know yet, though as wildcards they would name others."""

STATES = {
    "Red Uno": "Sent / Enviado",
    "Red Dos": "Unknown whether it arrived; please settle / No se sabe si llegó; por favor, aclárelo",
    "Red Tres": "Nothing sent yet / Nada enviado aún",
    "Red ~Uno": "Sent / Enviado",
    "Red *": "",
    "Red ?os": "",
    "Red Seis": "",
}


def statuses() -> Block:
    """As the system writes them for the rows that it knows."""
    known = [
        a_candidate(number, name=name, key=f"{name}|{address}", contact=a_contact(address))
        for number, (name, address) in enumerate(SENT.items(), start=2)
    ]
    contacts = {one.name: one.contact.id for one in known if one.contact}
    records = [
        a_record(contacts["Red Uno"]),
        a_record(contacts["Red Dos"], state=MessageState.UNKNOWN),
        a_record(contacts["Red ~Uno"]),
    ]
    return status(known, History(tuple(records)), shipped_catalog().phrases, Snapshot({}))


@pytest.fixture
def google() -> Iterator[GoogleService]:
    with google_service() as service:
        yield service


def test_in_google_it_stays_beside_its_row(google: GoogleService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_GOOGLE_ENDPOINT", google.url)
    made = new_spreadsheet(file=None, title="Outreach", share_with=(), leaders=(), status_in="survey").removeprefix(
        "google:"
    )
    book, survey = google.books[made], google.tab(made, SURVEY)
    for row, (name, address) in enumerate((SENT | UNKNOWN).items(), start=1):
        survey.put(row, NAME, name)
        survey.put(row, ADDRESS, address)
    for row, cells in enumerate(statuses().rows):
        for column, cell in enumerate(cells):
            google.tab(made, "Status").put(row, column, cell)  # type: ignore[arg-type] # no days among them

    def shown() -> dict[object, object]:
        rows = google.tab_rows(made, SURVEY)
        return {row[NAME]: row[-1] for row in rows if row[NAME]}

    assert shown() == {survey.cell(0, NAME).entered: "State / Estado"} | STATES
    above = {"sheetId": survey.id, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    whole = {"sheetId": survey.id, "startRowIndex": 1, "endColumnIndex": 16}
    by_name = [{"dimensionIndex": NAME, "sortOrder": "DESCENDING"}]
    for kind, asked in [
        ("insertDimension", {"range": above}),
        ("sortRange", {"range": whole, "sortSpecs": by_name}),
        ("moveDimension", {"source": above, "destinationIndex": 6}),
        ("deleteDimension", {"range": above | {"startIndex": 5, "endIndex": 6}}),
    ]:
        batch_update(book, [{kind: asked}], google.drive)
        assert shown().items() <= ({survey.cell(0, NAME).entered: "State / Estado"} | STATES).items()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on the machine")
def test_in_a_workbook_libreoffice_shows_it_beside_its_row(tmp_path: Path) -> None:
    file = tmp_path / "members.xlsx"
    new_spreadsheet(file=file, title=None, share_with=(), leaders=(), status_in="survey")
    book = openpyxl.load_workbook(file)
    for row, (name, address) in enumerate((SENT | UNKNOWN).items(), start=2):
        book[SURVEY].cell(row, NAME + 1, name)
        book[SURVEY].cell(row, ADDRESS + 1, address)
    book.save(file)
    FileSheets(file).write((statuses(),))

    computed = _as_libreoffice_computes(file)

    shown = list(computed.iter_rows(min_row=2, max_row=len(STATES) + 1, values_only=True))
    assert {row[NAME]: row[-1] or "" for row in shown} == STATES


def _as_libreoffice_computes(file: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    folder = file.parent / "computed"
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    to = ("--convert-to", "xlsx", "--outdir", str(folder), str(file))
    subprocess.run(["soffice", profile, "--headless", *to], check=True, capture_output=True, timeout=90)  # noqa: S603, S607 # our own words
    return openpyxl.load_workbook(folder / file.name, data_only=True)[SURVEY]
