"""Turns that all workers take at what they share: the quota of the spreadsheet, the rate of the mail."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from prefect.concurrency.sync import concurrency

from outreach.bootstrap import app
from outreach.errors import ScheduleError

SHEETS = "sheets"
MAIL = "mail"
WAITS = 600  # seconds for a turn; then the run fails, and a later one does its work


@contextmanager
def turn(name: str) -> Iterator[None]:
    """Holds one slot of the scheduler's limit of this name during the block, where OUTREACH_WORKERS=several.

    `prefect gcl create NAME --limit N` makes a limit; while there is none, nobody waits. Raises ScheduleError.
    """
    if not app().settings.takes_turns:
        yield
        return
    with ExitStack() as held:
        try:
            slot = concurrency(name, occupy=1, timeout_seconds=WAITS, raise_on_lease_renewal_failure=False)
            held.enter_context(slot)
        except TimeoutError:
            told = f"No turn at {name} came within {WAITS // 60} minutes: see `prefect gcl inspect {name}`."
            raise ScheduleError(told) from None
        yield
