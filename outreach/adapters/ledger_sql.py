"""The ledger in an SQL database: SQLite by default, PostgreSQL by URL (decision 0003)."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from outreach.adapters.ledger_engine import reading, writing
from outreach.adapters.ledger_facts import Fact, append, broken_links, step_fact
from outreach.adapters.ledger_lease import DRAFT, WITH_TEXT, SendingLedger, draft_of
from outreach.adapters.ledger_prepared import Prepared
from outreach.adapters.ledger_scope import Scope
from outreach.adapters.ledger_steps import Step, take
from outreach.adapters.ledger_tables import facts, messages, occasions, suppressions, texts
from outreach.domain.call import Revision
from outreach.domain.history import TOLD, History, Record
from outreach.domain.message import SETTLED, Draft, MessageState, Verdict, batch_hash
from outreach.errors import LedgerError

_CHUNK = 1000  # values in one statement; SQLite allows 32,766
_WAITING = (MessageState.PLANNED, MessageState.APPROVED)
_NO_APPROVAL = {"batch": "", "approver": "", "not_before": None}
_RECORD = tuple(messages.c[field.name] for field in fields(Record))
_UNSEEN = (
    "sender",
    "subject",
    "languages",
    "origin",
    "expires",
    "zone",
    "organisation",
)  # of a draft: may change under an approval

_NEWEST = Prepared(
    sa.select(facts.c.at, facts.c.payload)
    .where(facts.c.kind == sa.bindparam("kind"), facts.c.subject == sa.bindparam("subject"))
    .order_by(facts.c.id.desc())
    .limit(1)
)


class SqlLedger(SendingLedger):
    """The `Ledger` port. Each call is one transaction; one object may serve several threads."""

    def plan(self, drafts: Collection[Draft], *, occasions: Collection[str], now: datetime) -> None:
        """As the port says. A message withdrawn earlier is planned again when it is among the drafts again."""
        kept = self._kept(occasions)
        wanted = _by_key(map(self._scope.keep, drafts), kept)
        with writing(self._engine) as connection:
            known = {row["key"]: row for row in _of_occasions(connection, kept)}
            _insert(connection, [draft for key, draft in wanted.items() if key not in known], now=now)
            held = [(draft, known[key]) for key, draft in wanted.items() if key in known]
            anew = [(draft, row) for draft, row in held if _is_anew(draft, row)]
            take(connection, [_planned_anew(draft, row) for draft, row in anew], now=now)
            _reword(connection, [draft for draft, _ in anew])
            _refresh(connection, held)
            take(connection, [_withdrawal(row) for key, row in known.items() if _gone(row, wanted)], now=now)

    def waiting(self, occasions: Collection[str]) -> tuple[Draft, ...]:
        """As the port says."""
        chosen = messages.c.occasion.in_(self._kept(occasions))
        query = sa.select(*DRAFT).select_from(WITH_TEXT).where(chosen, messages.c.state == MessageState.PLANNED.value)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(messages.c.key)).mappings()
            return tuple(self._scope.give(draft_of(row)) for row in rows)

    def approve(self, keys: Collection[str], *, batch: str, approver: str, now: datetime) -> int:
        """As the port says: the drafts that these keys now hold must still hash to `batch`."""
        with writing(self._engine) as connection:
            planned = [draft for chunk in _chunks(sorted(set(keys))) for draft in _planned(connection, chunk)]
            if not planned or batch_hash(planned) != batch:
                return 0
            columns = {"batch": batch, "approver": approver, "not_before": now}
            details = {"batch": batch, "approver": approver}
            before, after = MessageState.PLANNED, MessageState.APPROVED
            take(connection, [Step(draft.key, before, after, columns, details) for draft in planned], now=now)
            return len(planned)

    def decide(self, key: str, verdict: Verdict, *, by: str, now: datetime) -> None:
        """As the port says. Raises LedgerError unless the message's outcome is unknown."""
        after = SETTLED[verdict]
        with writing(self._engine) as connection:
            columns = {"not_before": now if after is MessageState.APPROVED else None}
            take(connection, [Step(key, MessageState.UNKNOWN, after, columns, {"by": by})], now=now)

    def doubt(self, keys: Collection[str], *, now: datetime) -> None:
        """As the port says. Raises LedgerError unless all of them are planned."""
        with writing(self._engine) as connection:
            details = {"why": "restored"}
            before, after = MessageState.PLANNED, MessageState.UNKNOWN
            take(connection, [Step(key, before, after, details=details) for key in sorted(keys)], now=now)

    def told_of(self, key: str) -> tuple[tuple[datetime, str, str], ...]:
        """As the port says."""
        query = sa.select(facts.c.at, facts.c.kind, facts.c.payload).where(facts.c.subject == key).order_by(facts.c.id)
        with reading(self._engine) as connection:
            return tuple((row.at, row.kind, row.payload) for row in connection.execute(query))

    def contact_of(self, key: str) -> str | None:
        """As the port says."""
        with reading(self._engine) as connection:
            found: str | None = connection.scalar(sa.select(messages.c.contact).where(messages.c.key == key))
            return found

    def history(self) -> History:
        """As the port says, in the order in which the messages were planned."""
        query = sa.select(*_RECORD).where(self._scope.mine).order_by(messages.c.planned, messages.c.key)
        told = messages.c.state.in_([state.value for state in TOLD])
        others = sa.select(messages.c.contact, sa.func.max(messages.c.since)).where(sa.not_(self._scope.mine), told)
        with reading(self._engine) as connection:
            records = tuple(_record(row, self._scope) for row in connection.execute(query).mappings())
            suppressed = frozenset(connection.scalars(sa.select(suppressions.c.contact)))
            rows = connection.execute(others.group_by(messages.c.contact).order_by(messages.c.contact))
            return History(records, suppressed, elsewhere=tuple((row[0], row[1]) for row in rows))

    def suppress(self, contact: str, *, reason: str, now: datetime) -> None:
        """As the port says; the first reason stands."""
        known = sa.select(suppressions.c.contact).where(suppressions.c.contact == contact)
        with writing(self._engine) as connection:
            if connection.scalar(known) is None:
                connection.execute(suppressions.insert(), {"contact": contact, "reason": reason, "at": now})
                append(connection, [Fact("contact.suppressed", contact)], now=now)

    def revision(self, occasion: str, fingerprint: str, *, now: datetime) -> Revision:
        """As the port says; a fingerprint that comes back counts as a change too."""
        occasion = self._scope.kept(occasion)
        with writing(self._engine) as connection:
            row = connection.execute(sa.select(occasions).where(occasions.c.occasion == occasion)).first()
            if row and row.fingerprint == fingerprint:
                return Revision(row.sequence, row.since)
            sequence = row.sequence + 1 if row else 0
            change = occasions.update().where(occasions.c.occasion == occasion) if row else occasions.insert()
            connection.execute(change.values(occasion=occasion, sequence=sequence, fingerprint=fingerprint, since=now))
            append(connection, [Fact("occasion.revised", occasion, json.dumps({"sequence": sequence}))], now=now)
            return Revision(sequence, now.astimezone(UTC))

    def note(self, kind: str, subject: str, payload: str, *, now: datetime) -> None:
        """As the port says."""
        with writing(self._engine) as connection:
            append(connection, [Fact(kind, self._scope.subject(kind, subject), payload)], now=now)

    def noted(self, kind: str, subject: str) -> tuple[tuple[datetime, str], ...]:
        """As the port says."""
        kept = self._scope.subject(kind, subject)
        query = sa.select(facts.c.at, facts.c.payload).where(facts.c.kind == kind, facts.c.subject == kept)
        with reading(self._engine) as connection:
            return tuple((row.at, row.payload) for row in connection.execute(query.order_by(facts.c.id)))

    def last_noted(self, kind: str, subject: str) -> tuple[datetime, str] | None:
        """As the port says."""
        with self._line.reading() as line:
            row = _NEWEST.run(line, kind=kind, subject=self._scope.subject(kind, subject)).fetchone()
        return (datetime.fromisoformat(row[0]), row[1]) if row else None

    def verify(self) -> tuple[str, ...]:
        """As the port says."""
        with reading(self._engine) as connection:
            return tuple(broken_links(connection))

    def _kept(self, occasions: Iterable[str]) -> list[str]:
        return [self._scope.kept(one) for one in occasions]


