"""A tab as bytes, the same for the same cells, and back again."""

import json
import zlib
from collections.abc import Callable
from dataclasses import astuple
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from outreach.domain.same_again import same_again
from outreach.domain.snapshot import Cell, Grid, Merge, Snapshot

_READ: dict[str, Callable[[str], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def page(snapshot: Snapshot, title: str) -> bytes:
    """Cells, merged cells and the rows' identities of one tab; without its title, so that renaming copies nothing."""
    return _folded(snapshot.grids[title], snapshot.rows.get(title, ()))


@same_again(most=64)
def _folded(grid: Grid, names: tuple[str, ...]) -> bytes:
    plain = {
        "rows": [[_plain(cell) for cell in row] for row in grid.rows],
        "merges": [astuple(merge) for merge in grid.merges],
        "names": names,
    }
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), level=6)


@lru_cache(maxsize=64)
def unfolded(title: str, content: bytes) -> tuple[Grid, tuple[str, ...]]:
    """The tab and its rows' identities that `page` made into bytes."""
    plain = json.loads(zlib.decompress(content))
    rows = tuple(tuple(map(_cell, row)) for row in plain["rows"])
    return Grid(title, rows, tuple(Merge(*merge) for merge in plain["merges"])), tuple(plain["names"])


def _plain(cell: Cell) -> Any:  # noqa: ANN401 # whatever JSON knows
    """Days and hours as [kind, text]; the rest is JSON's own."""
    return [type(cell).__name__, cell.isoformat()] if isinstance(cell, date | time) else cell


def _cell(plain: Any) -> Cell:  # noqa: ANN401 # as JSON gives it
    if not isinstance(plain, list):
        return plain  # type: ignore[no-any-return] # text, number, truth value or nothing
    kind, text = plain
    return _READ[kind](text)
