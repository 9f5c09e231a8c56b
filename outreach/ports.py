"""The doors to the world, as the rest of the program sees them; `adapters/` holds who stands behind each."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from outreach.domain.call import Revision
from outreach.domain.history import History
from outreach.domain.message import Draft, Outcome, Verdict
from outreach.domain.personal import KeptMessage, KeptRow, Retired
from outreach.domain.pull import Pull
from outreach.domain.received import Position, Received
from outreach.domain.run import Run
from outreach.domain.snapshot import Block, Remark, Snapshot


class Sheets(Protocol):
    """One spreadsheet that members edit and in which the system owns some tabs."""

    def read(self) -> Snapshot:
        """Every tab, in one batch. Raises SheetsError with words for the operator."""

    def write(self, blocks: Sequence[Block]) -> None:
        """Writes system tabs in one batch, all or nothing; makes those that are missing.

        Writing the same again changes nothing, so it may be repeated after an unknown outcome.
        """

    def comment(self, remarks: Sequence[Remark]) -> None:
        """Puts native comments beside cells, all or none; no cell changes. Nothing where there are no such comments.

        Asked again it comments again, so it must not be repeated after an unknown outcome.
        """

    def is_reserved(self, tab: str, column: int) -> bool | None:
        """Whether only some editors may edit this column (from 1); None where nobody can be kept out.

        Raises SheetsError.
        """


class Mailer(Protocol):
    """Sends one message and says what became of it; never raises for a single message."""

    def send(self, draft: Draft, *, now: datetime) -> Outcome:
        """One attempt. `now` (aware) becomes the Date header.

        MailError only when nothing can be sent at all and this message certainly was not: the server cannot
        be reached, does not let us in, or our own limit is used up. It stops the sender, not the address.
        """

    def probe(self) -> tuple[str, ...]:
        """Connects and lets itself in, and sends nothing: the extensions that are offered, in small letters.

        Raises MailError with words for the operator.
        """

    def close(self) -> None:
        """Ends the connection, if there is one."""


class Mailbox(Protocol):
    """Where answers arrive. Reading changes nothing in it: no mail is deleted, moved or marked as read."""

    def arrived(self, since: Position, *, limit: int) -> Sequence[Received]:
        """The mails that came after `since`, oldest first, at most `limit` of them.

        When the server has renumbered its mails (another UIDVALIDITY) all of them come again; whoever reads
        them knows each by its fingerprint. Raises MailError with words for the operator.
        """

    def holds(self, message_ids: Collection[str]) -> frozenset[str]:
        """Those of these Message-IDs that lie in the mailbox or in its Sent folder, to settle unknown outcomes."""

    def close(self) -> None:
        """Ends the connection, if there is one."""


class Ledger(Protocol):
    """Our own book of every message: what makes "never twice" true. Of regions that share one, each sees its own.

    Every step outlives this process once it has returned. What a power cut may take is only the steps of messages that
    were claimed together; `recover` then calls them unknown. Everything else is on the disk when it returns.
    """

    def plan(self, drafts: Collection[Draft], *, occasions: Collection[str], now: datetime) -> None:
        """Makes the waiting messages of `occasions` equal to `drafts`.

        New keys become planned; a planned or approved one whose fingerprint changed is planned anew, its
        approval void; one that is no longer among the drafts is withdrawn. Claimed and later states stay.
        """

    def waiting(self, occasions: Collection[str]) -> tuple[Draft, ...]:
        """The drafts of these occasions in state planned, by key."""

    def approve(self, keys: Collection[str], *, batch: str, approver: str, now: datetime) -> int:
        """planned -> approved for these keys; `batch` and `approver` (a row, no name) are kept. How many.

        None at all unless what is planned under these keys still hashes to `batch` (`batch_hash`).
        """

    def claim(self, *, worker: str, most: int, now: datetime) -> tuple[Draft, ...]:
        """Takes up to `most` approved messages (or such whose `later` is over) for this worker, on the disk.

        A suppressed one becomes suppressed, one whose occasion has a newer revision or that is too late is
        withdrawn; others are taken in their place.
        """

    def begin(self, key: str, *, worker: str, now: datetime) -> bool:
        """claimed -> transmitting, before the first byte goes out. False: it must not be sent.

        The last look at suppression, newer revisions and the time, for a claim may have lain a while.
        """

    def settle(self, key: str, outcome: Outcome, *, now: datetime) -> None:
        """transmitting -> what became of it. `later` waits 15 min, 1 h, 4 h, 12 h; the fifth one is refused."""

    def postpone(self, key: str, *, now: datetime) -> None:
        """transmitting -> later, due in a minute: the mailer raised MailError, so the attempt does not count."""

    def release(self, key: str, *, until: datetime, now: datetime) -> None:
        """claimed -> approved again, not to be claimed before `until`: it may go, but not now."""

    def hand_back(self, *, worker: str, now: datetime) -> None:
        """Ends the worker's lease: what it claimed and did not begin is approved again, to be claimed at once."""

    def decide(self, key: str, verdict: Verdict, *, by: str, now: datetime) -> None:
        """unknown -> what a person, or the message itself in a mailbox, says. by: "person" or "mailbox", no name.

        `SEND_AGAIN` is the only way to a second transmission, and for a person alone.
        """

    def doubt(self, keys: Collection[str], *, now: datetime) -> None:
        """planned -> unknown: in a restored ledger, messages that turn out to have been sent after the backup."""

    def begun_since(self, moment: datetime) -> int:
        """How many transmissions were begun after `moment`, or are claimed and may be, by all workers of the region."""

    def last_to_organisation(self, organisation: str, *, besides: str) -> datetime | None:
        """When somebody of this organisation was last written to, about another occasion than `besides`.

        By whatever region that shares the ledger, as an opt-out holds for all of them.
        """

    def last_elsewhere(self, contact: str) -> datetime | None:
        """When another region that shares the ledger last wrote to this contact; None when none did."""

    def told_of(self, key: str) -> tuple[tuple[datetime, str, str], ...]:
        """Every fact about this message, oldest first: its moment, its kind, its details as JSON."""

    def recover(self, *, now: datetime) -> int:
        """After a crash: stale claims go back to approved, stale transmissions become unknown. How many unknown.

        A claim made before this machine was started again is unknown too: a power cut may have taken what followed.
        """

    def contact_of(self, key: str) -> str | None:
        """The contact to whom the message with this key is or was to go; None when there is no such message."""

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

    def last_noted(self, kind: str, subject: str) -> tuple[datetime, str] | None:
        """The newest fact kept under this kind and subject, None when there is none."""

    def verify(self) -> tuple[str, ...]:
        """A sentence for each place where the chain of facts is broken; nothing when the ledger is whole."""


