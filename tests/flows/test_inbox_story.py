"""What comes back: invitations go out, people and servers answer, and each answer is noted, shown and obeyed once."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL

from flows.process_inbox import process_inbox
from flows.send_invitations import send_invitations
from outreach.adapters.clock import StillClock
from outreach.bootstrap import App, using
from outreach.domain.answer import NOTED, AnswerKind, answers_in
from outreach.domain.message import Draft
from outreach.domain.snapshot import Block
from outreach.domain.system_tab import SystemTab
from outreach.errors import SettingsError, SheetsError
from tests.fakes import PaperMailbox
from tests.flows.approving import approve_as
from tests.flows.test_privacy import DRAINED_WITHIN, cells
from tests.incoming import a_bounce, a_calendar_reply, a_mail, an_out_of_office

pytestmark = pytest.mark.story

LEADER = "Maribel Castañóniz"
WORDS = "Con gusto; ¿podemos traer a dos colegas de la cooperativa?"
GARBAGE = b"\x00\xff no mail at all \r\n\r\n\xfe" * 3
AFTER_THE_FIRST_CALL = datetime(2016, 7, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def reading(world: App) -> Iterator[tuple[App, PaperMailbox]]:
    """The installation with a mailbox in which nothing has arrived yet."""
    mailbox = PaperMailbox()
    with using(replace(world, mailbox=mailbox)) as installation:
        yield installation, mailbox


def invite(world: App) -> tuple[Draft, ...]:
    """Invites, has it approved and delivered; what was sent, by row."""
    waiting, _ = send_invitations()
    approve_as(world, LEADER, waiting[0].hash)
    send_invitations()
    return tuple(sorted(waiting[0].drafts, key=lambda draft: int(draft.origin.rpartition("!")[2])))


def answers_of(drafts: tuple[Draft, ...]) -> list[bytes]:
    """A reply, an out-of-office, a bounce, an opt-out, a yes and a no by calendar, and garbage."""
    ids = [f"<{draft.key}@lacralo.example>" for draft in drafts]
    uid = f"{drafts[0].occasion.partition(':')[2]}@lacralo.example"
    return [
        a_mail(drafts[0].recipient, WORDS, In_Reply_To=ids[0]),
        an_out_of_office(drafts[1].recipient, In_Reply_To=ids[1]),
        a_bounce(drafts[2].recipient, drafts[2].key),
        a_mail(drafts[3].recipient, "BAJA\n", In_Reply_To=ids[3]),
        a_calendar_reply(drafts[4].recipient, uid=uid),
        a_calendar_reply(drafts[5].recipient, uid=uid, answer="DECLINED"),
        GARBAGE,
    ]


def tab(world: App, title: SystemTab) -> list[tuple[object, ...]]:
    return [tuple(row) for row in world.sheets.read().grids[title].rows]


def status_of(world: App, draft: Draft) -> tuple[object, ...]:
    """State and last answer, in English, as the Status tab shows them beside the row of a draft."""
    row = next(
        row for row in tab(world, SystemTab.STATUS) if str(row[0]).endswith(f"A{draft.origin.rpartition('!')[2]}")
    )
    return row[4], (str(row[7]).partition(" / ")[0] if len(row) > 7 else None)


def test_each_answer_is_noted_shown_and_obeyed_once(reading: tuple[App, PaperMailbox]) -> None:
    world, mailbox = reading
    drafts = invite(world)
    mailbox.mails[:] = answers_of(drafts)

    told = process_inbox()

    noted = answers_in(world.ledger.noted(*NOTED))
    expected = ("replied", "out_of_office", "bounced", "opt_out", "yes", "no")
    assert [(one.contact, one.message, one.kind) for one in noted] == [
        *((draft.contact, draft.key, AnswerKind(kind)) for draft, kind in zip(drafts, expected, strict=False)),
        ("", "", AnswerKind.OTHER),
    ]
    assert (told.mails, told.waiting) == (7, 2)
    assert world.ledger.history().suppressed == {drafts[2].contact, drafts[3].contact}
    assert [status_of(world, draft) for draft in drafts[:6]] == [
        ("Sent", "Answered"),
        ("Sent", "Out of office"),
        ("Sent, but came back: the address is dead", "Came back: the address is dead"),
        ("Sent", "Wants no more mail"),
        ("Sent", "Said yes"),
        ("Sent", "Said no"),
    ]
    assert [str(row[3]).partition(" / ")[0] for row in tab(world, SystemTab.ANSWERS)[1:]] == [
        "Answered",
        "Something else: please look",
    ]

    workbook = Path(world.settings.sheets).read_bytes()
    again = process_inbox()
    mailbox.validity = 2
    renumbered = process_inbox()

    assert (again.mails, renumbered.mails) == (0, 0)
    assert answers_in(world.ledger.noted(*NOTED)) == noted
    assert len(world.ledger.noted(*NOTED)) == len(noted)
    assert Path(world.settings.sheets).read_bytes() == workbook
    assert world.ledger.verify() == ()


def test_the_next_invitation_obeys_the_answers(reading: tuple[App, PaperMailbox]) -> None:
    world, mailbox = reading
    drafts = invite(world)
    mailbox.mails[:] = answers_of(drafts)
    process_inbox()

    with using(replace(world, clock=StillClock(AFTER_THE_FIRST_CALL))):
        waiting, _ = send_invitations()

    invited = {draft.contact for batch in waiting for draft in batch.drafts}
    assert [draft.contact in invited for draft in drafts[:6]] == [True, True, False, False, True, False]


def test_who_dealt_with_an_answer_stays_beside_it(reading: tuple[App, PaperMailbox]) -> None:
    world, mailbox = reading
    drafts = invite(world)
    mailbox.mails[:] = answers_of(drafts)[:1]
    process_inbox()
    world.sheets.write((Block(SystemTab.ANSWERS, (("Dealt with by",), ("Luz",)), column=6),))

    mailbox.mails.append(a_mail(drafts[1].recipient, WORDS, In_Reply_To=f"<{drafts[1].key}@lacralo.example>"))
    process_inbox()

    rows = tab(world, SystemTab.ANSWERS)[1:]
    assert [len(rows), rows[0][5], rows[1][5:] in {(), (None,)}] == [2, "Luz", True]


def test_without_a_mailbox_one_sentence_says_so(world: App) -> None:
    with (
        using(replace(world, mailbox=None)),
        pytest.raises(SettingsError, match="No mailbox is set, so no answers are read"),
    ):
        process_inbox()


def test_an_opt_out_holds_though_the_sheets_cannot_be_reached(reading: tuple[App, PaperMailbox]) -> None:
    world, mailbox = reading
    drafts = invite(world)
    mailbox.mails[:] = answers_of(drafts)
    Path(world.settings.sheets).unlink()

    with pytest.raises(SheetsError):
        process_inbox()

    assert world.ledger.history().suppressed == {drafts[2].contact, drafts[3].contact}


@pytest.mark.prefect
def test_no_word_and_no_address_is_in_prefects_database_in_the_facts_or_in_the_list_for_people(
    reading: tuple[App, PaperMailbox],
) -> None:
    world, mailbox = reading
    drafts = invite(world)
    mailbox.mails[:] = answers_of(drafts)
    process_inbox()
    secrets = {draft.recipient for draft in drafts} | {WORDS, "outreach@lacralo.example", "STOP", "BAJA"}
    database = Path(PREFECT_API_DATABASE_CONNECTION_URL.value().partition("///")[2])

    deadline = time.monotonic() + DRAINED_WITHIN
    found = cells(database)
    while not any("process-inbox" in cell for cell in found) and time.monotonic() < deadline:
        time.sleep(0.5)
        found = cells(database)
    shown = [str(cell) for row in tab(world, SystemTab.ANSWERS) for cell in row]
    kept = [payload for _, payload in world.ledger.noted(*NOTED)]

    assert any("process-inbox" in cell for cell in found)
    assert {secret for secret in secrets if any(secret in cell for cell in (*found, *shown, *kept))} == set()
