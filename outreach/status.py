"""How an installation stands: what ran, what comes next, and what waits for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from outreach.bootstrap import App, open_runs
from outreach.domain.answer import NOTED, answers_in
from outreach.domain.run import Run, last_of_each, next_of_each
from outreach.domain.sending import SWITCH
from outreach.domain.waiting import Waiting, waiting_in
from outreach.running import Word

LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Status:
    """word: None while nothing runs, and then last and next are empty. is_stopped: somebody said `outreach stop`."""

    word: Word | None
    last: Mapping[str, Run]
    next: Mapping[str, Run]
    waiting: Waiting
    is_stopped: bool


def status_of(world: App, word: Word | None) -> Status:
    """Asks the scheduler and the ledger; changes nothing. Raises ScheduleError and LedgerError."""
    now = world.clock.now()
    since = now - LOOKED_BACK
    runs = open_runs(word.api) if word else None
    history = replace(world.ledger.history(), answers=answers_in(world.ledger.noted(*NOTED)))
    switched = world.ledger.last_noted(*SWITCH)
    return Status(
        word,
        last_of_each(runs.ended(since)) if runs else {},
        next_of_each(runs.to_come(now)) if runs else {},
        waiting_in(history, answered_since=since),
        is_stopped=switched is not None and switched[1] == "off",
    )
