"""The whole computation on the two countries: who can be compared, who is first in each pool, and how firmly."""

from collections.abc import Sequence
from dataclasses import replace

from outreach.analysis.leave_one_out import without_each
from outreach.analysis.robustness import SAMPLES, robustness
from outreach.domain.coverage import Coverage, Evidence
from outreach.domain.selection import Assessment, Method, differs, pools
from outreach.domain.selection_choice import SelectionMark, assess_region, choices
from outreach.domain.selection_figures import Sources, consulted
from outreach.domain.selection_memo import Computation, PoolResult


def compute(
    sources: Sources,
    coverage: Coverage,
    marks: Sequence[SelectionMark],
    method: Method,
    *,
    leaders: frozenset[str],
    samples: int = SAMPLES,
) -> Computation:
    """What the memo shows. leaders: the roles whose bearers may choose; samples: weightings that are tried."""

    def again(evidence: Evidence) -> tuple[Assessment, ...]:
        return assess_region(replace(sources, evidence=evidence), coverage, marks, method)

    assessed = again(sources.evidence)
    adopted, *others = (pools(assessed, method, split) for split in method.splits)
    chosen = choices(adopted, assessed, marks, people=sources.people, leaders=leaders)
    results = (
        PoolResult(
            pool=pool,
            robustness=robustness(pool, method, samples=samples),
            without=without_each(pool, assessed, sources.evidence, method, again),
            choice=choice,
        )
        for pool, choice in zip(adopted, chosen, strict=True)
    )
    return Computation(
        assessed=assessed,
        results=tuple(results),
        others=tuple(other for other in others if differs(adopted, other)),
        reach={one.country.code: consulted(one.country.code, sources) for one in assessed if one.passes},
    )
