"""Opens the ledger's database, SQLite or PostgreSQL, brings its tables up to date, and puts its faults into words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from outreach.adapters.ledger_tables import REVISION, VERSION_TABLE
from outreach.errors import LedgerError

_WRITES = "ledger_writes"
_BEGINS = "ledger_begins"  # how a transaction that writes begins
_LOCK = 0x6C6564676572  # "ledger": one writer at a time on PostgreSQL, as on SQLite, so that facts form one chain

_BUSY = "Another program holds the ledger: wait until it has finished, then run this again."
_FULL = "The disk with the ledger is full: make room, then run this again."
_FAILING = "The disk with the ledger cannot be read or written: check the disk, then run this again."
_NOT_OPENED = "The ledger cannot be opened: check that OUTREACH_LEDGER names a file in a folder that may be written."
_DAMAGED = "The ledger's file is damaged or is no ledger: restore it from a backup."
_UNREACHABLE = "The ledger's server cannot be reached: check OUTREACH_LEDGER and that PostgreSQL runs there."
_FORBIDDEN = "The ledger's server does not let us in or not write: check user, password and rights in OUTREACH_LEDGER."
_CONTRADICTION = "Two messages to one contact on one occasion contradict each other: please report this as a fault."
_TOO_NEW = "The ledger was made by a newer version of this program: install that version, then run this again."
_BAD_URL = "OUTREACH_LEDGER must be sqlite:///FILE or postgresql://USER@HOST/DATABASE."

# SQLite names its errors; PostgreSQL gives a SQLSTATE, of which the first two characters are the class.
_SENTENCES = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _FAILING,
    "SQLITE_CANTOPEN": _NOT_OPENED,
    "SQLITE_READONLY": _NOT_OPENED,
    "SQLITE_PERM": _NOT_OPENED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_CONSTRAINT": _CONTRADICTION,
    "55P03": _BUSY,
    "53100": _FULL,
    "08": _UNREACHABLE,
    "57": _UNREACHABLE,
    "25": _FORBIDDEN,
    "28": _FORBIDDEN,
    "3D": _FORBIDDEN,
    "42501": _FORBIDDEN,
    "23": _CONTRADICTION,
}


def open_engine(url: str, *, patience: timedelta) -> Engine:
    """An engine whose tables are up to date. patience: how long to wait for another writer.

    Raises LedgerError when the database cannot be reached, or was made by a newer version.
    """
    engine = bare_engine(url, patience=patience)
    try:
        with reading(engine) as connection:
            revision = _revision(connection)
        if revision != REVISION:
            with writing(engine) as connection:
                upgrade(connection)
    except LedgerError:
        engine.dispose()
        raise
    return engine


def bare_engine(url: str, *, patience: timedelta) -> Engine:
    """An engine on whatever stands in the database, nothing included. Raises LedgerError for a URL that is none."""
    address = _address(url)
    return (_sqlite if address.get_backend_name() == "sqlite" else _postgresql)(address, patience)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads. Raises LedgerError for whatever the database complains of."""
    try:
        with engine.begin() as connection:
            yield connection
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        raise LedgerError(in_words(error)) from None


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other writer's can overlap, committed at the end; all or nothing. Raises LedgerError."""
    try:
        with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            yield connection
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        raise LedgerError(in_words(error)) from None


def begin_writing(cursor: DBAPICursor, engine: Engine) -> None:
    """Begins a transaction that no other writer's can overlap, on the driver's own cursor."""
    cursor.execute(engine.get_execution_options()[_BEGINS])


def make_durable(cursor: DBAPICursor, engine: Engine, durable: bool) -> None:  # noqa: FBT001 # it is what it sets
    """What holds for the transactions to come on this connection.

    Durable ones are on the disk when they are committed, with all before them. Others outlive this process but
    perhaps not a power cut, which then takes all after them too. On PostgreSQL every one is durable.
    """
    if engine.name == "sqlite":
        cursor.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")


def _address(url: str) -> URL:
    try:
        address = sa.make_url(url)
    except (ArgumentError, ValueError):
        raise LedgerError(_BAD_URL) from None
    backend = address.get_backend_name()
    if backend not in {"sqlite", "postgresql", "postgres"}:
        raise LedgerError(_BAD_URL)
    return address if backend == "sqlite" else address.set(drivername="postgresql+psycopg")


def _sqlite(address: URL, patience: timedelta) -> Engine:
    engine = sa.create_engine(
        address, connect_args={"timeout": patience.total_seconds()}, execution_options={_BEGINS: "BEGIN IMMEDIATE"}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # Python would begin transactions in its own way; here each BEGIN is said below, or SQLite commits by itself.
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.cursor().execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITES):
            begin_writing(connection.connection.cursor(), engine)
        else:
            connection.connection.cursor().execute("BEGIN")

    return engine


def _postgresql(address: URL, patience: timedelta) -> Engine:
    wait = round(patience.total_seconds() * 1000)
    in_turn = f"SET LOCAL lock_timeout = {wait}; SELECT pg_advisory_xact_lock({_LOCK})"
    engine = sa.create_engine(
        address,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10},
        execution_options={_BEGINS: in_turn},
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITES):
            begin_writing(connection.connection.cursor(), engine)

    return engine


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(sa.text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608 # a constant
    return found


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Makes the tables, or brings them from an older revision to this one. Raises LedgerError when they are newer."""
    # Alembic takes long to import and is needed only here.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "outreach.adapters:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError:
        raise LedgerError(_TOO_NEW) from None


def in_words(error: Exception) -> str:
    """One sentence for the operator, without the statement and its values, which may hold addresses."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    if code is None:
        connecting = type(cause).__name__ == "OperationalError"
        return _UNREACHABLE if connecting else _unforeseen(error, "")
    for start, sentence in _SENTENCES.items():
        if str(code).startswith(start):
            return sentence
    return _unforeseen(error, str(code))


def _unforeseen(error: Exception, code: str) -> str:
    return f"The ledger could not be read or written ({type(error).__name__} {code}): please report this as a fault."
