"""Google's services over HTTP as gspread speaks to them, with a time limit on every call and a bounded patience."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from google.auth.exceptions import GoogleAuthError
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from outreach.adapters.google_fault import Diagnosis, diagnosed

TIMEOUT = (10, 190)  # seconds to connect and to answer; Google itself gives up after 180
ONCE_ONLY = (":append", "insertDimension", "addSheet", "insertComment")


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
        super().__init__(auth, session)
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
        begun, repeatable = self.patience.clock(), _repeatable(endpoint, rest.get("json"))
        for attempt in range(1, self.patience.tries + 1):
            self.requests_made += 1
            try:
                return _as_json(super().request(method, endpoint, *args, **rest))
            except (APIError, GoogleAuthError, requests.RequestException, OSError) as fault:
                found = diagnosed(fault)
            if attempt == self.patience.tries or not found.passing or not (repeatable or found.undone):
                raise found.error()
            self._wait(attempt, found, begun)
        raise AssertionError  # the last attempt returned or raised

    def _wait(self, attempt: int, found: Diagnosis, begun: float) -> None:
        pause = self.patience.pause(attempt, found.wait)
        if self.patience.clock() - begun + pause > self.patience.in_all:
            raise found.error()
        self.patience.sleep(pause)


class Elsewhere(requests.adapters.HTTPAdapter):
    """Sends what is meant for Google's hosts to another address: a stand-in's, on this machine."""

    def __init__(self, endpoint: str) -> None:
        super().__init__()
        self.endpoint = urlsplit(endpoint)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 # requests' own signature
        """The same request, to the stand-in."""
        meant = urlsplit(str(request.url))
        request.url = meant._replace(scheme=self.endpoint.scheme, netloc=self.endpoint.netloc).geturl()
        return super().send(request, *args, **kwargs)


def _as_json(response: requests.Response) -> requests.Response:
    """A page in place of the answer, from a machine in between, is a fault even when it says 200."""
    if response.content and "json" not in response.headers.get("Content-Type", "json"):
        raise APIError(response)
    return response


def _repeatable(endpoint: str, body: object) -> bool:
    return not any(word in endpoint or word in str(body) for word in ONCE_ONLY)
