"""What speaks against the moment of a call: a public holiday where people are invited, another call."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from itertools import combinations
from zoneinfo import ZoneInfo

from outreach.analysis.working_days import is_holiday
from outreach.domain.call import Call
from outreach.domain.country import Country
from outreach.domain.problem import Problem, ProblemCode


def date_problems(
    calls: Iterable[Call], countries: Iterable[Country], language: str, *, now: datetime
) -> tuple[Problem, ...]:
    """A remark for each call to come that falls on a holiday in these countries, or that overlaps another one.

    countries: those whose people are invited. No row waits for it: people may have their reasons.
    """
    coming = sorted((one for one in calls if not one.cancelled and one.starts > now), key=lambda one: one.origin)
    invited = tuple(countries)
    return (*_on_holidays(coming, invited, language), *_at_once(coming, language))


def resting(call: Call, countries: Iterable[Country]) -> tuple[Country, ...]:
    """The countries in which the call falls on a public holiday, by the day that it is there."""
    return tuple(one for one in countries if _rests(call.starts, one.zone, one.code))


def overlapping(calls: Iterable[Call]) -> Iterator[tuple[Call, Call]]:
    """Pairs of calls of which one begins before the other is over, the earlier row first."""
    return (
        (one, other) for one, other in combinations(calls, 2) if one.starts < other.ends and other.starts < one.ends
    )


def _on_holidays(calls: Iterable[Call], countries: tuple[Country, ...], language: str) -> Iterator[Problem]:
    for call in calls:
        names = ", ".join(one.name(language) for one in resting(call, countries))
        if names:
            yield _remark(call, ProblemCode.CALL_ON_HOLIDAY, {"countries": names}, language)


def _at_once(calls: Iterable[Call], language: str) -> Iterator[Problem]:
    for one, other in overlapping(calls):
        yield _remark(other, ProblemCode.CALL_CLASHES, {"row": str(one.origin.row), "title": one.title}, language)


def _remark(call: Call, code: ProblemCode, facts: dict[str, str], language: str) -> Problem:
    cell = f"A{call.origin.row}"
    return Problem(call.origin.tab, cell, code, call.title, facts=facts, language=language, held_back=False)


@lru_cache(maxsize=4096)
def _rests(starts: datetime, zone: str, country: str) -> bool:
    """Whether it is a public holiday in the country on the day that it is there at that moment."""
    return is_holiday(starts.astimezone(ZoneInfo(zone)).date(), country)
