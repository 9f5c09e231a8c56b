"""A candidate's case: nothing of tomorrow counts, and the country's liaison sees to it where nobody else was named."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.domain.candidate import CandidateKind
from outreach.domain.case import cases, first_held, liaisons_by_country, moved_on, resting
from outreach.domain.next_step import Owner
from outreach.domain.origin import Origin
from outreach.domain.stage import PROVEN_BY, Evidence, Fact, FactKind, Proof, Stage
from outreach.intake.pipeline_rules import parse_reminder_rules
from tests.factories import TODAY, a_call, a_candidate, a_person

RULES = parse_reminder_rules((Path(__file__).parents[3] / "config" / "pipeline.toml").read_text(encoding="utf-8"))
ROW = Evidence(Proof.ROW, "Progress!2")
MESSAGE = Evidence(Proof.MESSAGE, "m")


@pytest.mark.parametrize(("day", "stage"), [(TODAY, Stage.CONTACTED), (TODAY + timedelta(days=1), Stage.SURVEYED)])
def test_what_is_dated_after_today_has_not_happened(day: date, stage: Stage) -> None:
    one = a_candidate()
    facts = {one.origin: (Fact(FactKind.CONTACTED, day, MESSAGE),)}

    (case,) = cases([one], facts, RULES, liaisons={}, today=TODAY)

    assert (case.candidate, case.progress.stage) == (one, stage)


@pytest.mark.parametrize(
    ("named", "countries", "owner", "name"),
    [
        (True, {"GT": "Odwin Pyle"}, Owner.LIAISON, "Luz Ferrer"),
        (False, {"GT": "Odwin Pyle"}, Owner.LIAISON, "Odwin Pyle"),
        (False, {}, Owner.LEADERSHIP, ""),
    ],
)
def test_the_next_step_is_the_named_liaisons_else_the_countrys_else_leaderships(
    countries: dict[str, str], owner: Owner, name: str, *, named: bool
) -> None:
    one = a_candidate()
    contacted = Fact(FactKind.CONTACTED, TODAY, MESSAGE)
    facts = (contacted, *([Fact(FactKind.LIAISON_NAMED, TODAY, ROW, "Luz Ferrer")] if named else []))

    (case,) = cases([one], {one.origin: facts}, RULES, liaisons=countries, today=TODAY)

    assert case.next is not None
    assert (case.next.owner, case.next.name) == (owner, name)


def test_an_ended_case_has_no_next_step() -> None:
    one = a_candidate()
    facts = {one.origin: (Fact(FactKind.CERTIFIED, TODAY, ROW),)}

    assert cases([one], facts, RULES, liaisons={}, today=TODAY)[0].next is None


def test_of_several_liaisons_the_first_in_the_tab_counts() -> None:
    later = a_person("Odwin Pyle", liaison_for=frozenset({"GT", "BZ"}), origin=Origin("People", 9))
    first = a_person("Luz Ferrer", liaison_for=frozenset({"GT"}))

    assert liaisons_by_country([later, first]) == {"GT": "Luz Ferrer", "BZ": "Odwin Pyle"}


def test_a_topic_was_first_held_on_the_day_of_its_first_call_that_took_place() -> None:
    calls = [
        a_call("dns", days=-9, cancelled=True),
        a_call("dns", days=-5),
        a_call("dns", days=-2),
        a_call("icann", days=3),
    ]

    assert first_held(calls, TODAY) == {"dns": TODAY - timedelta(days=5)}


@pytest.mark.parametrize(
    ("kinds", "rests", "goes_on"),
    [
        ((), False, False),
        ((FactKind.CONTACTED,), False, False),
        ((FactKind.CONTACTED, FactKind.ANSWERED), False, True),
        ((FactKind.PAUSED,), True, True),
        ((FactKind.PAUSED, FactKind.RESUMED), False, False),
        ((FactKind.NOT_INTERESTED,), True, True),
        ((FactKind.REJECTED,), False, True),
    ],
)
def test_who_rests_and_whom_no_mail_follows_up(kinds: tuple[FactKind, ...], *, rests: bool, goes_on: bool) -> None:
    one = a_candidate()
    proofs = {kind: MESSAGE if kind is FactKind.CONTACTED else ROW for kind in kinds}
    facts = {one.origin: tuple(Fact(kind, TODAY, proof) for kind, proof in proofs.items())}

    found = cases([one], facts, RULES, liaisons={}, today=TODAY)

    assert (resting(found), moved_on(found)) == (
        frozenset({one.origin} if rests else ()),
        frozenset({one.origin} if goes_on else ()),
    )


@pytest.mark.parametrize(
    ("heard", "days", "expired"),
    [((), 730, False), ((), 731, True), ((FactKind.ANSWERED,), 731, False), ((FactKind.CONFIRMED,), 731, False)],
)
def test_an_address_is_used_for_so_long_after_they_were_last_heard_from(
    heard: tuple[FactKind, ...], days: int, *, expired: bool
) -> None:
    one = a_candidate()
    today = one.surveyed + timedelta(days=days)
    facts = {one.origin: tuple(Fact(kind, one.surveyed + timedelta(days=1), ROW) for kind in heard)}

    (case,) = cases([one], facts, RULES, liaisons={}, today=today, keeps=timedelta(days=730))

    assert (case.expired, case.kept_until) == (expired, one.surveyed + timedelta(days=730 + len(heard)))
    assert not expired or (case.rests, case.moved_on) == (True, True)


kinds = st.lists(st.sampled_from(FactKind), max_size=8)


@given(happened=kinds, individual=st.booleans())
@settings(max_examples=60)
def test_every_candidate_ends_or_has_a_next_date_and_an_owner(*, happened: list[FactKind], individual: bool) -> None:
    kind = CandidateKind.INDIVIDUAL if individual else CandidateKind.ORGANISATION
    one = a_candidate(kind=kind)
    proofs = [Evidence(min(PROVEN_BY[fact]), f"e{place}") for place, fact in enumerate(happened)]
    facts = [Fact(fact, TODAY, proof) for fact, proof in zip(happened, proofs, strict=True)]

    (case,) = cases([one], {one.origin: facts}, RULES, liaisons={}, today=TODAY)

    assert (case.next is None) == case.progress.ended
    assert case.next is None or (case.next.remind >= TODAY and case.next.owner in Owner)
