"""The ledger in an SQL database: SQLite by default, PostgreSQL by URL (decision 0003)."""

import json
import re
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from outreach.adapters.ledger_engine import open_engine, reading, writing
from outreach.adapters.ledger_facts import Fact, append, broken_links, step_fact
from outreach.adapters.ledger_steps import Step, take
from outreach.adapters.ledger_tables import CLAIMABLE, IN_HAND, facts, messages, occasions, suppressions
from outreach.domain.call import Revision
from outreach.domain.history import TOLD, History, Record
from outreach.domain.message import SETTLED, Draft, MessageState, Outcome, OutcomeKind, Verdict, batch_hash
from outreach.errors import LedgerError

LEASE = timedelta(minutes=15)
BACK_OFF = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
PAUSE = timedelta(minutes=1)  # of a postponed message; so the next run begins with the others
PATIENCE = timedelta(seconds=30)

_BEGUN = f"message.{MessageState.TRANSMITTING}"
_CHUNK = 1000  # values in one statement; SQLite allows 32,766
_WAITING = (MessageState.PLANNED, MessageState.APPROVED)
_NO_APPROVAL = {"batch": "", "approver": "", "not_before": None}
_DRAFT = tuple(messages.c[field.name] for field in fields(Draft))
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

_suppressed = sa.exists().where(suppressions.c.contact == messages.c.contact).label("suppressed")
_overtaken = (
    sa.exists()
    .where(occasions.c.occasion == messages.c.occasion, occasions.c.sequence > messages.c.revision)
    .label("overtaken")
)
_FIRST_DUE = (
    sa.select(*_DRAFT, messages.c.state, _suppressed, _overtaken)
    .where(sa.text(CLAIMABLE), messages.c.not_before <= sa.bindparam("now", type_=messages.c.not_before.type))
    .order_by(messages.c.not_before, messages.c.key)
    .limit(1)
)

# Asked for every message, so made once.
_NEWEST = (
    sa.select(facts.c.at, facts.c.payload)
    .where(facts.c.kind == sa.bindparam("kind"), facts.c.subject == sa.bindparam("subject"))
    .order_by(facts.c.id.desc())
    .limit(1)
)
_IN_HANDS = sa.select(messages.c.attempts, messages.c.expires, _suppressed).where(
    messages.c.key == sa.bindparam("key"),
    messages.c.state == MessageState.CLAIMED.value,
    messages.c.worker == sa.bindparam("worker"),
)
_STANDING = sa.select(messages.c.state, messages.c.attempts).where(messages.c.key == sa.bindparam("key"))


