"""Where a tab's header stands and which of its cells is which column, by the names that members use."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from outreach.domain.address import a1
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.snapshot import Cell, Grid
from outreach.intake.folding import folded, parts, shown
from outreach.intake.schema import Column, Schema, index

ROWS_LOOKED_AT = 12
NEAR_MISS = 84  # per cent of letters alike: "Correo de contcato" is, "Asked by" for "Asked on" is not


@dataclass(frozen=True, slots=True)
class Header:
    """row: of the header, from 1; columns: field to position, from 0; language: most of its names are of it."""

    row: int
    columns: Mapping[str, int]
    language: str
    problems: tuple[Problem, ...]


def find_header(grid: Grid, schema: Schema, *, languages: tuple[str, ...]) -> Header:
    """The header of a tab. A tab that names no column at all still gives one: row 1, with every column missing.

    languages: of the region, in its order.
    """
    names = {column.field: index(column.names) for column in schema.columns}
    rows = [(number, _matches(row, names)) for number, row in enumerate(grid.rows[:ROWS_LOOKED_AT], start=1)]
    number, matches = max(rows, key=lambda one: (len({field for _, field, _ in one[1]}), -one[0]))
    columns: dict[str, int] = {}
    for position, field, _ in matches:
        columns.setdefault(field, position)
    language = schema.editor_language or _language(matches, languages)
    cells = grid.rows[number - 1]
    doubled = [(position, field) for position, field, _ in matches if columns[field] != position]
    problems = [
        *(_doubled(grid, number, position, _column(schema, field), language) for position, field in doubled),
        *_missing(grid, number, schema, columns, language),
    ]
    return Header(number, columns, language, tuple(problems)) if cells else Header(number, {}, language, ())


def _matches(row: tuple[Cell, ...], names: Mapping[str, Mapping[str, str]]) -> list[tuple[int, str, tuple[str, ...]]]:
    """Position, field and languages of every cell that is a column's name; a column is taken by its closest name."""
    return [match for position, cell in enumerate(row) if (match := _match(position, cell, names))]


def _match(
    position: int, cell: Cell, names: Mapping[str, Mapping[str, str]]
) -> tuple[int, str, tuple[str, ...]] | None:
    pieces = parts(shown(cell)) if isinstance(cell, str) else ()
    for piece in pieces:
        for field, known in names.items():
            if piece in known:
                return position, field, tuple(known[one] for one in pieces if one in known)
    return None


def _language(matches: list[tuple[int, str, tuple[str, ...]]], spoken: tuple[str, ...]) -> str:
    """The region's language that most names are of; a bilingual one counts for both, a draw goes to the first."""
    counts = Counter(language for _, _, languages in matches for language in set(languages))
    return max(spoken, key=lambda language: counts[language])


def _doubled(grid: Grid, row: int, position: int, column: Column, language: str) -> Problem:
    return Problem(
        tab=grid.title,
        cell=a1(row, position + 1),
        code=ProblemCode.COLUMN_DUPLICATED,
        value=shown(grid.rows[row - 1][position]),
        facts={"field": column.field, "column": name_of(column, language)},
        language=language,
        held_back=False,
    )


def _missing(grid: Grid, row: int, schema: Schema, columns: Mapping[str, int], language: str) -> Iterator[Problem]:
    """Each column that is not there: under another name where a header comes near, else only if it is required."""
    cells = grid.rows[row - 1]
    free = {
        part: position
        for position, cell in enumerate(cells)
        if position not in columns.values() and isinstance(cell, str)
        for part in parts(cell)
    }
    for column in schema.columns:
        if column.field in columns:
            continue
        near = _nearest(column, free)
        if near is not None or column.present:
            renamed = near is not None
            yield Problem(
                tab=grid.title,
                cell=a1(row, near + 1 if near is not None else 1),
                code=ProblemCode.COLUMN_RENAMED if renamed else ProblemCode.COLUMN_MISSING,
                value=shown(cells[near]) if near is not None else "",
                suggestion=name_of(column, language),
                facts={"field": column.field, "decides": str(column.decides or column.present)},
                language=language,
                held_back=column.present,
            )


def _nearest(column: Column, free: dict[str, int]) -> int | None:
    best: tuple[float, int] | None = None
    for name in index(column.names):
        found = process.extractOne(name, free.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_MISS)
        if found and (best is None or found[1] > best[0]):
            best = (found[1], free[found[0]])
    return best[1] if best else None


def name_of(column: Column, language: str) -> str:
    """What a column should be called in a language."""
    names = column.names.get(language) or next(iter(column.names.values()))
    return names[0]


def _column(schema: Schema, field: str) -> Column:
    return next(column for column in schema.columns if column.field == field)


def is_titled(title: str, schema: Schema) -> bool:
    """Whether a tab of this title is the schema's."""
    known = index(schema.titles)
    return any(part in known for part in parts(title)) or folded(title) in known
