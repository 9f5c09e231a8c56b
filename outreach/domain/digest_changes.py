"""What is not as it was when a leader was last told: countries first, then candidates, then messages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from outreach.domain.country import Country
from outreach.domain.coverage import CoverageState
from outreach.domain.digest_figures import COUNTED, Figures
from outreach.domain.message import MessageState
from outreach.domain.origin import Origin
from outreach.domain.stage import Stage
from outreach.domain.standing import Standing
from outreach.domain.system_tab import SystemTab

Link = Callable[[str, str], str]
"""The address of a cell of a tab, "" where there is none."""


@dataclass(frozen=True, slots=True)
class CountryChange:
    """A country that is not in the state it was in when the reader was last told."""

    country: Country
    before: CoverageState
    after: CoverageState
    link: str


@dataclass(frozen=True, slots=True)
class StageChange:
    """A country without a structure in which somebody has come further, or fallen back. before: None if nobody was."""

    country: Country
    before: Stage | None
    after: Stage
    link: str


@dataclass(frozen=True, slots=True)
class CountChange:
    """How many messages are in a state, then and now."""

    state: MessageState
    before: int
    after: int
    link: str


Change = CountryChange | StageChange | CountChange


def changes_since(told: Figures, standing: Standing, now: Figures, link: Link) -> tuple[Change, ...]:
    """Countries won or lost first, then other countries, candidates, messages."""
    countries = sorted(_countries(told, standing, link), key=lambda one: CoverageState.COVERED not in _states(one))
    return (*countries, *_stages(told, standing, link), *_counts(told, now, link))


def place(tab: str, cell: str, link: Link) -> str:
    """Where to look: the address of the cell, or its name where a workbook has no addresses."""
    return link(tab, cell) or f"{tab}!{cell}"


def row_place(rows: Sequence[Origin], link: Link) -> str:
    """The first of these rows, else the coverage of all."""
    if not rows:
        return place(SystemTab.COVERAGE, "A1", link)
    return place(rows[0].tab, f"A{rows[0].row}", link)


def _states(change: CountryChange) -> tuple[CoverageState, CoverageState]:
    return change.before, change.after


def _countries(told: Figures, standing: Standing, link: Link) -> Iterator[CountryChange]:
    for one in standing.coverage.countries:
        before = told.states.get(one.country.code, one.state)
        if before is not one.state:
            yield CountryChange(one.country, before, one.state, row_place(one.rows, link))


def _stages(told: Figures, standing: Standing, link: Link) -> Iterator[StageChange]:
    """Only where the country itself is in the state it was in: there the change of state says it already."""
    furthest = standing.furthest
    for one in standing.coverage.countries:
        case, before = furthest.get(one.country.code), told.stages.get(one.country.code)
        if case and told.states.get(one.country.code) is one.state and before is not case.progress.stage:
            yield StageChange(one.country, before, case.progress.stage, row_place([case.candidate.origin], link))


def _counts(told: Figures, now: Figures, link: Link) -> Iterator[CountChange]:
    for state in COUNTED:
        before, after = told.counters.get(state, 0), now.counters[state]
        if before != after:
            yield CountChange(state, before, after, place(SystemTab.STATUS, "A1", link))
