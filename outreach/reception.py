"""The one loop that reads what came in: each mail is told apart, matched and noted once; who said no is suppressed."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from outreach.domain.answer import NOTED, Answer, AnswerKind, answers_in
from outreach.domain.failure import MailKind, Verdict
from outreach.domain.received import Position, Received
from outreach.errors import LedgerError
from outreach.intake.mail_match import Match, Sent, answer_kind, match
from outreach.intake.mail_moment import written
from outreach.ports import Ledger, Mailbox

POSITION = ("mailbox position", "inbox")  # kind and subject of its notes in the ledger
BATCH = 100  # mails in memory at once, and between two notes of the position

Classify = Callable[[bytes], Verdict]

REASONS = {
    AnswerKind.OPT_OUT: "asked for no more mail",
    AnswerKind.COMPLAINT: "called our mail unwanted",
    AnswerKind.BOUNCED: "the address is dead",
}


@dataclass(frozen=True, slots=True)
class Reception:
    """What one run read. mails: how many were new to us; answers: how many of each kind; waiting: for a person."""

    mails: int = 0
    answers: Mapping[AnswerKind, int] = field(default_factory=dict)
    waiting: int = 0


def receive(ledger: Ledger, mailbox: Mailbox, known: Sent, *, classify: Classify, now: datetime) -> Reception:
    """Reads what arrived since the last time. A mail that was read before is known by its fingerprint.

    A mail is noted after what it demands was done, and the position after its mails: a crash between
    leads to reading again, which changes nothing. Raises MailError and LedgerError.
    """
    noted = {answer.mail for answer in answers_in(ledger.noted(*NOTED))}
    new: list[Answer] = []
    mails = 0
    try:
        for mail in _arriving(ledger, mailbox, now=now):
            if mail.fingerprint in noted:
                continue
            noted.add(mail.fingerprint)
            mails += 1
            verdict, found = _understood(mail.raw, known, classify)
            answer = _answer(mail, verdict, found, now=now)
            new += _obeyed(answer, verdict, known, ledger, now=now)
    finally:
        mailbox.close()
    return Reception(mails, Counter(answer.kind for answer in new), sum(answer.waits for answer in new))


def _arriving(ledger: Ledger, mailbox: Mailbox, *, now: datetime) -> Iterator[Received]:
    """The mails since the noted position; the position follows when those before it have been dealt with."""
    position = _noted_position(ledger)
    while mails := mailbox.arrived(position, limit=BATCH):
        yield from mails
        if mails[-1].position == position:
            return
        position = mails[-1].position
        payload = json.dumps({"validity": position.validity, "uid": position.uid})
        ledger.note(*POSITION, payload, now=now)


def _noted_position(ledger: Ledger) -> Position:
    noted = ledger.last_noted(*POSITION)
    if noted is None:
        return Position()
    try:
        return Position(**json.loads(noted[1]))
    except (ValueError, TypeError):
        raise LedgerError("The ledger holds a mailbox position of another version: install the newest one.") from None


def _understood(raw: bytes, known: Sent, classify: Classify) -> tuple[Verdict, Match]:
    """What a mail is and answers; one that the program fails on goes to a person, and the others go on."""
    try:
        verdict = classify(raw)
        return verdict, match(verdict, known)
    except Exception:  # noqa: BLE001 # a stranger wrote these bytes: no fault in them may stop the rest
        return Verdict(MailKind.OTHER), Match()


def _answer(mail: Received, verdict: Verdict, found: Match, *, now: datetime) -> Answer | None:
    """The answer in a mail; None of a delay notice."""
    kind = answer_kind(verdict)
    if kind is None:
        return None
    return Answer(found.contact, found.message, kind, written(mail.raw, now=now), mail.fingerprint)


def _obeyed(
    answer: Answer | None, verdict: Verdict, known: Sent, ledger: Ledger, *, now: datetime
) -> tuple[Answer, ...]:
    """The answer, once its writer is suppressed where it asks for that, and it is noted."""
    if answer is None:
        return ()
    for contact in sorted(_barred(answer, verdict, known)):
        ledger.suppress(contact, reason=REASONS[answer.kind], now=now)
    ledger.note(*NOTED, answer.to_json(), now=now)
    return (answer,)


def _barred(answer: Answer, verdict: Verdict, known: Sent) -> frozenset[str]:
    """Whom nobody writes to any more because of this answer: of an opt-out also the address it came from."""
    contacts = {answer.contact} if answer.kind in REASONS else set()
    if answer.kind is AnswerKind.OPT_OUT:
        contacts.update(known.ids(verdict.sender))
    return frozenset(contacts - {""})
