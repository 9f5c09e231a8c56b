"""Faults of Google at each call: the run ends right or with one sentence, nothing hangs, nothing is tried for ever."""

import json
import traceback
from collections.abc import Iterator

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from outreach.adapters.google_http import Elsewhere, GoogleHTTP, Patience
from outreach.adapters.sheets_google import GoogleSheets, open_google_sheets
from outreach.domain.snapshot import Block
from outreach.errors import SettingsError, SheetsError
from tests.google import faults
from tests.google.faults import Fault
from tests.google.fixture import open_google
from tests.google.quota import Quota
from tests.google.server import GoogleService, google_service

pytestmark = pytest.mark.google
HTML = "<html><body>502. That's an error.</body></html>"
BLOCK = Block("Status", (("State", "Since"), ("Sent", "2016-07-01")))
PASSING = {
    "quota": faults.quota(),
    "internal": faults.internal(),
    "page": faults.page(),
    "page that says 200": Fault(200, HTML),
    "unavailable": faults.unavailable(),
    "cut off": faults.refused_connection(),
    "lost reply": faults.lost_reply(),
}
SAID = {
    "quota": "quota of requests is used up: wait a minute",
    "internal": "run it again later",
    "page": "run it again later",
    "page that says 200": "run it again later",
    "unavailable": "run it again later",
    "cut off": "check the network",
    "lost reply": "check the network",
}
REFUSALS = [
    (401, "UNAUTHENTICATED", "no", "make a new key"),
    (403, "PERMISSION_DENIED", "The caller does not have permission", "share it with its address, as an editor"),
    (403, "PERMISSION_DENIED", "reason: SERVICE_DISABLED", "switch it on"),
    (403, "PERMISSION_DENIED", "reason: ACCESS_TOKEN_SCOPE_INSUFFICIENT", "make them anew with that scope"),
    (404, "NOT_FOUND", "no", "check the id"),
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


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.parametrize("call", [0, 1, 2])
def test_a_passing_fault_at_any_call_of_a_write_is_lived_through(
    name: str, call: int, service: GoogleService, sheets: GoogleSheets
) -> None:
    service.faults[:] = [None] * call + [PASSING[name]]

    sheets.write((BLOCK,))

    assert rows(service, sheets) == [list(row) for row in BLOCK.rows]
    assert len(service.books[sheets.id].tabs) == 2


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.parametrize("call", [0, 1])
def test_a_passing_fault_at_any_call_of_a_read_is_lived_through(
    name: str, call: int, service: GoogleService, sheets: GoogleSheets
) -> None:
    service.faults[:] = [None] * call + [PASSING[name]]

    assert sheets.read().grids["Survey"].rows == (("Name", "Country"), ("Red", "Belize"))
    assert len(service.requests) == 3


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.parametrize(("call", "requests_made"), [(0, 5), (1, 6)])
def test_a_fault_that_lasts_ends_a_read_in_a_sentence_after_five_tries(
    name: str, call: int, requests_made: int, service: GoogleService, sheets: GoogleSheets
) -> None:
    service.faults[:] = [None] * call + [PASSING[name]] * 99

    with pytest.raises(SheetsError, match=SAID[name]):
        sheets.read()

    assert len(service.requests) == requests_made


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.parametrize("call", [0, 1, 2])
def test_a_fault_that_lasts_ends_a_write_in_a_sentence_and_the_next_run_repairs_it(
    name: str, call: int, service: GoogleService, sheets: GoogleSheets
) -> None:
    service.faults[:] = [None] * call + [PASSING[name]] * 99

    with pytest.raises(SheetsError, match=SAID[name]):
        sheets.write((BLOCK,))

    assert len(service.requests) <= call + 15
    service.faults.clear()
    open_google(service, sheets.id).write((BLOCK,))
    assert rows(service, sheets) == [list(row) for row in BLOCK.rows]


@pytest.mark.parametrize(("status", "name", "message", "words"), REFUSALS)
def test_a_refusal_is_told_at_once_with_what_to_do(
    status: int, name: str, message: str, words: str, *, service: GoogleService, sheets: GoogleSheets
) -> None:
    error = {"error": {"code": status, "message": message, "status": name}}
    service.faults[:] = [Fault(status, json.dumps(error))]

    with pytest.raises(SheetsError, match=words):
        sheets.read()

    assert len(service.requests) == 1


def test_what_google_says_of_cells_is_not_passed_on(service: GoogleService, sheets: GoogleSheets) -> None:
    error = {"error": {"code": 400, "message": "Invalid value someone@person.example", "status": "INVALID_ARGUMENT"}}
    service.faults[:] = [None, *[Fault(400, json.dumps(error))] * 9]

    with pytest.raises(SheetsError) as told:
        sheets.read()

    assert "person.example" not in "".join(traceback.format_exception(told.value))


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


def test_the_pause_that_google_asks_for_is_kept_up_to_a_minute() -> None:
    patience = Patience(chance=lambda _low, _high: 0.5)

    assert [patience.pause(1), patience.pause(1, 30), patience.pause(1, 900)] == [0.5, 30, 64]


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


def test_what_used_up_the_quota_was_not_done_and_is_tried_again(service: GoogleService, sheets: GoogleSheets) -> None:
    service.faults[:] = [faults.quota(), faults.quota()]

    sheets.http.values_append(sheets.id, "Survey", {"valueInputOption": "RAW"}, {"values": [["Blue", "Haiti"]]})

    assert service.tab_rows(sheets.id, "Survey") == [["Name", "Country"], ["Red", "Belize"], ["Blue", "Haiti"]]


def test_a_slow_answer_is_waited_for_up_to_the_limit_and_no_longer(
    service: GoogleService, sheets: GoogleSheets
) -> None:
    sheets.http.timeout = (1, 0.2)
    service.faults[:] = [faults.slow(0.5)]

    assert list(sheets.read().grids) == ["Survey"]
    assert sheets.http.requests_made == 3


def test_a_tab_that_was_renamed_since_is_read_under_its_new_name(service: GoogleService, sheets: GoogleSheets) -> None:
    sheets.read()
    service.tab(sheets.id, "Survey").title = "Encuesta"

    assert list(sheets.read().grids) == ["Encuesta"]


def test_a_new_tab_of_the_members_is_seen_after_five_minutes(service: GoogleService) -> None:
    now = [0.0]
    spreadsheet = service.create_spreadsheet("Members", {"Survey": [["Name"]]})
    sheets = open_google_sheets(spreadsheet, "", endpoint=service.url, patience=Patience(clock=lambda: now[0]))
    seen = [list(sheets.read().grids)]

    service.fill(spreadsheet, {"Survey": [["Name"]], "People": [["Name"]]})
    for now[0] in (299.0, 301.0):
        seen.append(list(sheets.read().grids))

    assert seen == [["Survey"], ["Survey"], ["Survey", "People"]]


def test_a_system_tab_that_somebody_shortened_grows_again(service: GoogleService, sheets: GoogleSheets) -> None:
    sheets.write((BLOCK,))
    service.tab(sheets.id, "Status").resize("ROWS", 1)

    sheets.write((BLOCK,))

    assert rows(service, sheets) == [list(row) for row in BLOCK.rows]


def test_rows_that_somebody_put_into_a_full_system_tab_leave_nothing_old_behind(
    service: GoogleService, sheets: GoogleSheets
) -> None:
    full = Block("Status", tuple((f"row {number}",) for number in range(150)))
    sheets.write((full,))
    service.tab(sheets.id, "Status").insert("ROWS", 3, 2)

    sheets.read()
    sheets.write((full,))

    assert rows(service, sheets) == [list(row) for row in full.rows]


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


@pytest.fixture(scope="module")
def key() -> str:
    made = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.decode()


def account_of(key: str) -> str:
    """A service account's key file, with Google's own token address."""
    told = {"type": "service_account", "client_email": "outreach@project.example", "private_key": key}
    return json.dumps(told | {"token_uri": "https://oauth2.googleapis.com/token"})


def test_a_service_accounts_key_is_exchanged_for_a_token_that_every_request_carries(
    service: GoogleService, key: str
) -> None:
    spreadsheet = service.create_spreadsheet("Members", {"Survey": [["Name"]]})
    service.tokens.required = True

    snapshot = open_google_sheets(spreadsheet, account_of(key), endpoint=service.url).read()

    assert service.requests[0] == "POST /token"
    assert service.bearers == [f"Bearer {token}" for token in service.tokens.issued] * 2
    assert snapshot.grids["Survey"].rows == (("Name",),)


def test_an_authorised_users_refresh_token_is_exchanged_too(service: GoogleService) -> None:
    spreadsheet = service.create_spreadsheet("Members", {"Survey": [["Name"]]})
    service.tokens.required = True
    told = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}

    snapshot = open_google_sheets(spreadsheet, json.dumps(told), endpoint=service.url).read()

    assert list(snapshot.grids) == ["Survey"]


