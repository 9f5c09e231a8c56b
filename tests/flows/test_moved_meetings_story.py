"""ICANN56 and ICANN57 are moved, ICANN57 then cancelled: everything affected is listed, and who was told is told."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import openpyxl
import pytest
from icalendar import Calendar

from flows.announce_changes import announce_changes
from outreach.adapters.clock import StillClock
from outreach.bootstrap import App, using
from outreach.domain.approval import Batch
from outreach.domain.message import batch_hash
from outreach.domain.system_tab import SystemTab
from tests.factories import a_draft
from tests.flows.approving import approve_as
from tests.season_2016 import ANNOUNCED, READ, TABS, Rows, as_announced, contact_of

pytestmark = pytest.mark.story
LEADER = "Luz Ferrer"
TOLD = (
    ("Told of 56", "invitation:before-56-icann"),
    ("May know of 57", "invitation:before-57-icann"),
    ("Told of 57", "sharing:ICANN57"),
)
DAYS = (("16", "21"), ("02", "07"), ("16", "21"), ("16", "21"))


def write(world: App, tabs: dict[str, Rows]) -> None:
    """What members type: their tabs as given, the system's own as they stand."""
    book = openpyxl.load_workbook(world.settings.sheets)
    for title in [title for title in book.sheetnames if title not in set(SystemTab)]:
        del book[title]
    for title, rows in tabs.items():
        tab = book.create_sheet(title)
        for row in rows:
            tab.append(row)
    book.save(world.settings.sheets)


@pytest.fixture
def season(world: App) -> Iterator[App]:
    """On 2 May: two candidates are invited to calls about the meetings, a structure is asked to pass one of them on."""
    write(world, TABS)
    with using(replace(world, clock=StillClock(READ))) as then:
        desk = then.desk(then.sheets.read())
        drafts = [a_draft(contact_of(name, desk), occasion=occasion) for name, occasion in TOLD]
        then.ledger.plan(drafts, occasions=[draft.occasion for draft in drafts], now=READ)
        keys = [draft.key for draft in drafts]
        then.ledger.approve(keys, batch=batch_hash(drafts), approver="People!2", now=READ)
        assert announce_changes()[1].accepted == len(TOLD)
    with using(replace(world, clock=StillClock(ANNOUNCED))) as now:
        yield now


def affected(world: App) -> list[tuple[object, ...]]:
    """Event, row and name of the rows of the tab; of last days the old and the new one."""
    rows = world.sheets.read().grids[SystemTab.AFFECTED].rows[1:]
    named = [(row, f"{row[2]} → {row[3]}" if str(row[2]).startswith("2016-") else row[5]) for row in rows]
    return [(row[1], re.sub("[#']", "", str(row[4])), name) for row, name in named]


def approved(world: App, batch: Batch) -> dict[str, EmailMessage]:
    """By address, what goes out once a leader has approved."""
    approve_as(world, LEADER, batch.hash)
    assert announce_changes()[1].accepted == len(batch.drafts)
    folder = world.settings.state / "mail"
    mails = [message_from_bytes((folder / f"{key}.eml").read_bytes(), policy=policy.default) for key in batch.keys]
    return {mail["To"].addresses[0].addr_spec: mail for mail in mails}


def entry(mail: EmailMessage) -> tuple[str, str, int, date, date]:
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    [event] = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), event["DTSTART"].dt, event["DTEND"].dt


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_moved_meetings_are_told_to_all_who_depend_on_them_and_to_nobody_else(season: App) -> None:
    write(season, as_announced())
    (first, second), tally = announce_changes()

    assert tally.accepted == 0
    assert affected(season) == [
        ("ICANN56", "Trips!A5", "Ines Paz"),
        ("ICANN56", "Stakeholders!A2", "Fellow of 56"),
        ("ICANN56", "Survey!A2", "Told of 56"),
        ("ICANN56", "Calls!A3", "Read-out of ICANN56"),
        ("ICANN56", "Opportunities!A3", "ICANN56"),
        ("ICANN56", "Survey!A7", "A student"),
        ("ICANN57", "Trips!A2", "Ada Pym"),
        ("ICANN57", "Trips!A3", "Rui Sá"),
        ("ICANN57", "Calendar!A3", "2016-09-16 → 2016-09-21"),
        *[("ICANN57", "Trips!A3", f"2016-09-{old} → 2016-09-{new}") for old, new in DAYS],
        ("ICANN57", "Stakeholders!A3", "Fellow of 57"),
        ("ICANN57", "Survey!A3", "May know of 57"),
        ("ICANN57", "Structures!A3", "Told of 57"),
        ("ICANN57", "Calls!A4", "On the way to San Juan"),
        ("ICANN57", "Opportunities!A2", "ICANN57"),
    ]
    assert (first.occasion, second.occasion) == ("event:ICANN56", "event:ICANN57")
    assert {draft.languages for draft in second.drafts} == {("en",), ("es",), ("pt",), ("en", "es")}
    note = (season.settings.state / "mitigation" / "ICANN57.html").read_text(encoding="utf-8")
    assert "Hyderabad, India" in note

    moved = approved(season, second)

    assert set(moved) == {
        "ada@lacralo.example",
        "rui@lacralo.example",
        "f57@guate.example",
        "may57@candidates.example",
        "als57@barbados.example",
    }
    uid = "event-ICANN57@lacralo.example"
    assert {entry(mail) for mail in moved.values()} == {("REQUEST", uid, 1, date(2016, 11, 3), date(2016, 11, 10))}
    told = text(moved["may57@candidates.example"])
    assert "Hyderabad, India" in told
    assert "29 Oct – 4 Nov 2016, San Juan" in told  # noqa: RUF001 # as the language writes it

    cancel = as_announced()
    cancel["Calendar"] = [(*row, "Cancelled" if row[0] == "ICANN57" else None) for row in cancel["Calendar"]]
    cancel["Calendar"][0] = (*cancel["Calendar"][0][:-1], "State")
    write(season, cancel)
    with using(replace(season, clock=StillClock(ANNOUNCED + timedelta(days=9)))) as later:
        waiting, _ = announce_changes()
        [batch] = [one for one in waiting if one.occasion == "event:ICANN57"]
        cancelled = approved(later, batch)

        # whoever came to know of Hyderabad since the move is told too
        assert set(cancelled) == {*moved, "new@grenada.example"}
        assert {entry(cancelled[address])[:3] for address in moved} == {("CANCEL", uid, 2)}
        assert "text/calendar" not in {part.get_content_type() for part in cancelled["new@grenada.example"].walk()}
        assert announce_changes()[1].accepted == 0
