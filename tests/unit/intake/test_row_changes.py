"""What changed between two readings."""

from dataclasses import replace
from datetime import timedelta

from outreach.catalog import load_catalog
from outreach.domain.pull import Pull
from outreach.domain.snapshot import Grid, Snapshot
from outreach.intake.row_changes import ChangeKind, RowChange, row_changes
from outreach.intake.rows import identified
from outreach.settings import ROOT
from tests.factories import NOW

SCHEMAS = load_catalog(ROOT, region="LACRALO").schemas
HEADER = ("Name", "Country", "Accredited on")
ROWS = (("Red Uno", "Guatemala", "2014-06-02"), ("Red Dos", "Belize", "2015-06-02"), ("Red Tres", "Peru", "2013-01-08"))


def snapshot(header: tuple[str, ...], *rows: tuple[str, ...]) -> Snapshot:
    return Snapshot({"Structures": Grid("Structures", (header, *rows))})


def changes(after: Snapshot) -> tuple[RowChange, ...]:
    before = Pull(NOW, identified(snapshot(HEADER, *ROWS), None, SCHEMAS, now=NOW))
    later = identified(after, before, SCHEMAS, now=NOW + timedelta(hours=2))
    return row_changes(before.snapshot, later, SCHEMAS)


def test_sorting_and_moving_columns_is_no_change() -> None:
    turned = [tuple(reversed(row)) for row in reversed(ROWS)]

    assert changes(snapshot(tuple(reversed(HEADER)), *turned)) == ()


def test_each_row_that_came_went_or_was_edited_is_told_with_its_cells() -> None:
    edited = ("Red Dos", "Belize", "2015-06-03")
    new = ("Red Cuatro", "Haiti", "2016-01-04")

    told = changes(snapshot(HEADER, new, edited, ROWS[0]))

    assert [(one.tab, one.row, one.kind) for one in told] == [
        ("Structures", 2, ChangeKind.ADDED),
        ("Structures", 3, ChangeKind.EDITED),
        ("Structures", 4, ChangeKind.GONE),
    ]
    assert list(told[1].cells.values()) == [("2015-06-02", "2015-06-03")]
    assert [was for was, _ in told[2].cells.values()] == list(ROWS[2])
    assert [now for _, now in told[0].cells.values()] == list(new)


def test_a_tab_that_was_not_there_is_all_new() -> None:
    now = identified(snapshot(HEADER, *ROWS), None, SCHEMAS, now=NOW)

    assert [one.kind for one in row_changes(Snapshot({}), now, SCHEMAS)] == [ChangeKind.ADDED] * 3
    assert [one.kind for one in row_changes(now, replace(now, grids={}, rows={}), SCHEMAS)] == [ChangeKind.GONE] * 3