def test_a_revoked_key_is_told_as_such_and_nothing_is_asked(service: GoogleService, key: str) -> None:
    service.tokens.revoked = True
    sheets = open_google_sheets("any", account_of(key), endpoint=service.url)

    with pytest.raises(SheetsError, match=r"^Google does not accept the credentials: make a new key"):
        sheets.read()

    assert set(service.requests) == {"POST /token"}


def test_a_key_of_another_account_is_refused_by_its_signature(service: GoogleService, key: str) -> None:
    other = rsa.generate_private_key(65537, 2048).public_key()
    public = other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    service.tokens.keys["outreach@project.example"] = public

    with pytest.raises(SheetsError, match="make a new key"):
        open_google_sheets("any", account_of(key), endpoint=service.url).read()


def test_without_a_token_nothing_is_told(service: GoogleService) -> None:
    spreadsheet = service.create_spreadsheet("Members", {"Survey": [["Name"]]})
    service.tokens.required = True

    with pytest.raises(SheetsError, match="make a new key"):
        open_google(service, spreadsheet).read()


def test_no_network_at_all_is_one_sentence() -> None:
    sheets = open_google_sheets("any", "", endpoint="http://127.0.0.1:9", patience=Patience(sleep=lambda _: None))

    with pytest.raises(SheetsError, match=r"^Google cannot be reached: check the network, then run it again\.$"):
        sheets.read()

    assert sheets.http.requests_made == 5


