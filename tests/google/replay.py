"""Recorded exchanges with Google, played again to the stand-in: how many of its answers are the same.

What the service makes up (ids of spreadsheets, tabs, named and protected ranges) is taken from the recording.
What stood in Drive before is put there when it first shows: a blank spreadsheet under each id that is read with
success, or listed, without having been made. Volatile and not compared: the moments `createdTime` and
`modifiedTime`, and addresses of accounts.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.google.books import Drive, Spreadsheet, fill, owner
from tests.google.routes import answer

VOLATILE = {"createdTime", "modifiedTime"}
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
IDS = {"sheetId": "sheet", "namedRangeId": "named", "protectedRangeId": "protected"}
FILE = re.compile(r"/(?:v4/spreadsheets|drive/v3/files|upload/drive/v2/files)/([^/:?]+)")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what Google answered to it."""

    recording: str
    number: int
    verb: str
    uri: str
    sent: bytes
    status: int
    told: str
    date: datetime

    @property
    def json(self) -> Any:
        """The answer, None when it is no JSON."""
        try:
            return json.loads(self.told)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Comparison:
    """An exchange beside the stand-in's answer."""

    exchange: Exchange
    status: int
    told: str

    @property
    def same(self) -> bool:
        """Status and body are the same, volatile parts aside."""
        return self.status == self.exchange.status and _steady(self.told) == _steady(self.exchange.told)


def replay(folder: Path) -> Iterator[Comparison]:
    """Every recording of a folder, each from empty."""
    for file in sorted(folder.glob("*.json")):
        yield from replay_recording(list(read_recording(file)))


def read_recording(file: Path) -> Iterator[Exchange]:
    """The exchanges of one file in vcrpy's format."""
    for number, one in enumerate(json.loads(file.read_text(encoding="utf-8"))["interactions"]):
        asked, told = one["request"], one["response"]
        sent = asked["body"] or ""
        date = next(iter(_header(told["headers"], "date")), "")
        yield Exchange(
            recording=file.stem,
            number=number,
            verb=asked["method"].upper(),
            uri=asked["uri"],
            sent=sent.encode() if isinstance(sent, str) else json.dumps(sent).encode(),
            status=told["status"]["code"],
            told=told["body"].get("string") or "",
            date=parsedate_to_datetime(date) if date else datetime(2023, 1, 1, tzinfo=UTC),
        )


def replay_recording(exchanges: list[Exchange]) -> Iterator[Comparison]:
    """One recording, on a Drive that is set up as it must have been."""
    drive = Drive()
    known = {one.json.get("id") or one.json.get("spreadsheetId") for one in exchanges if _makes(one)}
    for one in exchanges:
        for book in _standing(one, known):
            drive.files[book.id] = book
            known.add(book.id)
        drive.now = max(one.date, drive.now)
        drive.ids.given = _ids(one)
        parts = urlsplit(one.uri)
        found = answer(drive, one.verb, f"{parts.path}?{parts.query}", one.sent)
        yield Comparison(one, found.status, found.content.decode(errors="replace"))


def _header(headers: Mapping[str, list[str]], name: str) -> list[str]:
    return next((values for key, values in headers.items() if key.lower() == name), [])


def _ids(one: Exchange) -> dict[str, list[Any]]:
    """The ids that Google made up in this answer, in order."""
    if one.verb != "POST" or not isinstance(one.json, dict):
        return {}
    path = urlsplit(one.uri).path
    if path.endswith(("/files", "/copy")):
        return {"spreadsheet": [one.json.get("id")]}
    if path.endswith("/v4/spreadsheets"):
        sheets = [sheet["properties"]["sheetId"] for sheet in one.json.get("sheets", ())]
        return {"spreadsheet": [one.json.get("spreadsheetId")], "sheet": sheets}
    if path.endswith("/permissions"):
        return {"permission": [one.json.get("id")]}
    found: dict[str, list[Any]] = {}
    for name, value in _made(one.json if path.endswith(":copyTo") else one.json.get("replies", ())):
        found.setdefault(IDS[name], []).append(value)
    return found


def _made(told: Any) -> Iterator[tuple[str, Any]]:
    """The ids of tabs and ranges in replies; a range's `sheetId` is no new one."""
    if isinstance(told, list):
        for one in told:
            yield from _made(one)
    elif isinstance(told, dict):
        for name, value in told.items():
            if name in IDS:
                yield name, value
            elif name not in {"range", "dimensionGroups"}:
                yield from _made(value)


def _standing(one: Exchange, known: set[str]) -> Iterator[Spreadsheet]:
    """The files that this exchange shows and that nobody made: they were there before."""
    told = one.json if isinstance(one.json, dict) else {}
    for file in told.get("files", ()):
        if file["id"] not in known:
            yield _blank(file["id"], file)
    found = FILE.search(urlsplit(one.uri).path)
    if found and found[1] not in known and one.status in {200, 403}:
        yield _blank(found[1], told, shared=one.status != 403)  # forbidden: a file of others


def _makes(one: Exchange) -> bool:
    path = urlsplit(one.uri).path
    made = path.endswith(("/drive/v3/files", "/copy", "/v4/spreadsheets"))
    return one.verb == "POST" and made and isinstance(one.json, dict)


def _blank(file_id: str, told: Mapping[str, Any], *, shared: bool = True) -> Spreadsheet:
    title = told.get("name") or told.get("properties", {}).get("title", "")
    changed = _moment(told.get("modifiedTime"))
    book = Spreadsheet(file_id, title, created=_moment(told.get("createdTime")), modified=changed, shared=shared)
    book.permissions["owner"] = owner("account@stand-in.example")
    fill(book, {"Sheet1": ()}, Drive().ids)
    return book


def _moment(text: str | None) -> datetime:
    return datetime.fromisoformat(text) if text else datetime(2016, 1, 1, tzinfo=UTC)


def _steady(text: str) -> Any:
    """A body with its volatile parts blanked."""
    try:
        return _blanked(json.loads(text))
    except ValueError:
        return text


def _blanked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: "" if name in VOLATILE else _blanked(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_blanked(one) for one in value]
    return ADDRESS.sub("account", value) if isinstance(value, str) else value
