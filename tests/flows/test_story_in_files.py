"""The main job on a workbook file: read, plan, stop, approve, deliver once, status back, digest."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from flows.refresh_coverage import refresh_coverage
from flows.send_digest import send_digest
from flows.send_invitations import send_invitations
from outreach.bootstrap import App, open_app, using
from outreach.domain.message import MessageState
from outreach.domain.sending import RESTORED
from outreach.domain.system_tab import SystemTab
from outreach.errors import SheetsError
from outreach.settings import ROOT
from tests.flows.approving import approve_as
from tests.flows.conftest import NOON

pytestmark = pytest.mark.story
LEADER = "Maribel Castañóniz"


def mails(world: App) -> list[str]:
    return sorted(path.name for path in (world.settings.state / "mail").glob("*.eml"))


def type_over(world: App, tab: str, old: str, new: str) -> None:
    """What a member does in their own program."""
    book = openpyxl.load_workbook(world.settings.sheets)
    cells = [cell for row in book[tab].iter_rows() for cell in row if cell.value == old]
    assert cells
    for cell in cells:
        cell.value = new
    book.save(world.settings.sheets)


def member_cells(workbook: Path) -> dict[tuple[str, str], object]:
    book = openpyxl.load_workbook(workbook)
    return {
        (tab.title, cell.coordinate): cell.value
        for tab in book
        if tab.title not in set(SystemTab)
        for row in tab.iter_rows()
        for cell in row
    }


def test_nothing_is_sent_before_a_leader_has_approved_and_nothing_twice_after(world: App) -> None:
    coverage = refresh_coverage()
    waiting, tally = send_invitations()

    assert (coverage.covered, len(coverage.countries)) == (21, 33)
    assert (len(waiting), tally.accepted, mails(world)) == (1, 0, [])

    approve_as(world, LEADER, waiting[0].hash)
    still_waiting, tally = send_invitations()

    assert (still_waiting, tally.accepted) == ((), len(waiting[0].drafts))
    assert mails(world) == sorted(f"{draft.key}.eml" for draft in waiting[0].drafts)

    again, tally = send_invitations()

    assert (again, tally.accepted, len(mails(world))) == ((), 0, len(waiting[0].drafts))


def test_a_name_that_is_no_leaders_approves_nothing(world: App) -> None:
    waiting, _ = send_invitations()
    approve_as(world, "Luz Ferrer", waiting[0].hash)

    still_waiting, tally = send_invitations()

    assert (still_waiting[0].hash, tally.accepted, mails(world)) == (waiting[0].hash, 0, [])


def test_after_a_restore_a_name_counts_only_when_it_is_written_anew(world: App) -> None:
    waiting, _ = send_invitations()
    approve_as(world, LEADER, waiting[0].hash)
    world.ledger.note(*RESTORED, "{}", now=NOON + timedelta(minutes=1))

    with using(open_app(world.settings, at=NOON + timedelta(hours=1))) as restored:
        old_name, _ = send_invitations()
        approve_as(restored, "", waiting[0].hash)
        send_invitations()
        approve_as(restored, LEADER, waiting[0].hash)
        approved, tally = send_invitations()

    assert [one.hash for one in old_name] == [waiting[0].hash]
    assert (approved, tally.accepted) == ((), len(waiting[0].drafts))


def test_a_change_of_the_text_voids_the_approval(world: App) -> None:
    waiting, _ = send_invitations()
    approve_as(world, LEADER, waiting[0].hash)
    type_over(world, "Calls", "DNS basics / DNS básico", "The DNS, step by step")

    still_waiting, tally = send_invitations()

    assert (tally.accepted, mails(world)) == (0, [])
    assert still_waiting[0].hash != waiting[0].hash


def test_a_name_counts_only_after_its_row_was_read_without_one(world: App) -> None:
    waiting, _ = send_invitations()
    approve_as(world, LEADER, waiting[0].hash)
    forgetful = replace(world, ledger=open_app(replace(world.settings, ledger="sqlite://"), at=NOON).ledger)

    with using(forgetful):
        still_waiting, tally = send_invitations()

    assert ([batch.hash for batch in still_waiting], tally.accepted) == ([waiting[0].hash], 0)


def test_no_cell_of_a_member_changes_and_unchanged_sheets_are_not_written(world: App) -> None:
    workbook = Path(world.settings.sheets)
    before = member_cells(workbook)
    refresh_coverage()
    send_invitations()
    once = workbook.read_bytes()
    refresh_coverage()
    send_invitations()

    assert member_cells(workbook) == before
    assert before == member_cells(ROOT / "demo" / "lacralo-sample.xlsx")
    assert workbook.read_bytes() == once


def test_sending_stops_while_a_deciding_column_cannot_be_found(world: App) -> None:
    waiting, _ = send_invitations()
    approve_as(world, LEADER, waiting[0].hash)
    question = "May we write to them? / ¿Podemos escribirles?"
    type_over(world, "Respuestas de formulario 1", question, "May we wirte to them?")

    with pytest.raises(SheetsError, match="Nothing is sent until this is mended"):
        send_invitations()

    assert mails(world) == []


def test_each_leader_gets_one_digest_a_day(world: App) -> None:
    first, second = send_digest(), send_digest()

    leaders = [one for one in world.desk(world.sheets.read()).people if one.roles & world.catalog.rules.leaders]
    assert (first.accepted, second.accepted) == (len(leaders), 0)
    assert len(mails(world)) == len(leaders)


def test_the_status_tab_shows_what_became_of_each_message(world: App) -> None:
    waiting, _ = send_invitations()
    approve_as(world, LEADER, waiting[0].hash)
    send_invitations()

    rows = world.sheets.read().grids[SystemTab.STATUS].rows[1:]
    sent = [row for row in rows if row[4] == "Sent"]
    assert len(sent) >= len(waiting[0].drafts)
    states = {record.state for record in world.ledger.history().records}
    assert states == {MessageState.ACCEPTED}
