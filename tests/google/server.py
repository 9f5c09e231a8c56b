"""A stand-in for Google on this machine: Sheets v4, Drive v3's files and the token endpoint, over HTTP."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.google import routes
from tests.google.books import Drive, Spreadsheet, fill
from tests.google.faults import Fault, quota
from tests.google.look import look_at
from tests.google.quota import Quota
from tests.google.refusal import unauthenticated
from tests.google.routes import Answer
from tests.google.sheet import Sheet
from tests.google.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Served:
    """What comes back, and after how many seconds. answer: None when the connection ends without one.

    half: the connection ends in the middle of it.
    """

    answer: Answer | None
    seconds: float = 0
    half: bool = False


@dataclass
class GoogleService:
    """The stand-in. faults: taken in turn, one a request, None for a request that goes well.

    requests: what was asked, "GET /v4/...". bearers: the tokens it came with. received, sent: bytes of bodies.
    latency: seconds that every answer takes on its way. quota: by the minute; None for none.
    trouble: what goes wrong with a request when `faults` is used up, by its number from 1.
    watch: is told of every request and what became of it.
    """

    url: str = ""
    drive: Drive = field(default_factory=Drive)
    tokens: Tokens = field(default_factory=Tokens)
    faults: list[Fault | None] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    bearers: list[str] = field(default_factory=list)
    received: int = 0
    sent: int = 0
    latency: float = 0
    quota: Quota | None = None
    trouble: Callable[[int], Fault | None] = lambda _: None
    watch: Callable[[str], None] = lambda _: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def books(self) -> dict[str, Spreadsheet]:
        """The spreadsheets by their ids."""
        return self.drive.files

    def create_spreadsheet(self, title: str, tabs: Mapping[str, Sequence[Sequence[Any]]]) -> str:
        """A spreadsheet with these tabs, cells as they are; its id."""
        return self.drive.create(title, tabs).id

    def fill(self, spreadsheet_id: str, tabs: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """The spreadsheet anew with these tabs only."""
        fill(self.drive.files[spreadsheet_id], tabs, self.drive.ids)

    def tab_rows(self, spreadsheet_id: str, title: str) -> list[list[Any]]:
        """The cells of a tab, formulas computed, blanks as ""; as wide and high as its content."""
        look = self._tab(spreadsheet_id, title)[1]
        rows, columns = look.used()
        return [
            [look.rendered(look.cell(row, column), "UNFORMATTED_VALUE", "SERIAL_NUMBER") for column in range(columns)]
            for row in range(rows)
        ]

    def edit(self, spreadsheet_id: str, change: Callable[[Spreadsheet], None]) -> None:
        """What a person does to a spreadsheet, between two requests."""
        with self.lock:
            book = self.drive.files[spreadsheet_id]
            change(book)
            self.drive.touched(book)

    def tab(self, spreadsheet_id: str, title: str) -> Sheet:
        """A tab, to be edited as a person does."""
        return self._tab(spreadsheet_id, title)[0]

    def serve(self, verb: str, uri: str, raw: bytes, bearer: str = "") -> Served:
        """What becomes of a request, faults included; counts it."""
        self.requests.append(f"{verb} {uri}")
        self.bearers += [bearer] if bearer else []
        self.received += len(raw)
        fault = self.next_fault() or Fault()
        if fault.before:
            fault.before()
        if fault.cut:
            return Served(None)
        if fault.status:
            return Served(fault.answer, self.latency)
        used_up = self.quota.refusal(verb, uri, bearer) if self.quota else ""
        if used_up:
            return Served(quota(words=used_up).answer, self.latency)
        with self.lock:
            answer = self.answer(verb, uri, raw, bearer)
        return Served(None if fault.lost else answer, self.latency + fault.seconds, fault.half)

    def answer(self, verb: str, uri: str, raw: bytes, bearer: str = "") -> Answer:
        """What Google would say."""
        if uri.partition("?")[0] == "/token":
            status, told = self.tokens.exchange(raw)
            return Answer(status, json.dumps(told).encode())
        if not self.tokens.admits(bearer):
            refusal = unauthenticated()
            return Answer(refusal.code, json.dumps({"error": refusal.error}).encode())
        return routes.answer(self.drive, verb, uri, raw)

    def next_fault(self) -> Fault | None:
        """What goes wrong with the request that came in last."""
        return self.faults.pop(0) if self.faults else self.trouble(len(self.requests))

    def _tab(self, spreadsheet_id: str, title: str) -> tuple[Sheet, Any]:
        book = self.drive.files[spreadsheet_id]
        sheet = book.by_title(title)
        if sheet is None:
            raise KeyError(title)
        return sheet, look_at(book, sheet)


@contextmanager
def google_service(port: int = 0) -> Iterator[GoogleService]:
    """Runs the stand-in on this machine, on a free port unless one is told."""
    service = GoogleService()
    handler = type("Handler", (_Handler,), {"service": service})
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.daemon_threads = True
        service.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield service
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    service: GoogleService
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _serve(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        served = self.service.serve(self.command, self.path, raw, self.headers.get("Authorization", ""))
        time.sleep(served.seconds)
        if served.answer is None:
            self._hang_up()
        else:
            self._reply(served.answer, half=served.half)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 # http.server's names

    def _hang_up(self) -> None:
        self.service.watch(f"{self.command} {self.path[:120]} -> no answer")
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _reply(self, answer: Answer, *, half: bool) -> None:
        self.service.sent += len(answer.content)
        self.service.watch(f"{self.command} {self.path[:120]} -> {answer.status}{' (half of it)' if half else ''}")
        self.send_response(answer.status)
        if answer.status != 204:  # no content
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.content)))
        for name, value in answer.more.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(answer.content[: len(answer.content) // 2] if half else answer.content)
        except OSError:
            self.close_connection = True
        if half:
            self._hang_up()
