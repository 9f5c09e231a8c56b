"""What the ledger's database keeps of one person: shown on request, and erased but for the hash that stops mail."""

import json
import weakref
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from outreach.adapters.archive_pages import unfolded
from outreach.adapters.ledger_engine import open_engine, reading, writing
from outreach.adapters.ledger_facts import Fact, append
from outreach.adapters.ledger_lease import PATIENCE, WITH_TEXT
from outreach.adapters.ledger_tables import messages, pulls, suppressions, tabs, texts
from outreach.adapters.personal_erasure import blank, empty_messages, empty_rows, gone_since, is_about
from outreach.domain.message import MessageState
from outreach.domain.personal import KeptMessage, KeptRow, Retired
from outreach.errors import LedgerError

GONE = "erased"
_OPEN = {MessageState.PLANNED, MessageState.APPROVED, MessageState.LATER}
_IN_HAND = {MessageState.CLAIMED, MessageState.TRANSMITTING}


class PersonalRecords:
    """The `Personal` port, on the ledger's database."""

    def __init__(self, url: str) -> None:
        """url: of the ledger's database. Raises LedgerError when it cannot be opened."""
        self._engine = open_engine(url, patience=PATIENCE)
        self.close = weakref.finalize(self, self._engine.dispose)

    def messages_of(self, contact: str) -> tuple[KeptMessage, ...]:
        """As the port says."""
        columns = [messages.c[name] for name in ("occasion", "state", "since", "subject", "recipient")]
        query = sa.select(*columns, texts.c.content).select_from(WITH_TEXT).where(messages.c.contact == contact)
        with reading(self._engine) as connection:
            rows = [row._asdict() for row in connection.execute(query.order_by(messages.c.planned, messages.c.key))]
        return tuple(
            KeptMessage(**row | {"state": MessageState(row["state"]), "content": bytes(row["content"])}) for row in rows
        )

    def rows_with(self, address: str) -> tuple[KeptRow, ...]:
        """As the port says."""
        with reading(self._engine) as connection:
            return tuple(_rows(connection, address))

    def erase(self, contact: str, address: str, *, now: datetime) -> None:
        """As the port says."""
        with writing(self._engine) as connection:
            _erase_messages(connection, contact, now)
            empty_rows(connection, [address])
            append(connection, [Fact("contact.erased", contact)], now=now)

    def retire(self, *, messages_before: datetime, rows_before: datetime, now: datetime) -> Retired:
        """As the port says."""
        with writing(self._engine) as connection:
            gone = gone_since(connection, rows_before)
            empty_rows(connection, gone)
            retired = Retired(empty_messages(connection, messages_before), len(gone))
            if retired != Retired():
                append(connection, [Fact("records.retired", "ledger", json.dumps(asdict(retired)))], now=now)
            return retired


def _rows(connection: Connection, address: str) -> Iterator[KeptRow]:
    """Each row of each kept state of a tab in which the address stands, the newest reading that shows it once."""
    seen: set[str] = set()
    for pull in connection.execute(sa.select(pulls).order_by(pulls.c.at.desc())):
        for title, digest in json.loads(pull.tabs)["tabs"].items():
            if digest not in seen:
                seen.add(digest)
                content = connection.scalar(sa.select(tabs.c.content).where(tabs.c.hash == digest))
                yield from _rows_of(title, bytes(content or b""), address, pull.at)


def _rows_of(title: str, content: bytes, address: str, read: datetime) -> Iterator[KeptRow]:
    grid, _ = unfolded(title, content)
    for number, row in enumerate(grid.rows, start=1):
        if any(is_about(cell, address) for cell in row):
            yield KeptRow(title, number, read, tuple("" if cell is None else str(cell) for cell in row))


def _erase_messages(connection: Connection, contact: str, now: datetime) -> None:
    mine = messages.c.contact == contact
    states = {MessageState(state) for state in connection.scalars(sa.select(messages.c.state).where(mine))}
    if states & _IN_HAND:
        raise LedgerError("A message to this person is just being sent: wait a quarter of an hour, then repeat.")
    if states & _OPEN:
        raise LedgerError("Messages to this person still wait: run the flows once more, then repeat.")
    blank(connection, mine)
    known = connection.scalar(sa.select(suppressions.c.contact).where(suppressions.c.contact == contact))
    if known is None:
        connection.execute(suppressions.insert(), {"contact": contact, "reason": GONE, "at": now})
        append(connection, [Fact("contact.suppressed", contact)], now=now)
