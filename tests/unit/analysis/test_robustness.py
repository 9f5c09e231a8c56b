"""Robustness against second opinions: pymcdm for TOPSIS and the weighted sum, scipy for Borda, algebra for the rest."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymcdm.methods import TOPSIS, WSM
from pymcdm.normalizations import vector_normalization
from scipy.stats import rankdata

from outreach.analysis.robustness import any_weights, borda, first_shares, flips, robustness, topsis, weights_near
from outreach.domain.selection import Assessment, Figure, Measure, Pool, assess
from tests.factories import a_country, a_criterion, a_method

pytestmark = pytest.mark.filterwarnings("ignore:Alternatives with indices")  # pymcdm's advice on easy choices
MEASURES = (Measure.REACHABLE_CANDIDATES, Measure.STAKEHOLDER_FINDINGS, Measure.LIAISONS)
METHOD = a_method(*(a_criterion(one, weight, best=12) for one, weight in zip(MEASURES, (60, 25, 15), strict=True)))
WEIGHTS = np.array([0.6, 0.25, 0.15])
TABLES = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=6)


def telling(table: list[list[int]]) -> bool:
    """pymcdm divides by nothing where a criterion has only zeros, or tells nobody from anybody."""
    return bool((np.ptp(np.array(table), axis=0) > 0).all())


def an_assessment(code: str, *ends: tuple[int, int]) -> Assessment:
    figures = {one: Figure(Fraction(low), Fraction(high)) for one, (low, high) in zip(MEASURES, ends, strict=True)}
    return assess(a_country(code), figures, {}, METHOD)


def a_pool(*assessed: Assessment) -> Pool:
    return Pool("Caribbean", "celac", tuple(sorted(assessed, key=lambda one: -one.score.middle)))


@given(TABLES)
def test_the_weighted_sum_is_that_of_pymcdm(table: list[list[int]]) -> None:
    ours = [float(an_assessment("GD", *((n, n) for n in row)).score.middle) for row in table]
    theirs = WSM(lambda column, cost: column)(np.array(table) / 12, WEIGHTS, np.ones(3))  # noqa: ARG005 # as it calls it

    assert ours == pytest.approx(theirs.tolist())


@given(TABLES.filter(telling))
def test_topsis_is_that_of_pymcdm(table: list[list[int]]) -> None:
    values = np.array(table) / 12

    assert topsis(values, WEIGHTS) == pytest.approx(TOPSIS(vector_normalization)(values, WEIGHTS, np.ones(3)))


@given(TABLES)
def test_borda_counts_as_ranks_do(table: list[list[int]]) -> None:
    ranks = np.array([rankdata(column) for column in np.array(table).T]).T  # 1 for the last, ties in the middle

    assert borda(np.array(table), WEIGHTS) == pytest.approx((ranks - 1) @ WEIGHTS)


def test_a_criterion_that_tells_nobody_apart_does_not_disturb_topsis() -> None:
    values = np.array([[0.2, 0.0, 0.5], [0.8, 0.0, 0.5]])

    assert topsis(values, WEIGHTS).tolist() == [0, 1]
    assert topsis(values[:, 1:], WEIGHTS[1:]).tolist() == [0, 0]


def test_weightings_are_spread_evenly_and_near_ones_stay_near() -> None:
    draws = np.random.default_rng(1)
    anywhere, near = any_weights(draws, 3, 20_000), weights_near(draws, WEIGHTS, 20_000)

    assert anywhere.sum(axis=1) == pytest.approx(np.ones(20_000))
    assert anywhere.mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.01)
    # on the simplex of three, the part where one weight exceeds a half is a quarter of the whole
    assert (anywhere[:, 0] > 0.5).mean() == pytest.approx(0.25, abs=0.01)
    ratio = near / near[:, :1] / (WEIGHTS / WEIGHTS[0])
    assert (ratio.min(), ratio.max()) == (pytest.approx(1 / 3, abs=0.05), pytest.approx(3, abs=0.1))


def test_the_share_of_weightings_is_what_geometry_says() -> None:
    # one is best at the first criterion, the other at the second, by as much: each wins half of the weightings
    low = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    draws = np.random.default_rng(2)
    shares = first_shares(low, low, any_weights(draws, 3, 20_000), draws)

    assert shares == pytest.approx([0.5, 0.5, 0.0], abs=0.01)
    assert first_shares(low[:1].repeat(2, axis=0), low[:1].repeat(2, axis=0), WEIGHTS[None], draws).tolist() == [
        0.5,
        0.5,
    ]


def test_what_is_unknown_is_drawn_too() -> None:
    low, high = np.array([[0.75], [0.0]]), np.array([[0.75], [1.0]])
    draws = np.random.default_rng(3)

    assert first_shares(low, high, np.ones((20_000, 1)), draws) == pytest.approx([0.75, 0.25], abs=0.01)


@given(TABLES)
def test_at_a_flip_both_are_level_and_just_beyond_the_other_leads(table: list[list[int]]) -> None:
    values = np.array(table) / 12
    values = values[np.argsort(-(values @ WEIGHTS), kind="stable")]
    codes = [f"C{row}" for row in range(len(values))]
    for flip in flips(values, WEIGHTS, codes, MEASURES):
        column, other = MEASURES.index(flip.measure), codes.index(flip.first_then)
        moved = WEIGHTS * (1 - flip.at) / (1 - flip.agreed)
        moved[column] = flip.at
        scores = values @ moved
        assert scores[other] == pytest.approx(scores[0])
        assert scores.max() == pytest.approx(scores[0])


def test_the_sentence_for_the_committee_has_its_figures() -> None:
    pool = a_pool(an_assessment("GD", (6, 6), (3, 3), (0, 0)), an_assessment("BZ", (3, 3), (9, 9), (6, 6)))

    found = robustness(pool, METHOD, samples=4000)

    assert found is not None
    assert [one.country.code for one in pool.first] == ["BZ"]
    # by reachable candidates GD leads with 3/12, by the rest BZ with 6/12; they meet where w x 3 = (1 - w) x 6
    assert [(one.measure, round(one.at, 6), one.first_then) for one in found.flips][:1] == [
        (Measure.REACHABLE_CANDIDATES, round(2 / 3, 6), "GD")
    ]
    assert found.anywhere.keys() == {"BZ", "GD"}
    assert sum(found.anywhere.values()) == pytest.approx(1)
    assert found == robustness(pool, METHOD, samples=4000)
    assert (found.topsis, found.borda) == (("GD", "BZ"), ("GD", "BZ"))


def test_where_there_is_no_choice_nothing_is_computed() -> None:
    assert robustness(a_pool(), METHOD) is None
    assert robustness(a_pool(an_assessment("GD", (1, 1), (1, 1), (1, 1))), METHOD) is None
