"""What came back from a contact, without its words: which answer it was, and when it ends what we still would write."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.domain.candidate import Candidate
from outreach.domain.organisation import organisation_of
from outreach.errors import LedgerError


class AnswerKind(StrEnum):
    """What a received mail says of the message it answers."""

    REPLIED = "replied"
    YES = "yes"
    NO = "no"
    MAYBE = "maybe"
    OPT_OUT = "opt_out"
    OUT_OF_OFFICE = "out_of_office"
    BOUNCED = "bounced"
    NOT_DELIVERED = "not_delivered"
    COMPLAINT = "complaint"
    OTHER = "other"


class Exit(StrEnum):
    """Why nobody follows up on a contact any more; the first reason that holds is the one given."""

    OPT_OUT = "opt_out"
    COMPLAINT = "complaint"
    BOUNCED = "bounced"
    STOPPED = "stopped"
    SAID_NO = "said_no"
    SAID_YES = "said_yes"
    REPLIED = "replied"
    COLLEAGUE_ANSWERED = "colleague_answered"
    STAGE_REACHED = "stage_reached"


NOTED = ("answer", "inbox")  # kind and subject under which the ledger keeps answers
NEVER_COUNTS = frozenset({AnswerKind.OUT_OF_OFFICE, AnswerKind.NOT_DELIVERED, AnswerKind.OTHER})
BY_A_PERSON = frozenset({AnswerKind.REPLIED, AnswerKind.YES, AnswerKind.NO, AnswerKind.MAYBE})
FOR_A_PERSON = frozenset({AnswerKind.REPLIED, AnswerKind.MAYBE, AnswerKind.COMPLAINT, AnswerKind.OTHER})

_ENDS = {
    AnswerKind.OPT_OUT: Exit.OPT_OUT,
    AnswerKind.COMPLAINT: Exit.COMPLAINT,
    AnswerKind.BOUNCED: Exit.BOUNCED,
    AnswerKind.NO: Exit.SAID_NO,
    AnswerKind.YES: Exit.SAID_YES,
    AnswerKind.MAYBE: Exit.REPLIED,
    AnswerKind.REPLIED: Exit.REPLIED,
}
_ORDER = {why: place for place, why in enumerate(Exit)}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. contact: id, "" when it is not known whose it is; message: key of what it answers, or "".

    moment: when it was written, as far as it says so; mail: the fingerprint by which the mail is known again.
    """

    contact: str
    message: str
    kind: AnswerKind
    moment: datetime
    mail: str

    @property
    def waits(self) -> bool:
        """Whether a person must look at it: it has words, or it is nobody's that we know."""
        return self.kind in FOR_A_PERSON or (not self.contact and self.kind is not AnswerKind.OUT_OF_OFFICE)

    def to_json(self) -> str:
        """For the ledger: ids only, as its facts cannot be erased."""
        return json.dumps(
            {
                "contact": self.contact,
                "message": self.message,
                "kind": self.kind.value,
                "moment": self.moment.isoformat(),
                "mail": self.mail,
            },
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> "Answer":
        """The answer that `to_json` wrote. Raises LedgerError for any other text."""
        try:
            kept = json.loads(text)
            return cls(
                str(kept["contact"]),
                str(kept["message"]),
                AnswerKind(kept["kind"]),
                datetime.fromisoformat(kept["moment"]),
                str(kept["mail"]),
            )
        except (ValueError, KeyError, TypeError):
            raise LedgerError("The ledger holds an answer of another version: install the newest version.") from None


def answers_in(notes: Iterable[tuple[datetime, str]]) -> tuple[Answer, ...]:
    """The answers in what the ledger noted, each mail once, oldest note first. Raises LedgerError."""
    answers = (Answer.from_json(text) for _, text in notes)
    return tuple({answer.mail: answer for answer in answers}.values())


def latest_answers(answers: Iterable[Answer]) -> dict[str, Answer]:
    """By contact, the last answer; what does not count (an out-of-office) only where nothing else came."""
    newest: dict[str, Answer] = {}
    for answer in sorted(answers, key=lambda one: (one.kind not in NEVER_COUNTS, one.moment, one.mail)):
        if answer.contact:
            newest[answer.contact] = answer
    return newest


def all_exits(answers: Iterable[Answer], candidates: Iterable[Candidate]) -> dict[str, Exit]:
    """By contact, why its follow-up ends; contacts that are still followed up are not in it.

    An answer by somebody of the same organisation ends it for all of that organisation's people.
    """
    answered, listed = tuple(answers), tuple(candidates)
    found = [(one.contact, _ENDS[one.kind]) for one in answered if one.contact and one.kind in _ENDS]
    found += _by_colleagues(answered, listed)
    found += [(one.contact.id, Exit.STOPPED) for one in listed if one.contact and not one.contact.may_write]
    found += [(one.contact.id, Exit.STAGE_REACHED) for one in listed if one.contact and one.attended]
    return dict(sorted(found, key=lambda one: _ORDER[one[1]], reverse=True))


def exits(contact: str, answers: Iterable[Answer], candidates: Iterable[Candidate]) -> Exit | None:
    """Why the follow-up of this contact ends; None while it goes on."""
    return all_exits(answers, candidates).get(contact)


def _by_colleagues(answers: tuple[Answer, ...], candidates: tuple[Candidate, ...]) -> list[tuple[str, Exit]]:
    answered = {answer.contact for answer in answers if answer.kind in BY_A_PERSON}
    members: dict[str, set[str]] = {}
    for one in candidates:
        organisation = organisation_of(one)
        if one.contact and organisation:
            members.setdefault(organisation, set()).add(one.contact.id)
    return [
        (person, Exit.COLLEAGUE_ANSWERED)
        for people in members.values()
        if (answering := people & answered)
        for person in people
        if answering - {person}
    ]
