"""Emptying what the ledger's database keeps of people: their messages, and their rows in every kept state of a tab."""

import hashlib
import json
import re
import zlib
from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from outreach.adapters.archive_pages import unfolded
from outreach.adapters.ledger_tables import messages, pulls, tabs, texts
from outreach.domain.message import NEXT, MessageState
from outreach.domain.personal import ERASED

_BLANK = {"recipient": "", "subject": "", "sender": "", "reply": ""}
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
_ENDED = [MessageState.WITHDRAWN.value, *(state.value for state in MessageState if not NEXT[state])]


def is_about(cell: object, address: str) -> bool:
    """Whether the address stands in the cell."""
    return isinstance(cell, str) and address.casefold() in cell.casefold()


def blank(connection: Connection, *which: sa.ColumnElement[bool]) -> int:
    """Empties these messages of all that is about a person; how many."""
    mine = sa.select(messages.c.key).where(*which)
    connection.execute(texts.update().where(texts.c.key.in_(mine)).values(content=b""))
    return connection.execute(messages.update().where(*which).values(**_BLANK)).rowcount


def empty_messages(connection: Connection, ended_before: datetime) -> int:
    """Empties the messages that came to their end before this moment; how many."""
    old = (messages.c.state.in_(_ENDED), messages.c.since < ended_before, messages.c.recipient != "")
    return blank(connection, *old)


def gone_since(connection: Connection, moment: datetime) -> frozenset[str]:
    """The addresses, in small letters, that the archive holds and that no tab has shown since this moment.

    A state of a tab counts as shown until the next reading, so what stands there now is never gone.
    """
    shown: dict[str, datetime] = {}
    until: dict[str, datetime] = {}  # by region, the reading after this one
    for row in connection.execute(sa.select(pulls).order_by(pulls.c.at.desc())):
        after = until.get(row.region, datetime.max.replace(tzinfo=row.at.tzinfo))
        for digest in json.loads(row.tabs)["tabs"].values():
            shown[digest] = max(shown.get(digest, after), after)
        until[row.region] = row.at
    last: dict[str, datetime] = {}
    for digest, content in connection.execute(sa.select(tabs.c.hash, tabs.c.content)):
        for address in _addresses(bytes(content)):
            last[address] = max(last.get(address, shown[digest]), shown[digest])
    return frozenset(address for address, seen in last.items() if seen < moment)


def empty_rows(connection: Connection, addresses: Collection[str]) -> None:
    """Empties every row that holds one of the addresses; the state of the tab then has another hash."""
    renamed: dict[str, str] = {}
    for digest, content in connection.execute(sa.select(tabs.c.hash, tabs.c.content)).all():
        erased = _without(bytes(content), addresses)
        if erased is not None:
            renamed[digest] = hashlib.sha256(erased).hexdigest()
            connection.execute(tabs.delete().where(tabs.c.hash.in_([digest, renamed[digest]])))
            connection.execute(tabs.insert(), {"hash": renamed[digest], "content": erased})
    if renamed:
        _rename(connection, renamed)


def _addresses(content: bytes) -> frozenset[str]:
    grid, _ = unfolded("", content)
    texts = (cell for row in grid.rows for cell in row if isinstance(cell, str) and "@" in cell)
    return frozenset(found.casefold().rstrip(".") for text in texts for found in _ADDRESS.findall(text))


def _rename(connection: Connection, renamed: Mapping[str, str]) -> None:
    for region, at, plain in connection.execute(sa.select(pulls.c.region, pulls.c.at, pulls.c.tabs)).all():
        about = json.loads(plain)
        about["tabs"] = {title: renamed.get(digest, digest) for title, digest in about["tabs"].items()}
        this = (pulls.c.region == region, pulls.c.at == at)
        connection.execute(pulls.update().where(*this).values(tabs=json.dumps(about, ensure_ascii=False)))


def _without(content: bytes, addresses: Collection[str]) -> bytes | None:
    """The page with the rows of these people emptied; None when it names none of them."""
    plain = json.loads(zlib.decompress(content))
    mine = [any(is_about(cell, address) for cell in row for address in addresses) for row in plain["rows"]]
    if not any(mine):
        return None
    plain["rows"] = [[ERASED] if gone else row for row, gone in zip(plain["rows"], mine, strict=True)]
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), level=6)
