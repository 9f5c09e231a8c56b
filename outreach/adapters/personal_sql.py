"""What the ledger's database keeps of one person: shown on request, and erased but for the hash that stops mail."""

import hashlib
import json
import weakref
import zlib
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from outreach.adapters.archive_pages import unfolded
from outreach.adapters.ledger_engine import open_engine, reading, writing
from outreach.adapters.ledger_facts import Fact, append
from outreach.adapters.ledger_sql import PATIENCE
from outreach.adapters.ledger_tables import messages, pulls, suppressions, tabs
from outreach.domain.message import MessageState
from outreach.domain.personal import ERASED, KeptMessage, KeptRow
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
        columns = [messages.c[name] for name in ("occasion", "state", "since", "subject", "recipient", "content")]
        query = sa.select(*columns).where(messages.c.contact == contact).order_by(messages.c.planned, messages.c.key)
        with reading(self._engine) as connection:
            rows = [row._asdict() for row in connection.execute(query)]
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
            _erase_rows(connection, address)
            append(connection, [Fact("contact.erased", contact)], now=now)


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
        if any(_is_about(cell, address) for cell in row):
            yield KeptRow(title, number, read, tuple("" if cell is None else str(cell) for cell in row))


def _is_about(cell: object, address: str) -> bool:
    return isinstance(cell, str) and address.casefold() in cell.casefold()


def _erase_messages(connection: Connection, contact: str, now: datetime) -> None:
    mine = messages.c.contact == contact
    states = {MessageState(state) for state in connection.scalars(sa.select(messages.c.state).where(mine))}
    if states & _IN_HAND:
        raise LedgerError("A message to this person is just being sent: wait a quarter of an hour, then repeat.")
    if states & _OPEN:
        raise LedgerError("Messages to this person still wait: run the flows once more, then repeat.")
    blank = {"recipient": "", "subject": "", "content": b"", "sender": "", "reply": ""}
    connection.execute(messages.update().where(mine).values(**blank))
    known = connection.scalar(sa.select(suppressions.c.contact).where(suppressions.c.contact == contact))
    if known is None:
        connection.execute(suppressions.insert(), {"contact": contact, "reason": GONE, "at": now})
        append(connection, [Fact("contact.suppressed", contact)], now=now)


def _erase_rows(connection: Connection, address: str) -> None:
    """Every row that holds the address, in every kept state of every tab; the state then has another hash."""
    renamed: dict[str, str] = {}
    for digest, content in connection.execute(sa.select(tabs.c.hash, tabs.c.content)).all():
        erased = _without(bytes(content), address)
        if erased is not None:
            renamed[digest] = hashlib.sha256(erased).hexdigest()
            connection.execute(tabs.delete().where(tabs.c.hash.in_([digest, renamed[digest]])))
            connection.execute(tabs.insert(), {"hash": renamed[digest], "content": erased})
    for at, plain in connection.execute(sa.select(pulls.c.at, pulls.c.tabs)).all() if renamed else ():
        about = json.loads(plain)
        about["tabs"] = {title: renamed.get(digest, digest) for title, digest in about["tabs"].items()}
        connection.execute(pulls.update().where(pulls.c.at == at).values(tabs=json.dumps(about, ensure_ascii=False)))


def _without(content: bytes, address: str) -> bytes | None:
    """The page with the rows of the person emptied; None when it names them nowhere."""
    plain = json.loads(zlib.decompress(content))
    mine = [any(_is_about(cell, address) for cell in row) for row in plain["rows"]]
    if not any(mine):
        return None
    plain["rows"] = [[ERASED] if gone else row for row, gone in zip(plain["rows"], mine, strict=True)]
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), level=6)
