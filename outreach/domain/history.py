"""What the ledger knows of messages already planned or sent, folded into what the plan and the Status tab need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.answer import Answer
from outreach.domain.message import MessageState

TOLD = frozenset(
    {
        MessageState.CLAIMED,
        MessageState.TRANSMITTING,
        MessageState.ACCEPTED,
        MessageState.REFUSED,
        MessageState.LATER,
        MessageState.NEEDS_SMTPUTF8,
        MessageState.UNKNOWN,
        MessageState.SUPPRESSED,
    }
)


@dataclass(frozen=True, slots=True)
class Record:
    """One message in the ledger. since: the moment it came into `state`; reply: the server's last line."""

    key: str
    contact: str
    occasion: str
    revision: int
    state: MessageState
    since: datetime
    fingerprint: str
    origin: str
    batch: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The ledger's records, the contacts that must not be written to, and what came back, each mail once.

    elsewhere: when another region that shares the ledger last wrote to a contact.
    """

    records: tuple[Record, ...] = ()
    suppressed: frozenset[str] = frozenset()
    answers: tuple[Answer, ...] = ()
    elsewhere: tuple[tuple[str, datetime], ...] = ()

    def told(self) -> frozenset[tuple[str, str]]:
        """Contact and occasion of every message, of any revision, that went out or must not be tried again."""
        return frozenset((record.contact, record.occasion) for record in self.records if record.state in TOLD)

    def occasions(self, prefix: str, state: MessageState | None = None) -> frozenset[str]:
        """Every occasion of this kind that a message was ever planned for, or has a message in this state."""
        found = (record for record in self.records if record.occasion.startswith(prefix))
        return frozenset(record.occasion for record in found if state in {None, record.state})

    def written_since(self, moment: datetime) -> frozenset[str]:
        """Contacts to whom a message went, or may have gone, after `moment`, whatever region sent it."""
        own = (record.contact for record in self.records if record.state in TOLD and record.since > moment)
        return frozenset((*own, *(contact for contact, since in self.elsewhere if since > moment)))


def latest(records: Iterable[Record]) -> dict[str, Record]:
    """By contact, the record that changed last: what the Status tab shows, wherever the row has moved."""
    newest: dict[str, Record] = {}
    for record in sorted(records, key=lambda record: (record.since, record.key)):
        newest[record.contact] = record
    return newest
