"""Tasks at the ledger that ask what was said to whom, and keep what is to be remembered."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.answer import NOTED, answers_in
from outreach.domain.call import Call, Revision
from outreach.domain.digest_figures import Figures
from outreach.domain.history import History
from outreach.domain.invitation import occasion_of
from outreach.domain.message import MessageState
from outreach.domain.notice import Notice, ToldCall, told_of
from outreach.domain.person import Person
from tasks.policy import acts, reads

TOLD = "digest"
CALL = "call"


@reads
def current_time() -> datetime:
    """This moment in UTC; the only task that asks the clock."""
    return app().clock.now()


@reads
def recall() -> History:
    """What the ledger knows of every message, and what came back."""
    ledger = app().ledger
    return replace(ledger.history(), answers=answers_in(ledger.noted(*NOTED)))


@acts
def note_revisions(calls: tuple[Call, ...], *, now: datetime) -> dict[str, Revision]:
    """By the uid of each call, its revision; a call whose time or place changed gets the next one.

    What each revision told of time and place is kept too, for notices that tell old and new.
    """
    ledger = app().ledger
    revisions = {call.uid: ledger.revision(occasion_of(call), call.fingerprint, now=now) for call in calls}
    for call in calls:
        version = _version(call, revisions[call.uid].sequence)
        if ledger.last_noted(CALL, version) is None:
            ledger.note(CALL, version, told_of(call).to_json(), now=now)
    return revisions


@reads
def told_calls(notices: Collection[Notice]) -> dict[tuple[str, int], ToldCall]:
    """By uid of the call and version, what those who are to get a notice were told; without what nobody kept."""
    found = {}
    for notice in notices:
        call = notice.invitation.call
        noted = app().ledger.last_noted(CALL, _version(call, notice.told))
        if noted:
            found[call.uid, notice.told] = ToldCall.from_json(noted[1])
    return found


@reads
def last_told(readers: Collection[Person]) -> dict[str, Figures]:
    """By contact, the figures of the last digest that each reader was sent; without those who never were."""
    notes = {contact: app().ledger.noted(TOLD, contact) for contact in _contacts(readers)}
    return {contact: Figures.from_json(told[-1][1]) for contact, told in notes.items() if told}


@acts
def note_told(sent: Mapping[str, Figures], *, occasion: str, now: datetime) -> None:
    """Keeps what each reader has now been told; only of those whose digest of this occasion was accepted."""
    ledger = app().ledger
    records = [record for record in ledger.history().records if record.occasion == occasion]
    accepted = {record.contact for record in records if record.state is MessageState.ACCEPTED}
    for contact in sorted(accepted & sent.keys()):
        told = ledger.noted(TOLD, contact)
        if not told or Figures.from_json(told[-1][1]).day != sent[contact].day:
            ledger.note(TOLD, contact, sent[contact].to_json(), now=now)


def _version(call: Call, sequence: int) -> str:
    return f"{occasion_of(call)} {sequence}"


def _contacts(readers: Collection[Person]) -> list[str]:
    return [reader.contact.id for reader in readers if reader.contact]
