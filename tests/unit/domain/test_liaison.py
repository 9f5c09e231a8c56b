"""Liaisons are proposed: as well as can be, within capacity, without reshuffling people, and it is said why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.analysis.assignment import assign
from outreach.domain.liaison import LiaisonPlan, Proposal, propose
from outreach.domain.liaison_fit import (
    Barrier,
    Duty,
    Fit,
    Leave,
    Reason,
    ReasonCode,
    Task,
    Volunteer,
    fit,
)
from outreach.errors import ConfigError
from outreach.intake.liaison_rules import parse_liaison_rules
from tests.factories import TODAY, a_person

CONFIG = Path(__file__).parents[3] / "config" / "liaisons.toml"
RULES = parse_liaison_rules(CONFIG.read_text(encoding="utf-8"))
LANGUAGES = ("en", "es", "fr")
COUNTRIES = ("BZ", "GT", "HT")


def a_task(id_: str = "t1", **changes: Any) -> Task:
    plain: dict[str, Any] = {"duty": Duty.TO_CANDIDATE, "country": "GT", "languages": ("es",)}
    return Task(id_, **(plain | changes))


def a_volunteer(id_: str = "v1", *, capacity: int = 1, country: str = "UY", **changes: Any) -> Volunteer:
    person = a_person(id_, capacity=capacity, country=country, languages=changes.pop("languages", ("es",)))
    return Volunteer(id_, person, **changes)


def planned(tasks: list[Task], people: list[Volunteer], present: dict[str, str] | None = None) -> LiaisonPlan:
    return propose(tasks, people, present or {}, RULES, assign=assign, today=TODAY)


def only(plan: LiaisonPlan) -> Proposal:
    (proposal,) = plan.proposals
    return proposal


languages = st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True).map(tuple)
countries = st.sampled_from(COUNTRIES)
tasks = st.lists(
    st.builds(
        Task,
        id=st.sampled_from([f"t{n}" for n in range(5)]),
        duty=st.sampled_from(Duty),
        country=countries,
        languages=languages,
        near=st.frozensets(countries),
        sector=st.sampled_from(["", "academic"]),
        parties=st.frozensets(st.just("red"), max_size=1),
    ),
    max_size=4,
    unique_by=lambda task: task.id,
)


@st.composite
def a_drawn_volunteer(draw: st.DrawFn) -> Volunteer:
    return a_volunteer(
        draw(st.sampled_from(["v0", "v1", "v2"])),
        capacity=draw(st.integers(0, 3)),
        country=draw(countries),
        languages=draw(languages),
        sectors=draw(st.frozensets(st.just("academic"), max_size=1)),
        conflicts=draw(st.frozensets(st.sampled_from(["red", "HT"]), max_size=1)),
        leaves=draw(st.sampled_from([(), (Leave(TODAY, TODAY + timedelta(days=5)),)])),
        load=draw(st.integers(0, 1)),
    )


volunteers = st.lists(a_drawn_volunteer(), max_size=3, unique_by=lambda one: one.id)
presents = st.dictionaries(st.sampled_from([f"t{n}" for n in range(5)]), st.sampled_from(["v0", "v1", "v2", "gone"]))


def all_plans(drawn: list[Task], people: list[Volunteer], present: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Of every allowed plan how many tasks it leaves out, and its points: the oracle, by trying all of them."""
    fits = {
        (task.id, one.id): fit(task, one, RULES, present=present.get(task.id), today=TODAY)
        for task in drawn
        for one in people
    }
    for chosen in product([None, *people], repeat=len(drawn)):
        pairs = [(task, one) for task, one in zip(drawn, chosen, strict=True) if one is not None]
        found = [fits[task.id, one.id] for task, one in pairs]
        taken = Counter(one.id for _, one in pairs)
        if any(isinstance(one, Barrier) for one in found) or any(taken[one.id] > one.places for one in people):
            continue
        loads = sum(RULES.load * (one.load + k) for one in people for k in range(taken[one.id]))
        yield len(drawn) - len(pairs), loads + sum(one.points for one in found if isinstance(one, Fit))


@given(tasks, volunteers, presents)
@settings(max_examples=150)
def test_no_plan_places_more_or_fits_better(
    drawn: list[Task], people: list[Volunteer], present: dict[str, str]
) -> None:
    plan = planned(drawn, people, present)

    assert (len(plan.unplaced), sum(one.points for one in plan.proposals)) == min(all_plans(drawn, people, present))


