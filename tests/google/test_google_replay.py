"""The stand-in held by Google itself: recorded exchanges played again, and every recorded answer judged."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from outreach.settings import ROOT
from tests.google.__main__ import BAR, main
from tests.google.discovery import DRIVE, SHEETS, judge_answer, judge_request, without_nulls
from tests.google.refusal import Refusal
from tests.google.replay import Exchange, read_recording, replay, replay_recording
from tests.google.routes import ROUTES, routed

RECORDINGS = Path(os.environ.get("OUTREACH_SHARED_DATA", ROOT.parent / "shared" / "data")) / "sheets-recordings"
CREATED = {"kind": "drive#file", "id": "f1", "name": "Members", "mimeType": "application/vnd.google-apps.spreadsheet"}


@pytest.fixture
def recordings() -> Path:
    if not RECORDINGS.is_dir():
        pytest.skip("the recordings among the shared data beside the checkout are not here")
    return RECORDINGS


def exchanges(folder: Path) -> Iterator[Exchange]:
    for file in sorted(folder.glob("*.json")):
        yield from read_recording(file)


def test_recorded_exchanges_are_answered_as_google_did(recordings: Path) -> None:
    compared = list(replay(recordings))

    assert len(compared) == 925
    assert sum(one.same for one in compared) / len(compared) >= BAR


def test_the_judge_finds_no_fault_with_what_google_really_answered(recordings: Path) -> None:
    judged = 0
    for one in exchanges(recordings):
        route, _ = routed(one.verb, urlsplit(one.uri).path)
        if one.status == 200 and one.json is not None and route.document in {SHEETS, DRIVE}:
            judge_answer(route.document, route.method, one.json)
            judged += 1

    assert judged == 828


def test_the_judge_refuses_exactly_the_requests_that_google_refused_for_their_form(recordings: Path) -> None:
    refused = []
    for one in exchanges(recordings):
        route, _ = routed(one.verb, urlsplit(one.uri).path)
        try:
            judge_request(route.document, route.method, without_nulls(json.loads(one.sent or b"{}")))
        except Refusal as told:
            refused.append((one.status, told.error == one.json["error"]))

    assert refused == [(400, True)] * 2


def test_every_route_is_a_method_of_googles_documents() -> None:
    methods = {(route.document, route.method) for route in ROUTES}

    assert len(methods) == len(ROUTES)
    for route in ROUTES:
        if route.document:
            judge_answer(route.document, route.method, {})


def recording(folder: Path, *told: tuple[str, str, dict[str, object] | None, int, object]) -> Path:
    """A recording in vcrpy's format: verb, address, body, status and answer of each exchange."""
    interactions = [
        {
            "request": {"method": verb, "uri": uri, "body": json.dumps(body) if body else None, "headers": {}},
            "response": {"status": {"code": status}, "headers": {}, "body": {"string": json.dumps(answer)}},
        }
        for verb, uri, body, status, answer in told
    ]
    file = folder / "made-up.json"
    file.write_text(json.dumps({"interactions": interactions}), encoding="utf-8")
    return file


def made_up(folder: Path, value: str) -> Path:
    place = "https://sheets.googleapis.com/v4/spreadsheets/f1/values/A1"
    written = {"spreadsheetId": "f1", "updatedRange": "Sheet1!A1", "updatedRows": 1, "updatedColumns": 1}
    read = {"range": "Sheet1!A1", "majorDimension": "ROWS", "values": [[value]]}
    return recording(
        folder,
        ("POST", "https://www.googleapis.com/drive/v3/files", {"name": "Members"}, 200, CREATED),
        ("PUT", f"{place}?valueInputOption=RAW", {"values": [["x"]]}, 200, written | {"updatedCells": 1}),
        ("GET", place, None, 200, read),
    )


@pytest.mark.parametrize(("value", "same"), [("x", [True, True, True]), ("y", [True, True, False])])
def test_an_answer_that_differs_is_counted_as_a_miss(tmp_path: Path, value: str, same: list[bool]) -> None:
    found = list(replay_recording(list(read_recording(made_up(tmp_path, value)))))

    assert [one.same for one in found] == same


@pytest.mark.parametrize(
    ("value", "status", "said"), [("x", 0, "3 of 3 answers are the same: 100.0%"), ("y", 1, "2 of 3 answers")]
)
def test_the_program_prints_the_share_and_the_misses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str, *, status: int, said: str
) -> None:
    made_up(tmp_path, value)

    assert main(["replay", str(tmp_path)]) == status

    lines = capsys.readouterr().out.splitlines()
    assert said in lines[-1]
    assert len(lines) == 1 + 3 * status


def test_files_that_stood_there_before_are_set_up_and_those_of_others_stay_closed(tmp_path: Path) -> None:
    said = {"error": {"code": 403, "message": "The caller does not have permission", "status": "PERMISSION_DENIED"}}
    about = {"sheets": [{"properties": {"title": "Sheet1"}}]}
    base = "https://sheets.googleapis.com/v4/spreadsheets"
    file = recording(
        tmp_path,
        ("GET", f"{base}/old?fields=sheets.properties.title", None, 200, about),
        ("GET", f"{base}/private", None, 403, said),
    )

    assert [one.same for one in replay_recording(list(read_recording(file)))] == [True, True]
