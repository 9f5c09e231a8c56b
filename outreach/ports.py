"""The doors to the world, as the rest of the program sees them; `adapters/` holds who stands behind each."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from outreach.domain.call import Revision
from outreach.domain.history import History
from outreach.domain.message import Draft, Outcome
from outreach.domain.snapshot import Block, Snapshot


class Sheets(Protocol):
    """One spreadsheet that members edit and in which the system owns some tabs."""

    def read(self) -> Snapshot:
        """Every tab, in one batch. Raises SheetsError with words for the operator."""

    def write(self, blocks: Sequence[Block]) -> None:
        """Writes system tabs in one batch, all or nothing; makes those that are missing.

        Writing the same again changes nothing, so it may be repeated after an unknown outcome.
        """


class Mailer(Protocol):
    """Sends one message and says what became of it; never raises for a single message."""

    def send(self, draft: Draft, *, now: datetime) -> Outcome:
        """One attempt. `now` (aware) becomes the Date header. MailError only if nothing can be sent at all."""

    def close(self) -> None:
        """Ends the connection, if there is one."""


class Ledger(Protocol):
    """Our own book of every message: what makes "never twice" true. Every step is committed when it returns."""

    def plan(self, drafts: Collection[Draft], *, occasions: Collection[str], now: datetime) -> None:
        """Makes the waiting messages of `occasions` equal to `drafts`.

        New keys become planned; a planned or approved one whose fingerprint changed is planned anew, its
        approval void; one that is no longer among the drafts is withdrawn. Claimed and later states stay.
        """

    def waiting(self, occasions: Collection[str]) -> tuple[Draft, ...]:
        """The drafts of these occasions in state planned, by key."""

    def approve(self, keys: Collection[str], *, batch: str, approver: str, now: datetime) -> int:
        """planned -> approved for these keys; `batch` and `approver` (a row, no name) are kept. How many."""

    def claim(self, *, worker: str, now: datetime) -> Draft | None:
        """Takes one approved message (or one whose `later` is over) for this worker; None when none is left.

        Suppression is looked at here, last: a suppressed one becomes suppressed and the next is taken.
        """

    def begin(self, key: str, *, worker: str, now: datetime) -> bool:
        """claimed -> transmitting, committed before the first byte goes out. False when the claim was lost."""

    def settle(self, key: str, outcome: Outcome, *, now: datetime) -> None:
        """transmitting -> what became of it."""

    def recover(self, *, now: datetime) -> int:
        """After a crash: stale claims go back to approved, stale transmissions become unknown. How many unknown."""

    def history(self) -> History:
        """Everything known, for planning and for the Status tab."""

    def suppress(self, contact: str, *, reason: str, now: datetime) -> None:
        """From now on nothing is sent to this contact."""

    def revision(self, occasion: str, fingerprint: str, *, now: datetime) -> Revision:
        """The revision of an occasion with this fingerprint of time and place; a new fingerprint adds 1."""

    def note(self, kind: str, subject: str, payload: str, *, now: datetime) -> None:
        """Keeps a fact of another kind, such as the figures a digest told its reader (JSON, no addresses)."""

    def noted(self, kind: str, subject: str) -> tuple[tuple[datetime, str], ...]:
        """The facts kept under this kind and subject, oldest first, each with its moment."""


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
