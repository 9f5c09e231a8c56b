"""An event whose editor asks for it is shared through local structures, else the nearest, once, with a yes."""

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import openpyxl
import pytest

from flows.share_activities import share_activities
from outreach.bootstrap import App
from outreach.domain.system_tab import SystemTab
from tests.flows.approving import approve_as

pytestmark = pytest.mark.story
LEADER = "Maribel Castañóniz"
CONSENT = "May we write to them? / ¿Podemos escribirles?"
EVENT = "Spice Isle Internet Week"


def letters(world: App) -> list[EmailMessage]:
    paths = sorted((world.settings.state / "mail").glob("*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]


def prepare(world: App) -> None:
    """A member adds an event in a country without a structure; some structures said that they may be written to."""
    book = openpyxl.load_workbook(world.settings.sheets)
    calendar = book["Calendario"]
    calendar.cell(2, calendar.max_column + 1, "Share through ALSes? / ¿Difundir por las ALS?")
    share = calendar.max_column
    row = [datetime(2016, 8, 8), datetime(2016, 8, 10), EVENT, "Local", "Grenada", "St George's"]  # noqa: DTZ001 # cells
    calendar.append([*row, None, "https://week.example/2016"])
    calendar.cell(calendar.max_row, share, "Yes")
    structures = book["ALSes"]
    consent = structures.max_column + 1
    structures.cell(3, consent, CONSENT)
    for number in range(4, structures.max_row + 1):
        if structures.cell(number, 1).value in {"Barbados", "Argentina"}:
            structures.cell(number, consent, "Sí")
    book.save(world.settings.sheets)


def shared_rows(world: App) -> list[tuple[object, ...]]:
    return list(world.sheets.read().grids[SystemTab.SHARING].rows[1:])


def test_nothing_is_shared_that_nobody_asked_for(world: App) -> None:
    assert share_activities()[0] == ()
    assert "Nothing is to be shared" in str(shared_rows(world)[0][0])


def test_where_there_is_no_local_structure_the_nearest_is_told_once_and_it_is_said_why(world: App) -> None:
    prepare(world)
    (batch,), tally = share_activities()
    assert tally.accepted == 0
    rows = shared_rows(world)
    assert {row[1] for row in rows} == {EVENT}
    assert all("There is no local structure" in str(row[6]) for row in rows)
    unwritten = {row[4] for row in rows if "Nothing says that we may write to them" in str(row[7])}
    assert len(batch.drafts) + len(unwritten) == len(rows) == 3

    approve_as(world, LEADER, batch.hash)
    assert share_activities()[1].accepted == len(batch.drafts) > 0
    assert (share_activities()[1].accepted, len(letters(world))) == (0, len(batch.drafts))
    body = letters(world)[0].get_body(("plain",))
    assert body is not None
    assert "We ask you as one of the nearest" in " ".join(str(body.get_content()).split())
