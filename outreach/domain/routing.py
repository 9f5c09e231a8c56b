"""What a candidate can do next: apply as an ALS, Fellowship, NextGen, NomCom; never after a window has closed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.domain.candidate import CandidateKind
from outreach.domain.meeting import IcannRegion, Meeting, Programme, Venue, Window, meeting_of


class Way(StrEnum):
    """How a programme stands for somebody today."""

    OPEN = "open"
    NOT_YET_OPEN = "not_yet_open"
    ASK = "ask"
    DATES_UNKNOWN = "dates_unknown"
    CLOSED = "closed"
    NOT_ELIGIBLE = "not_eligible"


class Condition(StrEnum):
    """What a programme asks for; the words are in `templates/_phrases/*/routing.toml`."""

    ORGANISATION = "organisation"
    INDIVIDUAL = "individual"
    STUDENT = "student"
    AGE = "age"
    LIVES_IN_REGION = "lives_in_region"
    STUDIES_IN_REGION = "studies_in_region"
    NEVER_BEFORE = "never_before"
    TIMES = "times"
    ALUMNI = "alumni"
    ENGLISH = "english"


@dataclass(frozen=True, slots=True)
class Applicant:
    """What is known of a candidate; None is not known, and never taken for a no.

    region: ICANN's, of the country where they live; studies_in: the same of their university.
    born: first and last day on which they may have been born (a year alone leaves twelve months open).
    """

    kind: CandidateKind
    region: IcannRegion
    student: bool | None = None
    studies_in: IcannRegion | None = None
    born: tuple[date, date] | None = None
    english: bool | None = None
    nextgen_before: bool | None = None
    fellowships: int | None = None


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """`config/meetings.toml`, [rules]. Ages are whole years at the meeting, both ends included (facts 4.1, 4.2)."""

    nextgen_ages: tuple[int, int]
    fellowship_from_age: int
    fellowships_at_most: int


@dataclass(frozen=True, slots=True)
class Route:
    """One programme for one candidate. unmet, ask: the conditions that bar them, or that nobody has asked about."""

    window: Window
    way: Way
    unmet: tuple[Condition, ...] = ()
    ask: tuple[Condition, ...] = ()

    @property
    def may_be_told(self) -> bool:
        """Whether to write to the candidate about it today."""
        return self.way is Way.OPEN


Check = tuple[Condition, bool | None]


def routes(
    applicant: Applicant, windows: Iterable[Window], meetings: Iterable[Meeting], rules: RoutingRules, *, today: date
) -> tuple[Route, ...]:
    """Every programme and how it stands today, those that are open first and of these the one that closes soonest.

    A moved meeting is looked at where it is now, so it may change who is eligible.
    """
    known = tuple(meetings)
    found = [route(applicant, window, known, rules, today=today) for window in windows]
    order = list(Way)
    return tuple(sorted(found, key=lambda one: (order.index(one.way), one.window.closes or date.max, _name(one))))


def _name(one: Route) -> tuple[str, str]:
    return one.window.programme, one.window.meeting


def route(
    applicant: Applicant, window: Window, meetings: Iterable[Meeting], rules: RoutingRules, *, today: date
) -> Route:
    """How one window stands for one candidate. Its end is weightier than eligibility, that than what is not known."""
    checks = tuple(_checks(applicant, window, meeting_of(window.meeting, meetings), rules, today))
    unmet = tuple(condition for condition, holds in checks if holds is False)
    ask = tuple(condition for condition, holds in checks if holds is None)
    return Route(window, _way(window, unmet, ask, today), unmet, ask)


def _way(window: Window, unmet: tuple[Condition, ...], ask: tuple[Condition, ...], today: date) -> Way:
    if window.closes is not None and window.closes < today:
        return Way.CLOSED
    if unmet:
        return Way.NOT_ELIGIBLE
    if window.closes is None or window.opens is None:
        return Way.DATES_UNKNOWN
    if today < window.opens:
        return Way.NOT_YET_OPEN
    return Way.ASK if ask else Way.OPEN


def _checks(
    applicant: Applicant, window: Window, meeting: Meeting | None, rules: RoutingRules, today: date
) -> Iterator[Check]:
    organisation = applicant.kind is CandidateKind.ORGANISATION
    if window.programme is Programme.ALS_APPLICATION:
        yield Condition.ORGANISATION, organisation
        return
    yield Condition.INDIVIDUAL, not organisation
    venue = meeting.venue_on(today) if meeting else None
    if window.programme is Programme.NEXTGEN:
        yield from _nextgen(applicant, venue, rules)
    elif window.programme is Programme.FELLOWSHIP:
        yield from _fellowship(applicant, meeting, venue, rules)


def _nextgen(applicant: Applicant, venue: Venue | None, rules: RoutingRules) -> Iterator[Check]:
    """A student of 18 to 30 who lives and studies in the region where the meeting is held, once in a lifetime."""
    youngest, oldest = rules.nextgen_ages
    region = venue.region if venue else None
    yield Condition.LIVES_IN_REGION, None if region is None else applicant.region is region
    known = region is not None and applicant.studies_in is not None
    yield Condition.STUDIES_IN_REGION, applicant.studies_in is region if known else None
    yield Condition.STUDENT, applicant.student
    yield Condition.AGE, _aged(applicant, venue, youngest, oldest)
    yield Condition.NEVER_BEFORE, None if applicant.nextgen_before is None else not applicant.nextgen_before
    yield Condition.ENGLISH, applicant.english


def _fellowship(
    applicant: Applicant, meeting: Meeting | None, venue: Venue | None, rules: RoutingRules
) -> Iterator[Check]:
    """Of age at the meeting, in English, no more than so many times; to a policy forum alumni only."""
    times = applicant.fellowships
    yield Condition.AGE, _aged(applicant, venue, rules.fellowship_from_age, None)
    yield Condition.TIMES, None if times is None else times < rules.fellowships_at_most
    yield Condition.ENGLISH, applicant.english
    if meeting is not None and meeting.policy_forum:
        yield Condition.ALUMNI, None if times is None else times > 0


def _aged(applicant: Applicant, venue: Venue | None, youngest: int, oldest: int | None) -> bool | None:
    """Whether their age on the meeting's first day lies between; None where birth or meeting leave it open."""
    if applicant.born is None or venue is None or venue.starts is None:
        return None
    first, last = applicant.born
    least, most = _age(last, venue.starts), _age(first, venue.starts)
    if most < youngest or (oldest is not None and least > oldest):
        return False
    return True if least >= youngest and (oldest is None or most <= oldest) else None


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Moved:
    """What the move of a meeting changes for one candidate."""

    window: Window
    before: Way
    after: Way


def changed_by_move(
    applicant: Applicant, windows: Iterable[Window], meeting: Meeting, rules: RoutingRules, *, told: date, today: date
) -> tuple[Moved, ...]:
    """The windows of a meeting that stand otherwise by its place now than by the place known on the day `told`.

    Windows are looked at as of today in both cases, so that only the move makes a difference.
    """
    then = meeting.venue_on(told)
    before = Meeting(meeting.number, (then,) if then else (), policy_forum=meeting.policy_forum)

    def way(window: Window, place: Meeting) -> Way:
        return route(applicant, window, (place,), rules, today=today).way

    own = [window for window in windows if window.meeting == meeting.number]
    moved = [Moved(window, way(window, before), way(window, meeting)) for window in own]
    return tuple(one for one in moved if one.before is not one.after)
