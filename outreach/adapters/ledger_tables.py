"""The ledger's tables, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from outreach.domain.message import MessageState

REVISION = "0005"
VERSION_TABLE = "ledger_version"
CLAIMABLE = "state IN ('approved', 'later')"
IN_HAND = "state IN ('claimed', 'transmitting')"
BEGUN = "kind = 'message.transmitting'"


class Moment(TypeDecorator[datetime]):
    """An aware datetime as UTC text of fixed width: the same on both databases, sorts by time, goes into hashes."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """2016-07-01T12:00:00.000000Z. Raises ValueError for a datetime without zone."""
        del dialect
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The same moment, in UTC."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


def moment_text(moment: datetime) -> str:
    """The moment as the ledger writes it. Raises ValueError for a datetime without zone."""
    if moment.tzinfo is None:
        raise ValueError("The ledger keeps aware moments only.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _only(condition: str) -> dict[str, Any]:
    """An index over these rows alone: few, however long the ledger has grown; the queries use the same words."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


_states = ", ".join(f"'{state.value}'" for state in MessageState)

# Addresses stand in `recipient` and in the text only.
# not_before: from when an approved or postponed message may be claimed. boot: the start of the machine in which it was
# claimed together with others, "" when each of its steps is on the disk before the next (decision 3).
messages = Table(
    "messages",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("contact", Text, nullable=False),
    Column("occasion", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("planned", Moment, nullable=False),
    Column("not_before", Moment),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("batch", Text, nullable=False, server_default=""),
    Column("approver", Text, nullable=False, server_default=""),
    Column("worker", Text, nullable=False, server_default=""),
    Column("reply", Text, nullable=False, server_default=""),
    Column("fingerprint", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("expires", Moment),
    Column("zone", Text, nullable=False, server_default=""),
    Column("organisation", Text, nullable=False, server_default=""),
    Column("boot", Text, nullable=False, server_default=""),
    UniqueConstraint("contact", "occasion", "revision"),
    CheckConstraint(f"state IN ({_states})", name="state"),
    Index("ix_messages_occasion", "occasion"),
    Index("ix_messages_claimable", "not_before", "key", **_only(CLAIMABLE)),
    Index("ix_messages_in_hand", "key", **_only(IN_HAND)),
    Index("ix_messages_organisation", "organisation"),
)

# What each message says. Not in its row, which changes with every step: each change would write it anew.
texts = Table(
    "texts",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# Append-only: no row is ever changed or deleted, so nothing that a person may ask to have erased goes in.
facts = Table(
    "facts",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Index("ix_facts_kind_subject", "kind", "subject"),
    Index("ix_facts_begun", "at", **_only(BEGUN)),
)

suppressions = Table(
    "suppressions",
    METADATA,
    Column("contact", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

occasions = Table(
    "occasions",
    METADATA,
    Column("occasion", Text, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("since", Moment, nullable=False),
)

# The archive: each state of a tab once, under its SHA-256, and which of them stood in the spreadsheet from when on.
# region: "" of the one that was in the ledger first.
tabs = Table(
    "tabs",
    METADATA,
    Column("hash", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

pulls = Table(
    "pulls",
    METADATA,
    Column("region", Text, primary_key=True, server_default=""),
    Column("at", Moment, primary_key=True),
    Column("tabs", Text, nullable=False),
)
