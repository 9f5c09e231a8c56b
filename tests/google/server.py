"""A stand-in for Google on this machine: Sheets v4, Drive v3's files and the token endpoint, over HTTP."""

import itertools
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.google import answers
from tests.google.discovery import judge_answer, judge_query, judge_request
from tests.google.fields import only
from tests.google.store import Refusal, Spreadsheet

SHEETS = "/v4/spreadsheets"
FILES = "/drive/v3/files"


@dataclass
class Fault:
    """What goes wrong with one request: an answer instead, a lost one after the work is done, or a slow one.

    before: what a person does to the sheets just before the request is answered.
    """

    status: int = 0
    body: str = ""
    lost: bool = False
    seconds: float = 0
    before: Callable[[], None] | None = None


@dataclass
class GoogleService:
    """The stand-in. faults: taken in turn, one a request, None for a request that goes well."""

    url: str = ""
    books: dict[str, Spreadsheet] = field(default_factory=dict)
    faults: list[Fault | None] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def fault(self, **what: Any) -> Fault:
        """A fault to be put into `faults`."""
        return Fault(**what)

    def create_spreadsheet(self, title: str, tabs: Mapping[str, Sequence[Sequence[Any]]]) -> str:
        """A spreadsheet with these tabs, cells as they are; its id."""
        book = Spreadsheet(f"sheet-{next(self.numbers)}", title)
        self.books[book.id] = book
        self.fill(book.id, tabs)
        return book.id

    def fill(self, book_id: str, tabs: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """The spreadsheet anew with these tabs only."""
        book = self.books[book_id]
        book.tabs.clear()
        for title, rows in tabs.items():
            tab = book.add(title)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if value is not None:
                        tab.put(row, column, value)

    def tab_rows(self, book_id: str, title: str) -> list[list[Any]]:
        """The cells of a tab as a person sees them, blanks as ""."""
        tab = self.books[book_id].by_title(title)
        assert tab is not None
        width, height = tab.width_and_height()
        return [
            [tab.cells[row, column].value if (row, column) in tab.cells else "" for column in range(width)]
            for row in range(height)
        ]


@contextmanager
def google_service() -> Iterator[GoogleService]:
    """Runs the stand-in on a free port of this machine."""
    service = GoogleService()
    handler = type("Handler", (_Handler,), {"service": service})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        service.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield service
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    service: GoogleService
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _serve(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size)
        self.service.requests.append(f"{self.command} {self.path}")
        self.service.tokens += self.headers.get_all("Authorization") or []
        fault = self.service.faults.pop(0) if self.service.faults else None
        if fault and fault.before:
            fault.before()
        if fault and fault.status:
            self._answer(fault.status, fault.body.encode())
            return
        with self.service.lock:
            status, answer = self._result(body)
        if fault:
            time.sleep(fault.seconds)
        if fault and fault.lost:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._answer(status, json.dumps(answer).encode())

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 # http.server's names

    def _result(self, body: bytes) -> tuple[int, dict[str, Any]]:
        parts = urlsplit(self.path)
        try:
            return 200, self._routed(unquote(parts.path), parse_qs(parts.query, keep_blank_values=True), body)
        except Refusal as refusal:
            return refusal.code, {"error": {"code": refusal.code, "message": refusal.message, "status": refusal.status}}

    def _routed(self, path: str, query: dict[str, list[str]], body: bytes) -> dict[str, Any]:
        if path == "/token":
            return {"access_token": "a-token-of-the-stand-in", "expires_in": 3599, "token_type": "Bearer"}
        if path.startswith(FILES):
            return self._drive(path.removeprefix(FILES).strip("/"), query)
        if path.startswith(SHEETS):
            return self._sheets(path.removeprefix(SHEETS).strip("/"), query, json.loads(body or b"{}"))
        raise Refusal(404, "NOT_FOUND", "Requested entity was not found.")

    def _drive(self, file_id: str, query: dict[str, list[str]]) -> dict[str, Any]:
        judge_query("drive.v3", "files.get" if file_id else "files.list", query)
        if file_id:
            return _file(self._book(file_id))
        return {
            "kind": "drive#fileList",
            "incompleteSearch": False,
            "files": [_file(one) for one in self.service.books.values()],
        }

    def _sheets(self, rest: str, query: dict[str, list[str]], body: dict[str, Any]) -> dict[str, Any]:
        if not rest:
            judge_request("sheets.v4", "Spreadsheet", body)
            title = body.get("properties", {}).get("title", "Untitled spreadsheet")
            return answers.about(self.service.books[self.service.create_spreadsheet(title, {"Sheet1": ()})])
        schema, answer = self._called(rest, query, body)
        judge_answer("sheets.v4", schema, answer)
        return only(answer, query["fields"][0]) if "fields" in query else answer

    def _called(self, rest: str, query: dict[str, list[str]], body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        book_id, _, method = rest.partition("/") if "/" in rest else rest.partition(":")
        book = self._book(book_id)
        if self.command == "GET" and not method:
            judge_query("sheets.v4", "spreadsheets.get", query)
            return "Spreadsheet", answers.about(book)
        if method == "values:batchGet":
            judge_query("sheets.v4", "spreadsheets.values.batchGet", query)
            found = [answers.values(book.area(one), query) for one in query.get("ranges", [])]
            return "BatchGetValuesResponse", {"spreadsheetId": book.id, "valueRanges": found}
        if method == "values:batchUpdate":
            judge_request("sheets.v4", "BatchUpdateValuesRequest", body)
            written = answers.write(book, body.get("data", []), typed=body["valueInputOption"] == "USER_ENTERED")
            return "BatchUpdateValuesResponse", {"spreadsheetId": book.id, "responses": written}
        if method == "batchUpdate":
            judge_request("sheets.v4", "BatchUpdateSpreadsheetRequest", body)
            replies = answers.update(book, body.get("requests", []))
            return "BatchUpdateSpreadsheetResponse", {"spreadsheetId": book.id, "replies": replies}
        if method.startswith("values/") and self.command == "GET":
            judge_query("sheets.v4", "spreadsheets.values.get", query)
            return "ValueRange", answers.values(book.area(method.removeprefix("values/")), query)
        if method.startswith("values/") and self.command == "PUT":
            judge_request("sheets.v4", "ValueRange", body)
            typed = query.get("valueInputOption", ["RAW"])[0] == "USER_ENTERED"
            (written,) = answers.write(book, [body | {"range": method.removeprefix("values/")}], typed=typed)
            return "UpdateValuesResponse", written
        raise Refusal(404, "NOT_FOUND", "Requested entity was not found.")

    def _book(self, book_id: str) -> Spreadsheet:
        if book_id not in self.service.books:
            raise Refusal(404, "NOT_FOUND", "Requested entity was not found.")
        return self.service.books[book_id]

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        html = body.startswith(b"<")
        self.send_header("Content-Type", "text/html" if html else "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _file(book: Spreadsheet) -> dict[str, Any]:
    return {
        "kind": "drive#file",
        "id": book.id,
        "name": book.title,
        "mimeType": "application/vnd.google-apps.spreadsheet",
        "version": str(book.changes),
    }
