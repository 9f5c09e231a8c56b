"""Whether the first country stays first without one criterion, one respondent's rows, or one organisation."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from outreach.domain.candidate import Candidate, NoneKnown
from outreach.domain.coverage import Evidence
from outreach.domain.organisation import organisation_of
from outreach.domain.origin import Origin
from outreach.domain.selection import Assessment, Method, Pool, assess, pools
from outreach.domain.selection_memo import Left, Without

Assessing = Callable[[Evidence], tuple[Assessment, ...]]
"""Assesses the region as if there were only this evidence."""


def without_each(
    pool: Pool, assessed: tuple[Assessment, ...], evidence: Evidence, method: Method, again: Assessing
) -> tuple[Without, ...]:
    """Everything that can be left out, and who is first then; the same codes as in the pool where it changes nothing.

    Only respondents and organisations with rows of the pool's countries are tried.
    """
    if not pool.first:
        return ()
    codes = {one.country.code for one in pool.ranked}
    return (
        *_without_criteria(pool, assessed, method),
        *_without_rows(Left.RESPONDENT, pool, _by_respondent(evidence, codes), evidence, method, again),
        *_without_rows(Left.ORGANISATION, pool, _by_organisation(evidence, codes), evidence, method, again),
    )


def _without_criteria(pool: Pool, assessed: tuple[Assessment, ...], method: Method) -> Iterator[Without]:
    for criterion in method.criteria if len(method.criteria) > 1 else ():
        fewer = Method(
            tuple(one for one in method.criteria if one is not criterion),
            method.gates,
            method.pools,
            method.splits,
            method.hash,
        )
        figures = [{entry.criterion.measure: entry.figure for entry in one.entries} for one in assessed]
        again = [assess(one.country, known, one.gates, fewer) for one, known in zip(assessed, figures, strict=True)]
        yield Without(Left.CRITERION, _first(again, fewer, pool), measure=criterion.measure)


def _without_rows(
    left: Left, pool: Pool, groups: dict[str, list[Origin]], evidence: Evidence, method: Method, again: Assessing
) -> Iterator[Without]:
    for rows in groups.values():
        fewer = replace(
            evidence,
            candidates=tuple(one for one in evidence.candidates if one.origin not in rows),
            none_known=tuple(one for one in evidence.none_known if one.origin not in rows),
        )
        yield Without(left, _first(again(fewer), method, pool), rows=tuple(rows))


def _by_respondent(evidence: Evidence, codes: set[str]) -> dict[str, list[Origin]]:
    """All rows of each member who answered about one of the countries; an answer without a name stands alone."""
    rows: dict[str, list[Origin]] = defaultdict(list)
    concerned = set()
    answers: tuple[Candidate | NoneKnown, ...] = (*evidence.candidates, *evidence.none_known)
    for one in sorted(answers, key=lambda one: one.origin):
        by = one.proposed_by if isinstance(one, Candidate) else one.answered_by
        name = " ".join(by.casefold().split()) or str(one.origin)
        rows[name].append(one.origin)
        concerned |= {name} if one.country in codes else set()
    return {name: found for name, found in rows.items() if name in concerned}


def _by_organisation(evidence: Evidence, codes: set[str]) -> dict[str, list[Origin]]:
    rows: dict[str, list[Origin]] = defaultdict(list)
    for one in sorted(evidence.candidates, key=lambda one: one.origin):
        if organisation_of(one) and one.country in codes:
            rows[organisation_of(one)].append(one.origin)
    return dict(rows)


def _first(assessed: tuple[Assessment, ...] | list[Assessment], method: Method, pool: Pool) -> tuple[str, ...]:
    found = next(one for one in pools(assessed, method, pool.split) if one.name == pool.name)
    return tuple(one.country.code for one in found.first)
