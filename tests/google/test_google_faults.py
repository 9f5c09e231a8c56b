"""Every fault at every call of a pull and a push, once, for ever and at random: right, or one sentence, then repaired.

Time is a test's own here: nothing waits, and what would have been waited is added up.
"""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from random import Random

import google.auth._exponential_backoff
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from outreach.adapters import google_http
from outreach.adapters.google_http import Patience
from outreach.adapters.sheets_google import GoogleSheets, open_google_sheets
from outreach.domain.snapshot import Block, changed
from outreach.errors import SheetsError
from tests.google import faults
from tests.google.faults import Fault
from tests.google.in_process import open_in_process
from tests.google.server import GoogleService, google_service
from tests.google.test_google_http import account_of

pytestmark = pytest.mark.google
MEMBERS = [["Name", "Country"], ["Red", "Belize"]]
BLOCK = Block("Status", (("State", "Since"), ("Sent", "2016-07-01")))
CALLS = ("get", "batchGet", "addSheet", "values:batchUpdate")
PASSING = {
    "quota": faults.quota(),
    "quota that says when": faults.quota(30),
    "internal": faults.internal(),
    "unavailable": faults.unavailable(),
    "page": faults.page(),
    "page that says 200": Fault(200, faults.PAGE),
    "nothing that says 200": Fault(200),
    "half of the JSON": Fault(200, '{"valueRanges": [{"ra'),
    "JSON of another kind": Fault(200, "[]"),
    "error without a code": Fault(503, '{"error": "unavailable"}'),
    "cut": faults.refused_connection(),
    "lost": faults.lost_reply(),
    "half": faults.half_reply(),
    "too slow": faults.slow(3600),
}
LASTING = {str(status): faults.lasting(status) for status in (400, 401, 403, 404)}
TRIES, LONGEST = 15, 25 * 60
"""At most so many requests after the fault began, and so many seconds."""


@dataclass
class Hand:
    """A clock that only waiting moves."""

    now: float = 0

    def wait(self, seconds: float) -> None:
        """So much later."""
        self.now += seconds

    def patience(self) -> Patience:
        """The usual one, on this clock, always waiting as long as it may."""
        return Patience(sleep=self.wait, clock=lambda: self.now, chance=lambda _, high: high)


@pytest.fixture
def service() -> GoogleService:
    return GoogleService()


@pytest.fixture
def spreadsheet(service: GoogleService) -> str:
    return service.create_spreadsheet("Members", {"Survey": MEMBERS})


def run(sheets: GoogleSheets) -> None:
    """A pull and a push."""
    different = changed([BLOCK], sheets.read())
    if different:
        sheets.write(different)


def assert_right(service: GoogleService, spreadsheet: str) -> None:
    assert [tab.title for tab in service.books[spreadsheet].tabs] == ["Survey", "Status"]
    assert service.tab_rows(spreadsheet, "Survey") == MEMBERS
    assert service.tab_rows(spreadsheet, "Status") == [list(row) for row in BLOCK.rows]


def assert_one_sentence(told: SheetsError) -> None:
    words = str(told)
    assert (words[0].isupper(), words[-1], words.count("."), "\n" in words) == (True, ".", 1, False)


@pytest.mark.parametrize("call", range(len(CALLS)), ids=CALLS)
@pytest.mark.parametrize("name", [*PASSING, "slow"])
def test_a_fault_that_passes_is_lived_through_at_every_call(
    name: str, call: int, service: GoogleService, spreadsheet: str
) -> None:
    hand = Hand()
    service.faults[:] = [*[None] * call, PASSING.get(name, faults.slow(100))]

    run(open_in_process(service, spreadsheet, hand.patience()))

    assert_right(service, spreadsheet)
    assert (len(service.faults), hand.now < 300) == (0, True)


@pytest.mark.parametrize("call", range(len(CALLS)), ids=CALLS)
@pytest.mark.parametrize("name", PASSING | LASTING)
def test_a_fault_that_stays_ends_in_a_sentence_and_the_next_run_repairs_it(
    name: str, call: int, service: GoogleService, spreadsheet: str
) -> None:
    hand = Hand()
    fault = (PASSING | LASTING)[name]
    sheets = open_in_process(service, spreadsheet, hand.patience())
    service.faults[:] = [None] * call
    service.trouble = lambda _: fault

    with pytest.raises(SheetsError) as told:
        run(sheets)

    assert_one_sentence(told.value)
    assert (len(service.requests) <= call + TRIES, hand.now <= LONGEST) == (True, True)
    service.trouble = lambda _: None
    run(sheets)
    assert_right(service, spreadsheet)


def test_faults_at_random_never_take_for_ever_and_leave_nothing_that_the_next_run_does_not_repair() -> None:
    ended = 0
    for seed in range(150):
        chance, hand, service = Random(seed), Hand(), GoogleService()  # noqa: S311 # the same again for the same seed
        spreadsheet = service.create_spreadsheet("Members", {"Survey": MEMBERS})
        sheets = open_in_process(service, spreadsheet, hand.patience())
        kinds = [*PASSING.values()]
        service.trouble = lambda _, draw=chance, of=kinds: draw.choice(of) if draw.random() < 0.6 else None
        try:
            run(sheets)
        except SheetsError as told:
            assert_one_sentence(told)
            ended += 1
        assert (len(service.requests) <= 3 * TRIES, hand.now <= 2 * LONGEST) == (True, True)
        service.trouble = lambda _: None
        run(sheets)
        assert_right(service, spreadsheet)
    assert 10 < ended < 140


