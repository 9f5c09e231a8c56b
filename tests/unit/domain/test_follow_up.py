"""Only who did not answer is written to again, on working days, never twice in a day, and at the end by a person."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.analysis.working_days import is_working_day
from outreach.domain.answer import Answer, AnswerKind, Exit, all_exits
from outreach.domain.candidate import Candidate, CandidateKind, withheld
from outreach.domain.follow_up import FollowUp, FollowUpPlan, Held, Workload, plan_follow_ups, workloads
from outreach.domain.history import History, Record
from outreach.domain.message import MessageState
from outreach.domain.organisation import organisation_of
from outreach.errors import ConfigError
from outreach.intake.cadence import parse_cadence
from tests.factories import NOW, TODAY, a_candidate, a_contact, a_record, an_answer

TEXT = (Path(__file__).parents[3] / "config" / "cadence.toml").read_text(encoding="utf-8")
CADENCE = parse_cadence(TEXT)
FIRST, LAST, PERSON = CADENCE.steps
EVERYWHERE = frozenset({"GT", "GD"})
LONG_AGO = NOW - timedelta(days=60)


def id_of(candidate: Candidate) -> str:
    return candidate.contact.id if candidate.contact else ""


def planned(candidates: list[Candidate], *records: Record, now: datetime = NOW, **history: Any) -> FollowUpPlan:
    return plan_follow_ups(
        candidates,
        History(records, **history),
        CADENCE,
        now=now,
        uncovered=EVERYWHERE,
        is_working_day=is_working_day,
    )


def only(part: tuple[FollowUp, ...]) -> FollowUp:
    (one,) = part
    return one


ANA, BEA = a_candidate(5), a_candidate(6)
ALONE = a_candidate(7, name="Red del Lago")


def invited(candidate: Candidate, since: datetime = LONG_AGO, **changes: Any) -> Record:
    return a_record(id_of(candidate), since=since, **changes)


def test_who_did_not_answer_is_written_to_when_it_is_due() -> None:
    follow_up = only(planned([ALONE], invited(ALONE)).now)

    assert (follow_up.candidate, follow_up.contact, follow_up.step, follow_up.held) == (
        ALONE,
        ALONE.contact,
        FIRST,
        None,
    )


def test_the_due_day_skips_weekends_and_holidays_of_the_readers_country() -> None:
    wednesday = datetime(2016, 9, 7, 15, tzinfo=NOW.tzinfo)  # the 15th is a holiday in Guatemala, not in Grenada
    abroad = a_candidate(8, name="Red de Granada", country="GD")
    plan = planned([ALONE, abroad], invited(ALONE, wednesday), invited(abroad, wednesday), now=wednesday)

    assert {one.candidate.country: one.due for one in plan.later} == {"GT": date(2016, 9, 19), "GD": date(2016, 9, 16)}
    assert {one.held for one in plan.later} == {Held.NOT_YET}


@pytest.mark.parametrize(
    ("day", "held"), [(date(2016, 9, 15), Held.NO_WORKING_DAY), (date(2016, 9, 17), Held.NO_WORKING_DAY)]
)
def test_nobody_is_written_to_on_a_day_of_rest(day: date, held: Held) -> None:
    now = datetime.combine(day, NOW.timetz())

    assert only(planned([ALONE], invited(ALONE), now=now).later).held is held


@pytest.mark.parametrize("kind", AnswerKind)
def test_only_non_responders_are_written_to(kind: AnswerKind) -> None:
    answers = (an_answer(id_of(ALONE), kind=kind),)
    plan = planned([ALONE], invited(ALONE), answers=answers)

    assert bool(plan.now) == (not all_exits(answers, [ALONE]))


@pytest.mark.parametrize("exit_", Exit)
def test_every_exit_ends_the_mails(exit_: Exit) -> None:
    assert exit_ in FIRST.stop_when & LAST.stop_when


def test_a_dead_address_is_a_persons_to_do() -> None:
    plan = planned([ALONE], invited(ALONE), answers=(an_answer(id_of(ALONE), kind=AnswerKind.BOUNCED),))

    assert (plan.now, only(plan.handed_over).step) == ((), PERSON)


def test_a_colleagues_answer_ends_it_for_the_whole_organisation() -> None:
    plan = planned([ANA, BEA], invited(ANA), invited(BEA), answers=(an_answer(id_of(ANA)),))

    assert plan == FollowUpPlan((), (), (), ((ANA, Held.STOPPED), (BEA, Held.STOPPED)))


@pytest.mark.parametrize(
    ("candidate", "history", "held"),
    [
        (a_candidate(country="MX"), {}, Held.COUNTRY_COVERED),
        (a_candidate(contact=None), {}, Held.NO_ADDRESS),
        (ALONE, {"suppressed": frozenset({id_of(ALONE)})}, Held.SUPPRESSED),
        (ALONE, {}, Held.NOT_INVITED),
        (ALONE, {"answers": (an_answer(id_of(ALONE)),)}, Held.STOPPED),
    ],
)
def test_who_is_passed_over_and_why(candidate: Candidate, history: dict[str, Any], held: Held) -> None:
    assert planned([candidate], **history).passed_over == ((candidate, held),)


def test_two_rows_of_one_address_get_one_mail() -> None:
    again = a_candidate(8, contact=ALONE.contact, name="Otra")
    plan = planned([ALONE, again], invited(ALONE))

    assert (len(plan.now), plan.passed_over) == (1, ((again, Held.SAME_CONTACT),))


def test_an_organisation_gets_one_mail_and_the_longest_waiting_comes_first() -> None:
    plan = planned([ANA, BEA], invited(ANA), invited(BEA, LONG_AGO - timedelta(days=30)))

    assert (only(plan.now).candidate, only(plan.later).held) == (BEA, Held.ORGANISATION_RESTS)


@pytest.mark.parametrize(
    ("record", "held"),
    [
        (invited(BEA, NOW - timedelta(days=4)), Held.ORGANISATION_RESTS),
        (a_record(id_of(BEA), occasion="invitation_moved:x", since=NOW - timedelta(hours=1)), Held.ORGANISATION_RESTS),
        (invited(BEA, NOW, state=MessageState.APPROVED), Held.MESSAGE_WAITS),
        (invited(BEA, NOW, state=MessageState.PLANNED), Held.MESSAGE_WAITS),
        (invited(BEA, NOW, state=MessageState.LATER), Held.MESSAGE_WAITS),
        (invited(BEA, NOW, state=MessageState.WITHDRAWN), None),
        (invited(BEA, NOW - timedelta(days=5)), None),
    ],
)
def test_an_organisation_just_written_to_is_left_in_peace(record: Record, held: Held | None) -> None:
    plan = planned([ANA, BEA], invited(ANA), record)
    of_ana = next(one for one in (*plan.now, *plan.later) if one.candidate == ANA)

    assert of_ana.held is held


@pytest.mark.parametrize("state", [MessageState.PLANNED, MessageState.APPROVED])
def test_a_mail_that_was_offered_stays_offered(state: MessageState) -> None:
    offered = a_record(id_of(ANA), occasion=FIRST.occasion, state=state, since=NOW)
    plan = planned([ANA, BEA], invited(ANA), invited(BEA), offered)

    assert [(one.candidate, one.waits) for one in plan.mails] == [(ANA, True)]
    assert only(plan.later).held is Held.MESSAGE_WAITS


def test_a_day_of_rest_takes_no_offer_back_and_makes_none() -> None:
    saturday = NOW + timedelta(days=1)
    offered = a_record(id_of(ANA), occasion=FIRST.occasion, state=MessageState.PLANNED, since=NOW)
    plan = planned([ANA, ALONE], invited(ANA), invited(ALONE), offered, now=saturday)

    assert ([one.candidate for one in plan.mails], plan.now) == ([ANA], ())


def test_whose_case_went_on_is_not_written_to() -> None:
    (silent,) = withheld([ALONE], {ALONE.origin})

    assert planned([silent], invited(ALONE)) == FollowUpPlan((), (), (), ((silent, Held.STOPPED),))


def test_it_is_known_which_invitation_was_the_last_and_when_we_last_wrote() -> None:
    older = invited(ALONE, LONG_AGO, occasion="invitation:basics-dns")
    newer = invited(ALONE, LONG_AGO + timedelta(days=10), occasion="invitation:basics-icann")
    first = a_record(id_of(ALONE), occasion=FIRST.occasion, since=LONG_AGO + timedelta(days=20))

    follow_up = only(planned([ALONE], newer, older, first).now)

    assert (follow_up.about, follow_up.last) == ("invitation:basics-icann", LONG_AGO + timedelta(days=20))


def test_the_steps_are_taken_one_after_the_other_and_the_last_is_a_persons() -> None:
    first = a_record(id_of(ALONE), occasion=FIRST.occasion, since=LONG_AGO)
    last = a_record(id_of(ALONE), occasion=LAST.occasion, since=LONG_AGO)

    assert only(planned([ALONE], invited(ALONE), first).now).step == LAST
    handed_over = planned([ALONE], invited(ALONE), first, last)
    assert (handed_over.now, only(handed_over.handed_over).step) == ((), PERSON)


def test_before_a_person_takes_over_the_last_mail_gets_its_time() -> None:
    last = a_record(id_of(ALONE), occasion=LAST.occasion, since=NOW - timedelta(days=2))
    first = a_record(id_of(ALONE), occasion=FIRST.occasion, since=LONG_AGO)
    plan = planned([ALONE], invited(ALONE), first, last)

    assert (only(plan.later).step, only(plan.later).held, plan.handed_over) == (PERSON, Held.NOT_YET, ())


def test_work_is_told_by_liaison_what_is_due_overdue_and_handed_over() -> None:
    due = only(planned([ALONE], invited(ALONE)).now)
    today = replace(due, due=TODAY)
    overdue = replace(due, candidate=ANA, due=TODAY - timedelta(days=3), held=Held.ORGANISATION_RESTS)
    later = replace(due, candidate=BEA, due=TODAY + timedelta(days=1), held=Held.NOT_YET)
    person = replace(due, candidate=a_candidate(9), step=PERSON)
    plan = FollowUpPlan((today,), (overdue, later), (person,), ())

    found = workloads(plan, {ALONE.origin: "Luz Ferrer", ANA.origin: "Luz Ferrer"}, TODAY)

    assert found == (Workload("", (), (), (person,)), Workload("Luz Ferrer", (today,), (overdue,), ()))


def test_a_country_that_never_works_still_gets_a_day() -> None:
    history = History((invited(ALONE),))
    plan = plan_follow_ups(
        [ALONE], history, CADENCE, now=NOW, uncovered=EVERYWHERE, is_working_day=lambda _day, _country: False
    )

    assert only(plan.later).due == LONG_AGO.date() + timedelta(days=400)


WHO = "abc"
people = st.lists(
    st.tuples(
        st.sampled_from(WHO),  # whose address
        st.sampled_from([("Red", "GT"), ("Foro", "GD")]),
        st.sampled_from([CandidateKind.ORGANISATION, CandidateKind.ORGANISATION, CandidateKind.INDIVIDUAL]),
    ),
    min_size=2,
    max_size=5,
)
events = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(WHO), st.sampled_from(AnswerKind)), max_size=2)
first_mails = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(WHO)), min_size=2, max_size=5)


@given(people, first_mails, events, st.integers(1, 9))
@settings(max_examples=80)
def test_whatever_happens_nobody_and_no_organisation_gets_two_mails_in_a_day_or_within_its_rest(
    drawn: list[tuple[str, tuple[str, str], CandidateKind]],
    first: list[tuple[int, str]],
    answered: list[tuple[int, str, AnswerKind]],
    rest: int,
) -> None:
    candidates = [
        a_candidate(row, name=name, kind=kind, country=country, contact=a_contact(f"{who}@chapines.example"))
        for row, (who, (name, country), kind) in enumerate(drawn)
    ]
    cadence = replace(CADENCE, organisation_rest=timedelta(days=rest))
    records, answers = list[Record](), list[Answer]()
    mails: dict[str, list[datetime]] = defaultdict(list)
    plan = FollowUpPlan((), (), (), ())
    for day in range(100):
        now = NOW + timedelta(days=day)
        answers += [
            an_answer(a_contact(f"{w}@chapines.example").id, kind=k, mail=f"{d}{w}{k}")
            for d, w, k in answered
            if d == day
        ]
        plan = plan_follow_ups(
            candidates, History(tuple(records), answers=tuple(answers)), cadence,
            now=now, uncovered=EVERYWHERE, is_working_day=is_working_day,
        )  # fmt: skip
        ended = all_exits(answers, candidates)
        for one in plan.now:
            who = {one.contact.id, organisation_of(one.candidate)} - {""}
            assert one.contact.id not in ended
            assert is_working_day(now.date(), one.candidate.country)
            assert all(now - sent >= timedelta(days=rest) for key in who for sent in mails[key])
            for key in who:
                mails[key].append(now)
            records.append(a_record(one.contact.id, occasion=one.step.occasion, since=now))
        for d, w in first:
            if d == day:
                contact = a_contact(f"{w}@chapines.example").id
                records.append(a_record(contact, since=now))
                rows = [one for one in candidates if id_of(one) == contact]
                for key in {contact, *map(organisation_of, rows)} - {""}:
                    mails[key].append(now)

    invited_ones = {record.contact for record in records}
    open_ones = {id_of(one) for one in candidates} & invited_ones - all_exits(answers, candidates).keys()
    assert {one.contact.id for one in plan.handed_over} >= open_ones  # who never answered is a person's in the end
    steps = [(record.contact, record.occasion) for record in records if record.occasion.startswith("follow_up:")]
    assert len(steps) == len(set(steps))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("organisation_days = 5", "the last must have none"),
        (TEXT.replace('template = "follow_up_last"', ""), "the last must have none"),
        (TEXT.replace('name = "last"', 'name = "first"'), "same name"),
        (TEXT.replace("organisation_days = 5", "organisation_days = 0"), "organisation_days"),
        (TEXT.replace("after = 7", "after = 0"), "step first needs"),
        (TEXT.replace("said_no", "shrugged"), "shrugged"),
    ],
)
def test_a_cadence_that_cannot_be_kept_is_told(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        parse_cadence(text)
