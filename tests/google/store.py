"""Spreadsheets as the stand-in keeps them: tabs of cells on a grid of a size."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from outreach.domain.address import column_number

EPOCH = date(1899, 12, 30)
RANGE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))?!?(?:([A-Z]*)(\d*)(?::([A-Z]*)(\d*))?)?$")


class Refusal(Exception):  # noqa: N818 # it becomes Google's answer, not an error of the program
    """What Google answers instead: an HTTP status, its name and a sentence."""

    def __init__(self, code: int, status: str, message: str) -> None:
        super().__init__(message)
        self.code, self.status, self.message = code, status, message


def invalid(message: str) -> Refusal:
    return Refusal(400, "INVALID_ARGUMENT", message)


@dataclass
class Cell:
    """value: as the sheet keeps it, a number for a date; formula: what was typed, if it was one."""

    value: Any = None
    formula: str | None = None


@dataclass
class Area:
    """A range within a tab: rows and columns from 0, the last ones not included."""

    tab: "Tab"
    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Tab:
    """One sheet of a spreadsheet."""

    id: int
    title: str
    rows: int = 1000
    columns: int = 26
    frozen: int = 0
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[dict[str, int]] = field(default_factory=list)

    def put(self, row: int, column: int, value: Any, *, typed: bool = False) -> None:
        """A value as it is, or as if a person had typed it."""
        self.cells[row, column] = as_typed(value) if typed else Cell(value)
        if value == "":
            del self.cells[row, column]

    def width_and_height(self) -> tuple[int, int]:
        """How far its values reach."""
        rows = [row for row, _ in self.cells]
        columns = [column for _, column in self.cells]
        return max(columns, default=-1) + 1, max(rows, default=-1) + 1


@dataclass
class Spreadsheet:
    """One file."""

    id: str
    title: str
    tabs: list[Tab] = field(default_factory=list)
    changes: int = 1
    ids: Any = field(default_factory=lambda: itertools.count(1001))

    def add(self, title: str, rows: int = 1000, columns: int = 26) -> Tab:
        """A new tab at the end. Google refuses a title that is taken."""
        if any(tab.title == title for tab in self.tabs):
            raise invalid(f'Invalid requests[0].addSheet: A sheet with the name "{title}" already exists.')
        tab = Tab(next(self.ids) if self.tabs else 0, title, rows, columns)
        self.tabs.append(tab)
        return tab

    def by_title(self, title: str) -> Tab | None:
        """Google finds tabs whatever the case of their letters."""
        return next((tab for tab in self.tabs if tab.title.casefold() == title.casefold()), None)

    def by_id(self, number: int) -> Tab:
        """The tab that a request of batchUpdate names."""
        for tab in self.tabs:
            if tab.id == number:
                return tab
        raise invalid(f"Invalid requests[0]: No grid with id: {number}")

    def area(self, text: str) -> Area:
        """A range in A1 notation: a tab, a part of it, or a part of the first tab."""
        whole = self.by_title(text.strip("'").replace("''", "'"))
        if whole:
            return Area(whole, 0, 0, whole.rows, whole.columns)
        found = RANGE.match(text)
        tab = self._named(found) if found else None
        if found is None or tab is None:
            raise invalid(f"Unable to parse range: {text}")
        left, top, right, bottom = found.group(3, 4, 5, 6)
        only = right is None and bottom is None
        return Area(
            tab,
            int(top) - 1 if top else 0,
            column_number(left) - 1 if left else 0,
            int(top if only else bottom) if (top if only else bottom) else tab.rows,
            column_number(left if only else right) if (left if only else right) else tab.columns,
        )

    def _named(self, found: re.Match[str]) -> Tab | None:
        title = (found[1] or "").replace("''", "'") or found[2]
        return self.by_title(title) if title else self.tabs[0]


def as_typed(value: Any) -> Cell:
    """What Google makes of typing: formulas, numbers, booleans and ISO dates; all else stays text."""
    if isinstance(value, str) and value.startswith("="):
        return Cell(value, formula=value)
    readings = [read(value) for shape, read in TYPED if isinstance(value, str) and shape.fullmatch(value)]
    return Cell(readings[0] if readings else value)


TYPED: list[tuple[re.Pattern[str], Callable[[str], Any]]] = [
    (re.compile("TRUE|FALSE", re.IGNORECASE), lambda text: text.upper() == "TRUE"),
    (re.compile(r"-?\d+"), int),
    (re.compile(r"-?\d*\.\d+"), float),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), lambda text: (date.fromisoformat(text) - EPOCH).days),
    (re.compile("'.*"), lambda text: text[1:]),
]


def serial(value: date | datetime) -> float:
    """A day or moment as a sheet keeps it."""
    if isinstance(value, datetime):
        return (value.date() - EPOCH).days + (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    return (value - EPOCH).days
