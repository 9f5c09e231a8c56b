"""Coverage as tables: a row a country, and counts by sub-region."""

import pandas as pd

from outreach.domain.coverage import Coverage, CoverageState

STATES = [str(state) for state in CoverageState]


def by_country(coverage: Coverage) -> pd.DataFrame:
    """One row a country, in the region's order, indexed by ISO code.

    Columns: sub_region (of the region's split), state (categorical, best first), structures, candidates.
    """
    rows = [
        (one.country.code, one.country.splits[coverage.region.split], str(one.state), one.structures, one.candidates)
        for one in coverage.countries
    ]
    table = pd.DataFrame(rows, columns=["code", "sub_region", "state", "structures", "candidates"]).set_index("code")
    table["state"] = pd.Categorical(table["state"], categories=STATES, ordered=True)
    return table


def by_sub_region(coverage: Coverage) -> pd.DataFrame:
    """How many countries are in each state: a row a sub-region by name, a column a state and `countries` for all."""
    table = by_country(coverage)
    counts = pd.crosstab(table["sub_region"], table["state"], dropna=False).reindex(columns=STATES, fill_value=0)
    counts.columns = pd.Index(STATES)
    counts["countries"] = counts.sum(axis="columns")
    return counts
