"""How many candidates stand where: by stage, by country, and by month; an organisation counts once."""

from collections.abc import Iterable, Mapping

import pandas as pd

from outreach.domain.candidate import Candidate, CandidateKind
from outreach.domain.case import Case
from outreach.domain.organisation import organisation_of
from outreach.domain.origin import Origin
from outreach.domain.stage import ENDED, LADDER, Fact, FactKind, Stage, counts

STAGES = [str(stage) for stage in Stage]
STEPS = {
    FactKind.SURVEYED: Stage.SURVEYED,
    FactKind.CONTACTED: Stage.CONTACTED,
    FactKind.ANSWERED: Stage.ANSWERED,
    FactKind.ATTENDED: Stage.ATTENDING,
    FactKind.APPLIED: Stage.APPLIED,
    FactKind.CERTIFIED: Stage.CERTIFIED,
}
"""The facts that are counted by month, and the stage that each leads to."""


def by_stage(cases: Iterable[Case]) -> pd.DataFrame:
    """One row a stage, in the order of the pipeline. Columns: organisation, individual, all."""
    rows = [(str(one.progress.stage), str(one.candidate.kind)) for one in _once(cases)]
    table = pd.DataFrame(rows, columns=["stage", "kind"])
    counted = pd.crosstab(table["stage"], table["kind"]) if rows else pd.DataFrame()
    counted = counted.reindex(index=STAGES, columns=[str(kind) for kind in CandidateKind], fill_value=0).astype(int)
    counted["all"] = counted.sum(axis="columns")
    return counted


def by_country(cases: Iterable[Case], countries: Iterable[str]) -> pd.DataFrame:
    """One row a country (ISO code), in this order. Columns: each stage that somebody is in, then `open` and `all`."""
    rows = [(one.candidate.country, str(one.progress.stage)) for one in _once(cases)]
    table = pd.DataFrame(rows, columns=["country", "stage"])
    seen = set(table["stage"])
    named = [stage for stage in STAGES if stage in seen]
    counted = pd.crosstab(table["country"], table["stage"]) if rows else pd.DataFrame()
    counted = counted.reindex(index=list(countries), columns=named, fill_value=0).astype(int)
    whole, ended = counted.sum(axis="columns"), [stage for stage in named if Stage(stage) in ENDED]
    counted["open"] = whole - counted[ended].sum(axis="columns")
    counted["all"] = whole
    return counted


def by_month(candidates: Iterable[Candidate], facts: Mapping[Origin, Iterable[Fact]]) -> pd.DataFrame:
    """One row a month ("2016-05"), oldest first, none left out between. Columns: the stages of `STEPS`.

    Each organisation or individual counts once a stage, in the month in which it first came there.
    """
    first: dict[tuple[str, Stage], str] = {}
    for candidate in candidates:
        for fact in facts.get(candidate.origin, ()):
            if fact.kind in STEPS and counts(fact, candidate.kind):
                key = (_who(candidate), STEPS[fact.kind])
                month = f"{fact.day:%Y-%m}"
                first[key] = min(month, first.get(key, month))
    columns = [str(stage) for stage in STEPS.values()]
    if not first:
        return pd.DataFrame(columns=columns, dtype=int)
    table = pd.DataFrame([(month, str(stage)) for (_, stage), month in first.items()], columns=["month", "stage"])
    months = pd.period_range(table["month"].min(), table["month"].max(), freq="M").astype(str)
    return pd.crosstab(table["month"], table["stage"]).reindex(index=months, columns=columns, fill_value=0)


def _once(cases: Iterable[Case]) -> list[Case]:
    """Of the rows of one organisation the one that came furthest; of individuals each row."""
    furthest: dict[str, Case] = {}
    for one in cases:
        who = _who(one.candidate)
        known = furthest.get(who)
        if known is None or _height(one) > _height(known):
            furthest[who] = one
    return list(furthest.values())


def _who(candidate: Candidate) -> str:
    return organisation_of(candidate) or (candidate.contact.id if candidate.contact else str(candidate.origin))


def _height(case: Case) -> tuple[bool, int]:
    stage = case.progress.stage
    return stage is Stage.CERTIFIED, LADDER.index(stage) if stage in LADDER else LADDER.index(case.progress.rung)