class SqlLedger:
    """The `Ledger` port. Each call is one transaction; one object may serve several threads."""

    def __init__(self, url: str, *, patience: timedelta = PATIENCE) -> None:
        """url: sqlite:///FILE or postgresql://USER@HOST/DATABASE; patience: how long to wait for another writer.

        Makes the tables or brings them up to date. Raises LedgerError when that cannot be done.
        """
        self._engine = open_engine(url, patience=patience)
        self._dispose = weakref.finalize(self, self._engine.dispose)

    def close(self) -> None:
        """Gives the connections back; happens by itself when the object goes."""
        self._dispose()

    def plan(self, drafts: Collection[Draft], *, occasions: Collection[str], now: datetime) -> None:
        """As the port says. A message withdrawn earlier is planned again when it is among the drafts again."""
        wanted = _by_key(drafts, occasions)
        with writing(self._engine) as connection:
            known = {row["key"]: row for row in _of_occasions(connection, occasions)}
            _insert(connection, [draft for key, draft in wanted.items() if key not in known], now=now)
            held = [(draft, known[key]) for key, draft in wanted.items() if key in known]
            take(connection, list(_planned_anew(held)), now=now)
            _refresh(connection, held)
            take(connection, [_withdrawal(row) for key, row in known.items() if _gone(row, wanted)], now=now)

    def waiting(self, occasions: Collection[str]) -> tuple[Draft, ...]:
        """As the port says."""
        chosen = messages.c.occasion.in_(list(occasions))
        query = sa.select(*_DRAFT).where(chosen, messages.c.state == MessageState.PLANNED.value)
        with reading(self._engine) as connection:
            return tuple(_draft(row) for row in connection.execute(query.order_by(messages.c.key)).mappings())

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

    def claim(self, *, worker: str, now: datetime) -> Draft | None:
        """As the port says; the one that has been due for longest comes first."""
        with writing(self._engine) as connection:
            while row := connection.execute(_FIRST_DUE, {"now": now}).mappings().first():
                before = MessageState(row["state"])
                barred, why = _barred(row, now)
                after = barred or MessageState.CLAIMED
                take(connection, [Step(row["key"], before, after, {"worker": worker}, why)], now=now)
                if not barred:
                    return _draft(row)
        return None

    def begin(self, key: str, *, worker: str, now: datetime) -> bool:
        """As the port says; a contact suppressed since the claim is not written to either."""
        with writing(self._engine) as connection:
            row = connection.execute(_IN_HANDS, {"key": key, "worker": worker}).first()
            if row is None:
                return False
            after, details = MessageState.TRANSMITTING, {"attempt": row.attempts + 1}
            if row.suppressed or (row.expires and row.expires <= now):
                after = MessageState.SUPPRESSED if row.suppressed else MessageState.WITHDRAWN
                details = {"attempt": row.attempts}
            step = Step(key, MessageState.CLAIMED, after, {"attempts": details["attempt"]}, details)
            take(connection, [step], now=now)
            return after is MessageState.TRANSMITTING

    def settle(self, key: str, outcome: Outcome, *, now: datetime) -> None:
        """As the port says. Raises LedgerError unless the message is being transmitted."""
        with writing(self._engine) as connection:
            attempts = _transmitting(connection, key)
            after, due = MessageState(outcome.kind.value), None
            if outcome.kind is OutcomeKind.LATER:
                after, due = _after_attempt(attempts, now)
            columns = {"reply": outcome.reply, "not_before": due}
            details: dict[str, str | int] = {"attempt": attempts, "code": _code(outcome.reply)}
            take(connection, [Step(key, MessageState.TRANSMITTING, after, columns, details)], now=now)

    def postpone(self, key: str, *, now: datetime) -> None:
        """As the port says. Raises LedgerError unless the message is being transmitted."""
        with writing(self._engine) as connection:
            columns = {"attempts": _transmitting(connection, key) - 1, "not_before": now + PAUSE}
            step = Step(key, MessageState.TRANSMITTING, MessageState.LATER, columns, {"counted": 0})
            take(connection, [step], now=now)

    def release(self, key: str, *, until: datetime, now: datetime) -> None:
        """As the port says. Raises LedgerError unless the message is claimed."""
        with writing(self._engine) as connection:
            step = Step(key, MessageState.CLAIMED, MessageState.APPROVED, {"not_before": until, "worker": ""})
            take(connection, [step], now=now)

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

    def begun_since(self, moment: datetime) -> int:
        """As the port says."""
        begun = sa.select(sa.func.count()).where(facts.c.kind == _BEGUN, facts.c.at > moment)
        with reading(self._engine) as connection:
            return int(connection.scalar(begun) or 0)

    def last_to_organisation(self, organisation: str, *, besides: str) -> datetime | None:
        """As the port says."""
        told = [state.value for state in TOLD if state not in {MessageState.CLAIMED, MessageState.SUPPRESSED}]
        query = sa.select(sa.func.max(messages.c.since)).where(
            messages.c.organisation == organisation, messages.c.occasion != besides, messages.c.state.in_(told)
        )
        with reading(self._engine) as connection:
            found: datetime | None = connection.scalar(query)
            return found

    def told_of(self, key: str) -> tuple[tuple[datetime, str, str], ...]:
        """As the port says."""
        query = sa.select(facts.c.at, facts.c.kind, facts.c.payload).where(facts.c.subject == key).order_by(facts.c.id)
        with reading(self._engine) as connection:
            return tuple((row.at, row.kind, row.payload) for row in connection.execute(query))

    def recover(self, *, now: datetime) -> int:
        """As the port says; stale is what has not moved for `LEASE`."""
        ways = {MessageState.CLAIMED: MessageState.APPROVED, MessageState.TRANSMITTING: MessageState.UNKNOWN}
        stale = sa.select(messages.c.key, messages.c.state).where(sa.text(IN_HAND), messages.c.since <= now - LEASE)
        with writing(self._engine) as connection:
            left = [(row.key, MessageState(row.state)) for row in connection.execute(stale.order_by(messages.c.key))]
            take(connection, [Step(key, before, ways[before]) for key, before in left], now=now)
        return sum(before is MessageState.TRANSMITTING for _, before in left)

    def contact_of(self, key: str) -> str | None:
        """As the port says."""
        with reading(self._engine) as connection:
            found: str | None = connection.scalar(sa.select(messages.c.contact).where(messages.c.key == key))
            return found

    def history(self) -> History:
        """As the port says, in the order in which the messages were planned."""
        query = sa.select(*_RECORD).order_by(messages.c.planned, messages.c.key)
        with reading(self._engine) as connection:
            records = tuple(_record(row) for row in connection.execute(query).mappings())
            return History(records, frozenset(connection.scalars(sa.select(suppressions.c.contact))))

    def suppress(self, contact: str, *, reason: str, now: datetime) -> None:
        """As the port says; the first reason stands."""
        known = sa.select(suppressions.c.contact).where(suppressions.c.contact == contact)
        with writing(self._engine) as connection:
            if connection.scalar(known) is None:
                connection.execute(suppressions.insert(), {"contact": contact, "reason": reason, "at": now})
                append(connection, [Fact("contact.suppressed", contact)], now=now)

    def revision(self, occasion: str, fingerprint: str, *, now: datetime) -> Revision:
        """As the port says; a fingerprint that comes back counts as a change too."""
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
            append(connection, [Fact(kind, subject, payload)], now=now)

    def noted(self, kind: str, subject: str) -> tuple[tuple[datetime, str], ...]:
        """As the port says."""
        query = sa.select(facts.c.at, facts.c.payload).where(facts.c.kind == kind, facts.c.subject == subject)
        with reading(self._engine) as connection:
            return tuple((row.at, row.payload) for row in connection.execute(query.order_by(facts.c.id)))

    def last_noted(self, kind: str, subject: str) -> tuple[datetime, str] | None:
        """As the port says."""
        with reading(self._engine) as connection:
            row = connection.execute(_NEWEST, {"kind": kind, "subject": subject}).first()
            return (row.at, row.payload) if row else None

    def verify(self) -> tuple[str, ...]:
        """As the port says."""
        with reading(self._engine) as connection:
            return tuple(broken_links(connection))


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
        append(connection, [step_fact(draft.key, MessageState.PLANNED) for draft in drafts], now=now)


