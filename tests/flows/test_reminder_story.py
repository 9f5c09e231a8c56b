"""Who said yes to a call is reminded of it shortly before, once, after a leader's yes; Turnout tells who came."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes

import pytest

from flows.remind_participants import remind_participants
from flows.send_invitations import send_invitations
from outreach.adapters.clock import StillClock
from outreach.bootstrap import App, using
from outreach.domain.answer import NOTED, Answer, AnswerKind
from outreach.domain.attendance import NOTED as ATTENDED
from outreach.domain.attendance import Attendance
from outreach.domain.message import Draft
from outreach.domain.snapshot import Cell
from outreach.domain.system_tab import SystemTab
from tests.factories import an_answer
from tests.flows.approving import approve_as
from tests.flows.conftest import NOON

pytestmark = pytest.mark.story
LEADER = "Maribel Castañóniz"
CALL = datetime(2016, 7, 18, 23, 0, tzinfo=UTC)
SATURDAY = datetime(2016, 7, 16, 16, 0, tzinfo=UTC)
SUNDAY = datetime(2016, 7, 17, 16, 0, tzinfo=UTC)
AFTER = datetime(2016, 7, 19, 12, 0, tzinfo=UTC)
INVITED, YES, MAYBE, NO, SILENT, ATTENDED_BY, MISSING = range(5, 12)


@contextmanager
def at(world: App, moment: datetime) -> Iterator[App]:
    with using(replace(world, clock=StillClock(moment))) as then:
        yield then


def say(world: App, draft: Draft, kind: AnswerKind) -> None:
    answer: Answer = an_answer(draft.contact, kind=kind, message=draft.key, mail=draft.key, moment=NOON)
    world.ledger.note(*NOTED, answer.to_json(), now=NOON)


def turnout(world: App) -> tuple[Cell, ...]:
    """The row of the call."""
    rows = world.sheets.read().grids[SystemTab.TURNOUT].rows
    return next(row for row in rows if row[3] == "2016-07-18 23:00")


def test_a_reminder_goes_to_who_said_yes_and_turnout_tells_who_came(world: App) -> None:
    (batch,), _ = send_invitations()
    approve_as(world, LEADER, batch.hash)
    send_invitations()
    first, second, third, *others = sorted(batch.drafts, key=lambda draft: draft.key)
    for draft in (first, second):
        say(world, draft, AnswerKind.YES)
    say(world, third, AnswerKind.NO)

    assert remind_participants()[0] == ()
    with at(world, SATURDAY) as then:
        (reminders,), tally = remind_participants()
        assert ({one.contact for one in reminders.drafts}, tally.accepted) == ({first.contact, second.contact}, 0)
        approve_as(then, LEADER, reminders.hash)
        assert remind_participants()[1].accepted == 2
        mail = message_from_bytes((world.settings.state / "mail" / f"{reminders.keys[0]}.eml").read_bytes())
        assert "text/calendar" not in {part.get_content_type() for part in mail.walk()}
    with at(world, SUNDAY):
        assert remind_participants() == ((), type(tally)())
    assert turnout(world)[INVITED:ATTENDED_BY] == (len(batch.drafts), 2, 0, 1, len(others))

    world.ledger.note(*ATTENDED, Attendance(first.contact, "dns", CALL.date()).to_json(), now=AFTER)
    with at(world, AFTER):
        assert remind_participants()[0] == ()
    over = turnout(world)
    assert (over[ATTENDED_BY], over[MISSING]) == (1, second.origin)
