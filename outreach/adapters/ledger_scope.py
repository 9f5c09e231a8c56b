"""Several regions in one ledger: what each calls its own, and which of them was there first (decision 17)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from outreach.adapters.ledger_engine import open_engine, reading, writing
from outreach.adapters.ledger_facts import Fact, append
from outreach.adapters.ledger_tables import facts, messages
from outreach.domain.message import Draft
from outreach.domain.sending import RESTORED, SWITCH
from outreach.errors import LedgerError

HOME = ("ledger.home", "ledger")  # kind and subject of the fact that names the region that was there first
OF_ALL = frozenset({HOME, RESTORED, SWITCH})
"""Kind and subject of notes that hold for every region."""

PATIENCE = timedelta(seconds=30)
_NEWEST = 50  # messages whose sender is looked at
_WHOSE = (
    "This ledger holds mail of another sender and does not say of which region: run `outreach status` once with the "
    "settings of the region that made it, then run this again."
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is one region's own. region: its code; "" of the one that was first, whose names stand as they are.

    Another region's occasions and notes are kept as "@AFRALO/invitation:dns"; contacts and keys are never changed.
    """

    region: str = ""

    @property
    def _mark(self) -> str:
        return f"@{self.region}/" if self.region else ""

    def kept(self, name: str) -> str:
        """An occasion, or the subject of a note, as the ledger keeps it."""
        return self._mark + name

    def plain(self, kept: str) -> str:
        """The occasion as the region knows it."""
        return kept.removeprefix(self._mark)

    def subject(self, kind: str, subject: str) -> str:
        """The subject under which a note is kept: the same for all regions where it holds for all."""
        return subject if (kind, subject) in OF_ALL else self.kept(subject)

    def keep(self, draft: Draft) -> Draft:
        """The draft as the ledger keeps it."""
        return replace(draft, occasion=self.kept(draft.occasion)) if self.region else draft

    def give(self, draft: Draft) -> Draft:
        """The draft as the region knows it."""
        return replace(draft, occasion=self.plain(draft.occasion)) if self.region else draft

    @property
    def mine(self) -> sa.ColumnElement[bool]:
        """That a message is of this region."""
        if self.region:
            return messages.c.occasion.startswith(self._mark, autoescape=True)
        return sa.not_(messages.c.occasion.startswith("@"))


def scope_of(url: str, region: str, *, sender: str, now: datetime) -> str:
    """What `Scope.region` is for this region: "" when it was there first, as it then is for ever.

    A ledger of before regions shared one names none: it is taken to be of the first that opens it and has its
    sender's domain. Raises LedgerError when that may be another one, or when it cannot be opened.
    """
    engine = open_engine(url, patience=PATIENCE)
    try:
        with reading(engine) as connection:
            first = _home(connection)
        if first is None:
            with writing(engine) as connection:
                first = _home(connection) or _settle(connection, region, sender, now)
    finally:
        engine.dispose()
    return "" if first == region else region


def _home(connection: Connection) -> str | None:
    kind, subject = HOME
    query = sa.select(facts.c.payload).where(facts.c.kind == kind, facts.c.subject == subject)
    found: str | None = connection.scalar(query)
    return found


def _settle(connection: Connection, region: str, sender: str, now: datetime) -> str:
    query = sa.select(messages.c.sender).where(messages.c.sender != "").order_by(messages.c.planned.desc())
    known = {_domain(one) for one in connection.scalars(query.limit(_NEWEST))}
    if known and _domain(sender) not in known:
        raise LedgerError(_WHOSE)
    append(connection, [Fact(*HOME, region)], now=now)
    return region


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()
