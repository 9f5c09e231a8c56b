"""The weighted sum: redone by hand, open where nothing is known, and never turned round by a newcomer."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.interval import Interval
from outreach.domain.selection import Assessment, Figure, Gate, GateState, Measure, Outcome, assess, differs, pools
from tests.factories import a_country, a_criterion, a_method

FIRST, SECOND = Measure.REACHABLE_CANDIDATES, Measure.STAKEHOLDER_FINDINGS
AMOUNTS = st.one_of(st.none(), st.integers(0, 12).map(Fraction))
PAIRS = st.tuples(AMOUNTS, AMOUNTS).filter(lambda ends: None in ends or ends[0] <= ends[1])  # type: ignore[operator]
KNOWN = st.integers(0, 12).map(Fraction)
WEIGHTS = st.integers(1, 100)


def known(amount: int) -> Figure:
    return Figure(Fraction(amount), Fraction(amount))


def an_assessment(code: str, first: Figure, second: Figure, **changes: GateState) -> Assessment:
    gates = {Gate.NO_STRUCTURE: GateState.PASSED} | {Gate(name): state for name, state in changes.items()}
    return assess(a_country(code), {FIRST: first, SECOND: second}, gates, a_method())


def test_the_score_is_what_one_gets_by_hand() -> None:
    # 2 of 5 candidates at 60 of 100, and 1 of 3 groups at 40 of 100: 0.4 x 0.6 + 0.333 x 0.4
    found = an_assessment("GT", known(2), known(1))

    assert found.score == Interval(Fraction("0.24") + Fraction(40, 300), Fraction("0.24") + Fraction(40, 300))


def test_what_nobody_asked_may_be_anything_and_none_found_is_nothing() -> None:
    nobody_asked = an_assessment("GD", Figure(Fraction(0), None), known(0)).score
    none_found = an_assessment("GD", known(0), known(0)).score

    assert (nobody_asked, none_found) == (Interval(Fraction(0), Fraction(3, 5)), Interval(Fraction(0), Fraction(0)))


@pytest.mark.parametrize(("amount", "value"), [(95, 0), (90, 0), (55, "1/2"), (20, 1), (3, 1)])
def test_a_scale_may_run_downwards(amount: int, value: str) -> None:
    criterion = a_criterion("internet_penetration", worst=90, best=20)

    assert criterion.value(known(amount)) == Interval(Fraction(value), Fraction(value))
    assert criterion.value(Figure(None, None)) == Interval(Fraction(0), Fraction(1))


@pytest.mark.parametrize(
    ("others", "outcome"),
    [
        ([], Outcome.NO_CHOICE),
        ([an_assessment("HN", known(1), known(1))], Outcome.CERTAIN),
        ([an_assessment("HN", Figure(Fraction(0), None), known(1))], Outcome.LEADING),
        ([an_assessment("HN", known(4), known(1))], Outcome.TIED),
    ],
)
def test_what_the_computation_says(others: list[Assessment], outcome: Outcome) -> None:
    latin, caribbean = pools([an_assessment("GT", known(4), known(1)), *others], a_method(), "celac")

    assert (latin.outcome, caribbean.outcome) == (outcome, Outcome.NOBODY)
    assert [one.country.code for one in latin.first][:1] == ["GT"]


def test_a_failed_gate_keeps_a_country_out_and_an_open_one_does_not() -> None:
    failed = an_assessment("GT", known(5), known(3), travel_possible=GateState.FAILED)
    still_open = an_assessment("HN", known(0), known(0), gse_agrees=GateState.OPEN)

    latin, _ = pools([failed, still_open], a_method(), "celac")

    assert [one.country.code for one in latin.ranked] == ["HN"]


def test_the_outcome_under_another_split_is_noticed() -> None:
    assessed = [an_assessment(code, known(n), known(0)) for n, code in enumerate(("GD", "GT", "HN", "BZ"))]
    celac, m49 = (pools(assessed, a_method(), split) for split in ("celac", "m49"))

    assert [[one.country.code for one in pool.first] for pool in (*celac, *m49)] == [["HN"], ["BZ"], ["BZ"], ["GD"]]
    assert (differs(celac, m49), differs(celac, celac)) == (True, False)


@given(st.lists(st.tuples(PAIRS, PAIRS), min_size=2, max_size=5), PAIRS)
def test_a_country_that_comes_in_never_reorders_the_others(
    figures: list[tuple[tuple[Fraction | None, Fraction | None], ...]],
    newcomer: tuple[Fraction | None, Fraction | None],
) -> None:
    old = [an_assessment(f"H{n}", Figure(*one), Figure(*two)) for n, (one, two) in enumerate(figures)]
    new = an_assessment("GY", Figure(*newcomer), Figure(*newcomer))

    _, before = pools(old, a_method(), "celac")
    _, after = pools([*old, new], a_method(), "celac")

    assert [one for one in after.ranked if one is not new] == list(before.ranked)


@given(AMOUNTS, AMOUNTS, KNOWN)
def test_knowing_less_never_narrows_the_score(low: Fraction | None, high: Fraction | None, amount: Fraction) -> None:
    exact = an_assessment("GT", Figure(amount, amount), known(1)).score
    wide = an_assessment(
        "GT",
        Figure(None if low is None else min(low, amount), None if high is None else max(high, amount)),
        known(1),
    ).score

    assert wide.low <= exact.low <= exact.high <= wide.high


@given(st.lists(WEIGHTS, min_size=2, max_size=2), st.integers(1, 50), PAIRS, PAIRS)
def test_only_the_relation_of_the_weights_counts(
    weights: list[int],
    factor: int,
    one: tuple[Fraction | None, Fraction | None],
    two: tuple[Fraction | None, Fraction | None],
) -> None:
    method = a_method(*(a_criterion(measure, weight) for measure, weight in zip((FIRST, SECOND), weights, strict=True)))
    scaled = replace(method, criteria=tuple(replace(one, weight=one.weight * factor) for one in method.criteria))
    figures = {FIRST: Figure(*one), SECOND: Figure(*two)}

    assert assess(a_country(), figures, {}, method).score == assess(a_country(), figures, {}, scaled).score


@given(PAIRS, PAIRS)
def test_none_found_is_never_better_than_the_best_that_is_not_known(
    one: tuple[Fraction | None, Fraction | None], two: tuple[Fraction | None, Fraction | None]
) -> None:
    assert (
        an_assessment("GT", known(0), known(0)).score.high <= an_assessment("GT", Figure(*one), Figure(*two)).score.high
    )
