"""The archive's contract, on SQLite and PostgreSQL: what stood in the sheets, as known at any moment."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from outreach.adapters.archive_sql import SqlArchive
from outreach.domain.pull import Pull
from outreach.domain.snapshot import Cell, Grid, Merge, Snapshot
from tests.factories import NOW

EVERY_KIND: tuple[Cell, ...] = ("á", 7, 7.5, True, date(2016, 7, 1), datetime(2016, 7, 1, 9, 30), time(18, 0), None)  # noqa: DTZ001 # a cell has no zone


@pytest.fixture
def open_archive(ledger_url: str) -> Callable[[], SqlArchive]:
    return lambda: SqlArchive(ledger_url)


def a_snapshot(*cells: Cell, names: tuple[str, ...] = ("r1",)) -> Snapshot:
    survey = Grid("Survey", (cells,), (Merge(1, 1, 2, 1),))
    return Snapshot({"Survey": survey, "Calls": Grid("Calls", ())}, {"Survey": "#Survey!{cell}"}, {"Survey": names})


def test_an_archive_knows_nothing_at_first(open_archive: Callable[[], SqlArchive]) -> None:
    archive = open_archive()

    assert (archive.latest(), archive.as_known(NOW), list(archive.moments())) == (None, None, [])


def test_what_was_kept_comes_back_cell_by_cell_in_another_program(open_archive: Callable[[], SqlArchive]) -> None:
    pull = Pull(NOW, a_snapshot(*EVERY_KIND))
    open_archive().keep(pull)

    assert open_archive().latest() == pull


def test_each_moment_shows_what_was_known_then(open_archive: Callable[[], SqlArchive]) -> None:
    archive = open_archive()
    first, second = Pull(NOW, a_snapshot("a")), Pull(NOW + timedelta(hours=2), a_snapshot("b"))
    archive.keep(first)
    archive.keep(second)

    asked = [NOW - timedelta(seconds=1), NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1)]
    assert [archive.as_known(moment) for moment in asked] == [None, first, first, second]


def test_the_same_again_adds_nothing_and_of_a_change_only_the_tab_that_changed(
    open_archive: Callable[[], SqlArchive], ledger_url: str
) -> None:
    archive = open_archive()
    for hours, cell in enumerate("aabba"):
        archive.keep(Pull(NOW + timedelta(hours=hours), a_snapshot(cell)))

    assert list(archive.moments()) == [NOW + timedelta(hours=hours) for hours in (0, 2, 4)]
    engine = sa.create_engine(ledger_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM tabs")) == 3
    engine.dispose()


def test_another_reading_of_the_same_moment_takes_its_place(open_archive: Callable[[], SqlArchive]) -> None:
    archive = open_archive()
    archive.keep(Pull(NOW, a_snapshot("a")))
    archive.keep(Pull(NOW, a_snapshot("b")))

    assert archive.latest() == Pull(NOW, a_snapshot("b"))


def test_a_tab_is_as_old_as_its_last_change(open_archive: Callable[[], SqlArchive]) -> None:
    archive = open_archive()
    assert archive.unchanged_since() == {}
    for hours, cell in enumerate("aba"):
        archive.keep(Pull(NOW + timedelta(hours=hours), a_snapshot(cell)))

    assert archive.unchanged_since() == {"Survey": NOW + timedelta(hours=2), "Calls": NOW}
