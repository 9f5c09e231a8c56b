"""A message to one recipient on one occasion: its identity, its frozen text, and what became of it."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MessageState(StrEnum):
    """Where a message stands; the ledger forbids every step that `NEXT` does not name."""

    PLANNED = "planned"
    APPROVED = "approved"
    CLAIMED = "claimed"
    TRANSMITTING = "transmitting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    NEEDS_SMTPUTF8 = "needs_smtputf8"
    UNKNOWN = "unknown"
    SUPPRESSED = "suppressed"
    WITHDRAWN = "withdrawn"


class OutcomeKind(StrEnum):
    """What a mailer says of one message after it tried."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    NEEDS_SMTPUTF8 = "needs_smtputf8"
    UNKNOWN = "unknown"


_NOT_SENT = frozenset({MessageState.WITHDRAWN, MessageState.SUPPRESSED})
_RESTORED = frozenset({MessageState.UNKNOWN})  # in a ledger restored from a backup, after which it may have gone out

NEXT: dict[MessageState, frozenset[MessageState]] = {
    MessageState.PLANNED: frozenset({MessageState.APPROVED}) | _NOT_SENT | _RESTORED,
    MessageState.APPROVED: frozenset({MessageState.CLAIMED, MessageState.PLANNED}) | _NOT_SENT | _RESTORED,
    MessageState.CLAIMED: frozenset({MessageState.TRANSMITTING, MessageState.APPROVED}) | _NOT_SENT | _RESTORED,
    MessageState.TRANSMITTING: frozenset(MessageState(kind.value) for kind in OutcomeKind),
    MessageState.LATER: frozenset({MessageState.CLAIMED}) | _NOT_SENT | _RESTORED,
    MessageState.NEEDS_SMTPUTF8: frozenset(),
    MessageState.WITHDRAWN: frozenset({MessageState.PLANNED}),
    MessageState.ACCEPTED: frozenset(),
    MessageState.REFUSED: frozenset(),
    # only a person, or the message itself in a mailbox, settles what is unknown
    MessageState.UNKNOWN: frozenset({MessageState.ACCEPTED, MessageState.REFUSED, MessageState.APPROVED}),
    MessageState.SUPPRESSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt; `reply` is the server's line without the address, "" when there was none."""

    kind: OutcomeKind
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message ready to be approved: everything a recipient will see is frozen in `content`.

    key: `message_key`; occasion: what it is about ("invitation:dns-basics-1"); revision: its SEQUENCE;
    recipient: address for the envelope; sender: the envelope's own; content: the whole message as
    RFC 5322 bytes but for its Date, which is put in front when it is sent; subject: for people's lists;
    origin: the row it came from, "Survey!14"; languages: of the text, the reader's first. expires: from then
    on it is too late to send it; zone: the reader's IANA zone; organisation: for whom the reader speaks, or "".
    """

    key: str
    contact: str
    occasion: str
    revision: int
    recipient: str
    sender: str
    subject: str
    languages: tuple[str, ...]
    origin: str
    content: bytes
    expires: datetime | None = None
    zone: str = ""
    organisation: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 over recipient and content: what an approval is bound to."""
        return hashlib.sha256(self.recipient.encode() + b"\0" + self.content).hexdigest()


def message_key(contact: str, occasion: str, revision: int, region: str = "") -> str:
    """The identity of a message, 26 base32 letters, the same on every attempt and every machine.

    Unique per contact, occasion and revision; it makes the Message-ID and the name of the .eml file.
    region: of those that share a ledger, "" of the one that was there first.
    """
    named = (contact, occasion, str(revision), *([region] if region else []))
    digest = hashlib.sha256("\0".join(named).encode()).digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def batch_hash(drafts: Iterable[Draft]) -> str:
    """The hash that a leader approves: over every key, recipient and text of the batch, in any order."""
    lines = sorted(f"{draft.key} {draft.fingerprint}" for draft in drafts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class Verdict(StrEnum):
    """What a person says of a message whose outcome is unknown."""

    ARRIVED = "arrived"
    NOT_ARRIVED = "not-arrived"
    SEND_AGAIN = "send-again"


SETTLED = {
    Verdict.ARRIVED: MessageState.ACCEPTED,
    Verdict.NOT_ARRIVED: MessageState.REFUSED,
    Verdict.SEND_AGAIN: MessageState.APPROVED,
}
