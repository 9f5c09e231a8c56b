"""What can go wrong between us and Google, as one sentence that tells the operator what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import requests
from google.auth.exceptions import GoogleAuthError, TransportError

from outreach.errors import SheetsError

PAGE = -1  # in place of a code: the answer is no JSON object
QUOTA = 429
QUOTA_PAUSE = 20  # seconds: quotas are filled again every minute, and there are four pauses
PASSING = frozenset({PAGE, 408, QUOTA, 500, 502, 503, 504})
NETWORK = "Google cannot be reached: check the network, then run it again."
CREDENTIALS = "Google does not accept the credentials: make a new key and put it into OUTREACH_GOOGLE_CREDENTIALS."
QUOTA_WORDS = "Google's quota of requests is used up: wait a minute, then run it again."
TROUBLE = "Google's service has a fault of its own at the moment: run it again later."
BY_CODE: Mapping[int, str] = {
    400: "Google refused the request as malformed: the spreadsheet may have changed at this moment; run it again.",
    401: CREDENTIALS,
    403: "The spreadsheet is not shared with the service account: share it with its address, as an editor.",
    404: "There is no such spreadsheet: check the id in OUTREACH_SHEETS.",
    QUOTA: QUOTA_WORDS,
}
BY_WORDS: Mapping[str, str] = {
    "SERVICE_DISABLED": "The Google Sheets API is off for the project of the credentials: switch it on in its console.",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "The credentials may not edit spreadsheets: make them anew with that scope.",
    "RATE_LIMIT_EXCEEDED": QUOTA_WORDS,
    "rateLimitExceeded": QUOTA_WORDS,
    "userRateLimitExceeded": QUOTA_WORDS,
    "protected cell": "A protection keeps the service account from writing its own tabs: let it edit them.",
    "above the limit of": "The spreadsheet is full: delete tabs or rows that nobody needs, then run it again.",
}


class GoogleError(SheetsError):
    """A SheetsError that remembers Google's HTTP status, 0 when there was none, and whether it may pass."""

    def __init__(self, words: str, *, code: int = 0, passing: bool = False) -> None:
        super().__init__(words)
        self.code, self.passing = code, passing


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """passing: trying again may help. undone: Google certainly did nothing yet. wait: seconds that it asks for."""

    words: str
    code: int = 0
    passing: bool = False
    undone: bool = False
    wait: float = 0

    def error(self) -> GoogleError:
        """As the operator is told."""
        return GoogleError(self.words, code=self.code, passing=self.passing)


def diagnosed(fault: Exception) -> Diagnosis:
    """What a fault on the way means; never what was in the cells, nor whose they are."""
    if isinstance(fault, TransportError):
        return Diagnosis(NETWORK, passing=True, undone=True)
    if isinstance(fault, GoogleAuthError):
        passing = bool(getattr(fault, "retryable", False))
        return Diagnosis(TROUBLE if passing else CREDENTIALS, passing=passing, undone=True)
    return Diagnosis(NETWORK, passing=True, undone=isinstance(fault, requests.ConnectTimeout))


def refusal_of(response: requests.Response) -> Diagnosis | None:
    """What an answer refuses, None for what was asked for. A page, or half an answer, is a fault even when it says 200.

    JSON is read here, once: gspread asks for it again.
    """
    told = _object(response)
    if response.ok and (told is not None or response.status_code == HTTPStatus.NO_CONTENT):
        response.json = lambda **_: told  # type: ignore[method-assign] # on this one answer
        return None
    known = told is not None and "error" in told
    return _diagnosis(response.status_code if known else PAGE, str(told), response.headers)


def _object(response: requests.Response) -> dict[str, object] | None:
    """The answer, None when it is no JSON object."""
    try:
        told = response.json()
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _diagnosis(code: int, told: str, headers: Mapping[str, str]) -> Diagnosis:
    signs = told if code in {400, 403} else ""
    words = next((words for sign, words in BY_WORDS.items() if sign in signs), BY_CODE.get(code, TROUBLE))
    over_quota = words == QUOTA_WORDS
    wait = _seconds(headers) or (QUOTA_PAUSE if over_quota else 0)
    return Diagnosis(words, code, passing=code in PASSING or over_quota, undone=over_quota, wait=wait)


def _seconds(headers: Mapping[str, str]) -> float:
    asked = headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0
