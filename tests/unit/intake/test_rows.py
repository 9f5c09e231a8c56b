"""Rows of the members' tabs keep their identity from one reading to the next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.adapters.sheets_files import FileSheets
from outreach.catalog import load_catalog
from outreach.domain.pull import Pull, losses
from outreach.domain.snapshot import Grid, Snapshot
from outreach.intake.rows import identified
from outreach.settings import ROOT
from tests.factories import NOW

SCHEMAS = load_catalog(ROOT, region="LACRALO").schemas
SAMPLE = FileSheets(ROOT / "demo" / "lacralo-sample.xlsx").read()
SURVEY = "Respuestas de formulario 1"
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def before() -> Pull:
    return Pull(NOW, identified(SAMPLE, None, SCHEMAS, now=NOW))


def with_rows(snapshot: Snapshot, tab: str, rows: tuple[tuple[object, ...], ...]) -> Snapshot:
    grid = Grid(tab, rows)  # type: ignore[arg-type]
    return replace(snapshot, grids={**snapshot.grids, tab: grid})


def test_every_filled_row_below_a_header_has_an_identity_of_its_own(before: Pull) -> None:
    names = [name for rows in before.snapshot.rows.values() for name in rows if name]

    assert len(set(names)) == len(names)
    assert before.snapshot.row(SURVEY, 1) == ""
    assert all(
        bool(before.snapshot.row(SURVEY, number)) == any(cell is not None for cell in row)
        for number, row in enumerate(SAMPLE.grids[SURVEY].rows, start=1)
        if number > 2
    )


def by_content(
    names: tuple[str, ...], rows: Iterable[tuple[object, ...]], *, mirror: bool = False
) -> dict[str, set[str]]:
    """The identities of all rows with the same cells: of exact copies it does not matter which is which."""
    found = defaultdict(set)
    for name, row in zip(names, rows, strict=True):
        cells = [str(cell) for cell in (reversed(row) if mirror else row) if cell is not None]
        found["|".join(cells)].add(name)
    return found


def test_an_unchanged_sheet_has_the_same_identities_and_so_has_one_sorted_or_with_columns_moved(before: Pull) -> None:
    rows = SAMPLE.grids[SURVEY].rows
    width = max(map(len, rows))
    mirrored = tuple(tuple(reversed((*row, *(None,) * (width - len(row))))) for row in rows)
    turned = (*mirrored[:1], *reversed(mirrored[1:]))

    again = identified(SAMPLE, before, SCHEMAS, now=LATER)
    moved = identified(with_rows(SAMPLE, SURVEY, turned), before, SCHEMAS, now=LATER)

    assert again.rows == before.snapshot.rows
    assert by_content(moved.rows[SURVEY], turned, mirror=True) == by_content(before.snapshot.rows[SURVEY], rows)


def test_a_new_row_gets_a_new_identity_and_a_lost_one_is_not_given_to_another(before: Pull) -> None:
    rows = SAMPLE.grids[SURVEY].rows
    newcomer = (NOW.replace(tzinfo=None), "Luz Ferrer", "Belize", "Yes", "Red del Arrecife")

    after = identified(with_rows(SAMPLE, SURVEY, (*rows[:3], newcomer, *rows[4:])), before, SCHEMAS, now=LATER)

    names = before.snapshot.rows[SURVEY]
    assert after.rows[SURVEY] == (*names[:3], after.row(SURVEY, 4), *names[4:])
    assert after.row(SURVEY, 4) not in set(names)


def test_an_emptied_tab_is_a_loss_and_so_is_one_that_was_renamed_beyond_knowing(before: Pull) -> None:
    count = sum(map(bool, before.snapshot.rows[SURVEY]))
    emptied = identified(with_rows(SAMPLE, SURVEY, SAMPLE.grids[SURVEY].rows[:1]), before, SCHEMAS, now=LATER)
    grids = {("Xyz" if tab == SURVEY else tab): grid for tab, grid in SAMPLE.grids.items()}
    renamed = identified(Snapshot(grids), before, SCHEMAS, now=LATER)

    assert [(loss.tab, loss.gone, loss.rows) for loss in losses(before.snapshot, emptied)] == [(SURVEY, count, count)]
    assert [loss.tab for loss in losses(before.snapshot, renamed)] == [SURVEY]
