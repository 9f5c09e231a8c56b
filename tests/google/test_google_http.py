"""Faults of Google at each call: the run ends right or with one sentence, nothing hangs, nothing is tried for ever."""

import json
from collections.abc import Iterator

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from outreach.adapters.google_http import Elsewhere, GoogleHTTP, Patience
from outreach.adapters.sheets_google import GoogleSheets, open_google_sheets
from outreach.domain.snapshot import Block
from outreach.errors import SettingsError, SheetsError
from tests.google.faults import Fault
from tests.google.fixture import open_google
from tests.google.server import GoogleService, google_service

pytestmark = pytest.mark.google
HTML = "<html><body>502. That's an error.</body></html>"
BLOCK = Block("Status", (("State", "Since"), ("Sent", "2016-07-01")))
PASSING = [
    Fault(status=429, body='{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Quota exceeded"}}'),
    Fault(status=500, body='{"error": {"code": 500, "status": "INTERNAL", "message": "Internal error"}}'),
    Fault(status=502, body=HTML),
    Fault(status=503, body='{"error": {"code": 503, "status": "UNAVAILABLE", "message": "Unavailable"}}'),
    Fault(lost=True),
]


@pytest.fixture
def service() -> Iterator[GoogleService]:
    with google_service() as running:
        yield running


@pytest.fixture
def sheets(service: GoogleService) -> GoogleSheets:
    spreadsheet = service.create_spreadsheet("Members", {"Survey": [["Name", "Country"], ["Red", "Belize"]]})
    return open_google(service, spreadsheet)


def rows(service: GoogleService, sheets: GoogleSheets) -> list[list[object]]:
    return service.tab_rows(sheets.id, "Status")


def verb_of(line: str) -> str:
    """Which method of the Sheets interface a request called."""
    place = line.split("?", maxsplit=1)[0].rpartition("/")[2]
    return place if place.startswith("values:") else place.partition(":")[2] or "get"


@pytest.mark.parametrize("fault", PASSING, ids=["quota", "internal", "html", "unavailable", "lost reply"])
@pytest.mark.parametrize("call", [0, 1, 2])
def test_a_passing_fault_at_any_call_of_a_write_is_lived_through(
    fault: Fault, call: int, service: GoogleService, sheets: GoogleSheets
) -> None:
    service.faults[:] = [None] * call + [fault]

    sheets.write((BLOCK,))

    assert rows(service, sheets) == [list(row) for row in BLOCK.rows]


@pytest.mark.parametrize("fault", PASSING, ids=["quota", "internal", "html", "unavailable", "lost reply"])
def test_a_fault_that_lasts_ends_in_a_sentence_after_five_tries(
    fault: Fault, service: GoogleService, sheets: GoogleSheets
) -> None:
    service.faults[:] = [fault] * 99

    with pytest.raises(SheetsError, match=r"\.$") as told:
        sheets.read()

    assert len(service.requests) == 5
    assert "Traceback" not in str(told.value)


@pytest.mark.parametrize(("status", "words"), [(401, "credentials"), (403, "share it"), (404, "check the id")])
def test_a_refusal_is_told_at_once_with_what_to_do(
    status: int, words: str, service: GoogleService, sheets: GoogleSheets
) -> None:
    service.faults[:] = [
        Fault(status=status, body=f'{{"error": {{"code": {status}, "message": "no", "status": "NO"}}}}')
    ]

    with pytest.raises(SheetsError, match=words):
        sheets.read()

    assert len(service.requests) == 1


def test_pauses_are_of_full_jitter_below_a_growing_limit_and_end_with_the_patience() -> None:
    pauses: list[float] = []
    limits: list[float] = []
    clock = iter([0.0, 1.0, 400.0])

    def chance(_low: float, high: float) -> float:
        limits.append(high)
        return high / 2

    patience = Patience(sleep=pauses.append, clock=lambda: next(clock), chance=chance)
    http = GoogleHTTP(None, requests.Session(), patience)
    http.session.mount("https://", Elsewhere("http://127.0.0.1:9"))

    with pytest.raises(SheetsError, match="check the network"):
        http.spreadsheets_get("any")

    assert (limits, pauses, http.requests_made) == ([2.0, 4.0], [1.0], 2)


def test_what_cannot_be_repeated_safely_is_tried_once(service: GoogleService, sheets: GoogleSheets) -> None:
    service.faults[:] = [Fault(lost=True)]
    insert = {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}}

    with pytest.raises(SheetsError):
        sheets.http.batch_update(sheets.id, {"requests": [insert]})

    assert len(service.requests) == 1


def test_every_call_has_a_time_limit(service: GoogleService, sheets: GoogleSheets) -> None:
    seen: list[object] = []
    sent = sheets.http.session.request

    def watched(*args: object, **kwargs: object) -> requests.Response:
        seen.append(kwargs["timeout"])
        return sent(*args, **kwargs)

    sheets.http.session.request = watched
    sheets.read()

    assert seen == [(10, 190)] * len(service.requests)


def test_a_run_reads_with_one_request_and_writes_with_one_once_the_tabs_are_known(
    service: GoogleService, sheets: GoogleSheets
) -> None:
    sheets.write((BLOCK,))
    assert [verb_of(line) for line in service.requests] == ["get", "batchUpdate", "values:batchUpdate"]
    service.requests.clear()

    sheets.read()
    sheets.write((BLOCK,))
    sheets.write(())

    assert [verb_of(line) for line in service.requests] == ["values:batchGet", "values:batchUpdate"]


def test_a_person_who_edits_between_reading_and_writing_loses_nothing(
    service: GoogleService, sheets: GoogleSheets
) -> None:
    def edit() -> None:
        tab = service.books[sheets.id].by_title("Survey")
        assert tab is not None
        tab.put(1, 1, "Honduras")

    sheets.read()
    service.faults[:] = [Fault(before=edit)]
    sheets.write((BLOCK,))

    assert service.tab_rows(sheets.id, "Survey") == [["Name", "Country"], ["Red", "Honduras"]]


@pytest.mark.parametrize(
    "body",
    [
        {"requests": [{"renameEverything": {}}]},
        {"requests": [{"addSheet": {"properties": {"titel": "x"}}}]},
        {"requests": [{"addSheet": {"properties": {"gridProperties": {"rowCount": "3"}}}}]},
    ],
)
def test_the_stand_in_refuses_what_googles_own_document_does_not_know(
    body: dict[str, object], sheets: GoogleSheets
) -> None:
    with pytest.raises(SheetsError, match="malformed"):
        sheets.http.batch_update(sheets.id, body)


def test_a_service_accounts_key_is_exchanged_for_a_token_that_every_request_carries(service: GoogleService) -> None:
    spreadsheet = service.create_spreadsheet("Members", {"Survey": [["Name"]]})
    key = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    account = {
        "type": "service_account",
        "client_email": "outreach@project.example",
        "token_uri": f"{service.url}/token",
        "private_key": key.decode(),
    }

    snapshot = open_google_sheets(spreadsheet, json.dumps(account), endpoint=service.url).read()

    assert service.requests[0] == "POST /token"
    assert service.bearers == [f"Bearer {token}" for token in service.tokens.issued] * 2
    assert snapshot.grids["Survey"].rows == (("Name",),)


@pytest.mark.parametrize("credentials", ["", "no/such/file.json", "{}", '{"type": "service_account"}'])
def test_credentials_that_cannot_be_used_are_told_in_a_sentence(credentials: str) -> None:
    with pytest.raises(SettingsError, match="OUTREACH_GOOGLE_CREDENTIALS"):
        open_google_sheets("any", credentials)
