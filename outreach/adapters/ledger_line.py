"""The connection that the steps of messages share while mail goes out: opening one a step costs more than the step."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

from outreach.adapters.ledger_engine import begin_writing, in_words, make_durable
from outreach.adapters.ledger_prepared import Line
from outreach.errors import LedgerError


class OpenLine:
    """One connection to the ledger's database, opened when it is needed; its transactions come one at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._connection: PoolProxiedConnection | None = None
        self._durable = True

    @contextmanager
    def writing(self, *, durable: bool) -> Iterator[Line]:
        """A transaction that no other writer's can overlap. durable: as `ledger_engine.make_durable` says."""
        with self.reading() as line:
            if durable is not self._durable:
                make_durable(line.cursor, self._engine, durable)
                self._durable = durable
            begin_writing(line.cursor, self._engine)
            yield line

    @contextmanager
    def reading(self) -> Iterator[Line]:
        """A connection that only reads. Raises LedgerError for whatever the database complains of."""
        with self._lock:
            try:
                connection = self._connected()
                yield Line(self._engine.name, connection.cursor())
                connection.commit()
            except self._engine.dialect.loaded_dbapi.Error as error:
                self._drop()
                raise LedgerError(in_words(error)) from None
            except BaseException:
                self._drop()
                raise

    def close(self) -> None:
        """Gives the connection back."""
        with self._lock:
            self._drop()

    def _connected(self) -> PoolProxiedConnection:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        return self._connection

    def _drop(self) -> None:
        """Closes it, and so undoes what was not committed; the pool makes another one."""
        if self._connection:
            self._connection.invalidate()
        self._connection, self._durable = None, True
