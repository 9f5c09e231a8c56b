"""Last days on the sample workbook: a tab, a feed, reminders once; a trip's row moves them; nothing is told twice."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy

import openpyxl
import pytest
from icalendar import Calendar

from flows.watch_deadlines import watch_deadlines
from outreach.adapters.clock import StillClock
from outreach.bootstrap import App, using
from outreach.domain.system_tab import SystemTab
from outreach.errors import SheetsError
from tests.flows.conftest import NOON

pytestmark = pytest.mark.story


def later(world: App, days: int) -> App:
    return replace(world, clock=StillClock(NOON + timedelta(days=days)))


def tab(world: App, title: SystemTab) -> list[tuple[object, ...]]:
    return [tuple(row) for row in world.sheets.read().grids[title].rows]


def letters(world: App) -> list[str]:
    mails = [path.read_bytes() for path in sorted((world.settings.state / "mail").glob("*.eml"))]
    parsed = [message_from_bytes(mail, policy=policy.default) for mail in mails]
    return [body.get_content() for mail in parsed if (body := mail.get_body(("plain",))) is not None]


def feed(world: App, language: str) -> Calendar:
    return Calendar.from_ical((world.settings.state / f"deadlines-{language}.ics").read_bytes())


def add_tab(world: App, title: str, *rows: tuple[object, ...]) -> None:
    book = openpyxl.load_workbook(world.settings.sheets)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.save(world.settings.sheets)


def test_last_days_are_told_once_and_move_with_a_departure_while_their_entries_stay_the_same(world: App) -> None:
    first, again = watch_deadlines(), watch_deadlines()

    assert (first.accepted, again.accepted) == (len(letters(world)), 0)
    days = [row[0] for row in tab(world, SystemTab.DEADLINES)[1:]]
    assert days == sorted(days, key=lambda day: (day == "?", day))
    before = {str(one["UID"]): one for one in feed(world, "en").walk("VEVENT")}
    assert before.keys() == {str(one["UID"]) for one in feed(world, "es").walk("VEVENT")}

    could = [row for row in tab(world, SystemTab.TRIP_OPTIONS) if len(row) > 6 and str(row[4]).startswith("yes")]
    name, last_day = str(could[-1][1]), str(could[-1][6])
    departs = date.fromisoformat(str(could[-1][2])[:10]) - timedelta(days=9)
    add_tab(world, "Viajes", ("Evento", "Viajero", "Sale", "Estado"), (name, "Luz Ferrer", departs, "Borrador"))
    with using(later(world, 1)):
        watch_deadlines()
    after = {str(one["UID"]): one for one in feed(world, "en").walk("VEVENT")}
    moved = [uid for uid in before.keys() & after.keys() if before[uid]["DTSTART"].dt != after[uid]["DTSTART"].dt]

    assert moved != []
    assert all(int(after[uid]["SEQUENCE"]) == int(before[uid]["SEQUENCE"]) + 1 for uid in moved)
    planned = next(row for row in tab(world, SystemTab.TRIP_OPTIONS) if len(row) > 6 and row[1] == name)
    assert (str(planned[6]) < last_day, planned[7]) == (True, 1)


def test_a_tab_that_members_made_is_not_written_over(world: App) -> None:
    add_tab(world, "Deadlines", ("Our own list", "until"), ("Report", "Friday"))

    with pytest.raises(SheetsError, match=r"Members have a tab Deadlines"):
        watch_deadlines()
    assert tab(world, SystemTab.DEADLINES)[1] == ("Report", "Friday")
