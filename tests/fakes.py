"""Stand-ins held to the same ports as the adapters; each does what a test told it beforehand."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.domain.message import Draft, Outcome, OutcomeKind
from outreach.domain.received import Position, Received
from tests.factories import NOW


@dataclass(slots=True)
class HandClock:
    """A clock that goes only when a test turns it."""

    moment: datetime = NOW

    def now(self) -> datetime:
        """Where its hands stand."""
        return self.moment

    def pause(self, length: timedelta) -> None:
        """Its hands go on by that."""
        self.moment += length

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

    def probe(self) -> tuple[str, ...]:
        """Always there."""
        return ("smtputf8",)

    def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class PaperMailbox:
    """Holds the mails that a test puts in; another `validity` renumbers them."""

    mails: list[bytes] = field(default_factory=list)
    validity: int = 1

    def arrived(self, since: Position, *, limit: int) -> Sequence[Received]:
        """Those after `since`, all of them when it is of another numbering."""
        first = since.uid if since.validity == self.validity else 0
        numbered = [Received(Position(self.validity, uid), raw) for uid, raw in enumerate(self.mails, start=1)]
        return [mail for mail in numbered if mail.position.uid > first][:limit]

    def holds(self, message_ids: Collection[str]) -> frozenset[str]:
        """Those that stand in one of its mails."""
        return frozenset(one for one in message_ids if any(one.encode() in raw for raw in self.mails))

    def close(self) -> None:
        """Nothing is open."""
