"""Stand-ins held to the same ports as the adapters; each does what a test told it beforehand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.domain.message import Draft, Outcome, OutcomeKind
from tests.factories import NOW


@dataclass(slots=True)
class HandClock:
    """A clock that goes only when a test turns it."""

    moment: datetime = NOW

    def now(self) -> datetime:
        """Where its hands stand."""
        return self.moment

    def turn(self, **time: float) -> datetime:
        """Turns it on by so many days, hours or minutes."""
        self.moment += timedelta(**time)
        return self.moment


@dataclass(slots=True)
class ScriptedMailer:
    """Answers with what `script` makes of each draft, and keeps what it was given."""

    script: Callable[[Draft], Outcome] = lambda _: Outcome(OutcomeKind.ACCEPTED, "250 ok")
    sent: list[Draft] = field(default_factory=list)

    def send(self, draft: Draft, *, now: datetime) -> Outcome:
        """Keeps the draft and answers by the script."""
        del now
        self.sent.append(draft)
        return self.script(draft)

    def close(self) -> None:
        """Nothing is open."""
