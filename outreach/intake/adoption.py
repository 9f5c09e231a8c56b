"""What the tabs and headers of a spreadsheet may mean: proposed with how sure it is, never taken for granted."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from outreach.domain.snapshot import Grid, Snapshot
from outreach.intake.folding import folded, parts, shown
from outreach.intake.header import columns_named, find_header, is_titled
from outreach.intake.schema import LANGUAGES, Column, Schema, ranked

LIKE_ENOUGH = 72
FITS = 2.5  # below that a tab is none that is known


@dataclass(frozen=True, slots=True)
class Proposal:
    """A header that is to become a name of a column, or, with field "", a title that is to become a tab's."""

    tab: str
    schema: str
    field: str
    header: str
    likeness: int


def proposals(
    snapshot: Snapshot, schemas: Mapping[str, Schema]
) -> tuple[tuple[Proposal, ...], tuple[tuple[str, str], ...]]:
    """What is not known yet and may be meant, and the headers of those tabs that nothing is proposed for."""
    found: list[Proposal] = []
    unknown: list[tuple[str, str]] = []
    for key, grid in _pairs(snapshot, schemas).items():
        if not is_titled(grid.title, schemas[key]):
            found.append(Proposal(grid.title, key, "", grid.title, 100))
        mine, rest = _columns(grid, key, schemas[key])
        found += mine
        unknown += [(grid.title, header) for header in rest]
    return tuple(found), tuple(unknown)


def with_names(text: str, wanted: Iterable[Proposal]) -> str:
    """The TOML text of a schema with these names added at the end of its lists; comments and order stay.

    A name goes to the first language of the list, as nothing says which it is of.
    """
    for one in wanted:
        section = f"[columns.{one.field}]" if one.field else "[titles]"
        start = text.index(section) + len(section)
        line = re.compile(r"^([a-z]{2} = \[)(.*)(\])$", re.MULTILINE).search(text, start)
        if line:
            quoted = '"' + one.header.replace("\\", "\\\\").replace('"', '\\"') + '"'
            text = f"{text[: line.end(2)]}, {quoted}{text[line.end(2) :]}"
    return text


def _pairs(snapshot: Snapshot, schemas: Mapping[str, Schema]) -> dict[str, Grid]:
    """By key of a schema its tab: first those titled so, then the pairs that share most columns; each tab once."""
    fits = [
        (_fit(grid, key, schema), key, grid)
        for key, schema in schemas.items()
        for grid in snapshot.grids.values()
        if not schema.ours and any(grid.rows)
    ]
    chosen: dict[str, Grid] = {}
    for fit, key, grid in sorted(fits, key=lambda one: -one[0]):
        if fit >= FITS and key not in chosen and grid.title not in {one.title for one in chosen.values()}:
            chosen[key] = grid
    return chosen


def _fit(grid: Grid, key: str, schema: Schema) -> float:
    """How well a tab suits a schema: a title counts for more than any number of columns, a likeness for less."""
    title = len(schema.columns) if is_titled(grid.title, schema) else 0
    likely = sum(one.likeness for one in _columns(grid, key, schema)[0]) / 100
    return title + columns_named(grid, schema) + likely


def _columns(grid: Grid, key: str, schema: Schema) -> tuple[list[Proposal], list[str]]:
    header = find_header(grid, schema, languages=LANGUAGES)
    cells = dict(enumerate(grid.rows[header.row - 1]))
    free = {place: shown(cell) for place, cell in cells.items() if shown(cell) and place not in header.columns.values()}
    missing = [column for column in schema.columns if column.field not in header.columns]
    pairs = sorted(_likenesses(free, missing), reverse=True)
    found: dict[int, Proposal] = {}
    for likeness, place, field in pairs:
        if place not in found and field not in {one.field for one in found.values()}:
            found[place] = Proposal(grid.title, key, field, free[place], round(likeness))
    return list(found.values()), [text for place, text in free.items() if place not in found]


def _likenesses(free: Mapping[int, str], missing: Iterable[Column]) -> Iterator[tuple[float, int, str]]:
    for place, text in free.items():
        for column in missing:
            names = ranked(column.names)
            best = max((fuzz.token_sort_ratio(part, name) for part in parts(text) for name in names), default=0)
            within = any(f" {name} " in f" {folded(text)} " for name in names if len(name) > len("tel"))
            likeness = max(best, LIKE_ENOUGH if within else 0)
            if likeness >= LIKE_ENOUGH:
                yield likeness, place, column.field
