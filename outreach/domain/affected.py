"""Which rows depend on an event that was moved or cancelled, and why: all of them, and none else."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from outreach.domain.call import Call
from outreach.domain.candidate import Candidate, CandidateKind
from outreach.domain.contact import Contact
from outreach.domain.deadline import DeadlineKind
from outreach.domain.event import Event, Known, Version, event_occasion
from outreach.domain.history import History
from outreach.domain.invitation import occasion_of
from outreach.domain.meeting import IcannRegion, Meeting, Venue, Window
from outreach.domain.notice import REACHED, who_said_no
from outreach.domain.origin import Origin
from outreach.domain.routing import Applicant, RoutingRules, changed_by_move
from outreach.domain.sharing import sharing_occasion
from outreach.domain.structure import Structure


class Tie(StrEnum):
    """How a row depends on the event; what to do about it is in `templates/_phrases/*/affected.toml`."""

    TRAVELLER = "traveller"
    PROPOSAL = "proposal"
    DEADLINE = "deadline"
    FELLOW = "fellow"
    INVITED = "invited"
    SHARED = "shared"
    CALL = "call"
    WINDOW = "window"
    ELIGIBILITY = "eligibility"


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A last day that the event takes along. about: as in `Deadline`; before, now: None where there was or is none."""

    kind: DeadlineKind
    about: str
    before: date | None
    now: date | None

    @property
    def last(self) -> date:
        """The later of both."""
        return max(self.before or date.min, self.now or date.min)


@dataclass(frozen=True, slots=True)
class Tied:
    """A row that depends on an event. name: as people know it; contact: whom to tell, None where a row is nobody.

    told: since when they knew of the event, None when it is as old as their row; day: of a tie that is a last day.
    """

    tie: Tie
    origin: Origin
    name: str
    contact: Contact | None = None
    told: datetime | None = None
    day: MovedDay | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The last move or cancellation of an event. name: its identity; rows: where the calendar tells of it."""

    name: str
    event: Event
    history: tuple[Known, ...]
    rows: frozenset[Origin]

    @property
    def now(self) -> Version:
        """What is known of it now."""
        return self.history[-1].version

    @property
    def since(self) -> datetime:
        """When the change was first read."""
        return next(known.since for known in self.history if known.version.sequence == self.now.sequence)

    @property
    def before(self) -> Version:
        """What was known until then."""
        return self.version(self.now.sequence - 1) or self.now

    @property
    def occasion(self) -> str:
        """Of the notices about it."""
        return event_occasion(self.name)

    def version(self, sequence: int) -> Version | None:
        """The last that was known under a sequence."""
        found = [known.version for known in self.history if known.version.sequence == sequence]
        return found[-1] if found else None

    def is_told_on(self, today: date) -> bool:
        """Whether there is anything to tell: it was moved or cancelled, and is not over as it was nor as it is."""
        return bool(self.now.sequence) and max(self.now.end, self.before.end) >= today


def invited(change: Change, calls: Iterable[Call], candidates: Iterable[Candidate], history: History) -> Iterator[Tied]:
    """The candidates who were invited to a call that belongs to the event, before the change was known.

    Whoever said no, wants no mail or cannot be reached depends on it no more. calls: those of the event.
    """
    told = _told(change, {occasion_of(call) for call in calls}, history)
    silent = history.suppressed | who_said_no(history)
    for one in candidates:
        if one.contact and one.contact.id in told and one.contact.id not in silent:
            yield Tied(Tie.INVITED, one.origin, one.name, one.contact, told[one.contact.id])


def spread_by(change: Change, structures: Iterable[Structure], history: History) -> Iterator[Tied]:
    """The structures that were asked to pass the event on, before the change was known.

    Also those that want no mail any more: what they passed on is wrong all the same, and somebody can call them.
    """
    told = _told(change, {sharing_occasion(change.name)}, history)
    for one in structures:
        if one.contact and one.contact.id in told:
            yield Tied(Tie.SHARED, one.origin, one.name, one.contact, told[one.contact.id])


def _told(change: Change, about: Collection[str], history: History) -> dict[str, datetime]:
    """By contact, when they were last told of one of these occasions before the change was known."""
    told: dict[str, datetime] = {}
    for record in history.records:
        if record.occasion in about and record.state in REACHED and record.since < change.since:
            told[record.contact] = max(record.since, told.get(record.contact, record.since))
    return told


def as_the_sheet_knows(change: Change, meeting: Meeting | None, regions: Mapping[str, IcannRegion]) -> Meeting | None:
    """The meeting where the calendar has it, if that is not where `config/meetings.toml` does.

    regions: ICANN's, by country. None where nobody knows the region in which it was or is to be held.
    """
    kept = meeting.venue_on(change.since.date()) if meeting else None
    if kept and kept.country == change.now.country:
        return meeting
    told = (date.min, change.before), (change.since.date(), change.now)
    venues = tuple(_venue(since, known, regions) for since, known in told if known.country in regions)
    if meeting and change.now.country in regions:
        older = (venue for venue in meeting.venues if venue.announced < change.since.date())
        return replace(meeting, venues=(*older, *venues[-1:]))
    return Meeting(change.event.number, venues) if change.event.number and len(venues) == len(told) else meeting


def _venue(since: date, known: Version, regions: Mapping[str, IcannRegion]) -> Venue:
    return Venue(since, known.city, known.country, regions[known.country], known.start, known.end)


def eligible_otherwise(
    change: Change,
    candidates: Iterable[Candidate],
    windows: Iterable[Window],
    meeting: Meeting | None,
    rules: RoutingRules,
    *,
    today: date,
) -> Iterator[Tied]:
    """The individuals for whom a window of the meeting stands otherwise where it is held now (NextGen, facts 4.2).

    All the region's countries are of ICANN's region LAC, so only the meeting's own region makes a difference.
    """
    if meeting is None:
        return
    asked = tuple(windows)
    told = next(known.since for known in reversed(change.history) if known.version.sequence < change.now.sequence)
    for one in candidates:
        applicant = Applicant(one.kind, IcannRegion.LATIN_AMERICA)
        individual = one.kind is CandidateKind.INDIVIDUAL
        if individual and changed_by_move(applicant, asked, meeting, rules, told=told.date(), today=today):
            yield Tied(Tie.ELIGIBILITY, one.origin, one.name)


def by_weight(tied: Iterable[Tied]) -> tuple[Tied, ...]:
    """The weightiest ties first, of one tie in the order of the rows."""
    order = list(Tie)
    return tuple(sorted(tied, key=lambda one: (order.index(one.tie), one.origin)))
