"""The ledger as it stood just before a moment, read off its facts; nothing can be written through it."""

import json
import weakref
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from outreach.adapters.ledger_engine import open_engine, reading
from outreach.adapters.ledger_lease import DRAFT, PATIENCE, WITH_TEXT, draft_of
from outreach.adapters.ledger_scope import Scope
from outreach.adapters.ledger_tables import facts, messages
from outreach.domain.history import History, Record
from outreach.domain.message import Draft, MessageState

_STEP = "message."
_SUPPRESSED = "contact.suppressed"
_IDENTITY = ("key", "contact", "occasion", "revision", "fingerprint", "origin")


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a message stood. batch: of its last approval, "" while it has none."""

    state: MessageState
    since: datetime
    batch: str = ""


class PastLedger:
    """What of the `Ledger` port only reads, just before a moment. Servers' replies are no facts, so they are blank."""

    def __init__(self, url: str, moment: datetime, *, region: str = "") -> None:
        """url: of the ledger's database; region: as `scope_of` says. Raises LedgerError."""
        self._moment, self._engine, self._scope = moment, open_engine(url, patience=PATIENCE), Scope(region)
        self.close = weakref.finalize(self, self._engine.dispose)

    def history(self) -> History:
        """As the port says, in the order in which the messages were planned."""
        columns = [messages.c[name] for name in _IDENTITY]
        with reading(self._engine) as connection:
            standing = _standing(connection, self._moment)
            query = sa.select(*columns).where(self._scope.mine).order_by(messages.c.planned, messages.c.key)
            rows = [row for row in connection.execute(query).mappings() if row["key"] in standing]
            records = tuple(_record(row, standing[row["key"]], self._scope) for row in rows)
            told = sa.select(facts.c.subject).where(facts.c.kind == _SUPPRESSED, facts.c.at < self._moment)
            return History(records, frozenset(connection.scalars(told)))

    def waiting(self, occasions: Collection[str]) -> tuple[Draft, ...]:
        """As the port says; a text that was written anew later stands in place of the one of then."""
        chosen = messages.c.occasion.in_([self._scope.kept(one) for one in occasions])
        query = sa.select(*DRAFT).select_from(WITH_TEXT).where(chosen).order_by(messages.c.key)
        with reading(self._engine) as connection:
            standing = _standing(connection, self._moment)
            found = [row for row in connection.execute(query).mappings() if row["key"] in standing]
            planned = [row for row in found if standing[row["key"]].state is MessageState.PLANNED]
            return tuple(self._scope.give(draft_of(row)) for row in planned)

    def noted(self, kind: str, subject: str) -> tuple[tuple[datetime, str], ...]:
        """As the port says."""
        kept = self._scope.subject(kind, subject)
        query = sa.select(facts.c.at, facts.c.payload).where(
            facts.c.kind == kind, facts.c.subject == kept, facts.c.at < self._moment
        )
        with reading(self._engine) as connection:
            return tuple((row.at, row.payload) for row in connection.execute(query.order_by(facts.c.id)))

    def last_noted(self, kind: str, subject: str) -> tuple[datetime, str] | None:
        """As the port says."""
        return next(reversed(self.noted(kind, subject)), None)


def _standing(connection: Connection, moment: datetime) -> dict[str, _Standing]:
    """By key, where each message stood that was planned by then."""
    found: dict[str, _Standing] = {}
    for key, at, state, payload in _steps(connection, moment):
        before = found.get(key)
        batch = str(payload.get("batch", before.batch if before else ""))
        unapproved = state in {MessageState.PLANNED, MessageState.WITHDRAWN}
        found[key] = _Standing(state, at, "" if unapproved else batch)
    return found


def _steps(
    connection: Connection, moment: datetime
) -> Iterator[tuple[str, datetime, MessageState, Mapping[str, object]]]:
    query = sa.select(facts.c.subject, facts.c.at, facts.c.kind, facts.c.payload)
    chosen = query.where(facts.c.kind.startswith(_STEP, autoescape=True), facts.c.at < moment)
    for row in connection.execute(chosen.order_by(facts.c.id)):
        yield row.subject, row.at, MessageState(row.kind.removeprefix(_STEP)), json.loads(row.payload)


def _record(row: RowMapping, stood: _Standing, scope: Scope) -> Record:
    identity = {name: row[name] for name in _IDENTITY} | {"occasion": scope.plain(row["occasion"])}
    return Record(**identity, state=stood.state, since=stood.since, batch=stood.batch)
