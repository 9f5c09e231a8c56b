"""A call is moved, then cancelled: who was told is told of it, with an entry that updates theirs; nobody else."""

from collections.abc import Collection
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from flows.send_invitations import send_invitations
from outreach.bootstrap import App
from outreach.domain.approval import Batch
from tests.flows.approving import approve_as

pytestmark = pytest.mark.story
LEADER = "Maribel Castañóniz"
DNS_ROW = "DNS basics / DNS básico"


def sent(world: App) -> list[Path]:
    return sorted((world.settings.state / "mail").glob("*.eml"))


def mails(world: App, keys: Collection[str]) -> dict[str, EmailMessage]:
    """By message key."""
    paths = (path for path in sent(world) if path.stem in keys)
    return {path.stem: message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths}


def call_row(book: openpyxl.Workbook) -> int:
    return next(cell.row for row in book["Calls"].iter_rows() for cell in row if cell.value == DNS_ROW)


def edit_call(world: App, header: str, value: object) -> None:
    """What an organiser does to the row of the first call; a column of this name is added when there is none."""
    book = openpyxl.load_workbook(world.settings.sheets)
    tab = book["Calls"]
    heads = {str(cell.value): cell.column for row in tab.iter_rows(max_row=3) for cell in row if cell.value}
    head_row = next(cell.row for row in tab.iter_rows(max_row=3) for cell in row if cell.value == "Topic / Tema")
    column = next((place for name, place in heads.items() if name.startswith(header)), tab.max_column + 1)
    if column > tab.max_column:
        tab.cell(head_row, column, header)
    tab.cell(call_row(book), column, value)
    book.save(world.settings.sheets)


def add_candidate(world: App) -> None:
    """Somebody new, in a copy of the first row of an uncovered country that was invited."""
    book = openpyxl.load_workbook(world.settings.sheets)
    tab = book["Respuestas de formulario 1"]
    row = [cell.value for cell in tab[3]]
    row[4], row[6], row[7], row[8], row[9] = "Reef Net Circle", "Ruth Cal", "ruth@reefnet.example", None, None
    row[14] = None  # calls attended
    tab.append(row)
    book.save(world.settings.sheets)


def approved(world: App) -> tuple[Batch, dict[str, EmailMessage]]:
    """Plans, approves and delivers; the batch and its mails."""
    (batch,), _ = send_invitations()
    approve_as(world, LEADER, batch.hash)
    _, tally = send_invitations()
    assert tally.accepted == len(batch.drafts)
    found = mails(world, batch.keys)
    return batch, {draft.contact: found[draft.key] for draft in batch.drafts}


def entry(mail: EmailMessage) -> tuple[str, str, int, str, datetime]:
    """METHOD, UID, SEQUENCE, STATUS and start of the calendar entry."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    start = event["DTSTART"].dt.astimezone(UTC)
    return str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"]), start


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_moved_and_then_cancelled_call_reaches_those_who_were_told(world: App) -> None:
    first, invited = approved(world)
    uid = entry(next(iter(invited.values())))[1]

    edit_call(world, "Date", datetime(2016, 7, 20))  # noqa: DTZ001 # a cell has no zone
    edit_call(world, "Day", "miércoles")
    add_candidate(world)
    second, moved = approved(world)

    newcomers = moved.keys() - invited.keys()
    assert (moved.keys() >= invited.keys(), len(newcomers)) == (True, 1)
    new_start = datetime(2016, 7, 20, 23, 0, tzinfo=UTC)
    assert {entry(mail) for mail in moved.values()} == {("REQUEST", uid, 1, "CONFIRMED", new_start)}
    for contact, mail in moved.items():
        told_of_old = any(word in text(mail) for word in ("Before:", "Antes:", "Avant :"))
        assert told_of_old == (contact in invited)
    assert len(second.drafts) == len(first.drafts) + 1

    edit_call(world, "State", "Cancelada")
    third, cancelled = approved(world)

    assert cancelled.keys() == moved.keys()
    assert {entry(mail)[:4] for mail in cancelled.values()} == {("CANCEL", uid, 2, "CANCELLED")}
    assert send_invitations()[1].accepted == 0
    assert len(sent(world)) == len(first.drafts) + len(second.drafts) + len(third.drafts)
