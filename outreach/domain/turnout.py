"""How a call is answered: who was invited, who said what, who came, and who said yes and did not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.answer import Answer, AnswerKind
from outreach.domain.call import Call
from outreach.domain.candidate import Candidate
from outreach.domain.history import History
from outreach.domain.invitation import occasion_of, reminder_occasion
from outreach.domain.notice import REACHED
from outreach.domain.origin import Origin

RSVPS = (AnswerKind.YES, AnswerKind.MAYBE, AnswerKind.NO)


@dataclass(frozen=True, slots=True)
class Turnout:
    """One call. invited: how many people were told of it; said: by kind of answer, how many gave it last.

    attended: of the invited, by the sheet, None before it is over; missing: rows of those who said yes and did not
    come. The sheet says on which topic somebody was, so of two calls on one topic it cannot be told which.
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
    calls: Iterable[Call], candidates: Iterable[Candidate], history: History, *, now: datetime
) -> tuple[Turnout, ...]:
    """The turnout of each call, in the order in which they are held."""
    listed = tuple(candidates)
    return tuple(
        _turnout(call, listed, history, over=call.ends <= now)
        for call in sorted(calls, key=lambda call: (call.starts, call.uid))
    )


def rsvps(call: Call, history: History) -> dict[str, AnswerKind]:
    """By contact, what they said last of this call: yes, maybe or no."""
    about = {occasion_of(call), reminder_occasion(call)}
    keys = {record.key for record in history.records if record.occasion in about}
    spoken = [one for one in history.answers if one.message in keys and one.kind in RSVPS]
    return {one.contact: one.kind for one in sorted(spoken, key=_moment)}


def _turnout(call: Call, candidates: tuple[Candidate, ...], history: History, *, over: bool) -> Turnout:
    occasion = occasion_of(call)
    invited = {one.contact for one in history.records if one.occasion == occasion and one.state in REACHED}
    said = {who: kind for who, kind in rsvps(call, history).items() if who in invited}
    came = {one.contact.id for one in candidates if one.contact and call.topic in one.attended}
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
