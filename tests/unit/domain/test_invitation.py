"""Who is invited: the soonest open call that is new to them, once an address."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.answer import Answer, AnswerKind
from outreach.domain.candidate import Candidate
from outreach.domain.history import History
from outreach.domain.invitation import (
    InvitationPlan,
    InvitationRules,
    PassedOver,
    open_calls,
    plan_invitations,
    series_of,
)
from outreach.domain.message import MessageState
from tests.factories import NOW, a_call, a_candidate, a_contact, a_record, an_answer

RULES = InvitationRules(at_most=timedelta(days=21), at_least=timedelta(days=1), spacing=timedelta(days=5))
DNS, ICANN = a_call("dns", days=5), a_call("icann", days=12)
UNCOVERED = frozenset({"GT"})


def plan(
    *candidates: Candidate, history: History | None = None, resting: frozenset[str] = frozenset()
) -> InvitationPlan:
    return plan_invitations(candidates, (DNS, ICANN), history or History(), uncovered=UNCOVERED, resting=resting)


def reason(candidate: Candidate, **situation: object) -> PassedOver:
    return plan(candidate, **situation).passed_over[0][1]  # type: ignore[arg-type] # handed on as it came


def test_a_candidate_is_invited_to_the_soonest_open_call() -> None:
    invitation = plan(a_candidate()).invitations[0]

    assert (invitation.call, invitation.occasion) == (DNS, "invitation:basics-dns")


def test_a_topic_that_was_attended_is_skipped() -> None:
    assert plan(a_candidate(attended=frozenset({"dns"}))).invitations[0].call == ICANN


def test_what_one_row_says_of_an_address_holds_for_every_row_of_it() -> None:
    heard = a_candidate(row=5, attended=frozenset({"dns"}))
    again = a_candidate(row=6, contact=heard.contact)
    no = a_candidate(row=7, contact=replace(heard.contact, may_write=False))  # type: ignore[type-var] # it has one

    assert [invitation.call for invitation in plan(heard, again).invitations] == [ICANN]
    assert PassedOver.SAME_CONTACT is plan(heard, again).passed_over[0][1]
    assert {PassedOver.SAID_NO} == {why for _, why in plan(heard, again, no).passed_over}


@pytest.mark.parametrize(
    ("candidate", "situation", "expected"),
    [
        (a_candidate(country="UY"), {}, PassedOver.COUNTRY_COVERED),
        (a_candidate(contact=None), {}, PassedOver.NO_ADDRESS),
        (a_candidate(contact=a_contact(may_write=False)), {}, PassedOver.SAID_NO),
        (a_candidate(), {"history": History(suppressed=frozenset({a_candidate().contact.id}))}, PassedOver.SUPPRESSED),  # type: ignore[union-attr] # it has one
        (a_candidate(attended=frozenset({"dns", "icann"})), {}, PassedOver.ATTENDED),
        (a_candidate(), {"resting": frozenset({a_candidate().contact.id})}, PassedOver.WRITTEN_RECENTLY),  # type: ignore[union-attr] # it has one
    ],
)
def test_everybody_who_is_passed_over_has_a_reason(
    candidate: Candidate, situation: dict[str, object], expected: PassedOver
) -> None:
    assert expected is reason(candidate, **situation)


def told(candidate: Candidate, *topics: str, state: MessageState = MessageState.ACCEPTED) -> History:
    contact = candidate.contact.id  # type: ignore[union-attr] # it has one
    return History(tuple(a_record(contact, occasion=f"invitation:basics-{topic}", state=state) for topic in topics))


def test_nobody_is_invited_twice_to_one_call_whatever_became_of_the_first_message() -> None:
    candidate = a_candidate()

    for state in (MessageState.ACCEPTED, MessageState.UNKNOWN, MessageState.REFUSED, MessageState.TRANSMITTING):
        assert plan(candidate, history=told(candidate, "dns", state=state)).invitations[0].call == ICANN
    assert PassedOver.ALREADY_TOLD is reason(candidate, history=told(candidate, "dns", "icann"))


def test_a_message_that_only_waits_is_planned_again_just_the_same() -> None:
    candidate = a_candidate()

    assert plan(candidate) == plan(candidate, history=told(candidate, "dns", state=MessageState.PLANNED))


def test_no_call_open_is_told_apart_from_a_call_already_told_of() -> None:
    none_open = plan_invitations([a_candidate()], (), History(), uncovered=UNCOVERED, resting=frozenset())

    assert PassedOver.NO_CALL_OPEN is none_open.passed_over[0][1]


def test_calls_are_open_neither_too_early_nor_too_late() -> None:
    calls = [a_call("late", days=22), ICANN, DNS, a_call("soon", days=0), a_call("past", days=-3)]

    assert open_calls(calls, NOW, RULES) == (DNS, ICANN)


@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(["GT", "UY"]), st.booleans()), max_size=12
    )
)
def test_every_candidate_is_either_invited_or_passed_over_and_no_address_twice(
    rows: list[tuple[str, str, bool]],
) -> None:
    candidates = [
        a_candidate(row, country=country, contact=a_contact(f"{name}@chapines.example", may_write=may_write))
        for row, (name, country, may_write) in enumerate(rows)
    ]

    made = plan(*candidates)
    addresses = [invitation.contact.address for invitation in made.invitations]

    assert len(candidates) == len(made.invitations) + len(made.passed_over)
    assert len(addresses) == len(set(addresses))
    assert not {one.contact.id for one in candidates if one.contact and not one.contact.may_write} & {
        invitation.contact.id for invitation in made.invitations
    }


def answering(candidate: Candidate, kind: AnswerKind, *, message: str = "", **changes: Any) -> Answer:
    return an_answer(candidate.contact.id if candidate.contact else "", kind=kind, message=message, **changes)


@pytest.mark.parametrize("kind", [AnswerKind.OPT_OUT, AnswerKind.COMPLAINT, AnswerKind.BOUNCED])
def test_nobody_is_invited_after_an_answer_that_ends_everything(kind: AnswerKind) -> None:
    candidate = a_candidate()

    assert PassedOver.ANSWER_ENDED_IT is reason(candidate, history=History(answers=(answering(candidate, kind),)))


@pytest.mark.parametrize("kind", [AnswerKind.REPLIED, AnswerKind.YES, AnswerKind.OUT_OF_OFFICE, AnswerKind.OTHER])
def test_an_answer_to_one_call_keeps_nobody_from_the_next(kind: AnswerKind) -> None:
    candidate = a_candidate()

    assert plan(candidate, history=History(answers=(answering(candidate, kind),))).passed_over == ()


def test_when_somebody_answered_the_organisations_others_are_left_in_peace() -> None:
    ana, bea = a_candidate(5), a_candidate(6)

    made = plan(ana, bea, history=History(answers=(answering(ana, AnswerKind.REPLIED),)))

    assert [invitation.candidate for invitation in made.invitations] == [ana]
    assert made.passed_over == ((bea, PassedOver.COLLEAGUE_ANSWERED),)


def invited(*answers: Answer) -> list[str] | PassedOver:
    """To what the candidate of row 5 is invited, of two series, after these answers; else why not."""
    candidate, other = a_candidate(), a_call("governance", days=15, series="Advanced")
    calls = (DNS, ICANN, other)
    history = History(told(candidate, "dns").records, answers=answers)
    made = plan_invitations(
        [candidate], calls, history, uncovered=UNCOVERED, resting=frozenset(), series=series_of(calls)
    )
    return [one.call.topic for one in made.invitations] or made.passed_over[0][1]


def test_who_said_no_to_a_series_is_not_asked_to_its_other_calls() -> None:
    candidate = a_candidate()
    key = told(candidate, "dns").records[0].key
    no = answering(candidate, AnswerKind.NO, message=key)
    later = {"mail": "later", "moment": NOW + timedelta(hours=1)}

    assert invited() == ["icann"]
    assert invited(no) == ["governance"]
    assert invited(no, answering(candidate, AnswerKind.YES, message=key, **later)) == ["icann"]


def test_a_no_of_which_it_is_not_known_what_it_answers_holds_for_every_series_until_a_yes() -> None:
    candidate = a_candidate()
    no = answering(candidate, AnswerKind.NO)
    later = {"mail": "later", "moment": NOW + timedelta(hours=1)}
    key = told(candidate, "dns").records[0].key

    assert invited(no) is PassedOver.SAID_NO_TO_SERIES
    assert invited(no, answering(candidate, AnswerKind.YES, message=key, **later)) == ["icann"]
