"""The append-only facts of the ledger, each bound to the one before it by a SHA-256."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from outreach.adapters.ledger_prepared import Line, Prepared
from outreach.adapters.ledger_tables import facts, messages, moment_text

_MESSAGE = "message."
_LIST, _DETAILS = json.JSONEncoder().encode, json.JSONEncoder(sort_keys=True).encode
_ADD = Prepared(facts.insert())
_LAST = Prepared(sa.select(facts.c.id, facts.c.digest).order_by(facts.c.id.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened. kind: "message.accepted", "digest", ...; subject: an id; payload: JSON, no addresses."""

    kind: str
    subject: str
    payload: str = "{}"


def step_fact(key: str, state: str, **details: str | int) -> Fact:
    """The fact that a message came into a state."""
    return Fact(_MESSAGE + state, key, _DETAILS(details) if details else "{}")


def append(where: Connection | Line, happened: Sequence[Fact], *, now: datetime) -> None:
    """Adds facts to the chain. The caller's transaction must be the only one that writes."""
    if not happened:
        return
    number, previous = _LAST.run(where).fetchone() or (0, "")
    at = moment_text(now)
    rows: list[dict[str, object]] = []
    for fact in happened:
        number += 1
        row = {"id": number, "at": at, "kind": fact.kind, "subject": fact.subject, "payload": fact.payload}
        digest = _digest(previous, row)
        rows.append(row | {"previous": previous, "digest": digest})
        previous = digest
    _ADD.run_each(where, rows)


def broken_links(connection: Connection) -> Iterator[str]:
    """A sentence for each fact that was changed or is missing, and each message whose state no fact explains.

    That the newest facts were cut off shows only where a message's state contradicts the rest.
    """
    number, previous = 0, ""
    states: dict[str, str] = {}
    for row in connection.execute(sa.select(facts).order_by(facts.c.id)).mappings():
        if row["id"] != number + 1:
            yield f"Facts {number + 1} to {row['id'] - 1} are missing."
        elif row["previous"] != previous:
            yield f"Fact {row['id']} does not continue the one before it."
        if row["digest"] != _digest(row["previous"], {**row, "at": moment_text(row["at"])}):
            yield f"Fact {row['id']} was changed."
        number, previous = row["id"], row["digest"]
        if row["kind"].startswith(_MESSAGE):
            states[row["subject"]] = row["kind"].removeprefix(_MESSAGE)
    for key, state in connection.execute(sa.select(messages.c.key, messages.c.state).order_by(messages.c.key)):
        if states.get(key) != state:
            yield f"Message {key} is {state}, but its last fact says {states.get(key, 'nothing')}."


def _digest(previous: str, row: Mapping[str, object]) -> str:
    """Over the fact as the database has it, its moment as text, and the one before it."""
    canonical = _LIST([row[name] for name in ("id", "at", "kind", "subject", "payload")])
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