def _planned_anew(held: Iterable[tuple[Draft, RowMapping]]) -> Iterator[Step]:
    for draft, row in held:
        state, columns = MessageState(row["state"]), _columns(draft)
        changed = state in _WAITING and columns["fingerprint"] != row["fingerprint"]
        if changed or state is MessageState.WITHDRAWN:
            yield Step(draft.key, state, MessageState.PLANNED, columns | _NO_APPROVAL)


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
    query = sa.select(*_DRAFT).where(messages.c.key.in_(keys), messages.c.state == MessageState.PLANNED.value)
    yield from (_draft(row) for row in connection.execute(query).mappings())


def _barred(row: RowMapping, now: datetime) -> tuple[MessageState | None, dict[str, str | int]]:
    """Why a message that is due is not sent: its contact said no, its occasion has been moved since, it is too late."""
    if row["suppressed"]:
        return MessageState.SUPPRESSED, {}
    if row["overtaken"]:
        return MessageState.WITHDRAWN, {}
    if row["expires"] and row["expires"] <= now:
        return MessageState.WITHDRAWN, {"why": "too late"}
    return None, {}


def _transmitting(connection: Connection, key: str) -> int:
    """How many attempts the message has seen with the present one. Raises LedgerError when it is not being sent."""
    row = connection.execute(_STANDING, {"key": key}).first()
    if row is None or row.state != MessageState.TRANSMITTING.value:
        raise LedgerError(f"Message {key} is not being sent, so it cannot be settled.")
    attempts: int = row.attempts
    return attempts


def _after_attempt(attempts: int, now: datetime) -> tuple[MessageState, datetime | None]:
    if attempts > len(BACK_OFF):
        return MessageState.REFUSED, None
    return MessageState.LATER, now + BACK_OFF[attempts - 1]


def _columns(draft: Draft) -> dict[str, Any]:
    columns = {field.name: getattr(draft, field.name) for field in fields(draft)}
    return columns | {"languages": " ".join(draft.languages), "fingerprint": draft.fingerprint}


def _draft(row: RowMapping) -> Draft:
    values = {column.name: row[column] for column in _DRAFT}
    return Draft(**values | {"languages": tuple(row["languages"].split()), "content": bytes(row["content"])})


def _record(row: RowMapping) -> Record:
    values = {column.name: row[column] for column in _RECORD}
    return Record(**values | {"state": MessageState(row["state"])})


def _code(reply: str) -> str:
    """The reply's status codes; its words stay out of the facts, which cannot be erased."""
    found = re.match(r"\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?(?=\s|$)", reply)
    return found[0] if found else ""


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
