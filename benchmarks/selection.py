"""How long the whole computation takes for a region: `python benchmarks/selection.py [COUNTRIES] [WEIGHTINGS]`."""
# ruff: noqa: INP001, T201 - a script that tells its figures

import sys
from dataclasses import replace
from fractions import Fraction
from time import perf_counter

import numpy as np

from outreach.analysis.robustness import robustness
from outreach.domain.country import Country
from outreach.domain.selection import Assessment, Figure, Method, Pool, assess
from outreach.intake.country_name import parse_countries, parse_region
from outreach.intake.selection_method import parse_selection
from outreach.settings import ROOT

REPEATS = 5


def main(countries: int, weightings: int) -> None:
    """Countries all in one pool, some of their figures open, as the worst case."""
    texts = {name: (ROOT / "config" / name).read_text(encoding="utf-8") for name in ("countries.csv", "regions.toml")}
    region = parse_region(texts["regions.toml"], "LACRALO", parse_countries(texts["countries.csv"]))
    method = parse_selection((ROOT / "config" / "selection.toml").read_text(encoding="utf-8"), region)
    draws = np.random.default_rng(1)
    ranked = [_assessed(replace(region.countries[n % 33], code=f"C{n}"), method, draws) for n in range(countries)]
    pool = Pool("all", "celac", tuple(sorted(ranked, key=lambda one: -one.score.middle)))
    times = []
    for _ in range(REPEATS):
        begun = perf_counter()
        robustness(pool, method, samples=weightings)
        times.append(perf_counter() - begun)
    print(f"{countries} countries, {len(method.criteria)} criteria, 2 x {weightings} weightings: ", end="")
    print(f"{min(times):.2f} s at best, {sorted(times)[REPEATS // 2]:.2f} s in the middle of {REPEATS}")


def _assessed(country: Country, method: Method, draws: np.random.Generator) -> Assessment:
    figures = {}
    for one in method.criteria:
        low = int(draws.integers(0, int(one.best) + 1))
        high = low if draws.random() < 0.6 else None  # noqa: PLR2004 # the part of figures that are known
        figures[one.measure] = Figure(Fraction(low), None if high is None else Fraction(high))
    return assess(country, figures, {}, method)


if __name__ == "__main__":
    main(*(int(one) for one in (*sys.argv[1:], *("33", "10000")[len(sys.argv) - 1 :])))
