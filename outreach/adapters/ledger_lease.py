"""The ledger while mail goes out: several messages taken at once, then begun and settled one by one (decision 3)."""

import re
import weakref
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, RowMapping

from outreach.adapters.boot import boot_id
from outreach.adapters.ledger_engine import open_engine, reading, writing
from outreach.adapters.ledger_line import OpenLine
from outreach.adapters.ledger_prepared import Line, Prepared
from outreach.adapters.ledger_scope import Scope
from outreach.adapters.ledger_steps import Step, take
from outreach.adapters.ledger_tables import BEGUN, CLAIMABLE, IN_HAND, facts, messages, occasions, suppressions, texts
from outreach.domain.history import TOLD
from outreach.domain.message import Draft, MessageState, Outcome, OutcomeKind
from outreach.errors import LedgerError

LEASE = timedelta(minutes=15)
BACK_OFF = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
PAUSE = timedelta(minutes=1)  # of a postponed message; so the next run begins with the others
PATIENCE = timedelta(seconds=30)

DRAFT = tuple(
    texts.c.content if field.name == "content" else messages.c[field.name].label(field.name) for field in fields(Draft)
)
_NAMES = tuple(field.name for field in fields(Draft))
WITH_TEXT = messages.join(texts, texts.c.key == messages.c.key)

_mine = (
    messages.c.key == sa.bindparam("key"),
    messages.c.state == sa.text(f"'{MessageState.CLAIMED}'"),
    messages.c.worker == sa.bindparam("worker"),
)
_suppressed = sa.exists().where(suppressions.c.contact == messages.c.contact).label("suppressed")
_overtaken = (
    sa.exists()
    .where(occasions.c.occasion == messages.c.occasion, occasions.c.sequence > messages.c.revision)
    .label("overtaken")
)
_DUE = (
    sa.select(*DRAFT, messages.c.state, _suppressed, _overtaken)
    .select_from(WITH_TEXT)
    .where(sa.text(CLAIMABLE), messages.c.not_before <= sa.bindparam("now", type_=messages.c.not_before.type))
    .order_by(messages.c.not_before, messages.c.key)
)
_CLAIMED = Prepared(sa.select(messages.c.attempts, _suppressed, _overtaken, messages.c.expires).where(*_mine))
_STANDING = Prepared(sa.select(messages.c.state, messages.c.attempts).where(messages.c.key == sa.bindparam("key")))
_TOLD = [state.value for state in TOLD if state not in {MessageState.CLAIMED, MessageState.SUPPRESSED}]
_LAST_TOLD = Prepared(
    sa.select(sa.func.max(messages.c.since)).where(
        messages.c.organisation == sa.bindparam("organisation"),
        messages.c.occasion != sa.bindparam("besides"),
        sa.or_(*(messages.c.state == state for state in sorted(_TOLD))),
    )
)
_OF_CONTACT = sa.select(sa.func.max(messages.c.since)).where(
    messages.c.contact == sa.bindparam("contact"), sa.or_(*(messages.c.state == state for state in sorted(_TOLD)))
)
_STALE = (
    sa.select(messages.c.key, messages.c.state, messages.c.boot)
    .where(sa.text(IN_HAND), messages.c.since <= sa.bindparam("now", type_=messages.c.since.type))
    .order_by(messages.c.key)
)


