"""What was asked and answered by mail counts like what stands in a row; a reply is no 'no'."""

from datetime import timedelta

import pytest

from outreach.domain.answer import AnswerKind
from outreach.domain.consultation import ConsultationRules, Finding, matrix
from outreach.domain.consultation_mail import asked_by_mail, question_to, resting
from outreach.domain.coverage import Evidence
from outreach.domain.history import History
from outreach.domain.message import MessageState
from tests.factories import NOW, TODAY, a_contact, a_record, a_stakeholder, an_answer

RULES = ConsultationRules(timedelta(days=365), timedelta(days=60))
CONTACT = a_contact("gac@gob.example", id="c1")
ROW = a_stakeholder(contact=CONTACT)
ASKED = a_record(occasion="consultation:1", since=NOW - timedelta(days=9))


def finding(history: History, *, row: object = ROW) -> Finding:
    evidence = asked_by_mail(Evidence(stakeholders=(row,)), history)  # type: ignore[arg-type] # one factory a noun
    return matrix(evidence, ["GT"], today=TODAY)[0].said[0].finding


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (AnswerKind.NO, Finding.NONE_FOUND),
        (AnswerKind.REPLIED, Finding.NO_ANSWER),
        (AnswerKind.OUT_OF_OFFICE, Finding.NO_ANSWER),
    ],
)
def test_only_a_no_to_the_question_itself_says_that_they_know_nobody(kind: AnswerKind, expected: Finding) -> None:
    answer = an_answer(message=ASKED.key, kind=kind)

    assert finding(History(records=(ASKED,), answers=(answer,))) is expected


def test_a_no_to_a_call_says_nothing_of_whom_they_know() -> None:
    call = a_record(occasion="invitation:basics-dns")
    answer = an_answer(message=call.key, kind=AnswerKind.NO)

    assert finding(History(records=(ASKED, call), answers=(answer,))) is Finding.NO_ANSWER


def test_a_question_that_was_refused_was_not_asked_and_is_not_tried_again_at_once() -> None:
    refused = a_record(occasion="consultation:1", state=MessageState.REFUSED, since=NOW - timedelta(days=9))
    history = History(records=(refused,))

    assert finding(history) is Finding.NOT_ASKED
    assert resting(history, RULES, now=NOW, spacing=timedelta(days=5)) == {"c1"}
    assert resting(history, RULES, now=NOW + timedelta(days=60), spacing=timedelta(days=5)) == frozenset()


def test_each_time_that_somebody_is_asked_is_an_occasion_of_its_own() -> None:
    planned = a_record(occasion="consultation:1", state=MessageState.PLANNED)

    assert question_to("c1", History()) == "consultation:1"
    assert question_to("c1", History(records=(planned,))) == "consultation:1"
    assert question_to("c1", History(records=(ASKED,))) == "consultation:2"


def test_a_later_row_outdoes_the_mail() -> None:
    row = a_stakeholder(contact=CONTACT, asked=TODAY, answered=TODAY, answer="found")
    answer = an_answer(message=ASKED.key, kind=AnswerKind.NO, moment=NOW - timedelta(days=5))
    evidence = asked_by_mail(Evidence(stakeholders=(row,)), History(records=(ASKED,), answers=(answer,)))

    assert evidence.stakeholders == (row,)
