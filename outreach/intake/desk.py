"""Everything the spreadsheet says, on one desk: nouns of the field, and the problems to be told."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from outreach.domain.address import parse_a1
from outreach.domain.approval import ApprovalMark
from outreach.domain.attendance import Attendance, attended_by
from outreach.domain.bridge import with_bridges
from outreach.domain.call import Call
from outreach.domain.candidate import Candidate, CandidateKind, NoneKnown
from outreach.domain.coverage import Evidence
from outreach.domain.event import Event
from outreach.domain.opportunity import Opportunity
from outreach.domain.origin import Origin
from outreach.domain.person import Person
from outreach.domain.problem import Problem
from outreach.domain.same_again import one_and_the_same, same_again
from outreach.domain.same_organisation import SamePair, standing, unified
from outreach.domain.selection_choice import SelectionMark
from outreach.domain.snapshot import Grid, Snapshot
from outreach.domain.stage import Fact, together
from outreach.domain.trip import Trip
from outreach.domain.twin import TwinVerdict
from outreach.intake import (
    approvals,
    bridges,
    calendar,
    calls,
    opportunities,
    people,
    selection,
    stakeholders,
    structures,
    survey,
    trips,
    twins,
)
from outreach.intake.attendance import attendance
from outreach.intake.cells import Hand
from outreach.intake.header import columns_named, is_titled
from outreach.intake.meeting_number import Series
from outreach.intake.progress import progress
from outreach.intake.schema import Schema
from outreach.intake.table import Record, Table, read_table

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Desk:
    """What was read. problems: in the order of tabs, rows and columns; rows: by tab, how many hold anything.

    editors: by row, the name of who typed it, as it stands there; without the rows that name nobody.
    verdicts, event_verdicts: by code of each pair in the system's tabs, what a person said of it.
    same: pairs of names that are one organisation, as people said.
    told: by a candidate's row in the survey, what members wrote in other tabs that happened.
    persons: names and addresses of people as they stand in the cells, whatever else is wrong in their rows.
    """

    evidence: Evidence = field(default_factory=Evidence)
    events: tuple[Event, ...] = ()
    calls: tuple[Call, ...] = ()
    people: tuple[Person, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    trips: tuple[Trip, ...] = ()
    approvals: tuple[ApprovalMark, ...] = ()
    verdicts: Mapping[str, TwinVerdict | None] = field(default_factory=dict)
    selection: tuple[SelectionMark, ...] = ()
    event_verdicts: Mapping[str, TwinVerdict | None] = field(default_factory=dict)
    same: tuple[SamePair, ...] = ()
    problems: tuple[Problem, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    editors: Mapping[Origin, str] = field(default_factory=dict)
    told: Mapping[Origin, tuple[Fact, ...]] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()

    @property
    def unsound(self) -> tuple[Problem, ...]:
        """Faults of whole tabs and columns that decide who gets what: nothing is sent while there is one."""
        return tuple(problem for problem in self.problems if problem.facts.get("decides") == "True")


def read_desk(
    snapshot: Snapshot,
    schemas: Mapping[str, Schema],
    hand: Hand,
    *,
    secret: bytes,
    remembered: Iterable[SamePair] = (),
) -> Desk:
    """Reads every tab that has a schema; tabs of other titles are the members' own and are not looked at.

    hand: the region's first language, its countries, names of languages and of meetings; secret: makes contacts' ids;
    remembered: names that people said are of one organisation, in rows that may be gone.
    """
    tables = [read_table(grid_of(snapshot, schema), schema, hand) for schema in schemas.values()]
    titles, pairs = one_and_the_same(tuple(snapshot.grids)), one_and_the_same(tuple(remembered))
    return _laid_out(titles, schemas, secret, hand.series, pairs, *tables)


@same_again(most=8)
def _laid_out(
    titles: tuple[str, ...],
    schemas: Mapping[str, Schema],
    secret: bytes,
    series: Series,
    remembered: tuple[SamePair, ...],
    *read: Table,
) -> Desk:
    """The desk of these tables, one a schema. titles: of all tabs, in their order."""
    tables = dict(zip(schemas, read, strict=True))
    collected = _Collected(tables)
    answers = collected.each("survey", lambda record: survey.answer(record, secret=secret))
    events = collected.each("calendar", lambda record: calendar.event(record, series))
    collected.problems += calendar.disputes(events, collected.records("calendar"))
    held, call_problems = calls.calls(collected.records("calls"))
    ways, bridge_problems = bridges.bridges(collected.records("bridges"))
    members = tuple(people.person(record, secret=secret) for record in collected.records("people"))
    named = tuple(one for one in answers if isinstance(one, Candidate))
    candidates, heard, unknown = attendance(collected.records("attendance"), named, secret=secret)
    told, progress_problems = progress(collected.records("progress"), candidates, members)
    verdicts = dict(map(twins.verdict, collected.records("twins")))
    same = standing(remembered, map(twins.pair, collected.records("twins")), verdicts)
    desk = Desk(
        evidence=Evidence(
            structures=collected.each("structures", lambda record: structures.structure(record, secret=secret)),
            candidates=candidates,
            none_known=tuple(one for one in answers if isinstance(one, NoneKnown)),
            stakeholders=collected.each("stakeholders", lambda record: stakeholders.stakeholder(record, secret=secret)),
        ),
        events=events,
        calls=with_bridges(held, ways),
        people=members,
        opportunities=collected.each("opportunities", opportunities.opportunity),
        trips=collected.each("trips", trips.trip_reader(events, series)),
        approvals=tuple(map(approvals.mark, collected.records("approvals"))),
        verdicts=verdicts,
        same=same,
        selection=tuple(map(selection.mark, collected.records("selection"))),
        event_verdicts=dict(map(twins.verdict, collected.records("event_twins"))),
        rows={key: table.rows for key, table in tables.items() if not schemas[key].ours},
        editors=dict(_editors(tables, schemas)),
        told=together(told, heard),
        persons=frozenset(_persons(tables, schemas)),
    )
    of_cells = (one for table in tables.values() for one in table.problems)
    found = [*collected.problems, *call_problems, *bridge_problems, *progress_problems, *unknown, *of_cells]
    order = {title: position for position, title in enumerate(titles)}
    ordered = sorted(found, key=lambda one: (order.get(one.tab, len(order)), parse_a1(one.cell)))
    return replace(desk, evidence=unified(desk.evidence, same), problems=tuple(ordered))


def with_attendance(desk: Desk, attendances: Iterable[Attendance]) -> Desk:
    """The desk with the attendances that the ledger holds, as lists of participants were read into it."""
    candidates, heard = attended_by(desk.evidence.candidates, attendances)
    return replace(desk, evidence=replace(desk.evidence, candidates=candidates), told=together(desk.told, heard))


@dataclass
class _Collected:
    tables: Mapping[str, Table]
    problems: list[Problem] = field(default_factory=list)

    def records(self, key: str) -> tuple[Record, ...]:
        return self.tables[key].records if key in self.tables else ()

    def each(self, key: str, make: Callable[[Record], tuple[Noun | None, Iterable[Problem]]]) -> tuple[Noun, ...]:
        """The nouns that the records of a tab make; their problems are collected."""
        nouns: list[Noun] = []
        for record in self.records(key):
            noun, problems = make(record)
            self.problems += problems
            nouns += [noun] if noun is not None else []
        return tuple(nouns)


def _editors(tables: Mapping[str, Table], schemas: Mapping[str, Schema]) -> Iterator[tuple[Origin, str]]:
    for key, table in tables.items():
        column = schemas[key].editor
        for record in (*table.records, *table.held):
            if column and record[column]:
                yield record.origin, str(record[column])


def _persons(tables: Mapping[str, Table], schemas: Mapping[str, Schema]) -> Iterator[str]:
    for key, table in tables.items():
        personal = [column.field for column in schemas[key].columns if column.personal]
        for record in (*table.records, *table.held):
            named = [*personal, "name"] if record["kind"] == CandidateKind.INDIVIDUAL else personal
            yield from (record.shown[name] for name in named if record.shown.get(name))


def grid_of(snapshot: Snapshot, schema: Schema) -> Grid | None:
    """The tab of the schema; of several with such a title the one that names most of its columns."""
    titled = [snapshot.grids[title] for title in _titled(one_and_the_same(tuple(snapshot.grids)), schema)]
    return max(titled, key=lambda grid: columns_named(grid, schema), default=None)


@same_again(most=256)
def _titled(titles: tuple[str, ...], schema: Schema) -> tuple[str, ...]:
    return tuple(title for title in titles if is_titled(title, schema))
