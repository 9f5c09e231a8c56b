"""What waits for whom, of all that the ledger knows: for a leader's name, for a person's verdict, for an answer."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.history import History
from outreach.domain.message import MessageState


@dataclass(frozen=True, slots=True)
class Waiting:
    """Counts of messages and answers, and since when the oldest of each waits; None where none does.

    approvals: messages that wait for a leader in Approvals. unknown: messages of which nobody knows whether they
    arrived. approved: those that go with the next run that may send. answers: mails that had words for a person.
    """

    approvals: int = 0
    approvals_since: datetime | None = None
    unknown: int = 0
    unknown_since: datetime | None = None
    approved: int = 0
    answers: int = 0
    answers_since: datetime | None = None


def waiting_in(history: History, *, answered_since: datetime) -> Waiting:
    """answered_since: older answers are left out, as the ledger does not know who dealt with them."""
    states = Counter(record.state for record in history.records)
    answers = [one for one in history.answers if one.waits and one.moment > answered_since]
    return Waiting(
        approvals=states[MessageState.PLANNED],
        approvals_since=_oldest(history, MessageState.PLANNED),
        unknown=states[MessageState.UNKNOWN],
        unknown_since=_oldest(history, MessageState.UNKNOWN),
        approved=states[MessageState.APPROVED] + states[MessageState.LATER],
        answers=len(answers),
        answers_since=min((one.moment for one in answers), default=None),
    )


def _oldest(history: History, state: MessageState) -> datetime | None:
    return min((record.since for record in history.records if record.state is state), default=None)
