"""The tab *Turnout*: each call, when it is where people are invited, who answered what, who came, who is missing."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from outreach.domain.call import Call
from outreach.domain.country import Country
from outreach.domain.problem import Problem
from outreach.domain.snapshot import Block, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.domain.turnout import RSVPS, Turnout
from outreach.rendering.day import short_day
from outreach.rendering.phrases import Phrases
from outreach.rendering.problem_sentence import tell
from outreach.rendering.tab_cells import LANGUAGES, Row, block, both, heads, moment, row_link

HEADS = (
    *("where", "series", "call", "when_utc", "local_times", "invited"),
    *("said_yes", "said_maybe", "said_no", "silent", "attended", "missing", "remarks"),
)


def turnout_tab(
    turnouts: Iterable[Turnout],
    countries: Iterable[Country],
    problems: Iterable[Problem],
    *,
    phrases: Phrases,
    seen: Snapshot,
) -> Block:
    """A row a call, in the order of the calls. countries: those whose people are invited; problems: of the sheets."""
    told = tuple(problems)
    invited = tuple(countries)
    rows = [_row(one, invited, told, phrases, seen) for one in turnouts]
    return block(SystemTab.TURNOUT, [heads(phrases, *HEADS), *rows])


def local_times(call: Call, countries: Iterable[Country]) -> str:
    """When the call is where people are invited: `Mon 18 Jul, 17:00 BZ GT; 19:00 GD`, the earliest hour first."""
    codes: dict[datetime, list[str]] = {}
    for country in countries:
        there = call.starts.astimezone(ZoneInfo(country.zone)).replace(tzinfo=None)
        codes.setdefault(there, []).append(country.code)
    said: list[str] = []
    for there, last in zip(sorted(codes), [None, *sorted(codes)], strict=False):
        day = "" if last and last.date() == there.date() else f"{_day(there.date())}, "
        said.append(f"{day}{there:%H:%M} {' '.join(sorted(codes[there]))}")
    return "; ".join(said)


def _day(day: date) -> str:
    return " / ".join(dict.fromkeys(short_day(day, language) for language in LANGUAGES))


def _row(
    one: Turnout, countries: tuple[Country, ...], problems: tuple[Problem, ...], phrases: Phrases, seen: Snapshot
) -> Row:
    call = one.call
    cancelled = (both("affected.cancelled", phrases),) if call.cancelled else ()
    remarks = (tell(problem, phrases)[0] for problem in problems if _is_of(problem, call))
    return (
        row_link(call.origin, seen),
        call.series,
        call.title,
        moment(call.starts.astimezone(UTC)),
        local_times(call, countries),
        one.invited,
        *(one.said[kind] for kind in RSVPS),
        one.silent,
        "" if one.attended is None else one.attended,
        ", ".join(map(str, one.missing)),
        " · ".join((*cancelled, *remarks)),
    )


def _is_of(problem: Problem, call: Call) -> bool:
    return problem.tab == call.origin.tab and problem.cell == f"A{call.origin.row}" and not problem.field
