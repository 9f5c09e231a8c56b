"""Tells the operator by mail when runs fail: soon the first time, then at most once an hour, all that came since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.domain.message import Draft, OutcomeKind
from outreach.domain.run import Failure, Run, failures, untold
from outreach.errors import OutreachError
from outreach.ports import Clock, Mailer, Runs

APART = timedelta(hours=1)
FOR_GOOD = frozenset({OutcomeKind.ACCEPTED, OutcomeKind.REFUSED, OutcomeKind.UNKNOWN})

Letter = Callable[[Sequence[Failure], datetime], Draft]
"""The mail about these failures, written at a moment."""


@dataclass
class Watch:
    """What was told stays in memory: it must work while disk, ledger and sheets do not. since: when it began."""

    runs: Runs
    mailer: Mailer
    clock: Clock
    letter: Letter
    since: datetime
    _told: set[str] = field(default_factory=set)
    _next: datetime | None = None

    def look(self) -> int:
        """One look; of how many runs it told. What cannot be asked or sent now is tried at the next look."""
        now = self.clock.now()
        if self._next and now < self._next:
            return 0
        try:
            found = untold(self.runs.ended(self.since), self._told)
            if not found or not self._tell(found, now):
                return 0
        except OutreachError:
            return 0
        self._told.update(run.id for run in found)
        self._next = now + APART
        return len(found)

    def _tell(self, found: Sequence[Run], now: datetime) -> bool:
        """Whether it was told, or never can be; one mail that comes twice is better here than none."""
        try:
            outcome = self.mailer.send(self.letter(failures(found), now), now=now)
        finally:
            self.mailer.close()
        return outcome.kind in FOR_GOOD
