"""Who is reminded of a call: whoever said yes last, once, in the days before it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.domain.answer import Answer, AnswerKind
from outreach.domain.call import Call
from outreach.domain.call_reminder import plan_call_reminders
from outreach.domain.history import History, Record
from outreach.domain.invitation import InvitationRules
from outreach.domain.message import MessageState
from tests.factories import NOW, a_call, a_candidate, a_record, an_answer

RULES = InvitationRules(timedelta(days=21), timedelta(days=1), timedelta(days=5))
CALL = a_call(days=2)
ANA = a_candidate()
assert ANA.contact
WHO = ANA.contact.id
INVITED = a_record(WHO)
YES = an_answer(WHO, kind=AnswerKind.YES, message=INVITED.key, mail="yes")


def reminded(*records: Record, answers: tuple[Answer, ...] = (YES,), call: Call = CALL, **history: object) -> int:
    known = History((INVITED, *records), answers=answers, **history)  # type: ignore[arg-type] # what the test names
    return len(plan_call_reminders([ANA], [call], known, RULES, now=NOW))


def reminder(state: MessageState) -> Record:
    return a_record(WHO, occasion="reminder:basics-dns", state=state)


def test_whoever_said_yes_is_reminded_and_nobody_else() -> None:
    assert reminded() == 1
    assert reminded(answers=()) == 0
    assert reminded(answers=(replace(YES, kind=AnswerKind.MAYBE),)) == 0


def test_the_last_word_counts_also_when_it_answers_the_reminder() -> None:
    no = replace(YES, kind=AnswerKind.NO, moment=NOW + timedelta(hours=1), mail="no")
    sent = reminder(MessageState.WITHDRAWN)

    assert reminded(answers=(YES, no)) == 0
    assert reminded(sent, answers=(YES, replace(no, message=sent.key))) == 0


@pytest.mark.parametrize("state", [MessageState.ACCEPTED, MessageState.UNKNOWN, MessageState.REFUSED])
def test_nobody_is_reminded_twice_though_the_call_moves(state: MessageState) -> None:
    assert reminded(reminder(state)) == 0
    assert reminded(reminder(state), call=replace(CALL, starts=CALL.starts + timedelta(hours=5))) == 0


@pytest.mark.parametrize(("hours", "count"), [(73, 0), (72, 1), (3, 1), (2, 0), (-1, 0)])
def test_only_shortly_before(hours: int, count: int) -> None:
    assert reminded(call=replace(CALL, starts=NOW + timedelta(hours=hours))) == count


def test_not_of_a_cancelled_call_nor_against_their_will() -> None:
    assert reminded(call=replace(CALL, cancelled=True)) == 0
    assert reminded(suppressed=frozenset({WHO})) == 0
