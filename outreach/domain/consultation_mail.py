"""Consultation by mail: what was asked and answered by mail counts like what stands in a row; who rests from it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from outreach.domain.answer import BY_A_PERSON, AnswerKind
from outreach.domain.answer import Answer as Reply
from outreach.domain.consultation import ConsultationRules
from outreach.domain.coverage import Evidence
from outreach.domain.history import TOLD, History, Record
from outreach.domain.message import MessageState
from outreach.domain.stakeholder import Answer, Stakeholder

CONSULTATION = "consultation:"
ARRIVED = frozenset({MessageState.ACCEPTED, MessageState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class _Mails:
    """To one contact: when they were last asked, what they answered to it, and when."""

    asked: date
    answered: date | None = None
    answer: Answer | None = None


def asked_by_mail(evidence: Evidence, history: History) -> Evidence:
    """The evidence with what mails add to it: who was asked, who answered, and who answered that they know nobody.

    A later row outdoes an earlier mail, and the other way round. Any other reply is an answer of which only a
    person can say what it was.
    """
    by_contact = _mails(history)
    return replace(
        evidence,
        stakeholders=tuple(
            _with_mail(one, by_contact[one.contact.id]) if one.contact and one.contact.id in by_contact else one
            for one in evidence.stakeholders
        ),
    )


def question_to(contact: str, history: History) -> str:
    """The occasion of the next question to this contact: the first, the second, ... time that they are asked."""
    return f"{CONSULTATION}{_tries(history.records)[contact] + 1}"


def resting(history: History, rules: ConsultationRules, *, now: datetime, spacing: timedelta) -> frozenset[str]:
    """Contacts that get no question now: suppressed, just written to, or asked while that question still holds."""
    since = now - rules.question_holds
    tried = {one.contact for one in history.records if _is_question(one) and one.state in TOLD and one.since > since}
    return history.suppressed | history.written_since(now - spacing) | tried


def _mails(history: History) -> dict[str, _Mails]:
    questions = {one.key: one for one in history.records if _is_question(one) and one.state in ARRIVED}
    found: dict[str, _Mails] = {}
    for record in sorted(questions.values(), key=lambda one: one.since):
        found[record.contact] = _Mails(record.since.date())
    for reply in sorted(history.answers, key=lambda one: (one.moment, one.mail)):
        asked = found.get(reply.contact)
        if asked and reply.kind in BY_A_PERSON and reply.message in questions:
            found[reply.contact] = replace(asked, answered=reply.moment.date(), answer=_said(reply))
    return found


def _said(reply: Reply) -> Answer | None:
    return Answer.NONE_FOUND if reply.kind is AnswerKind.NO else None


def _with_mail(row: Stakeholder, mails: _Mails) -> Stakeholder:
    asked = max(row.asked, mails.asked) if row.asked else mails.asked
    if mails.answered is None or (row.answered and row.answered >= mails.answered):
        return replace(row, asked=asked)
    return replace(row, asked=asked, answered=mails.answered, answer=mails.answer)


def _tries(records: Iterable[Record]) -> Counter[str]:
    return Counter(one.contact for one in records if _is_question(one) and one.state in TOLD)


def _is_question(record: Record) -> bool:
    return record.occasion.startswith(CONSULTATION)
