"""What editors learn: since when a fault stands, one letter for each, and nothing while nothing changes."""

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
import pytest

from flows.refresh_coverage import refresh_coverage
from flows.remind_editors import remind_editors
from flows.send_invitations import send_invitations
from outreach.adapters.clock import StillClock
from outreach.bootstrap import App, using
from outreach.domain.system_tab import SystemTab
from outreach.errors import SheetsError
from outreach.reading import accept_losses
from tests.flows.conftest import NOON

pytestmark = pytest.mark.story
SURVEY = "Respuestas de formulario 1"


def at(world: App, moment: datetime) -> App:
    return replace(world, clock=StillClock(moment))


def edit(world: App, tab: str, cell: str, value: object) -> object:
    """What a member does; what stood there before."""
    book = openpyxl.load_workbook(world.settings.sheets)
    before = book[tab][cell].value
    book[tab][cell].value = value
    book.save(world.settings.sheets)
    return before


def delete_rows(world: App, tab: str, first: int, count: int) -> None:
    book = openpyxl.load_workbook(world.settings.sheets)
    book[tab].delete_rows(first, count)
    book.save(world.settings.sheets)


def since(world: App) -> dict[str, str]:
    """By cell, since when the system says that its fault stands."""
    return {f"{row[1]}!{row[2]}": str(row[6]) for row in world.sheets.read().grids[SystemTab.TO_FIX].rows[1:]}


def letters(world: App) -> list[bytes]:
    return [path.read_bytes() for path in sorted((world.settings.state / "mail").glob("*.eml"))]


def test_a_fault_keeps_its_age_while_its_row_moves_and_begins_anew_when_it_returns(world: App) -> None:
    refresh_coverage()
    start = NOON.strftime("%Y-%m-%d %H:%M")
    assert set(since(world).values()) == {start}
    old = since(world)

    delete_rows(world, SURVEY, 8, 1)
    right = edit(world, SURVEY, "C3", "Atlantis")
    with using(at(world, NOON + timedelta(hours=2))) as later:
        refresh_coverage()
        young = {cell: moment for cell, moment in since(later).items() if moment != start}
    assert young == {f"{SURVEY}!C3": "2016-07-04 14:00"}
    assert len(since(world)) <= len(old) + 1

    edit(world, SURVEY, "C3", right)
    with using(at(world, NOON + timedelta(hours=4))) as later:
        refresh_coverage()
        assert f"{SURVEY}!C3" not in since(later)
    edit(world, SURVEY, "C3", "Atlantis")
    with using(at(world, NOON + timedelta(hours=6))) as later:
        refresh_coverage()
        assert since(later)[f"{SURVEY}!C3"] == "2016-07-04 18:00"


def test_an_unchanged_sheet_gives_the_next_run_nothing_to_do_until_somebody_edits_it(world: App) -> None:
    assert refresh_coverage() is not None
    once = Path(world.settings.sheets).read_bytes()
    assert refresh_coverage() is None
    assert Path(world.settings.sheets).read_bytes() == once

    edit(world, SURVEY, "C3", "Atlantis")
    assert refresh_coverage() is not None


def test_each_editor_gets_one_letter_about_new_faults_of_their_rows_and_none_twice(world: App) -> None:
    first = remind_editors()
    again = remind_editors()
    with using(at(world, NOON + timedelta(days=7))):
        next_week = remind_editors()
    edit(world, SURVEY, "C3", "Atlantis")
    with using(at(world, NOON + timedelta(days=14))):
        after_a_slip = remind_editors()

    assert first.accepted == len({message_from_bytes(one)["To"] for one in letters(world)}) > 0
    assert (again.accepted, next_week.accepted, after_a_slip.accepted) == (0, 0, 1)
    written = [message_from_bytes(one, policy=policy.default) for one in letters(world)]
    [slip] = [
        letter
        for letter in written
        if (body := letter.get_body(("plain",))) is not None and "Atlantis" in body.get_content()
    ]
    assert f"{SURVEY}!C3" in slip.get_body(("plain",)).get_content()  # type: ignore[union-attr] # it has one


def test_an_emptied_tab_stops_writing_and_sending_until_a_person_says_it_was_meant(world: App) -> None:
    refresh_coverage()
    before = Path(world.settings.sheets)
    delete_rows(world, SURVEY, 2, 500)
    emptied = before.read_bytes()

    for flow in (refresh_coverage, send_invitations, remind_editors):
        with pytest.raises(SheetsError, match=r"rows are gone from Respuestas .*accept-losses"):
            flow()
    assert (before.read_bytes(), letters(world)) == (emptied, [])

    [lost] = accept_losses(world.sheets, world.archive, world.catalog.schemas, now=world.clock.now())
    assert (lost.tab, lost.gone) == (SURVEY, lost.rows)
    assert refresh_coverage() is not None
