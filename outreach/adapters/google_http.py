"""Google's services over HTTP as gspread speaks to them, with a time limit on every call and a bounded patience."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from outreach.errors import SheetsError

TIMEOUT = (10, 190)  # seconds to connect and to answer; Google itself gives up after 180
PASSING = frozenset({-1, 408, 429, 500, 502, 503, 504})  # -1: gspread's code of an HTML error page
ONCE_ONLY = (":append", "insertDimension", "addSheet")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long one call is tried again: full jitter below 2^n seconds, at most `longest`."""

    tries: int = 5
    longest: float = 64
    in_all: float = 300
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[float, float], float] = random.uniform

    def pause(self, attempt: int) -> float:
        """Seconds to wait after the failed attempt of this number, from 1."""
        return self.chance(0, min(2.0**attempt, self.longest))


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
        """One call, repeated after passing faults if repeating it cannot do anything twice. Raises SheetsError."""
        tries = self.patience.tries if _repeatable(endpoint, rest.get("json")) else 1
        begun = self.patience.clock()
        for attempt in range(1, tries + 1):
            self.requests_made += 1
            try:
                return super().request(method, endpoint, *args, **rest)
            except (APIError, requests.RequestException, OSError) as fault:
                spent = self.patience.clock() - begun
                if attempt == tries or not _passes(fault) or spent > self.patience.in_all:
                    raise SheetsError(told(fault)) from None
                self.patience.sleep(self.patience.pause(attempt))
        raise AssertionError  # the last attempt returned or raised


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


def told(fault: Exception) -> str:
    """What an operator should do about a fault; never what was in the cells."""
    code = fault.code if isinstance(fault, APIError) else None
    words: Mapping[int | None, str] = {
        400: "Google refused the request as malformed: the spreadsheet may have changed at this moment; run it again.",
        401: "Google does not accept the credentials: check OUTREACH_GOOGLE_CREDENTIALS.",
        403: "The spreadsheet is not shared with the service account: share it with its address, as an editor.",
        404: "There is no such spreadsheet: check the id in OUTREACH_SHEETS.",
        429: "Google's quota of requests is used up: wait a minute, then run it again.",
        None: "Google cannot be reached: check the network, then run it again.",
    }
    return words.get(code, "Google's service has a fault of its own at the moment: run it again later.")


def _repeatable(endpoint: str, body: object) -> bool:
    return not any(word in endpoint or word in str(body) for word in ONCE_ONLY)


def _passes(fault: Exception) -> bool:
    return fault.code in PASSING if isinstance(fault, APIError) else True
