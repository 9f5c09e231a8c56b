"""Runs of the flows as the operator sees them: what ran, what comes, and which failures wait to be told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class RunState(StrEnum):
    """How far a run is. skipped: cancelled, as it came too late or another of its flow still worked."""

    SCHEDULED = "scheduled"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CRASHED = "crashed"
    SKIPPED = "skipped"


BAD = frozenset({RunState.FAILED, RunState.CRASHED})
ENDED = BAD | {RunState.COMPLETED, RunState.SKIPPED}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a flow. due: when it was to begin; since: when it came into `state`; told: its sentence, or ""."""

    id: str
    flow: str
    state: RunState
    due: datetime
    since: datetime
    told: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Runs of one flow that failed with the same sentence; first, last: when they did."""

    flow: str
    told: str
    count: int
    first: datetime
    last: datetime


def last_of_each(runs: Iterable[Run]) -> dict[str, Run]:
    """By flow, the run that ended last; one that was skipped only where no other is known."""
    newest: dict[str, Run] = {}
    for run in sorted(runs, key=lambda run: (run.state is not RunState.SKIPPED, run.since)):
        if run.state in ENDED:
            newest[run.flow] = run
    return newest


def next_of_each(runs: Iterable[Run]) -> dict[str, Run]:
    """By flow, the run that works now, else the one that is due first."""
    first: dict[str, Run] = {}
    for run in sorted(runs, key=lambda run: (run.state is RunState.SCHEDULED, run.due)):
        if run.state not in ENDED:
            first.setdefault(run.flow, run)
    return first


def untold(runs: Iterable[Run], told: Collection[str]) -> tuple[Run, ...]:
    """Runs that failed or crashed and whose ids are not among those `told`, oldest first."""
    bad = (run for run in runs if run.state in BAD and run.id not in told)
    return tuple(sorted(bad, key=lambda run: (run.since, run.id)))


def failures(runs: Sequence[Run]) -> tuple[Failure, ...]:
    """The same fault of a flow once, however often it came; in the order in which each came first."""
    found: dict[tuple[str, str], list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.since):
        found.setdefault((run.flow, run.told), []).append(run)
    return tuple(Failure(flow, told, len(same), same[0].since, same[-1].since) for (flow, told), same in found.items())


def stale(waiting: Iterable[Run], *, now: datetime, patience: timedelta) -> tuple[Run, ...]:
    """Of the runs that were due by `now`, those to be skipped: the newest of each flow goes on, if it is not too old.

    All others were missed while the machine stood still, and would do the same work again.
    """
    missed = sorted((run for run in waiting if run.due < now), key=lambda run: run.due, reverse=True)
    kept: set[str] = set()
    skipped = []
    for run in missed:
        if run.flow in kept or now - run.due > patience:
            skipped.append(run)
        kept.add(run.flow)
    return tuple(reversed(skipped))
