"""Who is invited to which call, and of everybody else why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.domain.answer import Answer, AnswerKind, Exit, all_exits
from outreach.domain.call import Call
from outreach.domain.candidate import Candidate
from outreach.domain.contact import Contact
from outreach.domain.history import History

INVITATION = "invitation:"
REMINDER = "reminder:"
LATEST = timedelta(hours=1)  # before a call; who reads of it later cannot come any more
EVERY = ""  # the series of a "no" of which it is not known what it answers


class PassedOver(StrEnum):
    """Why a candidate gets no invitation now; the first reason that holds is the one given."""

    COUNTRY_COVERED = "country_covered"
    NO_ADDRESS = "no_address"
    SAID_NO = "said_no"
    SUPPRESSED = "suppressed"
    ANSWER_ENDED_IT = "answer_ended_it"
    COLLEAGUE_ANSWERED = "colleague_answered"
    NO_CALL_OPEN = "no_call_open"
    ATTENDED = "attended"
    SAID_NO_TO_SERIES = "said_no_to_series"
    ALREADY_TOLD = "already_told"
    WRITTEN_RECENTLY = "written_recently"
    SAME_CONTACT = "same_contact"


# A reply or a yes to one call keeps nobody from being told of the next one.
_ENDS = {
    Exit.OPT_OUT: PassedOver.ANSWER_ENDED_IT,
    Exit.COMPLAINT: PassedOver.ANSWER_ENDED_IT,
    Exit.BOUNCED: PassedOver.ANSWER_ENDED_IT,
    Exit.COLLEAGUE_ANSWERED: PassedOver.COLLEAGUE_ANSWERED,
}


_RSVPS = frozenset({AnswerKind.YES, AnswerKind.NO, AnswerKind.MAYBE})


@dataclass(frozen=True, slots=True)
class InvitationRules:
    """When people are invited.

    at_most and at_least: how long before a call an invitation may go out; spacing: the least time
    between two messages to one contact; remind_from and remind_until: how long before a call those who
    said yes are reminded, first and last.
    """

    at_most: timedelta
    at_least: timedelta
    spacing: timedelta
    remind_from: timedelta = timedelta(hours=72)
    remind_until: timedelta = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Invitation:
    """One candidate, at an address that is known, to one call."""

    candidate: Candidate
    contact: Contact
    call: Call

    @property
    def occasion(self) -> str:
        """What the message is about: the same on every run, and still after the call has moved."""
        return occasion_of(self.call)


@dataclass(frozen=True, slots=True)
class InvitationPlan:
    """Who is to be invited, and of all others why not."""

    invitations: tuple[Invitation, ...]
    passed_over: tuple[tuple[Candidate, PassedOver], ...]


def occasion_of(call: Call) -> str:
    """The occasion of the invitations to this call."""
    return f"{INVITATION}{call.uid}"


def reminder_occasion(call: Call) -> str:
    """The occasion of the reminders of this call: the same after it has moved, so that nobody gets a second one."""
    return f"{REMINDER}{call.uid}"


def open_calls(calls: Iterable[Call], now: datetime, rules: InvitationRules) -> tuple[Call, ...]:
    """The calls that people may be invited to at this moment, soonest first."""
    taking_place = [call for call in calls if not call.cancelled]
    open_now = [call for call in taking_place if rules.at_least <= call.starts - now <= rules.at_most]
    return tuple(sorted(open_now, key=lambda call: (call.starts, call.uid)))


def cancelled_calls(calls: Iterable[Call], now: datetime) -> tuple[Call, ...]:
    """The cancelled calls that would still be to come."""
    return tuple(call for call in calls if call.cancelled and call.starts > now)


def plan_invitations(
    candidates: Iterable[Candidate],
    calls: tuple[Call, ...],
    history: History,
    *,
    uncovered: frozenset[str],
    resting: frozenset[str],
    series: Mapping[str, str] | None = None,
) -> InvitationPlan:
    """Invites each candidate of an uncovered country to the soonest of `calls` that is new to them.

    calls: those open now, soonest first; resting: contacts written to a short while ago;
    series: by occasion the series of calls, also of those that are over.
    One message to an address though several rows name it; what one of these rows says (no,
    attended) holds for all of them.
    """
    listed = sorted(candidates, key=lambda candidate: candidate.origin)
    situation = _Situation(
        calls=calls,
        uncovered=uncovered,
        barred=_barred(listed, history),
        resting=resting,
        told=history.told(),
        attended=frozenset((one.contact.id, topic) for one in listed if one.contact for topic in one.attended),
        declined=_declined(history, series or {}),
    )
    invited: dict[str, Invitation] = {}
    passed_over: list[tuple[Candidate, PassedOver]] = []
    for candidate in listed:
        decision = _decide(candidate, situation)
        if isinstance(decision, Invitation):
            if invited.setdefault(decision.contact.id, decision) is decision:
                continue
            decision = PassedOver.SAME_CONTACT
        passed_over.append((candidate, decision))
    return InvitationPlan(tuple(invited.values()), tuple(passed_over))


@dataclass(frozen=True, slots=True)
class _Situation:
    """What the decision on one candidate looks at; contacts are ids."""

    calls: tuple[Call, ...]
    uncovered: frozenset[str]
    barred: Mapping[str, PassedOver]
    resting: frozenset[str]
    told: frozenset[tuple[str, str]]
    attended: frozenset[tuple[str, str]]
    declined: frozenset[tuple[str, str]]


def _decide(candidate: Candidate, situation: _Situation) -> Invitation | PassedOver:
    contact = candidate.contact
    if candidate.country not in situation.uncovered:
        return PassedOver.COUNTRY_COVERED
    if contact is None:
        return PassedOver.NO_ADDRESS
    if contact.id in situation.barred:
        return situation.barred[contact.id]
    call = _next_call(contact, situation)
    if isinstance(call, Call) and contact.id in situation.resting:
        return PassedOver.WRITTEN_RECENTLY
    return Invitation(candidate, contact, call) if isinstance(call, Call) else call


def _barred(candidates: Iterable[Candidate], history: History) -> dict[str, PassedOver]:
    """By contact, what keeps them from every invitation: the weightiest reason is the last to be put in."""
    listed = tuple(candidates)
    ended = {who: _ENDS[why] for who, why in all_exits(history.answers, listed).items() if why in _ENDS}
    said_no = (one.contact.id for one in listed if one.contact and not one.contact.may_write)
    return ended | dict.fromkeys(history.suppressed, PassedOver.SUPPRESSED) | dict.fromkeys(said_no, PassedOver.SAID_NO)


def _next_call(contact: Contact, situation: _Situation) -> Call | PassedOver:
    if not situation.calls:
        return PassedOver.NO_CALL_OPEN
    unheard = [call for call in situation.calls if (contact.id, call.topic) not in situation.attended]
    if not unheard:
        return PassedOver.ATTENDED
    wanted = [call for call in unheard if not {(contact.id, call.series), (contact.id, EVERY)} & situation.declined]
    if not wanted:
        return PassedOver.SAID_NO_TO_SERIES
    untold = [call for call in wanted if (contact.id, occasion_of(call)) not in situation.told]
    return untold[0] if untold else PassedOver.ALREADY_TOLD


def series_of(calls: Iterable[Call]) -> dict[str, str]:
    """By occasion, the series that its call belongs to."""
    return {about: call.series for call in calls for about in (occasion_of(call), reminder_occasion(call))}


def titles_of(calls: Iterable[Call]) -> dict[str, str]:
    """By occasion, its call as people list it: title and day."""
    return {occasion_of(call): f"{call.title}, {call.starts:%Y-%m-%d}" for call in calls}


def _declined(history: History, series: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Contact and series of each last word that was a no; of every series where that cannot be told."""
    occasions = {record.key: record.occasion for record in history.records}
    spoken: dict[tuple[str, str], Answer] = {}
    for answer in sorted(history.answers, key=lambda one: (one.moment, one.mail)):
        if answer.kind is AnswerKind.YES:
            spoken.pop((answer.contact, EVERY), None)
        if answer.kind in _RSVPS:
            spoken[answer.contact, series.get(occasions.get(answer.message, ""), EVERY)] = answer
    return frozenset(about for about, answer in spoken.items() if answer.kind is AnswerKind.NO)


def occasions(calls: Iterable[Call], history: History) -> frozenset[str]:
    """Every invitation's occasion, also of calls whose row is gone: what waits for those is to be withdrawn."""
    known = {record.occasion for record in history.records if record.occasion.startswith(INVITATION)}
    return frozenset(known | {occasion_of(call) for call in calls})