class SendingLedger:
    """What the `Ledger` port promises of a message once it was approved. `SqlLedger` adds the rest."""

    def __init__(self, url: str, *, region: str = "", patience: timedelta = PATIENCE, boot: str | None = None) -> None:
        """url: sqlite:///FILE or postgresql://USER@HOST/DATABASE; patience: how long to wait for another writer.

        region: as `ledger_scope.scope_of` says, when others share the ledger.

        boot: names this start of the machine, by default as the kernel does; "" when nobody knows: then every step
        is on the disk before the next. Makes the tables or brings them up to date. Raises LedgerError when that
        cannot be done.
        """
        self._engine, self._scope = open_engine(url, patience=patience), Scope(region)
        self._line = OpenLine(self._engine)
        self._dispose = weakref.finalize(self, _end, self._line, self._engine)
        here = self._engine.name == "sqlite"  # a server may lose what it has not written while we live on
        self._boot = (boot_id() if boot is None else boot) if here else ""
        self._elsewhere = Prepared(_OF_CONTACT.where(sa.not_(self._scope.mine)))
        self._in_hand: dict[str, set[str]] = {}  # by worker, what it claimed and has not settled

    def close(self) -> None:
        """Gives the connections back; happens by itself when the object goes."""
        self._dispose()

    def claim(self, *, worker: str, most: int, now: datetime) -> tuple[Draft, ...]:
        """As the port says; those that have been due for longest come first."""
        columns = {"worker": worker, "boot": self._boot}
        claimed: list[Draft] = []
        due = _DUE.where(self._scope.mine)
        with writing(self._engine) as connection:
            while rows := connection.execute(due.limit(most - len(claimed)), {"now": now}).mappings().all():
                steps = [_claiming(row, columns, now) for row in rows]
                take(connection, steps, now=now)
                free = (step.after is MessageState.CLAIMED for step in steps)
                claimed += [draft_of(row) for row, mine in zip(rows, free, strict=True) if mine]
        self._in_hand.setdefault(worker, set()).update(draft.key for draft in claimed)
        return tuple(map(self._scope.give, claimed))

    def begin(self, key: str, *, worker: str, now: datetime) -> bool:
        """As the port says."""
        with self._step(key) as line:
            row = _CLAIMED.run(line, key=key, worker=worker).fetchone()
            begun = row is not None and _begun(line, key, row, now)
        if not begun:
            self._out_of_hand(key)
        return begun

    def settle(self, key: str, outcome: Outcome, *, now: datetime) -> None:
        """As the port says. Raises LedgerError unless the message is being transmitted."""
        with self._step(key) as line:
            attempts = _transmitting(line, key)
            after, due = MessageState(outcome.kind.value), None
            if outcome.kind is OutcomeKind.LATER:
                after, due = _after_attempt(attempts, now)
            columns = {"reply": outcome.reply, "not_before": due}
            details: dict[str, str | int] = {"attempt": attempts, "code": _code(outcome.reply)}
            take(line, [Step(key, MessageState.TRANSMITTING, after, columns, details)], now=now)
        self._out_of_hand(key)

    def postpone(self, key: str, *, now: datetime) -> None:
        """As the port says. Raises LedgerError unless the message is being transmitted."""
        with self._step(key) as line:
            columns = {"attempts": _transmitting(line, key) - 1, "not_before": now + PAUSE}
            step = Step(key, MessageState.TRANSMITTING, MessageState.LATER, columns, {"counted": 0})
            take(line, [step], now=now)
        self._out_of_hand(key)

    def release(self, key: str, *, until: datetime, now: datetime) -> None:
        """As the port says. Raises LedgerError unless the message is claimed."""
        with self._step(key) as line:
            columns = {"not_before": until, "worker": ""}
            take(line, [Step(key, MessageState.CLAIMED, MessageState.APPROVED, columns)], now=now)
        self._out_of_hand(key)

    def hand_back(self, *, worker: str, now: datetime) -> None:
        """As the port says. Only what this object claimed: an earlier life of that worker may have begun the rest."""
        held = sorted(self._in_hand.pop(worker, ()))
        claimed = sa.select(messages.c.key).where(messages.c.key.in_(held), *_mine[1:]).order_by(messages.c.key)
        with writing(self._engine) as connection:
            keys = connection.scalars(claimed, {"worker": worker}).all()
            before, after = MessageState.CLAIMED, MessageState.APPROVED
            take(connection, [Step(key, before, after, {"worker": ""}) for key in keys], now=now)

    def recover(self, *, now: datetime) -> int:
        """As the port says; stale is what has not moved for `LEASE`."""
        with writing(self._engine) as connection:
            left = [
                Step(key, MessageState(state), self._after_crash(MessageState(state), boot))
                for key, state, boot in connection.execute(_STALE, {"now": now - LEASE})
            ]
            take(connection, left, now=now)
        return sum(step.after is MessageState.UNKNOWN for step in left)

    def begun_since(self, moment: datetime) -> int:
        """As the port says."""
        of_message = facts.join(messages, messages.c.key == facts.c.subject)
        begun = sa.select(sa.func.count()).select_from(of_message).where(sa.text(BEGUN), facts.c.at > moment)
        held = sa.select(sa.func.count()).where(sa.text(IN_HAND), messages.c.state == MessageState.CLAIMED.value)
        begun, held = begun.where(self._scope.mine), held.where(self._scope.mine)
        with reading(self._engine) as connection:
            return int(connection.scalar(begun) or 0) + int(connection.scalar(held) or 0)

    def last_to_organisation(self, organisation: str, *, besides: str) -> datetime | None:
        """As the port says."""
        with self._line.reading() as line:
            [newest] = _LAST_TOLD.run(line, organisation=organisation, besides=self._scope.kept(besides)).fetchall()
        return _moment(newest[0])

    def last_elsewhere(self, contact: str) -> datetime | None:
        """As the port says."""
        with self._line.reading() as line:
            [newest] = self._elsewhere.run(line, contact=contact).fetchall()
        return _moment(newest[0])

    def _after_crash(self, state: MessageState, boot: str) -> MessageState:
        """What a power cut may have taken from the ledger, but not from the wire, nobody knows."""
        surely_unsent = state is MessageState.CLAIMED and boot in {"", self._boot}
        return MessageState.APPROVED if surely_unsent else MessageState.UNKNOWN

    def _step(self, key: str) -> AbstractContextManager[Line]:
        """On the disk at once when nothing else is in the worker's hands; else with the steps that will follow."""
        alone = len(next((held for held in self._in_hand.values() if key in held), {key})) == 1
        return self._line.writing(durable=alone or not self._boot)

    def _out_of_hand(self, key: str) -> None:
        for held in self._in_hand.values():
            held.discard(key)


