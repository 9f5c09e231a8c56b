"""How an installation stands: what ran, what comes next, and what waits for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from outreach.bootstrap import App, open_runs
from outreach.delivery import stopped_by
from outreach.domain.answer import NOTED, answers_in
from outreach.domain.run import Run, last_of_each, next_of_each
from outreach.domain.waiting import Waiting, waiting_in
from outreach.running import Word

LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Status:
    """word: None while nothing runs, and then last and next are empty.

    resume: the command that lets sending go on, "" while nobody stopped it.
    """

    word: Word | None
    last: Mapping[str, Run]
    next: Mapping[str, Run]
    waiting: Waiting
    resume: str


def status_of(world: App, word: Word | None) -> Status:
    """Asks the scheduler and the ledger; changes nothing. Raises ScheduleError and LedgerError."""
    now = world.clock.now()
    since = now - LOOKED_BACK
    runs = open_runs(word.api) if word else None
    history = replace(world.ledger.history(), answers=answers_in(world.ledger.noted(*NOTED)))
    return Status(
        word,
        last_of_each(runs.ended(since)) if runs else {},
        next_of_each(runs.to_come(now)) if runs else {},
        waiting_in(history, answered_since=since),
        resume=stopped_by(world.ledger),
    )
