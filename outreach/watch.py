"""Tells the operator by mail what fails: soon the first time, then at most once an hour, all that came since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.domain.message import Draft, OutcomeKind
from outreach.domain.run import Failure, failures, untold
from outreach.errors import OutreachError, ScheduleError
from outreach.ports import Clock, Mailer, Runs

APART = timedelta(hours=1)
PASSING = timedelta(minutes=5)  # for which the scheduler, or its disk, may be in trouble before somebody is told
SCHEDULER = "scheduler"  # in place of a flow
FOR_GOOD = frozenset({OutcomeKind.ACCEPTED, OutcomeKind.REFUSED, OutcomeKind.UNKNOWN})

Letter = Callable[[Sequence[Failure], datetime], Draft]
"""The mail about these failures, written at a moment."""


@dataclass
class Watch:
    """What was told stays in memory: it must work while disk, ledger and sheets do not. since: when it began.

    room: raises ScheduleError when the disk is too full for the scheduler, which then answers and does nothing.
    """

    runs: Runs
    mailer: Mailer
    clock: Clock
    letter: Letter
    since: datetime
    room: Callable[[], None] = lambda: None
    _told: set[str] = field(default_factory=set)
    _next: datetime | None = None
    _troubled: datetime | None = None

    def look(self) -> int:
        """One look; of how many failures it told. What cannot be asked or sent now is tried at the next look."""
        now = self.clock.now()
        if self._next and now < self._next:
            return 0
        try:
            return self._looked(now)
        except OutreachError:
            return 0

    def _looked(self, now: datetime) -> int:
        try:
            self.room()
            found = untold(self.runs.ended(self.since), self._told)
        except ScheduleError as error:
            self._troubled = self._troubled or now
            trouble = Failure(SCHEDULER, str(error), 1, self._troubled, now)
            return int(now - self._troubled >= PASSING and self._tell((trouble,), now))
        self._troubled = None
        if not found or not self._tell(failures(found), now):
            return 0
        self._told.update(run.id for run in found)
        return len(found)

    def _tell(self, found: Sequence[Failure], now: datetime) -> bool:
        """Whether it was told, or never can be; one mail that comes twice is better here than none."""
        try:
            outcome = self.mailer.send(self.letter(found, now), now=now)
        finally:
            self.mailer.close()
        told = outcome.kind in FOR_GOOD
        self._next = now + APART if told else self._next
        return told
