"""A mail that came in, and how far the mailbox has been read."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """How far a mailbox has been read: the last UID, which means something only under its UIDVALIDITY."""

    validity: int = 0
    uid: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """One mail as it lies in the mailbox. raw: the whole of it, as RFC 5322 bytes."""

    position: Position
    raw: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its bytes: the same mail is known again when the server has renumbered its mails."""
        return hashlib.sha256(self.raw).hexdigest()
