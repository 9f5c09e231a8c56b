"""The archive in the ledger's database: each state of a tab once, under the SHA-256 of its content."""

import hashlib
import json
import weakref
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from outreach.adapters.archive_pages import page, unfolded
from outreach.adapters.ledger_engine import open_engine, reading, writing
from outreach.adapters.ledger_lease import PATIENCE
from outreach.adapters.ledger_tables import pulls, tabs
from outreach.domain.pull import Pull
from outreach.domain.snapshot import Snapshot


class SqlArchive:
    """The `Archive` port. A reading is a row that names the state of each tab; a state is kept once."""

    def __init__(self, url: str, *, region: str = "", patience: timedelta = PATIENCE) -> None:
        """url: of the ledger's database; region: whose readings, as `scope_of` says. Raises LedgerError."""
        self._region, self._mine = region, pulls.c.region == region
        self._engine = open_engine(url, patience=patience)
        self.close = weakref.finalize(self, self._engine.dispose)

    def latest(self) -> Pull | None:
        """As the port says."""
        return self._first(self._readings())

    def as_known(self, moment: datetime) -> Pull | None:
        """As the port says."""
        return self._first(self._readings().where(pulls.c.at <= moment))

    def keep(self, pull: Pull) -> None:
        """As the port says."""
        contents = {title: page(pull.snapshot, title) for title in pull.snapshot.grids}
        hashes = {title: hashlib.sha256(content).hexdigest() for title, content in contents.items()}
        plain = json.dumps({"tabs": hashes, "links": dict(pull.snapshot.links)}, ensure_ascii=False)
        with writing(self._engine) as connection:
            if self._latest_text(connection) != plain:
                _add_missing(connection, {hashes[title]: content for title, content in contents.items()})
                connection.execute(pulls.delete().where(self._mine, pulls.c.at == pull.read))
                connection.execute(pulls.insert(), {"region": self._region, "at": pull.read, "tabs": plain})

    def moments(self) -> Sequence[datetime]:
        """As the port says."""
        with reading(self._engine) as connection:
            return connection.scalars(sa.select(pulls.c.at).where(self._mine).order_by(pulls.c.at)).all()

    def unchanged_since(self) -> Mapping[str, datetime]:
        """As the port says."""
        with reading(self._engine) as connection:
            rows = connection.execute(self._readings().order_by(pulls.c.at)).all()
        return _unchanged_since([(row.at, json.loads(row.tabs)["tabs"]) for row in rows])

    def _readings(self) -> sa.Select[tuple[datetime, str]]:
        return sa.select(pulls.c.at, pulls.c.tabs).where(self._mine)

    def _latest_text(self, connection: Connection) -> str | None:
        query = sa.select(pulls.c.tabs).where(self._mine).order_by(pulls.c.at.desc()).limit(1)
        found: str | None = connection.scalar(query)
        return found

    def _first(self, query: sa.Select[tuple[datetime, str]]) -> Pull | None:
        with reading(self._engine) as connection:
            row = connection.execute(query.order_by(pulls.c.at.desc()).limit(1)).first()
            return _pull(connection, row.at, json.loads(row.tabs)) if row else None


def _unchanged_since(readings: Sequence[tuple[datetime, Mapping[str, str]]]) -> Mapping[str, datetime]:
    """readings: oldest first, each its moment and the hash of each tab."""
    since: dict[str, datetime] = {}
    before: Mapping[str, str] = {}
    for moment, hashes in readings:
        since = {title: since[title] if before.get(title) == digest else moment for title, digest in hashes.items()}
        before = hashes
    return since


def _add_missing(connection: Connection, contents: Mapping[str, bytes]) -> None:
    known = set(connection.scalars(sa.select(tabs.c.hash).where(tabs.c.hash.in_(list(contents)))))
    new = [{"hash": digest, "content": content} for digest, content in contents.items() if digest not in known]
    if new:
        connection.execute(tabs.insert(), new)


def _pull(connection: Connection, at: datetime, plain: Mapping[str, Mapping[str, str]]) -> Pull:
    query = sa.select(tabs.c.hash, tabs.c.content).where(tabs.c.hash.in_(list(plain["tabs"].values())))
    contents = {row.hash: bytes(row.content) for row in connection.execute(query)}
    unfolded_pages = {title: unfolded(title, contents[digest]) for title, digest in plain["tabs"].items()}
    grids = {title: grid for title, (grid, _) in unfolded_pages.items()}
    rows = {title: names for title, (_, names) in unfolded_pages.items() if names}
    return Pull(at, Snapshot(grids, plain["links"], rows))
