"""Who is written to again as no answer came, when, and from when on a person takes over."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice

from outreach.domain.answer import Exit, all_exits
from outreach.domain.approval import Batch
from outreach.domain.candidate import Candidate
from outreach.domain.candidate_facts import FOLLOW_UP
from outreach.domain.contact import Contact
from outreach.domain.history import TOLD, History, Record
from outreach.domain.invitation import INVITATION
from outreach.domain.message import MessageState
from outreach.domain.organisation import organisation_of
from outreach.domain.origin import Origin

IsWorkingDay = Callable[[date, str], bool]
"""Whether people work on a day in a country (ISO code)."""

A_DAY = timedelta(days=1)
FURTHEST = 400  # days: no country rests longer
MAY_GO_ANY_MOMENT = frozenset({MessageState.PLANNED, MessageState.APPROVED, MessageState.LATER})


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the cadence. after: working days of the reader's country since the last message.

    template: "" for the last step, which is no mail: a person takes over. stop_when: what makes it needless.
    """

    name: str
    after: int
    template: str
    stop_when: frozenset[Exit]

    @property
    def occasion(self) -> str:
        """What the message is about, the same on every run."""
        return f"{FOLLOW_UP}{self.name}"


@dataclass(frozen=True, slots=True)
class Cadence:
    """`config/cadence.toml`. organisation_rest: the least time between two messages to one organisation."""

    steps: tuple[Step, ...]
    organisation_rest: timedelta


class Held(StrEnum):
    """Why nothing is written now, or at all; the first reason that holds is the one given."""

    COUNTRY_COVERED = "country_covered"
    NO_ADDRESS = "no_address"
    SUPPRESSED = "suppressed"
    STOPPED = "stopped"
    NOT_INVITED = "not_invited"
    SAME_CONTACT = "same_contact"
    NOT_YET = "not_yet"
    NO_WORKING_DAY = "no_working_day"
    MESSAGE_WAITS = "message_waits"
    ORGANISATION_RESTS = "organisation_rests"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The next step with a candidate who did not answer. due: a working day; held: why it is not done today.

    last: when our last message about calls went out; about: the occasion of the last invitation among them.
    waits: whether this very mail was planned before and is not sent yet.
    """

    candidate: Candidate
    contact: Contact
    step: Step
    due: date
    held: Held | None = None
    last: datetime | None = None
    about: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class FollowUpPlan:
    """now: mails of today; later: those that wait; handed_over: a person's to do; the rest with their reason."""

    now: tuple[FollowUp, ...]
    later: tuple[FollowUp, ...]
    handed_over: tuple[FollowUp, ...]
    passed_over: tuple[tuple[Candidate, Held], ...]

    @property
    def mails(self) -> tuple[FollowUp, ...]:
        """What is to wait for approval: a day of rest takes nothing back that was offered before."""
        resting = (one for one in self.later if one.waits and one.held is Held.NO_WORKING_DAY)
        return tuple(sorted((*self.now, *resting), key=lambda one: (one.due, one.candidate.origin)))


@dataclass(frozen=True, slots=True)
class Workload:
    """What one liaison has on a day. name: "" for what is nobody's yet."""

    name: str
    due: tuple[FollowUp, ...]
    overdue: tuple[FollowUp, ...]
    handed_over: tuple[FollowUp, ...]


def plan_follow_ups(
    candidates: Iterable[Candidate],
    history: History,
    cadence: Cadence,
    *,
    now: datetime,
    uncovered: frozenset[str],
    is_working_day: IsWorkingDay,
) -> FollowUpPlan:
    """The step that each candidate is at; one mail at most to an organisation, and none while another may go."""
    listed = sorted(candidates, key=lambda candidate: candidate.origin)
    planner = _Planner(cadence, _past(listed, history), uncovered, now, is_working_day, {})
    ready: list[FollowUp] = []
    passed_over: list[tuple[Candidate, Held]] = []
    seen: set[str] = set()
    for candidate in listed:
        found = planner.step_of(candidate)
        if isinstance(found, FollowUp) and found.contact.id in seen:
            found = Held.SAME_CONTACT
        if isinstance(found, FollowUp):
            seen.add(found.contact.id)
            ready.append(found)
        else:
            passed_over.append((candidate, found))
    mails = planner.spaced(one for one in ready if one.step.template)
    persons = [one for one in ready if not one.step.template]
    return FollowUpPlan(
        now=tuple(one for one in mails if one.held is None),
        later=tuple([one for one in mails if one.held] + [one for one in persons if one.held is Held.NOT_YET]),
        handed_over=tuple(one for one in persons if one.held is not Held.NOT_YET),
        passed_over=tuple(passed_over),
    )


def workloads(plan: FollowUpPlan, liaisons: Mapping[Origin, str], today: date) -> tuple[Workload, ...]:
    """What is due today, overdue and handed over, by liaison. liaisons: by a candidate's row, who was designated."""
    of: dict[str, tuple[list[FollowUp], list[FollowUp], list[FollowUp]]] = defaultdict(lambda: ([], [], []))
    for one in (*plan.now, *plan.later, *plan.handed_over):
        due, overdue, handed_over = of[liaisons.get(one.candidate.origin, "")]
        if not one.step.template and one.due <= today:
            handed_over.append(one)
        elif one.due <= today:
            (overdue if one.due < today else due).append(one)
    return tuple(Workload(name, *(tuple(part) for part in of[name])) for name in sorted(of) if any(of[name]))


def steps(planned: Iterable[Batch]) -> dict[str, str]:
    """By occasion, the name of the step in the cadence."""
    return {batch.occasion: batch.occasion.removeprefix(FOLLOW_UP) for batch in planned}


