"""Statements that the ledger says for every message: put into the database's own words once, run by its own driver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPICursor

_DIALECTS = {"sqlite": SQLiteDialect_pysqlite(paramstyle="named"), "postgresql": PGDialect_psycopg()}  # type: ignore[no-untyped-call] # SQLAlchemy's own


@dataclass(frozen=True, slots=True)
class Line:
    """An open transaction on the driver's own cursor; database: "sqlite" or "postgresql"."""

    database: str
    cursor: DBAPICursor


@dataclass(slots=True)
class Prepared:
    """One statement. SQLAlchemy takes longer to prepare it than the database to run it, so that is done once.

    Values come and go as the driver has them: a moment as its text. Its faults are put into words by whoever opened
    the transaction.
    """

    statement: sa.ClauseElement
    _words: dict[str, tuple[str, dict[str, object]]] = field(default_factory=dict)

    def run(self, where: Connection | Line, **values: object) -> DBAPICursor:
        """Runs it in this transaction; the cursor to fetch from, until the next statement."""
        line = _line(where)
        words, fixed = self._in_words(line.database)
        line.cursor.execute(words, fixed | values)
        return line.cursor

    def run_each(self, where: Connection | Line, rows: Iterable[Mapping[str, object]]) -> int:
        """Runs it once for each of these values; how many rows were changed."""
        line = _line(where)
        words, fixed = self._in_words(line.database)
        line.cursor.executemany(words, [fixed | dict(row) for row in rows])
        return line.cursor.rowcount

    def _in_words(self, database: str) -> tuple[str, dict[str, object]]:
        if database not in self._words:
            compiled = self.statement.compile(dialect=_DIALECTS[database])
            fixed = {key: value for key, value in compiled.params.items() if value is not None}
            self._words[database] = str(compiled), fixed
        return self._words[database]


def _line(where: Connection | Line) -> Line:
    return where if isinstance(where, Line) else Line(where.dialect.name, where.connection.cursor())
