"""A tab by its schema: rows of typed values, and every fault of its cells; good rows go on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from outreach.domain.address import a1
from outreach.domain.origin import Origin
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.same_again import same_again
from outreach.domain.snapshot import Cell, Grid
from outreach.intake.cells import Hand, cell_reader, is_blank, says_nothing
from outreach.intake.choices import Reader
from outreach.intake.dates import writes_day_first
from outreach.intake.folding import parts, shown
from outreach.intake.header import Header, find_header
from outreach.intake.reading import Fault
from outreach.intake.schema import Column, Schema

DAYS = frozenset({"date", "timestamp"})
DAY_FIRST = {"marca temporal": True, "marca de tiempo": True, "carimbo de data hora": True, "horodateur": True}
MONTH_FIRST = {"timestamp": False}


@dataclass(frozen=True, slots=True)
class Record:
    """A row. values: by field, None where the cell gives none; faulty: fields that are already told of.

    cells: addresses by field; shown: what stands there; usable: nothing that the row needs is missing.
    """

    values: Mapping[str, Any]
    cells: Mapping[str, str]
    language: str
    origin: Origin
    shown: Mapping[str, str]
    faulty: frozenset[str] = frozenset()
    usable: bool = True

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
            field=name,
        )


@dataclass(frozen=True, slots=True)
class Table:
    """What a tab says. rows: how many of its rows hold anything; held: those of them that must wait."""

    records: tuple[Record, ...] = ()
    held: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    rows: int = 0


@same_again(most=64)
def read_table(grid: Grid | None, schema: Schema, hand: Hand) -> Table:
    """Reads a tab. One that is missing or empty is a Problem, not "no data", unless it may be."""
    if grid is None or all(is_blank(cell) for row in grid.rows for cell in row):
        code = ProblemCode.TAB_MISSING if grid is None else ProblemCode.TAB_EMPTY
        title = schema.title if grid is None else grid.title
        may_be = schema.ours or schema.optional
        return Table() if may_be else Table(problems=(_of_tab(title, code, schema, hand.language),))
    header = find_header(grid, schema, languages=hand.gazetteer.region.languages)
    reader = _Reader(grid, schema, header, hand)
    reader.read()
    records = tuple(record for record in reader.records if record.usable)
    held = tuple(record for record in reader.records if not record.usable)
    return Table(records, held, (*header.problems, *reader.problems), reader.used)


def _of_tab(title: str, code: ProblemCode, schema: Schema, language: str) -> Problem:
    return Problem(title, "A1", code, suggestion=schema.title, facts={"decides": str(schema.needed)}, language=language)


@dataclass
class _Reader:
    grid: Grid
    schema: Schema
    header: Header
    hand: Hand
    used: int = 0
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: tuple[Column, ...] = field(init=False)
    readers: Mapping[str, Reader] = field(init=False)
    covered: Mapping[tuple[int, int], Cell] = field(init=False)
    complete: bool = field(init=False)

    def __post_init__(self) -> None:
        self.columns = tuple(column for column in self.schema.columns if column.field in self.header.columns)
        self.readers = {column.field: cell_reader(column, self._hand(column)) for column in self.columns}
        self.covered = dict(self._covered())
        self.complete = all(column.field in self.header.columns for column in self.schema.columns if column.present)

    def read(self) -> None:
        """Every row from the first that says anything to the last; blank ones between are told of."""
        seen: dict[tuple[str, ...], int] = {}
        for number in self._rows():
            cells = self._cells(number)
            if all(map(is_blank, cells.values())):
                if all(map(is_blank, self.grid.rows[number - 1])):
                    self._tell(number, 1, Fault(ProblemCode.BLANK_ROW), held_back=False)
                continue
            self.used += 1
            first = seen.setdefault(self._likeness(cells), number) if self.complete else number
            if first == number:
                self._record(number, cells)
            else:
                self._tell(number, 1, Fault(ProblemCode.DUPLICATE_ROW, facts={"row": str(first)}), held_back=True)

    def _record(self, number: int, cells: Mapping[str, Cell]) -> None:
        values: dict[str, Any] = {}
        faulty: set[str] = set()
        usable = self.complete
        for column in self.columns:
            value, fault = self._value(number, column, cells[column.field])
            values[column.field] = value
            lost = column.required and value is None
            usable = usable and not lost
            if fault:
                faulty.add(column.field)
                self._tell(number, self.header.columns[column.field] + 1, fault, held_back=lost)
        addresses = {name: a1(number, position + 1) for name, position in self.header.columns.items()}
        seen = {name: shown(cell) for name, cell in cells.items()}
        origin = Origin(self.grid.title, number)
        record = Record(values, addresses, self.header.language, origin, seen, frozenset(faulty), usable)
        self.records.append(record)

    def _value(self, number: int, column: Column, cell: Cell) -> tuple[Any, Fault | None]:
        place = (number, self.header.columns[column.field] + 1)
        if is_blank(cell) and place in self.covered:
            return None, Fault(ProblemCode.MERGED_CELLS, shown(self.covered[place]))
        if is_blank(cell) or says_nothing(cell, column):
            return None, Fault(ProblemCode.MISSING_VALUE, facts={"column": column.field}) if column.required else None
        reading = self.readers[column.field](cell)
        return reading.value, reading.fault

    def _cells(self, number: int) -> dict[str, Cell]:
        row = self.grid.rows[number - 1]
        return {name: row[position] if position < len(row) else None for name, position in self.header.columns.items()}

    def _rows(self) -> range:
        """From the first to the last row in which a column of the schema holds anything."""
        after = range(self.header.row + 1, len(self.grid.rows) + 1)
        filled = [number for number in after if not all(map(is_blank, self._cells(number).values()))]
        return range(filled[0], filled[-1] + 1) if filled else range(0)

    def _likeness(self, cells: Mapping[str, Cell]) -> tuple[str, ...]:
        """What makes two rows the same: all that the program reads, but for the moment a form was sent."""
        stamps = {column.field for column in self.columns if column.type == "timestamp"}
        return tuple(" ".join(shown(cell).split()) for name, cell in cells.items() if name not in stamps)

    def _hand(self, column: Column) -> Hand:
        if column.type not in DAYS:
            return replace(self.hand, language=self.header.language)
        position = self.header.columns[column.field]
        cells = [row[position] for row in self.grid.rows[self.header.row :] if position < len(row)]
        typed = any(isinstance(cell, date) for cell in cells)
        day_first = writes_day_first(cells)
        if day_first is None:
            names = [row[position] for row in self.grid.rows[: self.header.row] if position < len(row)]
            day_first = _usual_order(parts(" / ".join(map(shown, names))))
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

    def _tell(self, row: int, position: int, fault: Fault, *, held_back: bool) -> None:
        cells = self.grid.rows[row - 1]
        fields = [name for name, column in self.header.columns.items() if column == position - 1]
        told = Problem(
            tab=self.grid.title,
            cell=a1(row, position),
            code=fault.code,
            value=shown(cells[position - 1]) if position <= len(cells) else "",
            suggestion=fault.suggestion,
            facts=fault.facts,
            language=self.header.language,
            held_back=held_back,
            field=fields[0] if fields else "",
        )
        self.problems.append(told)


def _usual_order(names: Iterable[str]) -> bool | None:
    """Whether a form in the language of this header puts the day first: all do but the one in English."""
    known = [{**DAY_FIRST, **MONTH_FIRST}[name] for name in names if name in {**DAY_FIRST, **MONTH_FIRST}]
    return any(known) if known else None
