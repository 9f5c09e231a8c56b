"""The ledger's database as one file that any installation can take over, and the way back."""

import base64
import hashlib
import hmac
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from outreach.adapters.ledger_engine import bare_engine, open_engine, reading, upgrade, writing
from outreach.adapters.ledger_facts import Fact, append, broken_links
from outreach.adapters.ledger_scope import HOME
from outreach.adapters.ledger_steps import Step, take
from outreach.adapters.ledger_tables import METADATA, REVISION, VERSION_TABLE, messages
from outreach.domain.message import MessageState
from outreach.domain.sending import OFF, RESTORED, SWITCH
from outreach.errors import LedgerError

PATIENCE = timedelta(seconds=30)
ABOUT = "about.json"
_ROWS_AT_ONCE = 500
_MAY_HAVE_GONE = (MessageState.APPROVED, MessageState.CLAIMED, MessageState.LATER, MessageState.TRANSMITTING)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. made: when the backup was; doubtful: messages that may have gone out after it."""

    made: datetime
    doubtful: int


def back_up(url: str, file: Path, *, secret: bytes, now: datetime) -> None:
    """Writes every table, as it stands at one moment, into a ZIP file that only its owner may read.

    Others may go on reading and writing meanwhile. secret: of the installation; the file holds only a check of
    it. Raises LedgerError when the ledger cannot be read or the file not be written.
    """
    engine = open_engine(url, patience=PATIENCE)
    still = engine.execution_options(isolation_level="REPEATABLE READ") if engine.name == "postgresql" else engine
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack, reading(still) as connection:
                sums = {table.name: _write(pack, connection, table) for table in _tables(connection)}
                about = {"made": now.isoformat(), "revision": REVISION, "secret": _check(secret), "sha256": sums}
                pack.writestr(ABOUT, json.dumps(about, indent=2))
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except OSError as fault:
        raise LedgerError(f"{file} cannot be written ({fault.strerror}): name another place.") from None
    finally:
        engine.dispose()
        with suppress(OSError):
            part.unlink()


def restore(url: str, file: Path, *, secret: bytes, now: datetime) -> Restored:
    """Fills an empty ledger from a backup, all or nothing; the database may be of another kind than it was.

    What was approved or under way when the backup was made may have gone out since: it becomes unknown, and is
    never sent by itself. Sending is stopped. Raises LedgerError when the ledger holds something, the file is
    damaged or of a newer version, or the installation's secret is another.
    """
    engine = bare_engine(url, patience=PATIENCE)
    try:
        with _opened(file) as pack:
            about = _verified(pack, file, secret)
            with writing(engine) as connection:
                _require_empty(connection)
                upgrade(connection, about["revision"])
                for table in _tables(connection):
                    _fill(pack, connection, table)
                upgrade(connection)
                _require_whole(connection, file)
                doubtful = _doubt(connection, now)
                append(connection, [Fact(*RESTORED, json.dumps({"made": about["made"]})), Fact(*SWITCH, OFF)], now=now)
    finally:
        engine.dispose()
    return Restored(datetime.fromisoformat(about["made"]), doubtful)


def _tables(connection: Connection) -> list[sa.Table]:
    """The tables as the database has them, so that values come and go as they are stored."""
    found = sa.MetaData()
    found.reflect(connection, only=lambda name, _: name in METADATA.tables)
    return found.sorted_tables


def _write(pack: zipfile.ZipFile, connection: Connection, table: sa.Table) -> str:
    """Writes a table, a row a line; the SHA-256 of the lines."""
    digest = hashlib.sha256()
    with pack.open(f"{table.name}.jsonl", "w") as lines:
        for row in connection.execute(sa.select(table).order_by(*table.primary_key)).mappings():
            line = json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False) + "\n"
            digest.update(line.encode())
            lines.write(line.encode())
    return digest.hexdigest()


def _plain(value: object) -> object:
    return {"base64": base64.b64encode(bytes(value)).decode()} if isinstance(value, bytes | memoryview) else value


def _stored(value: object) -> object:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile):
        raise LedgerError(f"{file} is no backup: name a file that `outreach backup` wrote.") from None


def _verified(pack: zipfile.ZipFile, file: Path, secret: bytes) -> Mapping[str, Any]:
    """What the backup says of itself, once every line of it is as it was written."""
    try:
        about: dict[str, Any] = json.loads(pack.read(ABOUT))
        damaged = [name for name, digest in about["sha256"].items() if _digest(pack, name) != digest]
        revision, check = str(about["revision"]), str(about["secret"])
    except (KeyError, ValueError, zipfile.BadZipFile, OSError):
        raise LedgerError(f"{file} is damaged or no backup: take another one.") from None
    if damaged:
        raise LedgerError(f"{file} is damaged ({', '.join(damaged)}): take another one.")
    if revision > REVISION:
        raise LedgerError("The backup is of a newer version of this program: install that version, then restore.")
    if not hmac.compare_digest(check, _check(secret)):
        raise LedgerError("OUTREACH_SECRET is not the one of the backup: without it nobody's no would be kept.")
    return about


def _digest(pack: zipfile.ZipFile, name: str) -> str:
    with pack.open(f"{name}.jsonl") as lines:
        return hashlib.file_digest(lines, "sha256").hexdigest()  # type: ignore[arg-type] # reads as a binary file does


def _check(secret: bytes) -> str:
    return hmac.new(secret, b"outreach backup", hashlib.sha256).hexdigest()


def _require_empty(connection: Connection) -> None:
    """A ledger in which nothing ever happened gives way; any other one is not touched."""
    there = _tables(connection)
    if any(_happened(connection, table) for table in there):
        raise LedgerError("OUTREACH_LEDGER names a ledger that holds something: move it away, then restore.")
    for table in reversed(there):
        table.drop(connection)
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {VERSION_TABLE}")


def _happened(connection: Connection, table: sa.Table) -> bool:
    """Whether the table holds something besides which region opened the ledger first."""
    rows = sa.select(table).limit(1)
    return connection.execute(rows.where(table.c.kind != HOME[0]) if "kind" in table.c else rows).first() is not None


def _fill(pack: zipfile.ZipFile, connection: Connection, table: sa.Table) -> None:
    with pack.open(f"{table.name}.jsonl") as lines:
        for rows in _portions(lines):
            connection.execute(table.insert(), rows)


def _portions(lines: Iterable[bytes]) -> Iterator[list[dict[str, object]]]:
    rows: list[dict[str, object]] = []
    for line in lines:
        rows.append({name: _stored(value) for name, value in json.loads(line).items()})
        if len(rows) == _ROWS_AT_ONCE:
            yield rows
            rows = []
    if rows:
        yield rows


def _require_whole(connection: Connection, file: Path) -> None:
    broken = next(broken_links(connection), None)
    if broken:
        raise LedgerError(f"The ledger in {file} is not whole ({broken}): take another backup.")


def _doubt(connection: Connection, now: datetime) -> int:
    """Calls unknown what may have gone out since; how many."""
    chosen = messages.c.state.in_([state.value for state in _MAY_HAVE_GONE])
    rows = connection.execute(sa.select(messages.c.key, messages.c.state).where(chosen).order_by(messages.c.key)).all()
    steps = [Step(key, MessageState(state), MessageState.UNKNOWN, details={"why": "restored"}) for key, state in rows]
    take(connection, steps, now=now)
    return len(steps)
