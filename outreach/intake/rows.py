"""Gives every row of the members' tabs the identity it had at the reading before, or a new one (decision 6)."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from outreach.domain.pull import Pull
from outreach.domain.row_identity import Cells, recognise
from outreach.domain.same_again import same_again
from outreach.domain.snapshot import Grid, Snapshot
from outreach.intake.desk import grid_of
from outreach.intake.folding import folded, shown
from outreach.intake.header import find_header
from outreach.intake.schema import LANGUAGES, Schema

COMMON = frozenset({"country", "countries", "choice", "choices", "languages", "zone", "weekday", "time", "integer"})
"""Types of columns whose few values many rows share."""


def identified(snapshot: Snapshot, before: Pull | None, schemas: Mapping[str, Schema], *, now: datetime) -> Snapshot:
    """The snapshot with the identity of each row of every tab that has a schema and is not our own.

    before: the latest reading that was kept. New rows are named after `now` and their place, so that the same
    reading always gives the same identities.
    """
    known = before.snapshot if before else Snapshot({})
    rows = {}
    for schema in schemas.values():
        grid = None if schema.ours else grid_of(snapshot, schema)
        if grid is not None:
            rows[grid.title] = _identities(grid, grid_of(known, schema), known, schema, now)
    return replace(snapshot, rows=rows)


def _identities(grid: Grid, before: Grid | None, known: Snapshot, schema: Schema, now: datetime) -> tuple[str, ...]:
    names = known.rows.get(before.title, ()) if before else ()
    if before and grid.rows == before.rows:
        return names
    cells = named_cells(grid, schema)
    common = {column.field for column in schema.columns if column.type in COMMON}
    places = recognise(cells, named_cells(before, schema) if before else (), common=common)
    return tuple(_identity(place, names, row, cells, grid.title, now) for row, place in enumerate(places))


def _identity(
    place: int | None, names: tuple[str, ...], row: int, cells: list[Cells], title: str, now: datetime
) -> str:
    if place is not None and names[place]:
        return names[place]
    return _new(title, row, now) if cells[row] else ""


def _new(title: str, row: int, now: datetime) -> str:
    digest = hashlib.sha256(f"{now.isoformat()}\0{title}\0{row}".encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


@same_again(most=64)
def named_cells(grid: Grid, schema: Schema) -> list[Cells]:
    """What stands in each row, by the name of its column; nothing of the rows down to the header."""
    if not any(grid.rows):
        return [{} for _ in grid.rows]
    header = find_header(grid, schema, languages=LANGUAGES)
    names = {position: folded(shown(cell)) for position, cell in enumerate(grid.rows[header.row - 1])}
    names |= {position: field for field, position in header.columns.items()}
    below = ({names.get(position) or str(position): cell for position, cell in enumerate(row)} for row in grid.rows)
    return [
        {name: text for name, cell in row.items() if (text := shown(cell))} if number > header.row else {}
        for number, row in enumerate(below, start=1)
    ]
