"""A person at the spreadsheet in a browser: inserts, deletes, sorts, moves, types, renames, copies, at random."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.google.area import COLUMNS, ROWS
from tests.google.batch_update import batch_update
from tests.google.books import Drive, Spreadsheet
from tests.google.sheet import Sheet

Words = Mapping[str, Sequence[Any]]


@dataclass
class Member:
    """Edits the tab `title`, whose header is its first row.

    headers: by column, the names that it may bear; one that is none of them stands for a column that nobody
    knows any more. values: by column, what may be typed below.
    """

    book: Spreadsheet
    drive: Drive
    title: str
    headers: Words
    values: Words
    chance: Random

    @property
    def tab(self) -> Sheet:
        """Where they edit."""
        found = self.book.by_title(self.title)
        if found is None:
            raise KeyError(self.title)
        return found

    def edit(self) -> None:
        """One edit of any kind."""
        self.chance.choice(EDITS)(self)
        self.drive.touched(self.book)

    def insert_rows(self) -> None:
        """One or two blank rows, anywhere below the header."""
        start = self.chance.randint(1, self._rows())
        self._ask("insertDimension", range=self._span(ROWS, start, start + self.chance.randint(1, 2)))

    def delete_row(self) -> None:
        """One row, while there are some left."""
        if self._rows() > 5:
            row = self._row()
            self._ask("deleteDimension", range=self._span(ROWS, row, row + 1))

    def sort(self) -> None:
        """All rows by a column, up or down."""
        order = self.chance.choice(["ASCENDING", "DESCENDING"])
        specs = [{"dimensionIndex": self._column(), "sortOrder": order}]
        self._ask("sortRange", range=self._rectangle(1, self._rows(), 0, self._columns()), sortSpecs=specs)

    def move_rows(self) -> None:
        """One to three rows, up or down."""
        start = self._row()
        end = min(start + self.chance.randint(1, 3), self._rows())
        to = self.chance.choice([*range(1, start + 1), *range(end, self._rows() + 1)])
        self._ask("moveDimension", source=self._span(ROWS, start, end), destinationIndex=to)

    def move_column(self) -> None:
        """A column elsewhere."""
        start, to = self._column(), self.chance.randint(0, self._columns())
        if to not in (start, start + 1):
            self._ask("moveDimension", source=self._span(COLUMNS, start, start + 1), destinationIndex=to)

    def insert_column(self) -> None:
        """A column of their own, without a header."""
        start = self._column()
        self._ask("insertDimension", range=self._span(COLUMNS, start, start + 1))

    def type(self) -> None:
        """Another value in a cell."""
        column = self._column()
        self.tab.put(self._row(), column, self._value(column))

    def clear_cell(self) -> None:
        """A blank in place of a value."""
        self.tab.put(self._row(), self._column(), None)

    def rename_header(self) -> None:
        """Another name for a column, usually one that is known."""
        column = self._column()
        field = self.field(column)
        if field:
            self.tab.put(
                0, column, self.chance.choice([*self.headers[field], *self.headers[field], f"{field}, renamed"])
            )

    def add_row(self) -> None:
        """A new answer below the last."""
        self._fill(self._rows())

    def duplicate_rows(self) -> None:
        """One or two rows copied below the last."""
        start = self._row()
        end = min(start + self.chance.randint(1, 2), self._rows())
        self._copy(self._rectangle(start, end, 0, self._columns()), self._rows(), 0)

    def paste(self) -> None:
        """A piece of one row over the same columns of another one."""
        left, row = self._column(), self._row()
        right = min(left + self.chance.randint(1, 3), self._columns())
        self._copy(self._rectangle(row, row + 1, left, right), self._row(), left)

    def field(self, column: int) -> str:
        """Which of the known columns stands there; "" for none of them."""
        told = self.tab.cell(0, column).entered
        known = (field for field, names in self.headers.items() if told in (*names, f"{field}, renamed"))
        return next(known, "")

    def _fill(self, row: int) -> None:
        if row >= self.tab.rows:
            self.tab.resize(ROWS, row + 20)
        for column in range(self._columns()):
            self.tab.put(row, column, self._value(column))

    def _value(self, column: int) -> Any:
        field = self.field(column)
        return self.chance.choice(self.values[field]) if field else "remark"

    def _copy(self, source: Mapping[str, Any], row: int, column: int) -> None:
        height = source["endRowIndex"] - source["startRowIndex"]
        if row + height > self.tab.rows:
            self.tab.resize(ROWS, row + height + 20)
        target = self._rectangle(row, row + height, column, column + 1)
        self._ask("copyPaste", source=source, destination=target)

    def _rows(self) -> int:
        return max(self.tab.used()[0], 2)

    def _columns(self) -> int:
        return max(self.tab.used()[1], 1)

    def _row(self) -> int:
        return self.chance.randrange(1, self._rows())

    def _column(self) -> int:
        return self.chance.randrange(self._columns())

    def _span(self, dimension: str, start: int, end: int) -> dict[str, Any]:
        return {"sheetId": self.tab.id, "dimension": dimension, "startIndex": start, "endIndex": end}

    def _rectangle(self, top: int, bottom: int, left: int, right: int) -> dict[str, Any]:
        rows = {"startRowIndex": top, "endRowIndex": bottom}
        return {"sheetId": self.tab.id, "startColumnIndex": left, "endColumnIndex": right} | rows

    def _ask(self, kind: str, **body: Any) -> None:
        batch_update(self.book, [{kind: body}], self.drive)


EDITS: tuple[Callable[[Member], None], ...] = (
    Member.insert_rows,
    Member.delete_row,
    Member.sort,
    Member.move_rows,
    Member.move_column,
    Member.insert_column,
    Member.type,
    Member.type,
    Member.clear_cell,
    Member.rename_header,
    Member.add_row,
    Member.duplicate_rows,
    Member.paste,
)