def _by_key(drafts: Iterable[Draft], occasions: Collection[str]) -> dict[str, Draft]:
    found: dict[str, Draft] = {}
    for draft in drafts:
        if found.setdefault(draft.key, draft) != draft or draft.occasion not in occasions:
            raise LedgerError("A plan contradicts itself (one message twice, or of no occasion): please report this.")
    return found


def _of_occasions(connection: Connection, chosen: Collection[str]) -> Sequence[RowMapping]:
    columns = [messages.c[name] for name in ("key", "state", "fingerprint", *_UNSEEN)]
    query = sa.select(*columns).where(messages.c.occasion.in_(list(chosen)))
    return connection.execute(query.order_by(messages.c.key)).mappings().all()


def _insert(connection: Connection, drafts: Sequence[Draft], *, now: datetime) -> None:
    if drafts:
        fresh = {"state": MessageState.PLANNED.value, "since": now, "planned": now}
        connection.execute(messages.insert(), [_columns(draft) | fresh for draft in drafts])
        connection.execute(texts.insert(), [{"key": draft.key, "content": draft.content} for draft in drafts])
        append(connection, [step_fact(draft.key, MessageState.PLANNED) for draft in drafts], now=now)


def _is_anew(draft: Draft, row: RowMapping) -> bool:
    state = MessageState(row["state"])
    changed = state in _WAITING and draft.fingerprint != row["fingerprint"]
    return changed or state is MessageState.WITHDRAWN


