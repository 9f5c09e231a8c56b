"""Tasks at the ledger that ask what was said to whom, and keep what is to be remembered."""

from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.call import Call, Revision
from outreach.domain.digest import Figures
from outreach.domain.history import History
from outreach.domain.invitation import occasion_of
from tasks.policy import acts, reads


@reads
def current_time() -> datetime:
    """This moment in UTC; the only task that asks the clock."""
    return app().clock.now()


@reads
def recall() -> History:
    """What the ledger knows of every message."""
    return app().ledger.history()


@acts
def note_revisions(calls: tuple[Call, ...], *, now: datetime) -> dict[str, Revision]:
    """By the uid of each call, its revision; a call whose time or place changed gets the next one."""
    ledger = app().ledger
    return {call.uid: ledger.revision(occasion_of(call), call.fingerprint, now=now) for call in calls}


@reads
def last_told(reader: str) -> Figures | None:
    """The figures of the last digest that this reader (a contact id) was sent."""
    notes = app().ledger.noted("digest", reader)
    return Figures.from_json(notes[-1][1]) if notes else None


@acts
def note_told(reader: str, figures: Figures, *, now: datetime) -> None:
    """Keeps what this reader has now been told."""
    app().ledger.note("digest", reader, figures.to_json(), now=now)
