"""Answers: what they are kept as, and which of them end the follow-up of whom."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.answer import (
    Answer,
    AnswerKind,
    Exit,
    all_exits,
    answers_in,
    exits,
    latest_answers,
)
from outreach.domain.candidate import Candidate, CandidateKind
from outreach.errors import LedgerError
from tests.factories import NOW, a_candidate, a_contact, an_answer


def id_of(candidate: Candidate) -> str:
    return candidate.contact.id if candidate.contact else ""


ANA, BEA = a_candidate(5), a_candidate(6)
ALONE = a_candidate(7, name="Red del Lago")


@given(
    contact=st.text(max_size=5),
    message=st.text(max_size=5),
    kind=st.sampled_from(AnswerKind),
    moment=st.datetimes(timezones=st.just(UTC)),
)
def test_an_answer_comes_back_from_the_ledger_as_it_went_in(
    contact: str, message: str, kind: AnswerKind, moment: datetime
) -> None:
    answer = Answer(contact, message, kind, moment, "f" * 64)

    assert Answer.from_json(answer.to_json()) == answer


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "thought"}'])
def test_what_is_no_answer_is_told_to_the_operator(text: str) -> None:
    with pytest.raises(LedgerError, match="install the newest version"):
        Answer.from_json(text)


def test_a_mail_noted_twice_is_one_answer() -> None:
    noted = [(NOW, an_answer(mail="a").to_json()), (NOW, an_answer(mail="b").to_json())]

    assert answers_in([*noted, noted[0]]) == (an_answer(mail="a"), an_answer(mail="b"))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (AnswerKind.REPLIED, Exit.REPLIED),
        (AnswerKind.YES, Exit.SAID_YES),
        (AnswerKind.NO, Exit.SAID_NO),
        (AnswerKind.MAYBE, Exit.REPLIED),
        (AnswerKind.OPT_OUT, Exit.OPT_OUT),
        (AnswerKind.COMPLAINT, Exit.COMPLAINT),
        (AnswerKind.BOUNCED, Exit.BOUNCED),
        (AnswerKind.OUT_OF_OFFICE, None),
        (AnswerKind.NOT_DELIVERED, None),
        (AnswerKind.OTHER, None),
    ],
)
def test_what_ends_the_follow_up_of_the_one_who_answered(kind: AnswerKind, expected: Exit | None) -> None:
    assert exits(id_of(ALONE), [an_answer(id_of(ALONE), kind=kind)], [ALONE]) == expected


@pytest.mark.parametrize("kind", AnswerKind)
def test_only_what_a_person_wrote_ends_it_for_the_organisations_others(kind: AnswerKind) -> None:
    ended = exits(id_of(BEA), [an_answer(id_of(ANA), kind=kind)], [ANA, BEA, ALONE])

    by_a_person = kind in {AnswerKind.REPLIED, AnswerKind.YES, AnswerKind.NO, AnswerKind.MAYBE}
    assert ended == (Exit.COLLEAGUE_ANSWERED if by_a_person else None)


def test_the_organisation_is_known_by_its_name_in_its_country() -> None:
    answered = [an_answer(id_of(ANA))]
    spelled = a_candidate(8, name="RED CHAPINA  de internautás")
    abroad = a_candidate(9, country="BZ")
    individual = a_candidate(10, kind=CandidateKind.INDIVIDUAL)

    assert all_exits(answered, [ANA, spelled, abroad, individual]) == {
        id_of(ANA): Exit.REPLIED,
        id_of(spelled): Exit.COLLEAGUE_ANSWERED,
    }


def test_two_rows_of_one_address_are_no_colleagues() -> None:
    again = a_candidate(8, contact=ANA.contact)

    assert all_exits([an_answer(id_of(ANA))], [ANA, again]) == {id_of(ANA): Exit.REPLIED}


def test_a_persons_no_in_the_sheet_and_a_call_attended_end_it_without_any_mail() -> None:
    stopped = a_candidate(8, contact=a_contact("no@chapines.example", may_write=False))
    attended = a_candidate(9, attended=frozenset({"dns"}))

    assert all_exits([], [stopped, attended, ALONE]) == {
        id_of(stopped): Exit.STOPPED,
        id_of(attended): Exit.STAGE_REACHED,
    }


def test_of_several_reasons_the_weightiest_is_given() -> None:
    answers = [an_answer(id_of(ANA), kind=kind, mail=kind) for kind in (AnswerKind.OPT_OUT, AnswerKind.REPLIED)]

    assert exits(id_of(ANA), [*answers, an_answer(id_of(BEA), mail="b")], [ANA, BEA]) == Exit.OPT_OUT


def test_an_answer_of_nobody_we_know_ends_nothing() -> None:
    assert all_exits([an_answer("")], [ANA, BEA]) == {}


def test_the_last_answer_is_the_one_that_counts() -> None:
    said_no = an_answer("c1", kind=AnswerKind.NO, mail="a")
    away = an_answer("c1", kind=AnswerKind.OUT_OF_OFFICE, mail="b", moment=NOW + timedelta(days=1))
    yes = an_answer("c1", kind=AnswerKind.YES, mail="c", moment=NOW - timedelta(days=1))

    assert latest_answers([said_no, away, yes]) == {"c1": said_no}
    assert latest_answers([away, an_answer("")]) == {"c1": away}


def test_what_waits_for_a_person_is_words_and_what_is_nobodys() -> None:
    known = {kind for kind in AnswerKind if an_answer("c1", kind=kind).waits}
    unknown = {kind for kind in AnswerKind if an_answer("", kind=kind).waits}

    assert known == {AnswerKind.REPLIED, AnswerKind.MAYBE, AnswerKind.COMPLAINT, AnswerKind.OTHER}
    assert unknown == set(AnswerKind) - {AnswerKind.OUT_OF_OFFICE}
