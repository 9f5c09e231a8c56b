"""Which address of Google's is which method of the discovery documents, and who answers it here."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.google import drive, spreadsheets
from tests.google.books import Drive
from tests.google.call import Call, Json
from tests.google.discovery import DRIVE, SHEETS, judge_answer, judge_query, judge_request, mask_for, without_nulls
from tests.google.fields import mask_of, only
from tests.google.refusal import Refusal, malformed, not_found

JSON = "application/json; charset=UTF-8"
BOOK, FILE = "/v4/spreadsheets/([^/:]+)", "/drive/v3/files/([^/]+)"
VALUES = f"{BOOK}/values/([^/:]+)"


@dataclass(frozen=True, slots=True)
class Route:
    """usual: the field mask that goes without saying; None where Google tells all."""

    verb: str
    path: str
    document: str
    method: str
    handler: Callable[[Call], Any]
    usual: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over the wire. more: further headers."""

    status: int
    content: bytes = b""
    kind: str = JSON
    more: Mapping[str, str] = field(default_factory=dict)


ROUTES = [
    Route("POST", "/v4/spreadsheets", SHEETS, "spreadsheets.create", spreadsheets.create),
    Route("GET", BOOK, SHEETS, "spreadsheets.get", spreadsheets.get),
    Route("POST", f"{BOOK}:batchUpdate", SHEETS, "spreadsheets.batchUpdate", spreadsheets.update),
    Route("POST", f"{BOOK}/sheets/([0-9]+):copyTo", SHEETS, "spreadsheets.sheets.copyTo", spreadsheets.copy_sheet),
    Route("GET", VALUES, SHEETS, "spreadsheets.values.get", spreadsheets.values_get),
    Route("PUT", VALUES, SHEETS, "spreadsheets.values.update", spreadsheets.values_update),
    Route("POST", f"{VALUES}:append", SHEETS, "spreadsheets.values.append", spreadsheets.values_append),
    Route("POST", f"{VALUES}:clear", SHEETS, "spreadsheets.values.clear", spreadsheets.values_clear),
    Route("GET", f"{BOOK}/values:batchGet", SHEETS, "spreadsheets.values.batchGet", spreadsheets.values_batch_get),
    Route(
        "POST",
        f"{BOOK}/values:batchUpdate",
        SHEETS,
        "spreadsheets.values.batchUpdate",
        spreadsheets.values_batch_update,
    ),
    Route(
        "POST", f"{BOOK}/values:batchClear", SHEETS, "spreadsheets.values.batchClear", spreadsheets.values_batch_clear
    ),
    Route("GET", "/drive/v3/files", DRIVE, "files.list", drive.files_list, drive.USUAL_LIST),
    Route("POST", "/drive/v3/files", DRIVE, "files.create", drive.files_create, drive.USUAL_FILE),
    Route("GET", FILE, DRIVE, "files.get", drive.files_get, drive.USUAL_FILE),
    Route("PATCH", FILE, DRIVE, "files.update", drive.files_update, drive.USUAL_FILE),
    Route("DELETE", FILE, DRIVE, "files.delete", drive.files_delete),
    Route("POST", f"{FILE}/copy", DRIVE, "files.copy", drive.files_copy, drive.USUAL_FILE),
    Route("GET", f"{FILE}/export", DRIVE, "files.export", drive.files_export),
    Route("GET", f"{FILE}/permissions", DRIVE, "permissions.list", drive.permissions_list),
    Route("POST", f"{FILE}/permissions", DRIVE, "permissions.create", drive.permissions_create, drive.USUAL_PERMISSION),
    Route("DELETE", f"{FILE}/permissions/([^/]+)", DRIVE, "permissions.delete", drive.permissions_delete),
    Route("GET", f"{FILE}/comments", DRIVE, "comments.list", drive.comments_list),
    Route("POST", f"{FILE}/comments", DRIVE, "comments.create", drive.comments_create),
    Route("PUT", "/upload/drive/v2/files/([^/]+)", "", "", drive.files_upload),
]


def answer(account: Drive, verb: str, uri: str, raw: bytes) -> Answer:
    """The whole answer to a request, refusals included."""
    parts = urlsplit(uri)
    query = parse_qs(parts.query, keep_blank_values=True)
    try:
        return _answered(account, routed(verb, parts.path), query, raw)
    except Refusal as told:
        return Answer(told.code, _written({"error": told.error}, query))


def routed(verb: str, path: str) -> tuple[Route, list[str]]:
    """The method at an address, and the variable parts of the address, decoded."""
    for route in ROUTES:
        found = re.fullmatch(route.path, path)
        if found and route.verb == verb:
            return route, [unquote(part) for part in found.groups()]
    raise not_found()


def _answered(account: Drive, found: tuple[Route, list[str]], query: Mapping[str, list[str]], raw: bytes) -> Answer:
    route, path = found
    body: Json = {}
    if route.document:
        judge_query(route.document, route.method, query)
        body = without_nulls(_parsed(raw))
        judge_request(route.document, route.method, body)
    result = route.handler(Call(account, path, query, body, raw))
    if result is None:
        return Answer(204)
    if isinstance(result, tuple):
        return Answer(200, result[1], result[0])
    if route.document:
        judge_answer(route.document, route.method, result)
    return Answer(200, _written(only(result, _mask(route, query)), query))


def _mask(route: Route, query: Mapping[str, list[str]]) -> dict[str, Any]:
    told = query.get("fields", [""])[-1]
    if not told:
        return mask_of(route.usual or "")
    return mask_for(route.document, route.method, told) if route.document else mask_of(told)


def _parsed(raw: bytes) -> Json:
    try:
        found = json.loads(raw or b"{}")
    except ValueError:
        raise malformed("Invalid JSON payload received. Unexpected token.") from None
    if not isinstance(found, dict):
        raise malformed('Invalid JSON payload received. Unknown name "": Root element must be a message.')
    return found


def _written(told: Any, query: Mapping[str, list[str]]) -> bytes:
    """Pretty unless told otherwise, as Google does."""
    if query.get("prettyPrint", [""])[-1] == "false":
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
