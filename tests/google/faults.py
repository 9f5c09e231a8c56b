"""What goes wrong with Google on demand: quotas, faults of servers, pages in place of JSON, replies lost or slow."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.google.routes import JSON, Answer

PAGE = "<!DOCTYPE html><html lang=en><title>Error 502 (Server Error)!!1</title><p>That is an error.</html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one request.

    status, body: this answer in place of the work. cut: the connection ends before anything is done.
    lost: the work is done, then the connection ends without an answer; half: in the middle of the answer.
    seconds: the answer is that late. wait: as many seconds the answer asks to wait, 0 for none.
    before: what a person does to the spreadsheet just before the request is answered.
    """

    status: int = 0
    body: str = ""
    cut: bool = False
    lost: bool = False
    half: bool = False
    seconds: float = 0
    wait: int = 0
    before: Callable[[], None] | None = None

    @property
    def answer(self) -> Answer:
        """The answer in place of the work."""
        kind = "text/html" if self.body.startswith("<") else JSON
        return Answer(self.status, self.body.encode(), kind, {"Retry-After": str(self.wait)} if self.wait else {})


READS = "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user'"


def quota(wait: int = 0, words: str = READS) -> Fault:
    """Sixty reads a minute are used up, or what else the words say. wait: seconds that Google asks for, 0 for none."""
    return Fault(429, _error(429, "RESOURCE_EXHAUSTED", words), wait=wait)


def internal() -> Fault:
    """500."""
    return Fault(500, _error(500, "INTERNAL", "Internal error encountered."))


def unavailable() -> Fault:
    """503."""
    return Fault(503, _error(503, "UNAVAILABLE", "The service is currently unavailable."))


def page() -> Fault:
    """502 from a machine in between, in HTML."""
    return Fault(502, PAGE)


def refused_connection() -> Fault:
    """The connection ends before the request is looked at."""
    return Fault(cut=True)


def lost_reply() -> Fault:
    """The work is done and nobody hears of it."""
    return Fault(lost=True)


def half_reply() -> Fault:
    """The work is done and the answer ends in the middle."""
    return Fault(half=True)


def slow(seconds: float) -> Fault:
    """The work is done, the answer takes its time."""
    return Fault(seconds=seconds)


def edit_before(edit: Callable[[], None]) -> Fault:
    """Somebody edits just before; the request itself goes well."""
    return Fault(before=edit)


def lasting(status: int) -> Fault:
    """A refusal that trying again does not change: 400, 401, 403, 404."""
    names = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"}
    return Fault(status, _error(status, names[status], "No."))


BY_NAME: dict[str, Callable[[], Fault]] = {
    "quota": quota,
    "internal": internal,
    "unavailable": unavailable,
    "page": page,
    "cut": refused_connection,
    "lost": lost_reply,
    "half": half_reply,
    "slow": lambda: slow(3),
}


def _error(code: int, status: str, message: str) -> str:
    return json.dumps({"error": {"code": code, "message": message, "status": status}})