def _planned_anew(draft: Draft, row: RowMapping) -> Step:
    return Step(draft.key, MessageState(row["state"]), MessageState.PLANNED, _columns(draft) | _NO_APPROVAL)


def _reword(connection: Connection, drafts: Sequence[Draft]) -> None:
    new = texts.update().where(texts.c.key == sa.bindparam("which")).values(content=sa.bindparam("new"))
    if drafts:
        connection.execute(new, [{"which": draft.key, "new": draft.content} for draft in drafts])


def _refresh(connection: Connection, held: Iterable[tuple[Draft, RowMapping]]) -> None:
    """What the reader does not see, such as the row a candidate has moved to, follows without voiding an approval."""
    moved = []
    for draft, row in held:
        columns = {name: _columns(draft)[name] for name in _UNSEEN}
        if MessageState(row["state"]) in _WAITING and columns != {name: row[name] for name in _UNSEEN}:
            moved.append({"which": draft.key} | {f"new_{name}": value for name, value in columns.items()})
    if moved:
        values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in _UNSEEN}
        connection.execute(messages.update().where(messages.c.key == sa.bindparam("which")).values(**values), moved)


def _gone(row: RowMapping, wanted: Mapping[str, Draft]) -> bool:
    return row["key"] not in wanted and MessageState(row["state"]) in _WAITING


def _withdrawal(row: RowMapping) -> Step:
    return Step(row["key"], MessageState(row["state"]), MessageState.WITHDRAWN, _NO_APPROVAL)


def _planned(connection: Connection, keys: Sequence[str]) -> Iterator[Draft]:
    query = (
        sa.select(*DRAFT)
        .select_from(WITH_TEXT)
        .where(messages.c.key.in_(keys), messages.c.state == MessageState.PLANNED.value)
    )
    yield from (draft_of(row) for row in connection.execute(query).mappings())


def _columns(draft: Draft) -> dict[str, Any]:
    """What stands in its message's row; its text stands beside it."""
    columns = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name != "content"}
    return columns | {"languages": " ".join(draft.languages), "fingerprint": draft.fingerprint}


def _record(row: RowMapping, scope: Scope) -> Record:
    values = {column.name: row[column] for column in _RECORD}
    return Record(**values | {"state": MessageState(row["state"]), "occasion": scope.plain(row["occasion"])})


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
