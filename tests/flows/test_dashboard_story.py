"""The public page is made from the sheets and their past; the same again is the same, and nobody is named in it."""

import html
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from flows.publish_dashboard import publish_dashboard
from flows.refresh_coverage import refresh_coverage
from outreach.adapters.clock import StillClock
from outreach.bootstrap import App, using
from outreach.domain.system_tab import SystemTab
from tests.flows.conftest import NOON

pytestmark = pytest.mark.story
TABS = (SystemTab.STATS, SystemTab.ALSES, SystemTab.COUNTRIES, SystemTab.BREAKDOWNS)


def pages(world: App) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((world.settings.state / "public").iterdir())}


def points(page: bytes) -> list[tuple[str, ...]]:
    """The rows of the table beside the picture of coverage over time: day, known today, known then."""
    table = page.decode().partition("<details>")[2].partition("</details>")[0]
    return re.findall(r'<th scope="row">(.*?)</th><td class="number">(.*?)</td><td class="number">(.*?)</td>', table)


def decertify(world: App, name: str, day: object) -> None:
    """What a member does in the ALSes tab."""
    book = openpyxl.load_workbook(world.settings.sheets)
    sheet = book["ALSes"]
    column = next(cell.column for row in sheet.iter_rows() for cell in row if "descertificación" in str(cell.value))
    row = next(cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == name)
    sheet.cell(row, column).value = day
    book.save(world.settings.sheets)


def test_a_page_a_language_is_published_and_the_same_again_changes_no_byte(world: App) -> None:
    board = publish_dashboard()
    first = pages(world)
    moments = {name: (world.settings.state / "public" / name).stat().st_mtime_ns for name in first}

    publish_dashboard()

    assert list(first) == ["es.html", "fr.html", "index.html", "pt.html"]
    assert (board.covered, len(board.countries), board.withheld) == (21, 33, 0)
    assert pages(world) == first
    assert {name: (world.settings.state / "public" / name).stat().st_mtime_ns for name in first} == moments


def test_the_dashboards_tabs_stand_in_the_spreadsheet_with_no_address(world: App) -> None:
    publish_dashboard()

    grids = world.sheets.read().grids
    cells = [str(cell) for tab in TABS for row in grids[tab].rows for cell in row if cell is not None]
    assert [len(grids[tab].rows) for tab in TABS] == [14, 41, 34, 12]
    assert [cell for cell in cells if "@" in cell] == []


def test_what_was_known_then_stays_beside_what_is_known_now(world: App) -> None:
    refresh_coverage()
    decertify(world, "Red Tica de Usuarios", NOON.replace(month=6, day=30, tzinfo=None))
    with using(replace(world, clock=StillClock(NOON + timedelta(days=100)))) as later:
        publish_dashboard()
        told = points(pages(later)["index.html"])

    assert told[:3] == [
        ("12 October 2016", "20", "20"),
        ("1 October 2016", "20", "21"),
        ("1 July 2016", "20", "no data yet"),
    ]


def test_nobody_who_is_named_in_the_sheets_stands_in_the_pages(world: App) -> None:
    publish_dashboard()
    persons = world.desk(world.sheets.read()).persons

    whole = html.unescape(" ".join(page.decode() for page in pages(world).values()))
    shown = re.sub(r"<style>.*?</style>", "", whole, flags=re.DOTALL)
    assert len(persons) > 300
    assert [person for person in persons if person in shown] == []
    assert "@" not in shown


def test_a_page_is_never_half_there(world: App, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_dashboard()
    before = pages(world)

    def fails(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", fails)
    with using(replace(world, clock=StillClock(NOON + timedelta(days=1)))), pytest.raises(Exception, match="OSError"):
        publish_dashboard()

    assert pages(world) == before