class Archive(Protocol):
    """What stood in the members' tabs, and from when on; every state is kept once, none is changed."""

    def latest(self) -> Pull | None:
        """What was kept last, None when nothing ever was."""

    def as_known(self, moment: datetime) -> Pull | None:
        """What stood there at this moment, as far as it was read by then; None before the first time."""

    def keep(self, pull: Pull) -> None:
        """Keeps it from its moment on. The same as the latest adds nothing; another of the same moment replaces it."""

    def moments(self) -> Sequence[datetime]:
        """When something new was kept, oldest first."""

    def unchanged_since(self) -> Mapping[str, datetime]:
        """By title of each tab of the latest reading, the first reading since which it has been as it is.

        A tab that was otherwise in between is as old as its last change.
        """


class Personal(Protocol):
    """What our own records hold of one person; the members' spreadsheet is not among them."""

    def messages_of(self, contact: str) -> Sequence[KeptMessage]:
        """Every message to this contact, oldest first."""

    def rows_with(self, address: str) -> Sequence[KeptRow]:
        """Every row in the archive in which the address stands, each state of a tab once, the newest first."""

    def erase(self, contact: str, address: str, *, now: datetime) -> None:
        """Empties their messages and their rows in the archive; keeps the hash, so that nobody writes again.

        Raises LedgerError while a message to them is on its way.
        """

    def retire(self, *, messages_before: datetime, rows_before: datetime, now: datetime) -> Retired:
        """Empties messages that ended before a moment, and rows of people whom no tab has shown since another.

        Who was written to about what, by number, stays: nobody is written to twice because of it.
        """


class Runs(Protocol):
    """The scheduler's book of runs; only looked at. Every method raises ScheduleError when it cannot be reached."""

    def ended(self, since: datetime) -> Sequence[Run]:
        """The runs that ended after `since`, the newest first, at most 200."""

    def to_come(self, now: datetime) -> Sequence[Run]:
        """The runs that work now or should, at most 200, the earliest first; then of each flow the next one."""


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""

    def pause(self, length: timedelta) -> None:
        """Lets this much time go by."""
