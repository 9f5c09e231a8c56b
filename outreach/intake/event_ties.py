"""Which rows of the members' sheets name an event: calls that belong to it, fellows, trips, application windows."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from outreach.domain.affected import (
    Change,
    Tie,
    Tied,
    as_the_sheet_knows,
    by_weight,
    eligible_otherwise,
    invited,
    spread_by,
)
from outreach.domain.call import Call
from outreach.domain.history import History
from outreach.domain.meeting import Programme, Window, meeting_of
from outreach.domain.origin import Origin
from outreach.domain.person import named as named_person
from outreach.domain.trip import GONE, Trip, TripState
from outreach.intake.desk import Desk
from outreach.intake.folding import folded
from outreach.intake.meeting_number import Series, meeting_number
from outreach.intake.meetings import Programmes

ROUTED = {"fellowship": Programme.FELLOWSHIP, "nextgen": Programme.NEXTGEN}


def is_about(change: Change, series: Series) -> Callable[[str], bool]:
    """Whether a text names the event: by the number of its meeting, or by its name as the calendar has it."""
    number, name = change.event.number, folded(change.event.name)

    def named(text: str) -> bool:
        return bool(text) and (meeting_number(text, series) == number if number else folded(text) == name)

    return named


def calls_of(change: Change, desk: Desk, series: Series) -> tuple[Call, ...]:
    """The calls that belong to the event, whether over, cancelled or to come."""
    named = is_about(change, series)
    return tuple(call for call in desk.calls if named(call.event) or named(call.title) or named(call.series))


def affected(
    change: Change,
    desk: Desk,
    history: History,
    programmes: Programmes,
    *,
    stood: Callable[[Origin], bool],
    today: date,
) -> tuple[Tied, ...]:
    """Every row that depends on the event, the weightiest first; a row that depends on it in two ways stands twice.

    stood: whether a row stood in the sheets before the change was read: whoever added one since knew of it.
    """
    named = is_about(change, programmes.series)
    calls = calls_of(change, desk, programmes.series)
    windows = (*_windows(change, desk, named), *programmes.windows)
    known = meeting_of(change.event.number, programmes.meetings)
    meeting = as_the_sheet_knows(change, known, programmes.regions)
    candidates = desk.evidence.candidates
    found = (
        *_ties(change, desk, calls, named),
        *invited(change, calls, candidates, history),
        *spread_by(change, desk.evidence.structures, history),
        *eligible_otherwise(change, candidates, windows, meeting, programmes.rules, today=today),
    )
    return by_weight(dict.fromkeys(one for one in found if one.told or stood(one.origin)))


def _ties(change: Change, desk: Desk, calls: Iterable[Call], named: Callable[[str], bool]) -> Iterator[Tied]:
    """The rows that name the event and can still be changed: not calls and windows that were over by then."""
    for trip in desk.trips:
        if trip.event in change.rows and trip.state not in GONE:
            yield _journey(trip, desk)
    for one in desk.evidence.stakeholders:
        if named(one.meeting):
            yield Tied(Tie.FELLOW, one.origin, one.name or one.group, one.contact)
    for call in calls:
        if not call.cancelled and call.starts > change.since:
            yield Tied(Tie.CALL, call.origin, call.title)
    for window in desk.opportunities:
        if named(window.name) and (window.closes is None or window.closes >= change.since.date()):
            yield Tied(Tie.WINDOW, window.origin, window.name)


def _journey(trip: Trip, desk: Desk) -> Tied:
    """An approved trip is a traveller's, an earlier one still a proposal; both are told to whoever travels."""
    traveller = named_person(trip.traveller, desk.people)
    tie = Tie.TRAVELLER if trip.state is TripState.APPROVED else Tie.PROPOSAL
    return Tied(tie, trip.origin, trip.traveller or "?", traveller.contact if traveller else None)


def _windows(change: Change, desk: Desk, named: Callable[[str], bool]) -> Iterator[Window]:
    """The windows of Fellowship and NextGen for this meeting that members have entered."""
    for one in desk.opportunities:
        if one.programme in ROUTED and named(one.name):
            yield Window(ROUTED[one.programme], change.event.number, one.opens, one.closes, one.link)
