"""Where a tab's header stands and which of its cells is which column, by the names that members use."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from outreach.domain.address import a1
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.same_again import same_again
from outreach.domain.snapshot import Cell, Grid
from outreach.intake.folding import parts, shown
from outreach.intake.schema import Column, Schema, ranked

ROWS_LOOKED_AT = 12
NEAR_MISS = 84  # per cent of letters alike: "Correo de contcato" is, "Asked by" for "Asked on" is not

Names = Mapping[str, Mapping[str, tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Header:
    """row: the last one of the header, from 1; columns: field to position, from 0; language: most names are of it."""

    row: int
    columns: Mapping[str, int]
    language: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """A cell that is a column's name. rank: the place of that name among the column's, 0 is the plainest."""

    position: int
    field: str
    languages: frozenset[str]
    rank: int
    text: str


def find_header(grid: Grid, schema: Schema, *, languages: tuple[str, ...]) -> Header:
    """The header of a tab. A tab that names no column at all still gives one: row 1, with every column missing.

    languages: of the region, in its order.
    """
    names = {column.field: ranked(column.names) for column in schema.columns}
    rows = [_matches(row, names) for row in grid.rows[:ROWS_LOOKED_AT]]
    first = max(range(len(rows)), key=lambda number: (len({match.field for match in rows[number]}), -number))
    chosen = _chosen(rows[first])
    last = first
    while last + 1 < len(rows) and _says_the_same(rows[last + 1], chosen):
        last += 1
    language = schema.editor_language or _language([one for row in rows[first : last + 1] for one in row], languages)
    writer = _Writer(grid, first + 1, language)
    problems = (*writer.doubled(rows[first], chosen, schema), *writer.missing(rows[first], schema))
    return Header(last + 1, {field: match.position for field, match in chosen.items()}, language, problems)


@same_again(most=128)
def columns_named(grid: Grid, schema: Schema) -> int:
    """How many of the schema's columns the grid's best row names: of two tabs of one title the likelier has more."""
    names = {column.field: ranked(column.names) for column in schema.columns}
    rows = [_matches(row, names) for row in grid.rows[:ROWS_LOOKED_AT]]
    return max((len({match.field for match in row}) for row in rows), default=0)


def _matches(row: tuple[Cell, ...], names: Names) -> list[_Match]:
    return [match for position, cell in enumerate(row) if (match := _match(position, cell, names))]


def _match(position: int, cell: Cell, names: Names) -> _Match | None:
    """The column whose name the whole cell is, else a part of it."""
    pieces = parts(cell) if isinstance(cell, str) else ()
    for piece in pieces:
        for field, known in names.items():
            if piece in known:
                found = [known[one] for one in pieces if one in known]
                languages = frozenset(language for language, _ in found)
                return _Match(position, field, languages, min(rank for _, rank in found), pieces[0])
    return None


def _chosen(matches: list[_Match]) -> dict[str, _Match]:
    """The cell of each column: the one with the plainest name, the first of equals."""
    chosen: dict[str, _Match] = {}
    for match in sorted(matches, key=lambda match: (match.rank, match.position)):
        chosen.setdefault(match.field, match)
    for match in matches:
        if _doubles(chosen[match.field], match) and match.position < chosen[match.field].position:
            chosen[match.field] = match
    return chosen


def _doubles(one: _Match, other: _Match) -> bool:
    """The same name twice, or in two languages; "Ciudad" and "Sede" are two things of which one is read."""
    return one.position != other.position and (one.text == other.text or not one.languages & other.languages)


def _says_the_same(matches: list[_Match], chosen: Mapping[str, _Match]) -> bool:
    """Whether a row only repeats the header in another language."""
    repeated = [match for match in matches if match.field in chosen]
    return len(repeated) > 1 and all(match.position == chosen[match.field].position for match in repeated)


def _language(matches: list[_Match], spoken: tuple[str, ...]) -> str:
    """The region's language that most names are of; a bilingual one counts for both, a draw goes to the first."""
    counts = Counter(language for match in matches for language in match.languages)
    return max(spoken, key=lambda language: counts[language])


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the problems of one header."""

    grid: Grid
    row: int
    language: str

    def doubled(self, matches: list[_Match], chosen: Mapping[str, _Match], schema: Schema) -> Iterator[Problem]:
        """A column that is there twice."""
        for match in matches:
            if _doubles(chosen[match.field], match):
                column = next(column for column in schema.columns if column.field == match.field)
                yield self._problem(ProblemCode.COLUMN_DUPLICATED, match.position, column, held_back=False)

    def missing(self, matches: list[_Match], schema: Schema) -> Iterator[Problem]:
        """Each column that is not there: under another name where a header comes near, else only if it must be."""
        missing = [column for column in schema.columns if column.field not in {match.field for match in matches}]
        taken = {match.position for match in matches}
        cells = enumerate(self.grid.rows[self.row - 1])
        free = {
            part: place for place, cell in cells if place not in taken and isinstance(cell, str) for part in parts(cell)
        }
        renamed = _renamed(missing, free)
        for column in missing:
            if column.field in renamed:
                yield self._problem(ProblemCode.COLUMN_RENAMED, renamed[column.field], column, held_back=column.present)
            elif column.present or column.expected:
                yield self._problem(ProblemCode.COLUMN_MISSING, None, column, held_back=column.present)

    def _problem(self, code: ProblemCode, position: int | None, column: Column, *, held_back: bool) -> Problem:
        decides = code is not ProblemCode.COLUMN_DUPLICATED and (column.decides or column.present)
        return Problem(
            tab=self.grid.title,
            cell=a1(self.row, (position or 0) + 1),
            code=code,
            value=shown(self.grid.rows[self.row - 1][position]) if position is not None else "",
            suggestion="" if code is ProblemCode.COLUMN_DUPLICATED else name_of(column, self.language),
            facts={"field": column.field, "decides": str(decides)},
            language=self.language,
            held_back=held_back,
            field=column.field,
        )


def _renamed(missing: list[Column], free: Mapping[str, int]) -> dict[str, int]:
    """Missing columns and the headers that come near their names; each header stands for one column only."""
    near = [
        (fuzz.ratio(name, part), column.field, place)
        for column in missing
        for name in ranked(column.names)
        for part, place in free.items()
    ]
    renamed: dict[str, int] = {}
    for score, field, place in sorted(near, key=lambda one: -one[0]):
        if score >= NEAR_MISS and field not in renamed and place not in renamed.values():
            renamed[field] = place
    return renamed


def name_of(column: Column, language: str) -> str:
    """What a column should be called in a language."""
    names = column.names.get(language) or next(iter(column.names.values()))
    return names[0]


def is_titled(title: str, schema: Schema) -> bool:
    """Whether a tab of this title is the schema's."""
    known = ranked(schema.titles)
    return any(part in known for part in parts(title))