@dataclass(frozen=True, slots=True)
class _Past:
    """What was said and answered. outreach: by contact, the last message of ours about calls.

    invited: by contact, the occasion of the last invitation; told: by contact or organisation, the last message
    of any kind; waiting: by contact or organisation, the messages that may go any moment (contact and occasion).
    """

    outreach: Mapping[str, datetime]
    invited: Mapping[str, str]
    taken: frozenset[tuple[str, str]]
    told: Mapping[str, datetime]
    waiting: Mapping[str, frozenset[tuple[str, str]]]
    exits: Mapping[str, Exit]
    suppressed: frozenset[str]


def _past(candidates: list[Candidate], history: History) -> _Past:
    organisations: dict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.contact and (organisation := organisation_of(candidate)):
            organisations[candidate.contact.id].add(organisation)
    sent = [record for record in history.records if record.state in TOLD]
    ours = [record for record in sent if record.occasion.startswith((INVITATION, FOLLOW_UP))]
    waiting: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for record in history.records:
        if record.state in MAY_GO_ANY_MOMENT:
            for who in _all_of(record, organisations):
                waiting[who].add((record.contact, record.occasion))
    invitations = sorted((one for one in ours if one.occasion.startswith(INVITATION)), key=lambda one: one.since)
    return _Past(
        outreach=_newest((record.contact, record.since) for record in ours),
        invited={record.contact: record.occasion for record in invitations},
        taken=frozenset((record.contact, record.occasion) for record in ours),
        told=_newest((who, record.since) for record in sent for who in _all_of(record, organisations)),
        waiting={who: frozenset(messages) for who, messages in waiting.items()},
        exits=all_exits(history.answers, candidates),
        suppressed=history.suppressed,
    )


def _all_of(record: Record, organisations: Mapping[str, set[str]]) -> Iterable[str]:
    yield record.contact
    yield from organisations.get(record.contact, ())


def _newest(moments: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    newest: dict[str, datetime] = {}
    for who, moment in moments:
        if who not in newest or newest[who] < moment:
            newest[who] = moment
    return newest


@dataclass(frozen=True, slots=True)
class _Planner:
    """The decision on each candidate. dues: days already computed, as many candidates share them."""

    cadence: Cadence
    past: _Past
    uncovered: frozenset[str]
    now: datetime
    is_working_day: IsWorkingDay
    dues: dict[tuple[date, int, str], date]

    def step_of(self, candidate: Candidate) -> FollowUp | Held:
        """The step that the candidate is at, or why there is none."""
        contact = candidate.contact
        if candidate.country not in self.uncovered:
            return Held.COUNTRY_COVERED
        if contact is None:
            return Held.NO_ADDRESS
        if contact.id in self.past.suppressed:
            return Held.SUPPRESSED
        if not contact.may_write:
            return Held.STOPPED
        if contact.id not in self.past.outreach:
            return Held.STOPPED if contact.id in self.past.exits else Held.NOT_INVITED
        return self._next_step(candidate, contact)

    def _next_step(self, candidate: Candidate, contact: Contact) -> FollowUp | Held:
        """The first step neither taken nor needless; the last one lasts until a person has closed the case."""
        why, taken = self.past.exits.get(contact.id), self.past.taken
        open_steps = (one for one in self.cadence.steps if why not in one.stop_when)
        step = next((one for one in open_steps if (contact.id, one.occasion) not in taken), None)
        if step is None:
            return Held.STOPPED
        last = self.past.outreach[contact.id]
        due = self._due(last.date(), step.after, candidate.country)
        today = self.now.date()
        held = Held.NOT_YET if due > today else None
        if held is None and not self.is_working_day(today, candidate.country):
            held = Held.NO_WORKING_DAY
        waits = (contact.id, step.occasion) in self.past.waiting.get(contact.id, frozenset())
        return FollowUp(candidate, contact, step, due, held, last, self.past.invited.get(contact.id, ""), waits)

    def spaced(self, mails: Iterable[FollowUp]) -> list[FollowUp]:
        """Those due are held back where a message waits or the organisation was written to; the oldest go first."""
        spoken_to: set[str] = set()
        spaced = []
        for mail in sorted(mails, key=lambda one: (one.due, one.candidate.origin)):
            readers = {mail.contact.id, organisation_of(mail.candidate)} - {""}
            held = mail.held or self._rest(mail, readers, spoken_to)
            spoken_to |= readers if held is None else set()
            spaced.append(mail if held is mail.held else replace(mail, held=held))
        return spaced

    def _rest(self, mail: FollowUp, readers: set[str], spoken_to: set[str]) -> Held | None:
        """The mail itself, where it was planned before, keeps nobody from it."""
        waiting = {message for who in readers for message in self.past.waiting.get(who, ())}
        if waiting - {(mail.contact.id, mail.step.occasion)}:
            return Held.MESSAGE_WAITS
        rest = max(self.cadence.organisation_rest, A_DAY)
        recent = any(self.now - self.past.told[who] < rest for who in readers if who in self.past.told)
        return Held.ORGANISATION_RESTS if recent or readers & spoken_to else None

    def _due(self, last: date, after: int, country: str) -> date:
        """The working day that is so many after `last`."""
        wanted = last, after, country
        if wanted not in self.dues:
            days = (last + timedelta(days=ahead) for ahead in range(1, FURTHEST))
            working = (day for day in days if self.is_working_day(day, country))
            self.dues[wanted] = next(islice(working, after - 1, None), last + timedelta(days=FURTHEST))
        return self.dues[wanted]