def test_half_an_answer_over_the_wire_is_no_answer() -> None:
    with google_service() as service:
        spreadsheet = service.create_spreadsheet("Members", {"Survey": MEMBERS})
        sheets = open_google_sheets(spreadsheet, "", endpoint=service.url, patience=Hand().patience())
        service.faults[:] = [faults.half_reply(), faults.half_reply()]

        run(sheets)

        assert_right(service, spreadsheet)
        assert len(service.requests) == len(CALLS) + 2


def test_an_answer_that_comes_for_ever_drop_by_drop_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(google_http, "LONGEST", 0.05)
    monkeypatch.setattr(google_http, "PIECE", 1)
    with dripping() as url:
        patience = Patience(tries=2, sleep=lambda _: None)
        sheets = open_google_sheets("any", "", endpoint=url, patience=patience)

        with pytest.raises(SheetsError, match="check the network"):
            sheets.read()

    assert sheets.http.requests_made == 2


class dripping:  # noqa: N801 # used like a function
    """A server that never comes to the end of its answer; its address."""

    def __enter__(self) -> str:
        self.stopped = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.socket.close()

    def _serve(self) -> None:
        while not self.stopped.is_set():
            try:
                wire, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._drip, args=(wire,), daemon=True).start()

    def _drip(self, wire: socket.socket) -> None:
        with wire:
            wire.recv(65_536)
            wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
            try:
                while not self.stopped.wait(0.01):
                    wire.sendall(b" ")
            except OSError:
                return


TOKEN_FAULTS = {
    "internal": faults.internal(),
    "unavailable": faults.unavailable(),
    "page": faults.page(),
    "page that says 200": Fault(200, faults.PAGE),
    "nothing that says 200": Fault(200),
    "cut": faults.refused_connection(),
    "half": faults.half_reply(),
}


@pytest.fixture(scope="module")
def key() -> str:
    made = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.decode()


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleService]:
    """A stand-in that wants tokens; google-auth's own pauses take no time."""
    monkeypatch.setattr(google.auth._exponential_backoff.time, "sleep", lambda _: None)  # noqa: SLF001 # it has no other door
    with google_service() as service:
        service.tokens.required = True
        yield service


def asked_for(service: GoogleService, name: str) -> int:
    return sum(name in line for line in service.requests)


@pytest.mark.parametrize("name", TOKEN_FAULTS)
def test_a_fault_of_the_token_endpoint_that_passes_is_lived_through(
    name: str, guarded: GoogleService, key: str
) -> None:
    spreadsheet = guarded.create_spreadsheet("Members", {"Survey": MEMBERS})
    guarded.faults[:] = [TOKEN_FAULTS[name]]

    run(open_google_sheets(spreadsheet, account_of(key), endpoint=guarded.url, patience=Hand().patience()))

    assert_right(guarded, spreadsheet)
    assert asked_for(guarded, "/token") == 2


@pytest.mark.parametrize("name", TOKEN_FAULTS)
def test_a_fault_of_the_token_endpoint_that_stays_ends_in_a_sentence(
    name: str, guarded: GoogleService, key: str
) -> None:
    spreadsheet = guarded.create_spreadsheet("Members", {"Survey": MEMBERS})
    hand = Hand()
    sheets = open_google_sheets(spreadsheet, account_of(key), endpoint=guarded.url, patience=hand.patience())
    guarded.trouble = lambda _: TOKEN_FAULTS[name]

    with pytest.raises(SheetsError) as told:
        run(sheets)

    assert_one_sentence(told.value)
    assert (asked_for(guarded, "/v4/"), len(guarded.requests) <= TRIES, hand.now <= 300) == (0, True, True)
    guarded.trouble = lambda _: None
    run(sheets)
    assert_right(guarded, spreadsheet)


def test_a_token_that_ends_in_the_middle_of_a_run_is_asked_for_anew(guarded: GoogleService, key: str) -> None:
    spreadsheet = guarded.create_spreadsheet("Members", {"Survey": MEMBERS})
    sheets = open_google_sheets(spreadsheet, account_of(key), endpoint=guarded.url, patience=Hand().patience())
    seen = sheets.read()
    guarded.tokens.issued.clear()

    sheets.write(changed([BLOCK], seen))

    assert_right(guarded, spreadsheet)
    assert asked_for(guarded, "/token") == 2


def test_tokens_that_are_given_and_never_accepted_end_in_a_sentence(guarded: GoogleService, key: str) -> None:
    spreadsheet = guarded.create_spreadsheet("Members", {"Survey": MEMBERS})
    guarded.trouble = lambda number: (
        None if "/token" in guarded.requests[number - 1] else faults.lasting(HTTPStatus.UNAUTHORIZED)
    )

    with pytest.raises(SheetsError, match="make a new key"):
        run(open_google_sheets(spreadsheet, account_of(key), endpoint=guarded.url, patience=Hand().patience()))

    assert asked_for(guarded, "/v4/") <= 3
