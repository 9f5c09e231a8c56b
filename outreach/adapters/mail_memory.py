"""Mail that never leaves this process, for rehearsals: a mailer that hands on, a mailbox to put mails in."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from outreach.domain.message import Draft, Outcome
from outreach.domain.received import Position, Received

React = Callable[[Draft, datetime], Outcome]


@dataclass(frozen=True, slots=True)
class MemoryMailer:
    """The `Mailer` port. react: says what becomes of each message."""

    react: React

    def send(self, draft: Draft, *, now: datetime) -> Outcome:
        """As the port says."""
        return self.react(draft, now)

    def probe(self) -> tuple[str, ...]:
        """It takes every address."""
        return ("smtputf8",)

    def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class MemoryMailbox:
    """The `Mailbox` port over what was put into `mails`; it has no Sent folder."""

    mails: list[bytes] = field(default_factory=list)

    def arrived(self, since: Position, *, limit: int) -> Sequence[Received]:
        """As the port says."""
        first = since.uid if since.validity == 1 else 0
        return [Received(Position(1, uid), self.mails[uid - 1]) for uid in range(first + 1, len(self.mails) + 1)][
            :limit
        ]

    def holds(self, message_ids: Collection[str]) -> frozenset[str]:
        """None: what became unknown stays so until a person looks."""
        del message_ids
        return frozenset()

    def close(self) -> None:
        """Nothing is open."""
