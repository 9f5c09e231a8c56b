"""Who is told that a call was moved or cancelled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.domain.answer import Answer, AnswerKind
from outreach.domain.call import Call, Revision
from outreach.domain.history import History, Record
from outreach.domain.invitation import occasion_of
from outreach.domain.message import MessageState
from outreach.domain.notice import NoticeKind, ToldCall, plan_notices, told_of
from tests.factories import NOW, a_call, a_candidate, a_record

CALL = a_call()
ANA = a_candidate(row=5)
assert ANA.contact
WHO = ANA.contact.id


def told(revision: int, state: MessageState = MessageState.ACCEPTED) -> Record:
    return a_record(WHO, occasion=occasion_of(CALL), revision=revision, state=state)


def planned(*records: Record, call: Call = CALL, sequence: int = 1, **history: object) -> list[tuple[NoticeKind, int]]:
    found = plan_notices(
        [ANA],
        [call],
        History(records, **history),  # type: ignore[arg-type] # what the test names
        revisions={call.uid: Revision(sequence, NOW)},
        now=NOW,
    )
    return [(notice.kind, notice.told) for notice in found]


def test_whoever_was_told_an_earlier_time_is_told_of_the_change_once() -> None:
    assert planned(told(0)) == [(NoticeKind.MOVED, 0)]
    assert planned(told(0), told(1)) == []
    assert planned(told(0), told(1), sequence=2) == [(NoticeKind.MOVED, 1)]


def test_a_notice_that_waits_for_approval_stays_planned() -> None:
    assert planned(told(0), told(1, MessageState.PLANNED)) == [(NoticeKind.MOVED, 0)]


def test_a_cancelled_call_is_told_as_that() -> None:
    assert planned(told(0), call=replace(CALL, cancelled=True)) == [(NoticeKind.CANCELLED, 0)]


def test_nobody_is_told_of_a_change_who_was_never_told_of_the_call() -> None:
    assert planned() == []
    assert planned(told(0, MessageState.PLANNED), told(0, MessageState.WITHDRAWN)) == []
    assert planned(told(0, MessageState.REFUSED)) == []


def test_a_message_of_unknown_outcome_may_have_been_read() -> None:
    assert planned(told(0, MessageState.UNKNOWN)) == [(NoticeKind.MOVED, 0)]


@pytest.mark.parametrize("state", [MessageState.UNKNOWN, MessageState.REFUSED, MessageState.LATER])
def test_a_notice_that_was_tried_is_not_tried_again(state: MessageState) -> None:
    assert planned(told(0), told(1, state)) == []


def test_a_call_that_is_over_is_past_telling() -> None:
    assert planned(told(0), call=replace(CALL, starts=NOW - timedelta(hours=1))) == []


def test_who_said_no_or_wants_no_mail_is_left_in_peace() -> None:
    no = Answer(WHO, "", AnswerKind.NO, NOW, "mail")

    assert planned(told(0), suppressed=frozenset({WHO})) == []
    assert planned(told(0), answers=(no,)) == []
    assert planned(told(0), answers=(replace(no, kind=AnswerKind.YES),)) == [(NoticeKind.MOVED, 0)]


def test_what_was_told_of_a_call_is_read_back_as_it_was_written() -> None:
    assert ToldCall.from_json(told_of(CALL).to_json()) == told_of(CALL)


def test_a_cancelled_call_is_another_version_and_an_ordinary_one_the_same_as_ever() -> None:
    assert replace(CALL, cancelled=True).fingerprint != CALL.fingerprint
    assert CALL.fingerprint.endswith("|https://calls.example/room7")
