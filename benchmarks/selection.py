"""How long the whole computation takes for a region: `python benchmarks/selection.py [COUNTRIES] [WEIGHTINGS]`."""
# ruff: noqa: INP001, T201 - a script that tells its figures

import sys
from dataclasses import replace
from fractions import Fraction
from time import process_time

import numpy as np

from benchmarks import figure
from outreach.analysis.robustness import robustness
from outreach.domain.country import Country
from outreach.domain.selection import Assessment, Figure, Method, Pool, assess
from outreach.intake.country_name import parse_countries, parse_region
from outreach.intake.selection_method import parse_selection
from outreach.settings import ROOT

REPEATS = 5


LIMIT = 2  # seconds, that a leader would wait for


def main(countries: int, weightings: int) -> None:
    """Prints a line."""
    times = seconds(countries, weightings)
    print(f"{countries} countries, 2 x {weightings} weightings: ", end="")
    print(f"{times[0]:.2f} s at best, {times[REPEATS // 2]:.2f} s in the middle of {REPEATS}")


def figures() -> list[figure.Figure]:
    """The whole region."""
    taken = seconds(33, 10_000)[REPEATS // 2]
    what = "selection: 33 countries, 2 x 10,000 weightings"
    return [figure.Figure(what, f"{taken:.2f} s of a processor", f"limit {LIMIT} s", figure.within(taken, LIMIT))]


def seconds(countries: int, weightings: int) -> list[float]:
    """Of a processor, each time, the shortest first. All in one pool, some figures open, as the worst case."""
    texts = {name: (ROOT / "config" / name).read_text(encoding="utf-8") for name in ("countries.csv", "regions.toml")}
    region = parse_region(texts["regions.toml"], "LACRALO", parse_countries(texts["countries.csv"]))
    method = parse_selection((ROOT / "config" / "selection.toml").read_text(encoding="utf-8"), region)
    draws = np.random.default_rng(1)
    ranked = [_assessed(replace(region.countries[n % 33], code=f"C{n}"), method, draws) for n in range(countries)]
    pool = Pool("all", "celac", tuple(sorted(ranked, key=lambda one: -one.score.middle)))
    times = []
    for _ in range(REPEATS):
        begun = process_time()
        robustness(pool, method, samples=weightings)
        times.append(process_time() - begun)
    return sorted(times)


def _assessed(country: Country, method: Method, draws: np.random.Generator) -> Assessment:
    figures = {}
    for one in method.criteria:
        low = int(draws.integers(0, int(one.best) + 1))
        high = low if draws.random() < 0.6 else None  # noqa: PLR2004 # the part of figures that are known
        figures[one.measure] = Figure(Fraction(low), None if high is None else Fraction(high))
    return assess(country, figures, {}, method)


if __name__ == "__main__":
    main(*(int(one) for one in (*sys.argv[1:], *("33", "10000")[len(sys.argv) - 1 :])))
