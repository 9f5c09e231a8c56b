"""The last days on which one can apply, and the next steps of candidates, as deadlines."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from outreach.domain.deadline import Deadline, DeadlineKind
from outreach.domain.meeting import Programme, Window
from outreach.domain.next_step import NextStep
from outreach.domain.opportunity import PLAN, Opportunity
from outreach.domain.origin import Origin

KEPT = timedelta(days=30)
"""How long a window that closed is still shown."""

KINDS = {
    Programme.FELLOWSHIP: DeadlineKind.FELLOWSHIP,
    Programme.NEXTGEN: DeadlineKind.NEXTGEN,
    Programme.NOMCOM: DeadlineKind.NOMCOM,
}


def window_deadlines(
    windows: Iterable[Window],
    opportunities: Iterable[Opportunity],
    identify: Callable[[Origin], str],
    *,
    over: frozenset[str],
    today: date,
) -> tuple[Deadline, ...]:
    """The windows of `config/meetings.toml`, and the rows of members that tell another one; each window once.

    over: numbers of meetings that are past, whose windows of unknown days nobody needs any more.
    """
    stored = [one for one in windows if one.programme in KINDS and one.meeting not in over]
    ours = [_stored(one) for one in stored if _is_open(one.closes, today)]
    known = {(one.kind, one.day) for one in ours if one.day}
    theirs = [_of_row(one, identify) for one in opportunities if one.programme != PLAN and one.closes]
    return (*ours, *(one for one in theirs if (one.kind, one.day) not in known and _is_open(one.day, today)))


def step_deadlines(
    steps: Iterable[tuple[Origin, str, NextStep]], identify: Callable[[Origin], str]
) -> Iterator[Deadline]:
    """The next step of each candidate, by row and country, as a reminder to who sees to it: nobody's name is in it."""
    for origin, country, step in steps:
        about = f"{country}: {origin}"
        yield Deadline(
            f"als_step:{identify(origin)}", DeadlineKind.ALS_STEP, step.by, about, origin=origin, owner=step.name
        )


def _stored(window: Window) -> Deadline:
    kind = KINDS[window.programme]
    opened = window.closes or window.opens
    about = window.meeting or (f"{opened.year}" if opened else "")
    return Deadline(f"{kind}:{about}", kind, window.closes, about, link=window.link)


def _of_row(row: Opportunity, identify: Callable[[Origin], str]) -> Deadline:
    kind = DeadlineKind(row.programme) if row.programme in set(KINDS.values()) else DeadlineKind.WINDOW
    return Deadline(f"{kind}:{identify(row.origin)}", kind, row.closes, row.name, origin=row.origin, link=row.link)


def _is_open(closes: date | None, today: date) -> bool:
    return closes is None or closes + KEPT >= today
