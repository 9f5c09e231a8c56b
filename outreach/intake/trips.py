"""The Trips tab: rows become journeys to events of the calendar."""

from collections.abc import Callable, Iterable

from rapidfuzz import fuzz, process

from outreach.domain.event import Event
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.trip import Purse, Trip, TripState
from outreach.domain.trip_rules import Step
from outreach.intake.folding import folded
from outreach.intake.meeting_number import Series, meeting_number
from outreach.intake.reading import Fault
from outreach.intake.table import Record

STEPS = {
    Step.DRAFT: "drafted",
    Step.REVIEW: "reviewed",
    Step.CONCURRENCE: "concurred",
    Step.SUBMISSION: "submitted",
}
LIKE_ENOUGH = 75  # per cent of letters, below which a suggestion would be a guess

ReadTrip = Callable[[Record], tuple[Trip | None, tuple[Problem, ...]]]


def trip_reader(events: Iterable[Event], series: Series) -> ReadTrip:
    """Reads the trips to these events; one to an event that is not in the calendar waits."""
    known = tuple(events)

    def trip(record: Record) -> tuple[Trip | None, tuple[Problem, ...]]:
        event = _event(record, known, series)
        if isinstance(event, Fault):
            return None, (record.problem("event", event, held_back=True),)
        departs, returns = record["departs"], record["returns"]
        if departs and returns and returns < departs:
            late = Fault(ProblemCode.END_BEFORE_START, facts={"start": departs.isoformat()})
            return None, (record.problem("returns", late, held_back=True),)
        return _trip(record, event), ()

    return trip


def is_called(text: str, event: Event) -> bool:
    """Whether a person means this event: by its row ("17", "Calendar!17"), its meeting's number, or its whole name."""
    wanted = text.strip()
    names = {str(event.origin), str(event.origin.row), event.number}
    return wanted in names - {""} or folded(wanted) == folded(event.name)


def _trip(record: Record, event: Event) -> Trip:
    return Trip(
        event=event.origin,
        traveller=record["traveller"] or "",
        state=TripState(record["state"] or TripState.DRAFT),
        purse=Purse(record["paid_by"] or Purse.TRAVEL_PROGRAMME),
        departs=record["departs"],
        returns=record["returns"],
        from_city=record["from_city"] or "",
        from_country=record["from_country"],
        done={step: record[column] for step, column in STEPS.items() if record[column]},
        reported=record["reported"],
        form=record["form_id"] or "",
        circumstances=record["circumstances"] or "",
        origin=record.origin,
    )


def _event(record: Record, events: tuple[Event, ...], series: Series) -> Event | Fault:
    """The event of this name or number; of several (a yearly one) that which begins nearest to the departure."""
    name, number = record["event"], meeting_number(record["event"], series)
    named = [one for one in events if folded(one.name) == folded(name) or (number and one.number == number)]
    same = [one for one in named if not one.cancelled] or named
    departs = record["departs"]
    if len(same) > 1 and departs is None:
        years = ", ".join(str(event.start.year) for event in same)
        return Fault(ProblemCode.EVENT_SEVERAL, facts={"years": years})
    if not same:
        return Fault(ProblemCode.EVENT_UNKNOWN, _nearest(name, events))
    return min(same, key=lambda event: abs((event.start - (departs or event.start)).days))


def _nearest(name: str, events: tuple[Event, ...]) -> str:
    names = {folded(event.name): event.name for event in events}
    found = process.extractOne(folded(name), names.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return names[found[0]] if found else ""
