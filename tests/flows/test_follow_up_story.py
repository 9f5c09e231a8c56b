"""Who does not answer is written to twice more, after a leader's yes and on days of work, until a person takes over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from flows.follow_up_candidates import follow_up_candidates
from flows.process_inbox import process_inbox
from flows.send_invitations import send_invitations
from outreach.adapters.clock import StillClock
from outreach.bootstrap import App, using
from outreach.domain.message import Draft, batch_hash
from outreach.domain.system_tab import SystemTab
from tests.fakes import PaperMailbox
from tests.flows.approving import approve_as
from tests.incoming import a_mail

pytestmark = pytest.mark.story

LEADER = "Maribel Castañóniz"
INVITED = datetime(2016, 7, 4, 12, 0, tzinfo=UTC)
A_WEEK_ON = datetime(2016, 7, 8, 16, 0, tzinfo=UTC)
FIRST = datetime(2016, 7, 20, 16, 0, tzinfo=UTC)
SATURDAY = datetime(2016, 7, 23, 16, 0, tzinfo=UTC)
MONDAY = datetime(2016, 7, 25, 16, 0, tzinfo=UTC)
LAST = datetime(2016, 8, 17, 16, 0, tzinfo=UTC)
PERSON = datetime(2016, 9, 5, 16, 0, tzinfo=UTC)


@contextmanager
def at(world: App, moment: datetime) -> Iterator[App]:
    with using(replace(world, clock=StillClock(moment))) as then:
        yield then


def invite(world: App) -> tuple[Draft, ...]:
    """Invites, has it approved and delivered; what was sent."""
    waiting, _ = send_invitations()
    approve_as(world, LEADER, waiting[0].hash)
    send_invitations()
    return waiting[0].drafts


def offered(world: App, moment: datetime) -> dict[str, tuple[Draft, ...]]:
    """What waits for approval after a run, by occasion."""
    with at(world, moment):
        waiting, tally = follow_up_candidates()
    assert tally.accepted == 0
    return {batch.occasion: batch.drafts for batch in waiting}


def approved(world: App, moment: datetime, occasion: str) -> int:
    """A leader approves what waits under an occasion; how many the next run sends."""
    with at(world, moment):
        waiting, _ = follow_up_candidates()
        approve_as(world, LEADER, next(batch.hash for batch in waiting if batch.occasion == occasion))
        return follow_up_candidates()[1].accepted


def listed(world: App) -> list[tuple[str, str]]:
    """Owner and state, in English, of each row of the Follow-up tab."""
    rows = world.sheets.read().grids[SystemTab.FOLLOW_UP].rows[1:]
    return [(str(row[0]).partition(" / ")[0], str(row[1]).partition(" / ")[0]) for row in rows]


def assert_it_names_the_call_the_day_and_the_way_out(draft: Draft) -> None:
    letter = message_from_bytes(draft.content, policy=policy.default)
    body = letter.get_body(("plain",))
    assert body is not None
    text = " ".join(str(body.get_content()).split())
    assert ("El 4 de julio de 2016 le escribimos sobre" in text, "BAJA" in text) == (True, True)
    assert letter["List-Unsubscribe"]
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_from_silence_to_a_person(world: App) -> None:
    mailbox = PaperMailbox()
    with using(replace(world, mailbox=mailbox)) as reading:
        drafts = invite(reading)
        silent = {draft.contact for draft in drafts}

        assert offered(reading, A_WEEK_ON) == {}
        assert {state for _, state in listed(reading)} == {"Later"}

        first = offered(reading, FIRST)["follow_up:first"]
        on_saturday = offered(reading, SATURDAY)["follow_up:first"]
        assert batch_hash(on_saturday) == batch_hash(first)  # a day of rest takes no offer back
        assert_it_names_the_call_the_day_and_the_way_out(next(one for one in first if one.languages == ("es",)))
        assert {draft.contact for draft in first} <= silent
        assert len({draft.organisation for draft in first}) == len(first)
        assert approved(reading, MONDAY, "follow_up:first") == len(first)

        answering = first[0]
        mailbox.mails.append(
            a_mail(answering.recipient, "Sí, cuéntenme más.", In_Reply_To=f"<{answering.key}@lacralo.example>")
        )
        with at(reading, LAST):
            process_inbox()
        last = offered(reading, LAST)["follow_up:last"]
        assert {draft.contact for draft in last} == {draft.contact for draft in first} - {answering.contact}
        assert approved(reading, LAST, "follow_up:last") == len(last)

        assert "follow_up:last" not in offered(reading, PERSON)
        handed_over = [owner for owner, state in listed(reading) if state == "Handed over to a person"]
        assert len(handed_over) >= len(last)
        assert all(handed_over)

    keys = [record.key for record in world.ledger.history().records]
    assert len(keys) == len(set(keys))
    assert world.ledger.verify() == ()
