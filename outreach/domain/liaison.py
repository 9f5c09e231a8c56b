"""Who is proposed as liaison to which stakeholder or candidate, why, and who would be next; leadership designates."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from outreach.domain.liaison_fit import (
    Barrier,
    Fit,
    LiaisonRules,
    Reason,
    ReasonCode,
    Task,
    Volunteer,
    fit,
)

Assign = Callable[[Sequence[Sequence[float]]], Sequence[int]]
"""For each row of a cost matrix its column, no column twice, the sum the least; `inf` is never chosen."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Who would be next. extra: how many more points are against them, the switch aside.

    has_place: False when they would first have to give up another task.
    """

    volunteer: Volunteer
    extra: int
    has_place: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One task and who should have it. points: against the pair, the load in them; instead_of: who has it now.

    instead_of: an id, "" when nobody has it or the same person keeps it.
    """

    task: Task
    volunteer: Volunteer
    points: int
    reasons: tuple[Reason, ...]
    next_best: Alternative | None
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A task for which nobody can be proposed. why: what bars those who come nearest; barred: how many, by reason."""

    task: Task
    why: Barrier
    barred: Mapping[Barrier, int]


@dataclass(frozen=True, slots=True)
class LiaisonPlan:
    """The proposals and what remains, in the order of the tasks' ids."""

    proposals: tuple[Proposal, ...]
    unplaced: tuple[Unplaced, ...]

    @property
    def moved(self) -> tuple[Proposal, ...]:
        """Those that take a task from its present liaison."""
        return tuple(one for one in self.proposals if one.instead_of)

    @property
    def designations(self) -> dict[str, str]:
        """By task, the volunteer: the `present` of the next run, once leadership has agreed."""
        return {one.task.id: one.volunteer.id for one in self.proposals}


@dataclass(frozen=True, slots=True)
class _Table:
    """How every volunteer fits every task, by the ids of both."""

    volunteers: tuple[Volunteer, ...]
    fits: Mapping[str, Mapping[str, Fit | Barrier]]
    present: Mapping[str, str]
    rules: LiaisonRules

    def eligible(self, task: Task) -> Iterable[tuple[Volunteer, Fit]]:
        for volunteer in self.volunteers:
            found = self.fits[task.id][volunteer.id]
            if isinstance(found, Fit):
                yield volunteer, found


def propose(
    tasks: Iterable[Task],
    people: Iterable[Volunteer],
    present: Mapping[str, str],
    rules: LiaisonRules,
    *,
    assign: Assign,
    today: date,
) -> LiaisonPlan:
    """As many tasks placed as can be; of all such plans one with the fewest points, switches and load included.

    present: by task's id the id of its liaison of today. The order of tasks and people makes no difference.
    """
    listed = tuple(sorted(tasks, key=lambda task: task.id))
    table = _table(listed, people, present, rules, today=today)
    places = tuple((volunteer, taken) for volunteer in table.volunteers for taken in range(volunteer.places))
    columns = assign(_costs(listed, places, table)) if listed else ()
    chosen = {task.id: places[column] for task, column in zip(listed, columns, strict=True) if column < len(places)}
    busy = Counter(volunteer.id for volunteer, _ in chosen.values())
    return LiaisonPlan(
        tuple(_proposal(task, *chosen[task.id], table, busy) for task in listed if task.id in chosen),
        tuple(_unplaced(task, table) for task in listed if task.id not in chosen),
    )


def _table(
    tasks: Iterable[Task], people: Iterable[Volunteer], present: Mapping[str, str], rules: LiaisonRules, *, today: date
) -> _Table:
    volunteers = tuple(sorted(people, key=lambda volunteer: volunteer.id))
    fits = {
        task.id: {one.id: fit(task, one, rules, present=present.get(task.id), today=today) for one in volunteers}
        for task in tasks
    }
    return _Table(volunteers, fits, present, rules)


def _costs(tasks: Sequence[Task], places: Sequence[tuple[Volunteer, int]], table: _Table) -> list[list[float]]:
    """A row a task; a column a place, and after them one a task for remaining unplaced."""
    rows = [[_cost(table.fits[task.id][one.id], one, taken, table.rules) for one, taken in places] for task in tasks]
    dearest = max((cost for row in rows for cost in row if cost < inf), default=0)
    unplaced = (dearest + 1) * (len(tasks) + 1)  # more than all that could be saved by leaving one out
    return [[*row, *(unplaced for _ in tasks)] for row in rows]


def _cost(found: Fit | Barrier, volunteer: Volunteer, taken: int, rules: LiaisonRules) -> float:
    """Each further task costs more than the one before, which is what evens the load out."""
    return found.points + rules.load * (volunteer.load + taken) if isinstance(found, Fit) else inf


def _proposal(task: Task, volunteer: Volunteer, taken: int, table: _Table, busy: Mapping[str, int]) -> Proposal:
    found = table.fits[task.id][volunteer.id]
    reasons = found.reasons if isinstance(found, Fit) else ()
    before = table.present.get(task.id, "")
    return Proposal(
        task=task,
        volunteer=volunteer,
        points=int(_cost(found, volunteer, taken, table.rules)),
        reasons=(*reasons, _places(volunteer, busy)),
        next_best=_next_best(task, volunteer, table, busy),
        instead_of=before if before != volunteer.id else "",
    )


def _places(volunteer: Volunteer, busy: Mapping[str, int]) -> Reason:
    return Reason(
        ReasonCode.PLACES,
        {"taken": volunteer.load + busy.get(volunteer.id, 0), "capacity": volunteer.person.capacity},
    )


def _next_best(task: Task, proposed: Volunteer, table: _Table, busy: Mapping[str, int]) -> Alternative | None:
    """Who has a place and the fewest points; among the full ones when nobody else has a place."""
    switch = table.rules.switch if task.id in table.present else 0

    def points(volunteer: Volunteer, found: Fit) -> int:
        others = busy.get(volunteer.id, 0) - (volunteer.id == proposed.id)
        kept = table.present.get(task.id) == volunteer.id
        return found.points - (0 if kept else switch) + table.rules.load * (volunteer.load + others)

    by_id = {volunteer.id: (volunteer, found) for volunteer, found in table.eligible(task)}
    base = points(*by_id.pop(proposed.id))
    ranked = sorted((busy.get(one.id, 0) >= one.places, points(one, found), one.id) for one, found in by_id.values())
    if not ranked:
        return None
    full, against, best = ranked[0]
    volunteer, found = by_id[best]
    return Alternative(volunteer, against - base, not full, (*found.reasons, _places(volunteer, busy)))


def _unplaced(task: Task, table: _Table) -> Unplaced:
    """Who fits and still was not chosen has no place left."""
    found = table.fits[task.id].values()
    barred = Counter(Barrier.FULL if isinstance(one, Fit) else one for one in found)
    nearest = max(barred, key=list(Barrier).index, default=Barrier.NOBODY)
    return Unplaced(task, nearest, dict(barred))
