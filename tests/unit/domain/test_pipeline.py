"""A candidate stands at exactly one stage, is brought there by evidence only, and ends or is somebody's to see to."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.domain.answer import AnswerKind
from outreach.domain.candidate import CandidateKind
from outreach.domain.candidate_facts import facts_by_candidate
from outreach.domain.history import History
from outreach.domain.message import MessageState
from outreach.domain.next_step import Action, NextStep, Owner, next_step
from outreach.domain.pipeline import Progress, progress_of, stage_of, unproven
from outreach.domain.stage import ENDED, LADDER, PROVEN_BY, REVIEWS, Evidence, Fact, FactKind, Proof, Stage, counts
from outreach.errors import ConfigError
from outreach.intake.pipeline_rules import parse_reminder_rules
from tests.factories import NOW, TODAY, a_candidate, a_contact, a_record, a_structure, an_answer

CONFIG = (Path(__file__).parents[3] / "config" / "pipeline.toml").read_text(encoding="utf-8")
RULES = parse_reminder_rules(CONFIG)
ORGANISATION, INDIVIDUAL = CandidateKind.ORGANISATION, CandidateKind.INDIVIDUAL
K = FactKind

facts = st.builds(
    Fact,
    kind=st.sampled_from(FactKind),
    day=st.dates(TODAY - timedelta(days=9), TODAY),
    evidence=st.none() | st.builds(Evidence, st.sampled_from(Proof), st.sampled_from(["", "a", "b", "c"])),
    by=st.sampled_from(["", "Luz Ferrer"]),
)
histories = st.lists(facts, max_size=12)
kinds = st.sampled_from(CandidateKind)


def story(*happened: FactKind | tuple[FactKind, str]) -> list[Fact]:
    """A fact a day, each proven by the first thing that can prove it."""
    told = [one if isinstance(one, tuple) else (one, f"{number}") for number, one in enumerate(happened)]
    return [
        Fact(kind, TODAY + timedelta(days=day), Evidence(min(PROVEN_BY[kind]), reference))
        for day, (kind, reference) in enumerate(told)
    ]


@given(histories, kinds, st.randoms(use_true_random=False))
def test_any_facts_in_any_order_and_however_often_lead_to_the_same_one_stage(
    happened: list[Fact], kind: CandidateKind, chance: Any
) -> None:
    progress = progress_of(happened, kind)
    again = [*happened, *happened[:3]]
    chance.shuffle(again)

    assert progress_of(again, kind) == progress
    assert isinstance(stage_of(happened, kind), Stage)


REACHED_BY = {stage: {FactKind(stage.value), K.RESUMED} for stage in LADDER if stage is not Stage.ATTENDING} | {
    Stage.ATTENDING: {K.ATTENDED, K.RESUMED},
    Stage.RECONSIDERATION: {K.ASKED_RECONSIDERATION, K.RESUMED},
    Stage.OMBUDSMAN: {K.ASKED_OMBUDSMAN, K.RESUMED},
    Stage.BOARD_REVIEW: {K.ASKED_BOARD, K.RESUMED},
    Stage.REJECTED: {K.REJECTED, K.RESUMED},
    **{one: {FactKind(one.value)} for one in (Stage.CERTIFIED, Stage.DECERTIFIED, Stage.TAKES_PART)},
    **{one: {FactKind(one.value)} for one in (Stage.PAUSED, Stage.NOT_INTERESTED)},
}


@given(histories, kinds)
@settings(max_examples=300)
def test_no_stage_is_reached_without_the_evidence_that_it_needs(happened: list[Fact], kind: CandidateKind) -> None:
    progress = progress_of(happened, kind)
    proofs = {(one.day, one.evidence) for one in happened if counts(one, kind)}

    assert progress.since is not None or progress.stage is Stage.SURVEYED
    if progress.since is not None:
        assert (progress.since, progress.proof) in proofs
        own = {one.kind for one in happened if counts(one, kind) and one.day <= progress.since}
        by_what_they_did = {K.ATTENDED, K.INTENDS_TO_APPLY, K.DUE_DILIGENCE, K.REGIONAL_ADVICE, K.ALAC_VOTE}
        assert own & (REACHED_BY[progress.stage] | by_what_they_did)


@given(histories, kinds)
def test_a_rung_is_reached_only_by_a_fact_of_its_own(happened: list[Fact], kind: CandidateKind) -> None:
    progress = progress_of(happened, kind)
    own = {one.kind for one in happened if counts(one, kind)}

    rungs = REACHED_BY[progress.rung] - {K.RESUMED}
    assert progress.rung is Stage.SURVEYED or own & rungs


@given(histories, kinds)
def test_facts_that_do_not_count_change_nothing(happened: list[Fact], kind: CandidateKind) -> None:
    idle = unproven(happened, kind)

    assert progress_of([one for one in happened if one not in idle], kind) == progress_of(happened, kind)
    assert progress_of(idle, kind) == Progress()


@given(histories, kinds, st.integers(0, 900))
def test_every_candidate_has_come_to_an_end_or_is_somebodys_with_a_day(
    happened: list[Fact], kind: CandidateKind, later: int
) -> None:
    candidate, today = a_candidate(kind=kind, surveyed=TODAY - timedelta(days=20)), TODAY + timedelta(days=later)
    progress = progress_of(happened, kind)
    step = next_step(candidate, progress, today, RULES)

    assert (step is None) == (progress.stage in ENDED)
    if step is not None:
        assert step.remind >= max(today, step.by)
        assert step.remind <= max(today + RULES.again, step.by)
        assert step.by > (progress.since or candidate.surveyed)
        assert step.name or step.owner is Owner.LEADERSHIP


@given(histories, kinds, st.integers(0, 900))
def test_time_alone_changes_neither_what_is_to_be_done_nor_by_whom(
    happened: list[Fact], kind: CandidateKind, later: int
) -> None:
    candidate, progress = a_candidate(kind=kind), progress_of(happened, kind)
    now = next_step(candidate, progress, TODAY, RULES)
    then = next_step(candidate, progress, TODAY + timedelta(days=later), RULES)

    assert told(now) == told(then)


def told(step: NextStep | None) -> tuple[object, ...]:
    return () if step is None else (step.owner, step.name, step.what, step.by)


@given(histories)
def test_the_two_kinds_end_differently(happened: list[Fact]) -> None:
    assert stage_of(happened, ORGANISATION) is not Stage.TAKES_PART
    assert stage_of(happened, INDIVIDUAL) not in {Stage.APPLIED, Stage.CERTIFIED, Stage.REJECTED, *REVIEWS}


WHOLE = (
    K.SURVEYED,
    K.CONFIRMED,
    K.LIAISON_NAMED,
    K.CONTACTED,
    K.ANSWERED,
    (K.ATTENDED, "dns"),
    (K.ATTENDED, "icann"),
    (K.ATTENDED, "atlarge"),
    K.INTENDS_TO_APPLY,
    (K.APPLIED, "#214"),
    K.DUE_DILIGENCE,
    K.REGIONAL_ADVICE,
    K.ALAC_VOTE,
)


@pytest.mark.parametrize("days", range(1, len(WHOLE) + 1))
def test_the_way_from_a_survey_to_a_vote(days: int) -> None:
    happened = story(*WHOLE[:days])
    names = [one if isinstance(one, FactKind) else one[0] for one in WHOLE]
    expected = {K.ATTENDED: Stage.ATTENDING}.get(names[days - 1]) or Stage(names[days - 1].value)

    progress = progress_of(happened)

    assert (progress.stage, progress.since, progress.proof) == (expected, happened[-1].day, happened[-1].evidence)


@pytest.mark.parametrize(
    ("happened", "stage"),
    [
        ((), Stage.SURVEYED),
        ((*WHOLE, K.CERTIFIED), Stage.CERTIFIED),
        ((*WHOLE, K.CERTIFIED, K.CONTACTED), Stage.CERTIFIED),
        ((*WHOLE, K.CERTIFIED, K.NOT_INTERESTED), Stage.CERTIFIED),
        ((*WHOLE, K.CERTIFIED, K.DECERTIFIED), Stage.DECERTIFIED),
        ((*WHOLE, K.CERTIFIED, K.DECERTIFIED, (K.APPLIED, "#214")), Stage.DECERTIFIED),
        ((*WHOLE, K.CERTIFIED, K.DECERTIFIED, (K.APPLIED, "#301")), Stage.APPLIED),
        ((*WHOLE, K.CERTIFIED, K.DECERTIFIED, K.SURVEYED), Stage.SURVEYED),
        ((*WHOLE, K.REJECTED), Stage.REJECTED),
        ((*WHOLE, K.REJECTED, (K.ATTENDED, "more")), Stage.REJECTED),
        ((*WHOLE, K.REJECTED, K.ASKED_RECONSIDERATION), Stage.RECONSIDERATION),
        ((*WHOLE, K.REJECTED, K.ASKED_OMBUDSMAN), Stage.OMBUDSMAN),
        ((*WHOLE, K.REJECTED, K.ASKED_RECONSIDERATION, K.ASKED_BOARD), Stage.BOARD_REVIEW),
        ((*WHOLE, K.REJECTED, K.ASKED_BOARD, K.REJECTED), Stage.REJECTED),
        ((*WHOLE, K.REJECTED, K.ASKED_BOARD, K.CERTIFIED), Stage.CERTIFIED),
        ((*WHOLE, K.REJECTED, K.NOT_INTERESTED), Stage.NOT_INTERESTED),
        ((*WHOLE, K.REJECTED, K.PAUSED, K.RESUMED), Stage.REJECTED),
        ((*WHOLE, K.REJECTED, K.PAUSED, K.NOT_INTERESTED, (K.ATTENDED, "more")), Stage.NOT_INTERESTED),
        ((*WHOLE, K.REJECTED, (K.APPLIED, "#301")), Stage.APPLIED),
        ((*WHOLE, (K.APPLIED, "#214")), Stage.ALAC_VOTE),
        ((*WHOLE, K.ASKED_BOARD), Stage.ALAC_VOTE),
        ((K.SURVEYED, K.ASKED_BOARD), Stage.SURVEYED),
        ((K.SURVEYED, (K.APPLIED, "#9")), Stage.APPLIED),
        ((K.DUE_DILIGENCE, (K.APPLIED, "#9")), Stage.DUE_DILIGENCE),
        ((K.CONTACTED, K.PAUSED), Stage.PAUSED),
        ((K.CONTACTED, K.PAUSED, K.CONTACTED), Stage.PAUSED),
        ((K.CONTACTED, K.PAUSED, K.ANSWERED), Stage.PAUSED),
        ((K.CONTACTED, K.PAUSED, K.ANSWERED, K.RESUMED), Stage.ANSWERED),
        ((K.CONTACTED, K.PAUSED, (K.ATTENDED, "dns")), Stage.ATTENDING),
        ((K.CONTACTED, K.NOT_INTERESTED, K.INTENDS_TO_APPLY), Stage.INTENDS_TO_APPLY),
        ((K.CONTACTED, K.NOT_INTERESTED, K.RESUMED), Stage.CONTACTED),
        ((K.ANSWERED, K.CONTACTED), Stage.ANSWERED),
        ((K.RESUMED,), Stage.SURVEYED),
    ],
)
def test_what_leaves_the_ladder_and_what_leads_back(
    happened: tuple[FactKind | tuple[FactKind, str], ...], stage: Stage
) -> None:
    assert stage_of(story(*happened)) is stage


def test_an_individual_ends_by_taking_part() -> None:
    assert stage_of(story(*WHOLE[:8], K.TAKES_PART, K.NOT_INTERESTED), INDIVIDUAL) is Stage.TAKES_PART


@pytest.mark.parametrize("kind", FactKind)
def test_of_one_day_what_happened_is_told_in_the_order_of_the_enumeration(kind: FactKind) -> None:
    same = Evidence(min(PROVEN_BY[kind]), "x")
    both = [Fact(K.SURVEYED, TODAY, Evidence(Proof.ROW, "Survey!5")), Fact(kind, TODAY, same)]

    assert stage_of(both) is stage_of(both[::-1])


@pytest.mark.parametrize(("kind", "proofs"), PROVEN_BY.items())
def test_each_fact_is_proven_by_its_own_evidence_only(kind: FactKind, proofs: frozenset[Proof]) -> None:
    proving = {proof for proof in Proof if counts(Fact(kind, TODAY, Evidence(proof, "x")), ORGANISATION)}

    assert proving == (set() if kind is K.TAKES_PART else proofs)
    assert not counts(Fact(kind, TODAY, Evidence(min(proofs), "  ")), ORGANISATION)


def test_another_call_gives_the_next_one_its_whole_time_and_the_same_call_does_not() -> None:
    once = story((K.ATTENDED, "dns"), (K.ATTENDED, "dns"))
    twice = story((K.ATTENDED, "dns"), (K.ATTENDED, "icann"))

    assert (progress_of(once).since, len(progress_of(once).attended)) == (TODAY, 1)
    assert (progress_of(twice).since, len(progress_of(twice).attended)) == (TODAY + timedelta(days=1), 2)


def step_of(kind: CandidateKind, *happened: FactKind | tuple[FactKind, str], **changes: Any) -> NextStep | None:
    done = [Fact(one.kind, one.day, one.evidence, "Ana") for one in story(*happened)]
    return next_step(a_candidate(kind=kind, **changes), progress_of(done, kind), TODAY, RULES)


def test_after_all_calls_an_organisation_is_shown_how_to_apply_and_an_individual_how_to_take_part() -> None:
    steps = [step_of(kind, *WHOLE[:8]) for kind in (ORGANISATION, INDIVIDUAL)]

    assert [step.what for step in steps if step] == [Action.SHOW_NEXT_STEP, Action.SHOW_WAYS_TO_TAKE_PART]


@pytest.mark.parametrize(
    ("happened", "changes", "owner", "name", "what"),
    [
        ((), {}, Owner.PROPOSER, "Luz Ferrer", Action.CONFIRM),
        ((), {"proposed_by": ""}, Owner.LEADERSHIP, "", Action.CONFIRM),
        ((K.CONFIRMED,), {}, Owner.LEADERSHIP, "", Action.NAME_LIAISON),
        ((K.CONFIRMED, K.LIAISON_NAMED), {}, Owner.LIAISON, "Ana", Action.CONTACT),
        ((K.CONTACTED,), {}, Owner.LEADERSHIP, "", Action.AWAIT_ANSWER),
        ((K.REJECTED,), {}, Owner.LEADERSHIP, "", Action.SHOW_REVIEWS),
    ],
)
def test_whose_the_next_step_is(
    happened: tuple[FactKind, ...], changes: dict[str, str], owner: Owner, name: str, what: Action
) -> None:
    step = step_of(ORGANISATION, *happened, **changes)

    assert step is not None
    assert (step.owner, step.name, step.what) == (owner, name, what)


def test_what_is_overdue_stays_so_and_is_said_again() -> None:
    candidate = a_candidate(surveyed=TODAY - timedelta(days=30))
    step = next_step(candidate, Progress(), TODAY, RULES)

    assert step == NextStep(
        Owner.PROPOSER, "Luz Ferrer", Action.CONFIRM, TODAY - timedelta(days=16), TODAY + timedelta(days=12)
    )
    assert step.is_overdue(TODAY)


def test_the_sheets_and_the_ledger_prove_what_they_can() -> None:
    candidate = a_candidate(5, attended=frozenset({"dns"}))
    contact = candidate.contact.id if candidate.contact else ""
    sent = a_record(contact)
    history = History(
        (sent, a_record(contact, occasion="digest:2016-07-01"), a_record(contact, state=MessageState.REFUSED)),
        answers=(an_answer(contact, mail="m"), an_answer(contact, kind=AnswerKind.OUT_OF_OFFICE)),
    )
    known = a_structure(name="Red CHAPINA de internautas", decertified=date(2018, 1, 2))

    found = facts_by_candidate([candidate], history, [known, a_structure()], held={"dns": date(2016, 6, 20)})

    row = Evidence(Proof.ROW, "Structures!4")
    assert found == {
        candidate.origin: (
            Fact(K.SURVEYED, candidate.surveyed, Evidence(Proof.ROW, "Survey!5"), "Luz Ferrer"),
            Fact(K.CONFIRMED, candidate.surveyed, Evidence(Proof.ROW, "Survey!5"), "Luz Ferrer"),
            Fact(K.ATTENDED, date(2016, 6, 20), Evidence(Proof.ATTENDANCE, "dns")),
            Fact(K.CONTACTED, sent.since.date(), Evidence(Proof.MESSAGE, sent.key)),
            Fact(K.ANSWERED, NOW.date(), Evidence(Proof.MESSAGE, "m")),
            Fact(K.APPLIED, date(2014, 1, 7), row),
            Fact(K.CERTIFIED, date(2014, 6, 2), row),
            Fact(K.DECERTIFIED, date(2018, 1, 2), row),
        )
    }


@pytest.mark.parametrize("kind", [AnswerKind.OPT_OUT, AnswerKind.COMPLAINT])
def test_who_wants_no_mail_is_not_asked_again_whether_they_are_interested(kind: AnswerKind) -> None:
    candidate = a_candidate()
    answers = (an_answer(candidate.contact.id if candidate.contact else "", kind=kind),)

    (found,) = facts_by_candidate([candidate], History(answers=answers), [], held={}).values()

    assert stage_of(found) is Stage.NOT_INTERESTED


def test_who_may_not_be_written_to_is_not_confirmed() -> None:
    silent = a_candidate(5, contact=a_contact(may_write=False))

    found = facts_by_candidate([silent, a_candidate(6, contact=None)], History(), (), held={})

    assert [[fact.kind for fact in facts] for facts in found.values()] == [[K.SURVEYED]] * 2


@pytest.mark.parametrize(("number", "repeated"), [("", True), ("#214", False)])
def test_what_is_told_of_a_call_or_an_application_says_more_than_the_other_tabs(number: str, *, repeated: bool) -> None:
    candidate = a_candidate(5, attended=frozenset({"dns", "icann"}))
    known = a_structure(name=candidate.name, accredited=None, application=number)
    told = (
        Fact(K.ATTENDED, date(2016, 6, 27), Evidence(Proof.ATTENDANCE, "dns")),
        Fact(K.APPLIED, date(2016, 8, 1), Evidence(Proof.ROW, "#214")),
    )

    found = facts_by_candidate([candidate], History(), [known], held={}, told={candidate.origin: told})

    facts = found[candidate.origin]
    assert [one.day for one in facts if one.kind is K.ATTENDED] == [date(2016, 6, 27), candidate.surveyed]
    assert [one.kind for one in facts].count(K.APPLIED) == (1 if repeated else 2)
    assert progress_of(facts).application == "#214"


def test_individuals_and_names_without_letters_are_no_structure() -> None:
    nameless = a_structure(name="???")
    both = [a_candidate(5, kind=INDIVIDUAL), a_candidate(6, name="???")]

    found = facts_by_candidate(both, History(), [nameless], held={})

    assert [[fact.kind for fact in facts] for facts in found.values()] == [[K.SURVEYED, K.CONFIRMED]] * 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (CONFIG.replace("paused = 90", ""), "paused"),
        (CONFIG + "certified = 9\n", "certified"),
        (CONFIG.replace("paused = 90", "paused = 0"), "paused must be"),
        (CONFIG.replace("again_days = 14", ""), "again_days"),
    ],
)
def test_ages_that_cannot_be_used_are_told(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        parse_reminder_rules(text)
