"""One step of a message from a state to the next: lawful, conditional on the state it leaves, and kept as a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from outreach.adapters.ledger_facts import append, step_fact
from outreach.adapters.ledger_prepared import Line, Prepared
from outreach.adapters.ledger_tables import messages, moment_text
from outreach.domain.message import NEXT, MessageState
from outreach.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Step:
    """columns: what changes in the message's row besides its state; details: what the fact tells (no addresses)."""

    key: str
    before: MessageState
    after: MessageState
    columns: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, str | int] = field(default_factory=dict)


def take(where: Connection | Line, steps: Sequence[Step], *, now: datetime) -> None:
    """Takes these steps together; all must change the same columns.

    Raises LedgerError, and nothing has happened, when `NEXT` forbids one or a message has left `before`.
    """
    if not steps:
        return
    for step in steps:
        _check_lawful(step)
    at = moment_text(now)
    changed = _change(tuple(steps[0].columns)).run_each(where, [_values(step, at) for step in steps])
    if changed != len(steps):
        raise LedgerError("A message was changed by another program meanwhile: run this again.")
    append(where, [step_fact(step.key, step.after, **step.details) for step in steps], now=now)


@lru_cache(maxsize=64)
def _change(columns: tuple[str, ...]) -> Prepared:
    """The conditional change of these columns."""
    changed = {"state": "after", "since": "at", **{name: f"new_{name}" for name in columns}}
    named = {name: sa.bindparam(value, type_=messages.c[name].type) for name, value in changed.items()}
    mine = (messages.c.key == sa.bindparam("which"), messages.c.state == sa.bindparam("before"))
    return Prepared(messages.update().where(*mine).values(**named))


def _check_lawful(step: Step) -> None:
    # A planned message whose text changed is planned anew: a fact, though no other state.
    anew = step.before is step.after is MessageState.PLANNED
    if not anew and step.after not in NEXT[step.before]:
        raise LedgerError(f"Message {step.key} is {step.before}: it cannot become {step.after}.")


def _values(step: Step, at: str) -> dict[str, Any]:
    columns = {f"new_{name}": _plain(value) for name, value in step.columns.items()}
    return {"which": step.key, "before": step.before.value, "after": step.after.value, "at": at} | columns


def _plain(value: object) -> object:
    return moment_text(value) if isinstance(value, datetime) else value
