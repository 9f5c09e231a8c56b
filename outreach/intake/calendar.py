"""The Calendar tab: rows become events; rows that say otherwise of one meeting are told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from outreach.domain.event import Event, Version
from outreach.domain.origin import Origin
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.publics import Audience
from outreach.domain.snapshot import Snapshot
from outreach.intake.country_name import Gazetteer
from outreach.intake.meeting_number import Series, meeting_number
from outreach.intake.reading import Fault
from outreach.intake.table import Record

CANCELLED, YES = "cancelled", "yes"


def event(record: Record, series: Series) -> tuple[Event | None, tuple[Problem, ...]]:
    """An event, numbered as these series are; one that would end before it starts waits for its editor."""
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
        place=record.shown.get("country", ""),
        form=record["format"] or "",
        likely_from=record["likely_from"] or frozenset(),
        added_by=record["added_by"] or "",
        number=meeting_number(record["name"], series),
        cancelled=record["state"] == CANCELLED,
        organiser=record["organiser"] or "",
        venue=record["venue"] or "",
        goals=record["goals"] or "",
        notes=record["notes"] or "",
        share=record["share"] == YES,
        audiences=frozenset(map(Audience, record["audience"] or ())),
        languages=record["languages"] or (),
    )
    return made, ()


def speaking(events: Iterable[Event]) -> dict[str, tuple[Event, ...]]:
    """By number of the meeting, its rows that say how it stands: those of it that are not cancelled, if there are any.

    Whoever lets the old row stand as cancelled and adds a new one has moved the meeting.
    """
    numbered = sorted((one for one in events if one.number), key=lambda one: (one.number, one.cancelled, one.origin))
    found = {number: tuple(rows) for number, rows in groupby(numbered, key=lambda one: one.number)}
    return {number: tuple(one for one in rows if one.cancelled == rows[0].cancelled) for number, rows in found.items()}


def disputes(events: Iterable[Event], records: Iterable[Record]) -> Iterator[Problem]:
    """A problem for each row that says otherwise of a meeting than its first row: until then no move is believed."""
    by_row = {record.origin: record for record in records}
    for number, rows in speaking(events).items():
        facts = {"number": number, "row": str(rows[0].origin.row)}
        fault = Fault(ProblemCode.EVENT_DISAGREES, facts=facts)
        others = [row for row in rows[1:] if _version(row).differs(_version(rows[0]))]
        yield from (by_row[row.origin].problem("start", fault, held_back=True) for row in others)


@dataclass(frozen=True, slots=True)
class Listed:
    """An event by its identity. event: the row that speaks for it; rows: all that tell of it, old ones too."""

    event: Event
    version: Version
    rows: frozenset[Origin]


def listed_events(events: Iterable[Event], seen: Snapshot, gazetteer: Gazetteer) -> dict[str, Listed]:
    """By identity, each event and what is known of it now; without meetings of which the rows disagree.

    Identity is the number of the meeting, else that of the row (decision 6).
    """
    known = tuple(events)
    found = {seen.row(one.origin.tab, one.origin.row): one for one in known if not one.number}
    for number, rows in speaking(known).items():
        if not any(_version(row).differs(_version(rows[0])) for row in rows[1:]):
            found[number] = rows[0]
    return {
        name: Listed(one, _located(one, gazetteer), frozenset(row.origin for row in known if _same(row, one)))
        for name, one in found.items()
        if name
    }


def _same(row: Event, one: Event) -> bool:
    return row is one or bool(one.number and row.number == one.number)


def _version(one: Event) -> Version:
    return Version(one.name, one.start, one.end, one.country or one.place, one.city, one.form, one.link, one.cancelled)


def _located(one: Event, gazetteer: Gazetteer) -> Version:
    """With the country's code wherever in the world it is, so that "Finlandia" for "Finland" is no move."""
    return replace(_version(one), country=one.country or gazetteer.anywhere(one.place) or one.place)
