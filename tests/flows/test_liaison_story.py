"""Liaisons are proposed, leadership designates volunteer by volunteer, each gets one brief, and it becomes a fact."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import openpyxl
import pytest

from flows.propose_liaisons import propose_liaisons
from flows.send_invitations import send_invitations
from outreach.adapters.clock import StillClock
from outreach.bootstrap import App, using
from outreach.domain.approval import Batch
from outreach.domain.stage import Stage
from outreach.domain.system_tab import SystemTab
from tasks.candidates import find_cases
from tasks.history import recall
from tests.flows.approving import approve_as
from tests.flows.conftest import NOON

pytestmark = pytest.mark.story
LEADER = "Maribel Castañóniz"
LUZ = "luz.ferrer@example.org"


def briefs(world: App) -> list[str]:
    """Who got one, and in which languages."""
    paths = sorted((world.settings.state / "mail").glob("*.eml"))
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    return [f"{mail['To'].addresses[0].addr_spec} {mail['Content-Language']}" for mail in mails]


def to_luz(waiting: tuple[Batch, ...]) -> Batch:
    return next(batch for batch in waiting if batch.drafts[0].recipient == LUZ)


def states(world: App) -> dict[object, object]:
    """By code in Approvals, what the system says of it."""
    return {row[0]: row[6] for row in world.sheets.read().grids[SystemTab.APPROVALS].rows[1:]}


def liaison_rows(world: App) -> list[tuple[object, ...]]:
    return list(world.sheets.read().grids[SystemTab.LIAISONS].rows[1:])


def named(world: App) -> set[str]:
    """Candidates of whom the pipeline says that their liaison was named, or more."""
    desk = world.desk(world.sheets.read())
    cases = find_cases.fn(desk, recall.fn(), now=world.clock.now())
    return {case.candidate.name for case in cases if case.progress.rung not in {Stage.SURVEYED, Stage.CONFIRMED}}


def test_a_designation_is_bound_to_a_leaders_name_told_once_and_kept(world: App) -> None:
    invitations, _ = send_invitations()
    waiting, tally = propose_liaisons()
    before = named(world)
    assert (tally.accepted, briefs(world)) == (0, [])
    assert len({batch.drafts[0].recipient for batch in waiting}) == len(waiting) > 3
    assert not [row for row in liaison_rows(world) if "Designated" in str(row[5])]

    chosen = to_luz(waiting)
    approve_as(world, "Luz Ferrer", chosen.hash)
    assert to_luz(propose_liaisons()[0]).hash == chosen.hash

    approve_as(world, LEADER, chosen.hash)
    still, tally = propose_liaisons()
    assert (tally.accepted, briefs(world)) == (1, [f"{LUZ} es"])
    assert {batch.hash for batch in still} == {batch.hash for batch in waiting} - {chosen.hash}
    designated = [row for row in liaison_rows(world) if "Designated on 2016-07-04" in str(row[5])]
    assert {row[4] for row in designated} == {"Luz Ferrer"}
    to_candidates = {str(row[1]) for row in designated if "to a candidate" in str(row[2])}
    assert to_candidates - before
    assert named(world) == before | to_candidates
    assert "Waits for" in str(states(world)[invitations[0].hash])

    with using(replace(world, clock=StillClock(NOON + timedelta(days=1)))) as later:
        assert propose_liaisons()[1].accepted == 0
        assert len(briefs(later)) == 1


def test_who_leaves_is_replaced_and_the_others_stay(world: App) -> None:
    waiting, _ = propose_liaisons()
    for batch in waiting:
        approve_as(world, LEADER, batch.hash)
    propose_liaisons()
    first = {row[0]: row[4] for row in liaison_rows(world)}

    book = openpyxl.load_workbook(world.settings.sheets)
    people = book["People"]
    place = next(cell.row for cell in people["A"] if cell.value == "Luz Ferrer")
    people.delete_rows(place)
    book.save(world.settings.sheets)
    propose_liaisons()
    then = {row[0]: row[4] for row in liaison_rows(world)}

    stayed = {row: who for row, who in first.items() if who not in {"Luz Ferrer", "", None}}
    assert {row: then[row] for row in stayed} == stayed
    assert "Luz Ferrer" not in then.values()
