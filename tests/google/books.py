"""Spreadsheets and the Drive they lie in, as the service keeps them."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.google.area import Area
from tests.google.cell import kept
from tests.google.refusal import file_not_found, forbidden, invalid, not_found
from tests.google.sheet import Sheet

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
BEGINNING = datetime(2016, 7, 1, 12, tzinfo=UTC)


@dataclass
class Spreadsheet:
    """One file. properties: SpreadsheetProperties that somebody changed. shared: False for a file of others."""

    id: str
    title: str
    tabs: list[Sheet] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)
    named: dict[str, tuple[str, Area]] = field(default_factory=dict)
    created: datetime = BEGINNING
    modified: datetime = BEGINNING
    version: int = 1
    shared: bool = True
    mime: str = SPREADSHEET
    parents: list[str] = field(default_factory=list)
    permissions: dict[str, dict[str, Any]] = field(default_factory=dict)
    comments: list[dict[str, Any]] = field(default_factory=list)

    def by_title(self, title: str) -> Sheet | None:
        """Google finds tabs whatever the case of their letters."""
        return next((sheet for sheet in self.tabs if sheet.title.casefold() == title.casefold()), None)

    def by_id(self, number: int) -> Sheet:
        """The tab that a request names."""
        for sheet in self.tabs:
            if sheet.id == number:
                return sheet
        raise invalid(f"No grid with id: {number}")

    def snapshot(self) -> Callable[[], None]:
        """Remembers everything; what it gives back puts it back."""
        sheets, named = [sheet.copy() for sheet in self.tabs], dict(self.named)
        title, properties = self.title, dict(self.properties)

        def restore() -> None:
            self.tabs, self.named, self.title, self.properties = sheets, named, title, properties

        return restore


@dataclass
class Ids:
    """Where the service's ids come from. given: what the next ones must be, by kind, when a recording is replayed."""

    given: dict[str, list[Any]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1001))

    def next(self, kind: str) -> Any:
        """The next id of a kind: spreadsheet, sheet, named, protected, permission."""
        if self.given.get(kind):
            return self.given[kind].pop(0)
        number = next(self.numbers)
        return number if kind in {"sheet", "protected"} else f"{kind}-{number}"


@dataclass
class Drive:
    """The files of one account. now: its clock; it stands still but for what people do."""

    account: str = "outreach@stand-in.example"
    files: dict[str, Spreadsheet] = field(default_factory=dict)
    ids: Ids = field(default_factory=Ids)
    now: datetime = BEGINNING

    def spreadsheet(self, file_id: str) -> Spreadsheet:
        """As the Sheets interface finds it."""
        found = self.files.get(file_id)
        if found is None:
            raise not_found()
        if not found.shared:
            raise forbidden()
        return found

    def file(self, file_id: str) -> Spreadsheet:
        """As the Drive interface finds it."""
        found = self.files.get(file_id)
        if found is None or not found.shared:
            raise file_not_found(file_id)
        return found

    def create(self, title: str, tabs: Mapping[str, Sequence[Sequence[Any]]] | None = None) -> Spreadsheet:
        """A spreadsheet with these tabs, cells as they are; one blank tab without."""
        file_id = self.ids.next("spreadsheet")
        self.files[file_id] = book = Spreadsheet(file_id, title, created=self.now, modified=self.now)
        book.permissions["owner"] = owner(self.account)
        fill(book, tabs or {"Sheet1": ()}, self.ids)
        return book

    def touched(self, book: Spreadsheet) -> None:
        """Something changed: a second goes by."""
        self.now += timedelta(seconds=1)
        book.modified = self.now
        book.version += 1


def owner(account: str) -> dict[str, Any]:
    """The permission that every file has."""
    return {
        "kind": "drive#permission",
        "id": "owner",
        "type": "user",
        "emailAddress": account,
        "role": "owner",
        "displayName": account,
        "deleted": False,
        "pendingOwner": False,
    }


def fill(book: Spreadsheet, tabs: Mapping[str, Sequence[Sequence[Any]]], ids: Ids) -> None:
    """The spreadsheet anew with these tabs only; the grid grows with the rows."""
    book.tabs.clear()
    for title, rows in tabs.items():
        sheet = Sheet(ids.next("sheet") if book.tabs else 0, title)
        sheet.rows = max(sheet.rows, len(rows))
        sheet.columns = max(sheet.columns, *map(len, rows), 0)
        book.tabs.append(sheet)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                sheet.put(row, column, kept(value))