@given(tasks, volunteers, presents)
@settings(max_examples=100)
def test_every_task_is_proposed_once_or_left_with_its_reason_and_nobody_has_more_than_their_places(
    drawn: list[Task], people: list[Volunteer], present: dict[str, str]
) -> None:
    plan = planned(drawn, people, present)
    taken = Counter(one.volunteer.id for one in plan.proposals)

    named = [one.task.id for one in plan.proposals] + [one.task.id for one in plan.unplaced]
    assert sorted(named) == sorted(task.id for task in drawn)
    assert [one.id for one in people if taken[one.id] > one.places] == []


@given(tasks, volunteers, presents, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_tasks_and_people_makes_no_difference(
    drawn: list[Task], people: list[Volunteer], present: dict[str, str], chance: Any
) -> None:
    plan = planned(drawn, people, present)
    chance.shuffle(drawn)
    chance.shuffle(people)

    assert planned(drawn, people, present) == plan


@given(tasks, volunteers)
@settings(max_examples=60)
def test_what_leadership_agreed_to_stays(drawn: list[Task], people: list[Volunteer]) -> None:
    agreed = planned(drawn, people).designations

    assert planned(drawn, people, agreed).designations == agreed
    assert planned(drawn, people, agreed).moved == ()


@given(tasks, volunteers, st.data())
@settings(max_examples=100)
def test_one_task_more_moves_nobody_unless_it_could_not_be_placed_otherwise(
    drawn: list[Task], people: list[Volunteer], data: st.DataObject
) -> None:
    agreed = planned(drawn, people).designations
    newcomer = replace(data.draw(tasks.filter(bool))[0], id="new")
    plan = planned([*drawn, newcomer], people, agreed)

    busy = Counter(agreed.values())
    free = [one for one in people if busy[one.id] < one.places]
    fitting = [one for one in free if isinstance(fit(newcomer, one, RULES, present=None, today=TODAY), Fit)]
    assert len(plan.moved) <= (0 if fitting or plan.unplaced else len(people) - 1)


def test_a_season_of_changes_moves_few_of_many() -> None:
    crowd = [a_volunteer(f"v{n:02}", capacity=5, country=COUNTRIES[n % 3], languages=("es", "en")) for n in range(20)]
    many = [a_task(f"t{n:03}", country=COUNTRIES[n % 3], languages=(LANGUAGES[n % 2],)) for n in range(90)]
    agreed = planned(many, crowd).designations

    without_one = planned(many, crowd[1:], agreed)

    held = sum(one == crowd[0].id for one in agreed.values())
    assert (len(without_one.unplaced), len(without_one.moved)) == (0, held)


def test_people_are_spread_over_tasks_alike() -> None:
    plan = planned([a_task(f"t{n}") for n in range(6)], [a_volunteer(f"v{n}", capacity=6) for n in range(3)])

    assert Counter(one.volunteer.id for one in plan.proposals) == {"v0": 2, "v1": 2, "v2": 2}


def test_a_proposal_says_why_and_who_is_next() -> None:
    near = a_volunteer("near", country="BZ", languages=("en", "es"), capacity=2, load=1)
    far = a_volunteer("far", country="UY", sectors=frozenset({"academic"}))

    proposal = only(planned([a_task(near=frozenset({"BZ"}), sector="academic")], [near, far]))

    assert (proposal.volunteer.id, proposal.points, proposal.instead_of) == ("far", RULES.far, "")
    assert proposal.reasons == (
        Reason(ReasonCode.LANGUAGE, {"language": "es"}),
        Reason(ReasonCode.FAR, {"country": "GT"}),
        Reason(ReasonCode.SECTOR, {"sector": "academic"}),
        Reason(ReasonCode.PLACES, {"taken": 1, "capacity": 1}),
    )
    assert proposal.next_best is not None
    assert proposal.next_best.volunteer.id == "near"
    assert proposal.next_best.extra == RULES.near + RULES.other_sector + RULES.load - RULES.far
    assert proposal.next_best.has_place


def test_the_next_best_may_be_somebody_who_would_have_to_give_up_another_task() -> None:
    plan = planned([a_task("t1"), a_task("t2")], [a_volunteer("v1"), a_volunteer("v2")])

    assert [one.next_best.has_place for one in plan.proposals if one.next_best] == [False, False]


def test_the_present_liaison_is_kept_though_another_fits_better() -> None:
    present, better = a_volunteer("present", country="UY"), a_volunteer("better", country="GT")
    kept = only(planned([a_task()], [present, better], {"t1": "present"}))
    new = only(planned([a_task()], [present, better]))

    assert (kept.volunteer.id, kept.instead_of, kept.reasons[0].code) == ("present", "", ReasonCode.PRESENT)
    assert new.volunteer.id == "better"


def test_who_cannot_go_on_is_replaced_and_it_is_said_by_whom() -> None:
    present = a_volunteer("present", languages=("fr",))
    proposal = only(planned([a_task()], [present, a_volunteer("other")], {"t1": "present"}))

    assert (proposal.volunteer.id, proposal.instead_of) == ("other", "present")


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ([], Barrier.NOBODY),
        ([a_volunteer(languages=("en",))], Barrier.NO_COMMON_LANGUAGE),
        ([a_volunteer(conflicts=frozenset({"GT"}))], Barrier.CONFLICT),
        ([a_volunteer(conflicts=frozenset({"red"}))], Barrier.CONFLICT),
        ([a_volunteer(leaves=(Leave(TODAY, TODAY),))], Barrier.AWAY),
        ([a_volunteer(capacity=0)], Barrier.FULL),
        ([a_volunteer(capacity=2, load=2)], Barrier.FULL),
        ([a_volunteer("a", languages=("en",)), a_volunteer("b", leaves=(Leave(TODAY, TODAY),))], Barrier.AWAY),
    ],
)
def test_a_task_that_nobody_can_take_says_why(people: list[Volunteer], why: Barrier) -> None:
    plan = planned([a_task(parties=frozenset({"red"}))], people)

    assert plan.proposals == ()
    assert [one.why for one in plan.unplaced] == [why]
    assert sum(plan.unplaced[0].barred.values()) == len(people)


