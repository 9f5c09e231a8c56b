"""How firmly the first country of a pool stands: under other weights, other methods, and whatever is still unknown."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from outreach.domain.selection import Assessment, Measure, Method, Pool
from outreach.domain.selection_memo import Flip, Robustness

Matrix = NDArray[np.float64]
SAMPLES = 10_000
SEED = 33
EDGE = 1e-9  # who is level only where one weight is all or nothing is never ahead
NEAR = 0.5  # near the agreed weights: each between half and one and a half times what was agreed


def robustness(pool: Pool, method: Method, *, samples: int = SAMPLES) -> Robustness | None:
    """None where there is nothing to choose between. 33 countries take a third of a second (`benchmarks/selection.py`).

    The draws are seeded, so that the same sheets give the same shares.
    """
    if len(pool.ranked) < 2:  # noqa: PLR2004 # a choice needs two
        return None
    codes = tuple(one.country.code for one in pool.ranked)
    weights = np.array([float(share) for share in method.shares.values()])
    low, high = (_values(pool.ranked, end) for end in ("low", "high"))
    middle = _values(pool.ranked, "middle")
    draws = np.random.default_rng(SEED)
    anywhere = first_shares(low, high, any_weights(draws, len(weights), samples), draws)
    nearby = first_shares(low, high, weights_near(draws, weights, samples), draws)
    return Robustness(
        anywhere=dict(zip(codes, anywhere.tolist(), strict=True)),
        nearby=dict(zip(codes, nearby.tolist(), strict=True)),
        flips=flips(middle, weights, codes, tuple(method.shares)),
        topsis=_ranked(topsis(middle, weights), codes),
        borda=_ranked(borda(middle, weights), codes),
    )


def any_weights(draws: np.random.Generator, criteria: int, samples: int) -> Matrix:
    """Weightings drawn so that each is as likely as any other: a row a weighting, which sums to 1."""
    drawn = -np.log1p(-draws.random((samples, criteria)))
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True), dtype=np.float64)


def weights_near(draws: np.random.Generator, agreed: Matrix, samples: int) -> Matrix:
    """Each weight up to half more or less than what was agreed, then brought back to a sum of 1."""
    drawn = agreed * draws.uniform(1 - NEAR, 1 + NEAR, (samples, len(agreed)))
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True), dtype=np.float64)


def first_shares(low: Matrix, high: Matrix, weightings: Matrix, draws: np.random.Generator) -> Matrix:
    """By country, under which share of the weightings it is first (SMAA); those that tie for it share it.

    low, high: a row a country, a column a criterion, from 0 to 1. Each weighting meets one draw of what is unknown.
    """
    unknown = draws.random((len(weightings), *low.shape))
    scores = np.einsum("scw,sw->sc", low + unknown * (high - low), weightings)
    firsts = scores >= scores.max(axis=1, keepdims=True) - 1e-12
    return np.asarray((firsts / firsts.sum(axis=1, keepdims=True)).mean(axis=0), dtype=np.float64)


def flips(values: Matrix, weights: Matrix, codes: Sequence[str], measures: Sequence[Measure]) -> tuple[Flip, ...]:
    """For each criterion the nearest smaller and greater weight at which the first country is overtaken, if any.

    values: the first country's row first; weights: their sum is 1. While one weight goes from 0 to 1 each
    score is a straight line, so the crossing is exact.
    """
    found = []
    for column, measure in enumerate(measures):
        agreed = float(weights[column])
        if agreed == 1:
            continue
        rest = (values @ weights - values[:, column] * agreed) / (1 - agreed)
        ahead, slope = rest[0] - rest[1:], (values[0, column] - values[1:, column]) - (rest[0] - rest[1:])
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = np.where(slope == 0, np.nan, -ahead / slope)
        found += _nearest(crossing, agreed, measure, codes[1:])
    return tuple(found)


def topsis(values: Matrix, weights: Matrix) -> Matrix:
    """Closeness to the best of each criterion and distance from the worst (Hwang and Yoon 1981), by vector norm.

    A criterion in which nobody has anything tells none from another and is left out.
    """
    telling = np.ptp(values, axis=0) > 0
    if not telling.any():
        return np.zeros(len(values))
    scaled = values[:, telling] / np.sqrt((values[:, telling] ** 2).sum(axis=0)) * weights[telling]
    from_best = np.sqrt(((scaled - scaled.max(axis=0)) ** 2).sum(axis=1))
    from_worst = np.sqrt(((scaled - scaled.min(axis=0)) ** 2).sum(axis=1))
    return np.asarray(from_worst / (from_best + from_worst), dtype=np.float64)


def borda(values: Matrix, weights: Matrix) -> Matrix:
    """Each criterion ranks the countries and gives a point for every one left behind, half a point for a tie."""
    behind = (values[:, None, :] > values[None, :, :]).sum(axis=1)
    beside = (values[:, None, :] == values[None, :, :]).sum(axis=1) - 1
    return np.asarray((behind + beside / 2) @ weights, dtype=np.float64)


def _nearest(crossing: Matrix, agreed: float, measure: Measure, codes: Sequence[str]) -> list[Flip]:
    found = []
    for reachable in ((crossing > EDGE) & (crossing < agreed), (crossing < 1 - EDGE) & (crossing > agreed)):
        if reachable.any():
            nearest = int(np.argmin(np.where(reachable, np.abs(crossing - agreed), np.inf)))
            found.append(Flip(measure, agreed, float(crossing[nearest]), codes[nearest]))
    return found


def _values(ranked: Sequence[Assessment], end: str) -> Matrix:
    return np.array([[float(getattr(entry.value, end)) for entry in one.entries] for one in ranked])


def _ranked(scores: Matrix, codes: Sequence[str]) -> tuple[str, ...]:
    """The best first; those with the same score in the order of their codes."""
    return tuple(code for _, code in sorted(zip((-scores).round(12).tolist(), codes, strict=True)))
