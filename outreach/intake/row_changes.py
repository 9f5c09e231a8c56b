"""What changed in the members' tabs between two readings, row by row: added, gone, edited in these cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from outreach.domain.row_identity import Cells
from outreach.domain.snapshot import Snapshot
from outreach.intake.desk import grid_of
from outreach.intake.rows import named_cells
from outreach.intake.schema import Schema


class ChangeKind(StrEnum):
    """What happened to a row; one that only moved did not change."""

    ADDED = "added"
    GONE = "gone"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row. row: where it stands, or stood; cells: by the column's name, what stood there before and stands now."""

    tab: str
    row: int
    kind: ChangeKind
    cells: Mapping[str, tuple[str, str]]


def row_changes(before: Snapshot, after: Snapshot, schemas: Mapping[str, Schema]) -> tuple[RowChange, ...]:
    """The changes in every tab that has a schema and is not our own, in the order of tabs and rows."""
    tabs = [schema for schema in schemas.values() if not schema.ours]
    return tuple(change for schema in tabs for change in _of_tab(before, after, schema))


def _of_tab(before: Snapshot, after: Snapshot, schema: Schema) -> Iterator[RowChange]:
    old, new = _rows(before, schema), _rows(after, schema)
    for name, (tab, row, cells) in new.items():
        was = old.get(name, (tab, row, {}))[2]
        changed = {column: (was.get(column, ""), cells.get(column, "")) for column in (was | cells)}
        changed = {column: pair for column, pair in changed.items() if pair[0] != pair[1]}
        if changed:
            yield RowChange(tab, row, ChangeKind.EDITED if name in old else ChangeKind.ADDED, changed)
    for name, (tab, row, cells) in old.items():
        if name not in new:
            yield RowChange(tab, row, ChangeKind.GONE, {column: (text, "") for column, text in cells.items()})


def _rows(snapshot: Snapshot, schema: Schema) -> dict[str, tuple[str, int, dict[str, str]]]:
    """By identity, the tab, the row's number and its cells."""
    grid = grid_of(snapshot, schema)
    if grid is None:
        return {}
    cells: list[Cells] = named_cells(grid, schema)
    named = enumerate(zip(snapshot.rows.get(grid.title, ()), cells, strict=False), start=1)
    return {name: (grid.title, row, dict(found)) for row, (name, found) in named if name}