def _end(line: OpenLine, engine: Engine) -> None:
    line.close()
    engine.dispose()


def draft_of(row: RowMapping) -> Draft:
    """The draft in a row with the columns of `DRAFT`."""
    values = {name: row[name] for name in _NAMES}
    return Draft(**values | {"languages": tuple(row["languages"].split()), "content": bytes(row["content"])})


def _claiming(row: RowMapping, columns: Mapping[str, str], now: datetime) -> Step:
    barred, why = _barred(row["suppressed"], row["overtaken"], row["expires"], now)
    return Step(row["key"], MessageState(row["state"]), barred or MessageState.CLAIMED, columns, why)


def _begun(line: Line, key: str, row: Sequence[Any], now: datetime) -> bool:
    """The step of a claimed message to being transmitted, or out of the way; row: as `_CLAIMED` gives it."""
    attempts, suppressed, overtaken, expires = row
    barred, why = _barred(suppressed, overtaken, _moment(expires), now)
    attempts += not barred
    after, details = (barred, why) if barred else (MessageState.TRANSMITTING, {"attempt": attempts})
    take(line, [Step(key, MessageState.CLAIMED, after, {"attempts": attempts}, details)], now=now)
    return not barred


def _barred(
    suppressed: object, overtaken: object, expires: datetime | None, now: datetime
) -> tuple[MessageState | None, dict[str, str | int]]:
    """Why a message that is due is not sent: its contact said no, its occasion has been moved since, it is too late."""
    if suppressed:
        return MessageState.SUPPRESSED, {}
    if overtaken:
        return MessageState.WITHDRAWN, {}
    if expires and expires <= now:
        return MessageState.WITHDRAWN, {"why": "too late"}
    return None, {}


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def _transmitting(line: Line, key: str) -> int:
    """How many attempts the message has seen with the present one. Raises LedgerError when it is not being sent."""
    state, attempts = _STANDING.run(line, key=key).fetchone() or ("", 0)
    if state != MessageState.TRANSMITTING.value:
        raise LedgerError(f"Message {key} is not being sent, so it cannot be settled.")
    return int(attempts)


def _after_attempt(attempts: int, now: datetime) -> tuple[MessageState, datetime | None]:
    if attempts > len(BACK_OFF):
        return MessageState.REFUSED, None
    return MessageState.LATER, now + BACK_OFF[attempts - 1]


def _code(reply: str) -> str:
    """The reply's status codes; its words stay out of the facts, which cannot be erased."""
    found = re.match(r"\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?(?=\s|$)", reply)
    return found[0] if found else ""
