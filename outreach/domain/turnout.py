"""How a call is answered: who was invited, who said what, who came, and who said yes and did not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from outreach.domain.answer import Answer, AnswerKind
from outreach.domain.call import Call
from outreach.domain.candidate import Candidate
from outreach.domain.history import History
from outreach.domain.invitation import occasion_of, reminder_occasion
from outreach.domain.notice import REACHED
from outreach.domain.origin import Origin
from outreach.domain.stage import Fact, FactKind

A_DAY = timedelta(days=1)
RSVPS = (AnswerKind.YES, AnswerKind.MAYBE, AnswerKind.NO)


@dataclass(frozen=True, slots=True)
class Turnout:
    """One call. invited: how many people were told of it; said: by kind of answer, how many gave it last.

    attended: of the invited, None before it is over; missing: rows of those who said yes and did not come.
    """

    call: Call
    invited: int
    said: Mapping[AnswerKind, int]
    attended: int | None
    missing: tuple[Origin, ...]

    @property
    def silent(self) -> int:
        """How many of the invited have said neither yes nor no."""
        return self.invited - sum(self.said.values())


def turnouts(
    calls: Iterable[Call],
    candidates: Iterable[Candidate],
    history: History,
    *,
    told: Mapping[Origin, Iterable[Fact]],
    now: datetime,
) -> tuple[Turnout, ...]:
    """The turnout of each call, in the order in which they are held.

    told: by row, what is known of a candidate with its day. Of a candidate of whom nothing but the topic is known
    (the survey's own column) it cannot be told to which of two calls on it they came.
    """
    listed = tuple(candidates)
    return tuple(
        _turnout(call, listed, _came(call, listed, told), history, over=call.ends <= now)
        for call in sorted(calls, key=lambda call: (call.starts, call.uid))
    )


def rsvps(call: Call, history: History) -> dict[str, AnswerKind]:
    """By contact, what they said last of this call: yes, maybe or no."""
    about = {occasion_of(call), reminder_occasion(call)}
    keys = {record.key for record in history.records if record.occasion in about}
    spoken = [one for one in history.answers if one.message in keys and one.kind in RSVPS]
    return {one.contact: one.kind for one in sorted(spoken, key=_moment)}


def _came(call: Call, candidates: Iterable[Candidate], told: Mapping[Origin, Iterable[Fact]]) -> frozenset[str]:
    """Contacts who were at the call: on its day, give or take one, as lists of participants go by many clocks."""
    held = call.starts.astimezone(UTC).date()
    came: set[str] = set()
    for one in candidates:
        away = [abs(fact.day - held) for fact in told.get(one.origin, ()) if _is_at(fact, call.topic)]
        if one.contact and call.topic in one.attended and min(away, default=A_DAY) <= A_DAY:
            came.add(one.contact.id)
    return frozenset(came)


def _is_at(fact: Fact, topic: str) -> bool:
    return fact.kind is FactKind.ATTENDED and fact.evidence is not None and fact.evidence.reference == topic


def _turnout(
    call: Call, candidates: tuple[Candidate, ...], came: frozenset[str], history: History, *, over: bool
) -> Turnout:
    occasion = occasion_of(call)
    invited = {one.contact for one in history.records if one.occasion == occasion and one.state in REACHED}
    said = {who: kind for who, kind in rsvps(call, history).items() if who in invited}
    held = over and not call.cancelled
    absent = {who for who, kind in said.items() if kind is AnswerKind.YES} - came if held else set()
    return Turnout(
        call,
        len(invited),
        {kind: sum(one is kind for one in said.values()) for kind in RSVPS},
        len(invited & came) if held else None,
        tuple(sorted(one.origin for one in candidates if one.contact and one.contact.id in absent)),
    )


def _moment(answer: Answer) -> tuple[datetime, str]:
    return answer.moment, answer.mail
