"""Who was told of a call that has since been moved or cancelled, and must be told of the change."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from outreach.domain.answer import AnswerKind, latest_answers
from outreach.domain.call import Call, Revision, WayIn
from outreach.domain.candidate import Candidate
from outreach.domain.history import TOLD, History, Record
from outreach.domain.invitation import Invitation, occasion_of
from outreach.domain.message import MessageState
from outreach.errors import LedgerError

REACHED = frozenset({MessageState.ACCEPTED, MessageState.UNKNOWN})
"""States of an earlier message after which its reader may believe what it said."""

LEFT_IN_PEACE = frozenset({AnswerKind.NO, AnswerKind.OPT_OUT, AnswerKind.COMPLAINT, AnswerKind.BOUNCED})


class NoticeKind(StrEnum):
    """What has happened to the call; also the name of the template."""

    MOVED = "invitation_moved"
    CANCELLED = "invitation_cancelled"


@dataclass(frozen=True, slots=True)
class Notice:
    """One contact who was told an earlier version of a call. told: the sequence of that version."""

    invitation: Invitation
    kind: NoticeKind
    told: int


@dataclass(frozen=True, slots=True)
class ToldCall:
    """What a version of a call said of its time and place: kept, so that a notice can tell old and new.

    starts: in UTC; ways: the bridges by language; rest: the fingerprint without these, "" when nobody kept it.
    """

    starts: datetime
    bridge: str
    link: str
    ways: tuple[WayIn, ...] = ()
    rest: str = ""

    def to_json(self) -> str:
        """For the ledger."""
        ways = [[one.language, one.number, one.link] for one in self.ways]
        plain = {"starts": self.starts.isoformat(), "bridge": self.bridge, "link": self.link}
        return json.dumps({**plain, "ways": ways, "rest": self.rest}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "ToldCall":
        """What `to_json` wrote. Raises LedgerError when it is anything else."""
        try:
            plain = json.loads(text)
            ways = tuple(WayIn(*one) for one in plain.get("ways", ()))
            starts = datetime.fromisoformat(plain["starts"])
            return cls(starts, plain["bridge"], plain["link"], ways, plain.get("rest", ""))
        except (ValueError, KeyError, TypeError) as fault:
            raise LedgerError("The ledger's note of a call cannot be read; restore the ledger from a copy.") from fault


def told_of(call: Call) -> ToldCall:
    """What an invitation to the call tells of its time and place."""
    rest = replace(call, ways=()).fingerprint
    return ToldCall(call.starts.astimezone(UTC), call.bridge, call.link, call.ways, rest)


def concerns(call: Call, told: ToldCall | None, languages: Iterable[str]) -> bool:
    """Whether what was told in these languages is otherwise now: not when the bridge of another one changed."""
    now = told_of(call)
    if told is None or told.rest != now.rest:
        return True
    before = replace(call, ways=told.ways)
    return any(before.joined_in(one) != call.joined_in(one) for one in languages)


def plan_notices(
    candidates: Iterable[Candidate],
    calls: Iterable[Call],
    history: History,
    *,
    revisions: Mapping[str, Revision],
    now: datetime,
) -> tuple[Notice, ...]:
    """A notice for each contact whom an earlier version of a call still to come has reached, and no later one has.

    Whoever said no to the call, wants no mail or cannot be reached is left in peace; so is whoever was never told:
    they get an invitation to the call as it is now, not a notice. revisions: by uid of the call.
    """
    by_contact = {one.contact.id: one for one in candidates if one.contact and one.contact.may_write}
    silent = history.suppressed | who_said_no(history)
    found: list[Notice] = []
    for call in calls:
        versions = _versions(occasion_of(call), history)
        for contact, reached in sorted(versions.items()):
            candidate = by_contact.get(contact)
            if call.starts <= now or contact in silent or candidate is None or candidate.contact is None:
                continue
            told = _last_told(reached, revisions[call.uid].sequence)
            if told is not None:
                kind = NoticeKind.CANCELLED if call.cancelled else NoticeKind.MOVED
                found.append(Notice(Invitation(candidate, candidate.contact, call), kind, told))
    return tuple(found)


def _versions(occasion: str, history: History) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in history.records:
        if record.occasion == occasion and record.state in TOLD:
            found.setdefault(record.contact, []).append(record)
    return found


def _last_told(records: Iterable[Record], current: int) -> int | None:
    """The newest version that reached them; None when none did, or when the current one was already tried."""
    reached = [record.revision for record in records if record.state in REACHED or record.revision == current]
    newest = max(reached, default=current)
    return newest if newest < current else None


def who_said_no(history: History) -> frozenset[str]:
    """Contacts whose last word was no, or who cannot be reached."""
    last = latest_answers(history.answers)
    return frozenset(contact for contact, answer in last.items() if answer.kind in LEFT_IN_PEACE)
