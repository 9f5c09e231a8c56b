"""The stand-in without a socket: gspread's requests are answered in this process, and slow replies take no time."""

import io
from collections.abc import Callable
from typing import Any

import requests
from requests.adapters import BaseAdapter

from outreach.adapters.google_http import GoogleHTTP, Patience
from outreach.adapters.sheets_google import GoogleSheets
from tests.google.routes import JSON, Answer
from tests.google.server import GoogleService


class InProcess(BaseAdapter):
    """Answers what is meant for Google's hosts. wait: is told the seconds that replies take."""

    def __init__(self, service: GoogleService, wait: Callable[[float], None]) -> None:
        super().__init__()
        self.service = service
        self.wait = wait

    def send(self, request: requests.PreparedRequest, *_: object, **rest: Any) -> requests.Response:
        """What the stand-in says, or what requests raises when nothing comes, or not in time."""
        bearer = request.headers.get("Authorization", "")
        served = self.service.serve(str(request.method), request.path_url, _bytes(request.body), bearer)
        longest = _longest(rest.get("timeout"))
        self.wait(min(served.seconds, longest))
        if served.seconds > longest:
            raise requests.ReadTimeout("no answer in time")
        if served.answer is None:
            raise requests.ConnectionError("no answer")
        if served.half:
            raise requests.exceptions.ChunkedEncodingError("half an answer")
        return _response(request, served.answer)

    def close(self) -> None:
        """Nothing is open."""


def open_in_process(service: GoogleService, spreadsheet_id: str, patience: Patience) -> GoogleSheets:
    """The adapter, wired to the stand-in without a socket."""
    session = requests.Session()
    session.mount("https://", InProcess(service, patience.sleep))
    return GoogleSheets(GoogleHTTP(None, session, patience), spreadsheet_id)


def _longest(timeout: Any) -> float:
    """Seconds that the caller waits for an answer; requests takes one number, two, or none."""
    told = timeout[1] if isinstance(timeout, tuple) else timeout
    return float("inf") if told is None else float(told)


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""


def _response(request: requests.PreparedRequest, answer: Answer) -> requests.Response:
    made = requests.Response()
    made.status_code, made.request, made.url = answer.status, request, str(request.url)
    made.headers["Content-Type"] = answer.kind or JSON
    made.headers.update(answer.more)
    made.raw, made._content = io.BytesIO(), answer.content  # noqa: SLF001 # requests has no other way to make one
    return made
