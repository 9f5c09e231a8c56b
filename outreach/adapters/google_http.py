"""Google's services over HTTP as gspread speaks to them, with a time limit on every call and a bounded patience."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from google.auth.exceptions import GoogleAuthError, TransportError
from google.auth.transport.requests import AuthorizedSession, Request
from gspread.http_client import HTTPClient

from outreach.adapters.google_fault import Diagnosis, diagnosed, refusal_of

TIMEOUT = (10, 190)  # seconds to connect and to answer; Google itself gives up after 180
LONGEST = 600  # seconds for a whole answer, however slowly it comes
ARGUMENTS = ("params", "data", "json", "files", "headers")  # in gspread's order
PIECE = 1 << 16  # bytes
ONCE_ONLY = {"appendCells", "appendDimension", "insertDimension", "addSheet", "duplicateSheet", "insertComment"}
MAKING = ("/v4/spreadsheets", "/files", "/copy", ":copyTo")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long one call is tried again: full jitter below 2^n seconds, at most `longest`."""

    tries: int = 5
    longest: float = 64
    in_all: float = 300
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[float, float], float] = random.uniform

    def pause(self, attempt: int, asked: float = 0) -> float:
        """Seconds to wait after the failed attempt of this number, from 1. asked: as many as Google asks for."""
        return max(self.chance(0, min(2.0**attempt, self.longest)), min(asked, self.longest))


class GoogleHTTP(HTTPClient):
    """gspread's client that never hangs and never tries for ever; it counts the requests it made."""

    def __init__(self, auth: Any, session: requests.Session | None = None, patience: Patience | None = None) -> None:  # noqa: ANN401 # google-auth's credentials of any kind
        super().__init__(auth, session or _authorised(auth))
        self.timeout = TIMEOUT
        self.patience = patience or Patience()
        self.requests_made = 0

    def request(
        self,
        method: str,
        endpoint: str,
        *args: Any,  # noqa: ANN401 # gspread's own
        **rest: Any,  # noqa: ANN401 # gspread's own
    ) -> requests.Response:
        """One call, repeated after passing faults unless that could do something twice. Raises GoogleError."""
        rest |= dict(zip(ARGUMENTS, args, strict=False))
        begun, repeatable = self.patience.clock(), _repeatable(method, endpoint, rest.get("json"))
        for attempt in range(1, self.patience.tries + 1):
            self.requests_made += 1
            try:
                answer = self.session.request(method, endpoint, timeout=self.timeout, **rest)
            except (GoogleAuthError, requests.RequestException, OSError) as fault:
                found = diagnosed(fault)
            else:
                refused = refusal_of(answer)
                if refused is None:
                    return answer
                found = refused
            if attempt == self.patience.tries or not found.passing or not (repeatable or found.undone):
                raise found.error()
            self._wait(attempt, found, begun)
        raise AssertionError  # the last attempt returned or raised

    def _wait(self, attempt: int, found: Diagnosis, begun: float) -> None:
        pause = self.patience.pause(attempt, found.wait)
        if self.patience.clock() - begun + pause > self.patience.in_all:
            raise found.error()
        self.patience.sleep(pause)


class TokenRequest(Request):
    """Asks for tokens; google-auth itself takes a page in place of one for a refusal, or for a fault of the program."""

    def __call__(self, url: str, *args: Any, **rest: Any) -> Any:  # noqa: ANN401 # google-auth's own signature
        """The answer. Raises TransportError, as when there is no network, for one that is no JSON object."""
        answer = super().__call__(url, *args, **rest)  # type: ignore[no-untyped-call] # google-auth has no types here
        if not answer.data.lstrip().startswith(b"{"):
            raise TransportError("a page in place of a token")  # type: ignore[no-untyped-call] # as above
        return answer


class Bounded(requests.adapters.HTTPAdapter):
    """Waits `LONGEST` for a whole answer: requests limits the time of a piece only, and pieces may go on."""

    def send(self, request: requests.PreparedRequest, *args: Any, **rest: Any) -> requests.Response:  # noqa: ANN401 # requests' own signature
        """The answer, wholly read. Raises ReadTimeout."""
        ends = time.monotonic() + LONGEST
        answer = super().send(request, *args, **rest | {"stream": True})
        pieces = []
        for piece in answer.iter_content(PIECE):
            pieces.append(piece)
            if time.monotonic() > ends:
                answer.close()
                raise requests.ReadTimeout("an answer that does not end")
        answer._content = b"".join(pieces)  # noqa: SLF001 # where requests keeps what was read
        return answer


class Elsewhere(Bounded):
    """Sends what is meant for Google's hosts to another address: a stand-in's, on this machine."""

    def __init__(self, endpoint: str) -> None:
        super().__init__()
        self.endpoint = urlsplit(endpoint)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 # requests' own signature
        """The same request, to the stand-in."""
        meant = urlsplit(str(request.url))
        request.url = meant._replace(scheme=self.endpoint.scheme, netloc=self.endpoint.netloc).geturl()
        return super().send(request, *args, **kwargs)


def _authorised(auth: Any) -> AuthorizedSession:  # noqa: ANN401 # google-auth's credentials of any kind
    session = AuthorizedSession(auth, auth_request=TokenRequest())  # type: ignore[no-untyped-call] # as above
    session.mount("https://", Bounded())
    return session


def _repeatable(method: str, endpoint: str, body: object) -> bool:
    """Whether doing it twice is the same as once."""
    asked = body.get("requests", ()) if isinstance(body, dict) else ()
    kinds = {kind for one in asked for kind in one}
    return not (kinds & ONCE_ONLY or endpoint.endswith(":append") or (method == "post" and endpoint.endswith(MAKING)))
