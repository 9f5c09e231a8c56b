"""The Calendar tab: rows become events."""

from outreach.domain.event import Event
from outreach.domain.problem import Problem, ProblemCode
from outreach.intake.reading import Fault
from outreach.intake.table import Record


def event(record: Record) -> tuple[Event | None, tuple[Problem, ...]]:
    """An event; one that would end before it starts is held back until its editor has said which is right."""
    start, end = record["start"], record["end"] or record["start"]
    if end < start:
        fault = Fault(ProblemCode.END_BEFORE_START, facts={"start": start.isoformat()})
        return None, (record.problem("end", fault, held_back=True),)
    made = Event(
        name=record["name"],
        start=start,
        end=end,
        country=record["country"],
        city=record["city"] or "",
        kind=record["kind"] or "",
        link=record["link"] or "",
        origin=record.origin,
    )
    return made, ()
