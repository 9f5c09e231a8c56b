"""What is kept of one person, as it is shown to them or to whoever answers for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.message import MessageState

ERASED = "(erased)"
"""What stands in the archive where a row about an erased person stood."""


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """One message to them. since: when it came into its state; content: the message itself, RFC 5322."""

    occasion: str
    state: MessageState
    since: datetime
    subject: str
    recipient: str
    content: bytes


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row of a sheet, as it stood there at a reading, in which their address stands."""

    tab: str
    row: int
    read: datetime
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """`config/rules.toml`, [records].

    messages: how long after its end a message keeps its text and address; rows: how long the archive keeps the
    rows of people who stand in the spreadsheet no more; backups: how many of our own are kept.
    """

    messages: timedelta
    rows: timedelta
    backups: int


@dataclass(frozen=True, slots=True)
class Retired:
    """What was emptied because its time was over. people: addresses whose rows were emptied in the archive."""

    messages: int = 0
    people: int = 0
