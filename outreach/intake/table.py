"""A tab by its schema: rows of typed values, and every fault of its cells; good rows go on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from outreach.domain.address import a1
from outreach.domain.origin import Origin
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.snapshot import Cell, Grid
from outreach.intake.cells import Hand, is_blank, read_cell, says_nothing
from outreach.intake.dates import writes_day_first
from outreach.intake.folding import folded, shown
from outreach.intake.header import Header, find_header
from outreach.intake.reading import Fault
from outreach.intake.schema import Column, Schema

DAYS = frozenset({"date", "timestamp"})


@dataclass(frozen=True, slots=True)
class Record:
    """A row that can be used. values: by field, None where the cell gives none."""

    values: Mapping[str, Any]
    cells: Mapping[str, str]
    language: str
    origin: Origin
    shown: Mapping[str, str]

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 # each column has its own type
        """The value of a field, None when its column is missing."""
        return self.values.get(name)

    def problem(self, name: str, fault: Fault, *, held_back: bool) -> Problem:
        """A fault that shows only when cells are read together, at the cell of this field."""
        return Problem(
            tab=self.origin.tab,
            cell=self.cells[name],
            code=fault.code,
            value=self.shown.get(name, ""),
            suggestion=fault.suggestion,
            facts=fault.facts,
            language=self.language,
            held_back=held_back,
        )


@dataclass(frozen=True, slots=True)
class Table:
    """What a tab says. rows: how many of its rows hold anything."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    rows: int = 0


def read_table(grid: Grid | None, schema: Schema, hand: Hand) -> Table:
    """Reads a tab. One that is missing or empty is a Problem, not "no data", unless it is the system's own."""
    if grid is None or all(is_blank(cell) for row in grid.rows for cell in row):
        code = ProblemCode.TAB_MISSING if grid is None else ProblemCode.TAB_EMPTY
        title = schema.title if grid is None else grid.title
        return Table() if schema.ours else Table(problems=(_of_tab(title, code, schema, hand.language),))
    header = find_header(grid, schema, languages=hand.gazetteer.region.languages)
    reader = _Reader(grid, schema, header, hand)
    records, problems = reader.read()
    if reader.used == 0 and not schema.ours:
        problems = [*problems, _of_tab(grid.title, ProblemCode.TAB_EMPTY, schema, header.language)]
    return Table(tuple(records), (*header.problems, *problems), reader.used)


def _of_tab(title: str, code: ProblemCode, schema: Schema, language: str) -> Problem:
    return Problem(title, "A1", code, suggestion=schema.title, facts={"decides": str(schema.needed)}, language=language)


@dataclass
class _Reader:
    grid: Grid
    schema: Schema
    header: Header
    hand: Hand
    used: int = 0
    covered: Mapping[tuple[int, int], Cell] = field(init=False)
    hands: Mapping[str, Hand] = field(init=False)

    def __post_init__(self) -> None:
        self.covered = dict(self._covered())
        self.hands = {column.field: self._hand(column) for column in self._columns()}

    def read(self) -> tuple[list[Record], list[Problem]]:
        records: list[Record] = []
        problems: list[Problem] = []
        seen: dict[tuple[str, ...], int] = {}
        for number in range(self.header.row + 1, self._last_row() + 1):
            cells = self._cells(number)
            if all(is_blank(cell) for cell in self.grid.rows[number - 1]):
                problems.append(self._at(number, 1, Fault(ProblemCode.BLANK_ROW), held_back=False))
                continue
            self.used += 1
            first = seen.setdefault(self._likeness(cells), number)
            if first != number:
                fault = Fault(ProblemCode.DUPLICATE_ROW, facts={"row": str(first)})
                problems.append(self._at(number, 1, fault, held_back=True))
                continue
            record, faults = self._record(number, cells)
            problems += faults
            records += [record] if record else []
        return records, problems

    def _record(self, number: int, cells: Mapping[str, Cell]) -> tuple[Record | None, list[Problem]]:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        usable = all(column.field in cells for column in self.schema.columns if column.present)
        for column in self._columns():
            value, fault = self._value(number, column, cells[column.field])
            values[column.field] = value
            lost = column.required and value is None
            usable = usable and not lost
            if fault:
                position = self.header.columns[column.field] + 1
                problems.append(self._at(number, position, fault, held_back=lost))
        addresses = {name: a1(number, position + 1) for name, position in self.header.columns.items()}
        seen = {name: shown(cell) for name, cell in cells.items()}
        origin = Origin(self.grid.title, number)
        return (Record(values, addresses, self.header.language, origin, seen) if usable else None), problems

    def _value(self, number: int, column: Column, cell: Cell) -> tuple[Any, Fault | None]:
        place = (number, self.header.columns[column.field] + 1)
        if is_blank(cell) and place in self.covered:
            return None, Fault(ProblemCode.MERGED_CELLS, shown(self.covered[place]))
        if is_blank(cell) or (says_nothing(cell) and not column.required):
            return None, Fault(ProblemCode.MISSING_VALUE, facts={"column": column.field}) if column.required else None
        reading = read_cell(cell, column, self.hands[column.field])
        return reading.value, reading.fault

    def _columns(self) -> Iterator[Column]:
        return (column for column in self.schema.columns if column.field in self.header.columns)

    def _cells(self, number: int) -> dict[str, Cell]:
        row = self.grid.rows[number - 1]
        return {name: row[position] if position < len(row) else None for name, position in self.header.columns.items()}

    def _last_row(self) -> int:
        filled = [number for number, row in enumerate(self.grid.rows, start=1) if not all(map(is_blank, row))]
        return filled[-1] if filled else 0

    def _likeness(self, cells: Mapping[str, Cell]) -> tuple[str, ...]:
        """What makes two rows the same: all that the program reads, but for the moment a form was sent."""
        stamps = {column.field for column in self.schema.columns if column.type == "timestamp"}
        return tuple(folded(shown(cell)) for name, cell in cells.items() if name not in stamps)

    def _hand(self, column: Column) -> Hand:
        position = self.header.columns[column.field]
        cells = [row[position] for row in self.grid.rows[self.header.row :] if position < len(row)]
        typed = column.type in DAYS and any(isinstance(cell, date) for cell in cells)
        day_first = writes_day_first(cells) if column.type == "timestamp" else None
        if day_first is None and column.type == "timestamp":
            day_first = "marca temporal" in folded(shown(self.grid.rows[self.header.row - 1][position])) or None
        return replace(self.hand, language=self.header.language, typed=typed, day_first=day_first)

    def _covered(self) -> Iterator[tuple[tuple[int, int], Cell]]:
        """Every cell below or beside the top left one of merged cells, with the value that hides it."""
        for merge in self.grid.merges:
            row = self.grid.rows[merge.first_row - 1] if merge.first_row <= len(self.grid.rows) else ()
            value = row[merge.first_column - 1] if merge.first_column <= len(row) else None
            for number in range(merge.first_row, merge.last_row + 1):
                for position in range(merge.first_column, merge.last_column + 1):
                    if (number, position) != (merge.first_row, merge.first_column):
                        yield (number, position), value

    def _at(self, row: int, position: int, fault: Fault, *, held_back: bool) -> Problem:
        cells = self.grid.rows[row - 1]
        return Problem(
            tab=self.grid.title,
            cell=a1(row, position),
            code=fault.code,
            value=shown(cells[position - 1]) if position <= len(cells) else "",
            suggestion=fault.suggestion,
            facts=fault.facts,
            language=self.header.language,
            held_back=held_back,
        )