@pytest.mark.parametrize("credentials", ["", "no/such/file.json", "{}", '{"type": "service_account"}'])
def test_credentials_that_cannot_be_used_are_told_in_a_sentence(credentials: str) -> None:
    with pytest.raises(SettingsError, match="OUTREACH_GOOGLE_CREDENTIALS"):
        open_google_sheets("any", credentials)


def test_beyond_sixty_reads_a_minute_the_quota_is_used_up_and_the_next_minute_fills_it(service: GoogleService) -> None:
    now = [0.0]
    service.quota = Quota(clock=lambda: now[0])
    spreadsheet = service.create_spreadsheet("Members", {"Survey": [["Name"]]})
    patience = Patience(sleep=lambda seconds: now.__setitem__(0, now[0] + seconds), chance=lambda _, high: high)
    sheets = open_google_sheets(spreadsheet, "", endpoint=service.url, patience=patience)

    for _ in range(60):
        sheets.read()

    assert (now[0], sheets.http.requests_made) == (60, 64)  # 61 reads, and three that were too many
    sheets.write((BLOCK,))
    assert now[0] == 60


def test_users_have_quotas_of_their_own_within_that_of_the_project() -> None:
    quota = Quota(user=2, project=3, clock=lambda: 0.0)
    told = [quota.refusal("GET", "/v4/spreadsheets/x", who) for who in ("a", "a", "a", "b", "b")]

    assert [words.rpartition("'Read requests per ")[2] for words in told] == ["", "", "minute per user'", "", "minute'"]
    assert quota.refusal("POST", "/v4/spreadsheets/x:batchUpdate", "a") == ""