def test_who_fits_but_has_no_place_left_is_full() -> None:
    plan = planned([a_task("t1"), a_task("t2")], [a_volunteer()])

    assert [(one.why, one.barred) for one in plan.unplaced] == [(Barrier.FULL, {Barrier.FULL: 1})]


@pytest.mark.parametrize(
    ("first", "last", "present", "placed"),
    [
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False, True),  # it is over
        (TODAY, TODAY, False, False),
        (TODAY + RULES.ahead, TODAY + timedelta(days=60), False, False),  # it begins too soon for a new task
        (TODAY + RULES.ahead + timedelta(days=1), TODAY + timedelta(days=60), False, True),
        (TODAY, TODAY + RULES.bridged - timedelta(days=1), True, True),  # short: the task waits for them
        (TODAY, TODAY + RULES.bridged, True, False),
    ],
)
def test_leave_counts_by_its_days(first: date, last: date, *, present: bool, placed: bool) -> None:
    away = a_volunteer(leaves=(Leave(first, last),))

    assert len(planned([a_task()], [away], {"t1": "v1"} if present else {}).proposals) == placed


def test_a_country_that_leadership_gave_somebody_counts_as_their_own() -> None:
    given_ = Volunteer("v1", a_person(liaison_for=frozenset({"GT"})))

    assert only(planned([a_task()], [given_])).reasons[1] == Reason(ReasonCode.DESIGNATED, {"country": "GT"})


def test_where_no_language_is_known_anybody_may_be_proposed_and_it_is_said() -> None:
    proposal = only(planned([a_task(languages=())], [a_volunteer(languages=("nl",))]))

    assert proposal.reasons[0] == Reason(ReasonCode.LANGUAGE_UNKNOWN)


def test_one_switch_outweighs_all_comfort() -> None:
    assert RULES.switch > RULES.other_language + RULES.far + RULES.other_sector


@pytest.mark.parametrize(
    ("text", "fault"),
    [("[points]\n[leave]", "lacks"), (CONFIG.read_text(encoding="utf-8").replace("far = 3", "far = -3"), "negative")],
)
def test_rules_that_cannot_be_used_are_told(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        parse_liaison_rules(text)
