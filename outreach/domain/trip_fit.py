"""Which events of the calendar could carry a trip, and why not: what bars one, and what is still to be settled."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach.domain.event import Event, EventKind
from outreach.domain.fiscal_year import FiscalYear, fiscal_year_of
from outreach.domain.meeting import IcannRegion, Meeting
from outreach.domain.trip import GONE, Purse, Trip, TripAccount
from outreach.domain.trip_rules import BINDING, IcannMeetings, Step, TripProgramme, TripRules

AROUND = timedelta(days=14)
"""An event of ICANN's own in the same country within so many days may have the same purpose."""


class Bar(StrEnum):
    """Why an event can carry no trip."""

    ISSUE = "issue"
    CANCELLED = "cancelled"
    ONLINE = "online"
    OVER = "over"
    OUTSIDE_REGION = "outside_region"
    NOBODY_UNCOVERED = "nobody_uncovered"
    OTHER_PURSE = "other_purse"
    ICANN_MEETING = "icann_meeting"
    NOT_HOME = "not_home"
    NO_TRIP_LEFT = "no_trip_left"
    TOO_LATE = "too_late"


class Ask(StrEnum):
    """What is still to be settled before a trip can go there."""

    PLAN = "plan"
    TRAVELLER = "traveller"
    RULES_UNKNOWN = "rules_unknown"
    KIND = "kind"
    ICANN_FIRST = "icann_first"
    ONE_FOR_ICANN = "one_for_icann"
    SAME_AS_ICANN = "same_as_icann"
    LATE_FOR_REVIEW = "late_for_review"
    TOO_LONG = "too_long"


class Verdict(StrEnum):
    """How an event stands as the aim of a trip."""

    READY = "ready"
    COULD = "could"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class TripFit:
    """One event. last_day: the first of the last days after which the trip is lost; trips: those that are planned."""

    event: Event
    rules: TripRules | None
    trips: tuple[Trip, ...]
    last_day: date | None
    bars: tuple[Bar, ...]
    asks: tuple[Ask, ...]

    @property
    def verdict(self) -> Verdict:
        """Barred, or not yet complete, or neither."""
        if self.bars:
            return Verdict.CANNOT
        return Verdict.COULD if self.asks else Verdict.READY


@dataclass(frozen=True, slots=True)
class Season:
    """What fits are judged by. accounts: by fiscal year; planned: the years whose outreach plan is approved by today.

    uncovered: codes of the countries without a structure.
    """

    programme: TripProgramme
    accounts: Mapping[FiscalYear, TripAccount]
    planned: frozenset[FiscalYear]
    uncovered: frozenset[str]
    meetings: tuple[Meeting, ...]
    today: date


def trip_fits(events: Iterable[Event], trips: Iterable[Trip], season: Season) -> tuple[TripFit, ...]:
    """How each event stands, in the order of its days; each row of the calendar once."""
    listed, going = tuple(events), tuple(trips)
    ordered = sorted(listed, key=lambda event: (event.start, event.origin))
    return tuple(_fit(event, listed, going, season) for event in ordered)


def _fit(event: Event, events: Collection[Event], trips: Collection[Trip], season: Season) -> TripFit:
    rules = season.programme.rules_on(event.start)
    own = tuple(trip for trip in trips if trip.event == event.origin and trip.state not in GONE)
    paid = tuple(trip for trip in own if trip.purse is Purse.TRAVEL_PROGRAMME)
    last = last_day_to_act(event, paid, rules)
    judged = _Judged(event, own, paid, rules, season)
    bars = tuple(judged.bars(last))
    asks = () if bars else tuple(judged.asks(events, trips))
    return TripFit(event, rules, paid, last, bars, asks)


def last_day_to_act(event: Event, trips: Collection[Trip], rules: TripRules | None) -> date | None:
    """The first of the binding last days for the earliest departure; None where the year's notices are unknown."""
    if rules is None:
        return None
    days = [rules.last_day(step, event.start, first_departure(trips)) for step in BINDING]
    return min((day for day in days if day), default=None)


def first_departure(trips: Iterable[Trip]) -> date | None:
    """The earliest departure that is known."""
    return min((trip.departs for trip in trips if trip.departs), default=None)


def is_icanns_own(event: Event) -> bool:
    """Whether ICANN itself holds it: a numbered meeting, or ICANN alone is its organiser."""
    return bool(event.number) or event.organiser.strip().casefold() == "icann"


@dataclass(frozen=True, slots=True)
class _Judged:
    event: Event
    own: tuple[Trip, ...]
    paid: tuple[Trip, ...]
    rules: TripRules | None
    season: Season

    def bars(self, last: date | None) -> Iterator[Bar]:
        event, today = self.event, self.season.today
        facts = {
            Bar.ISSUE: event.kind == EventKind.ISSUE,
            Bar.CANCELLED: event.cancelled,
            Bar.ONLINE: event.form == "online",
            Bar.OVER: event.end < today,
            Bar.OUTSIDE_REGION: event.country is None,
            Bar.NOBODY_UNCOVERED: not event.draws_from(self.season.uncovered),
            Bar.OTHER_PURSE: bool(self.own) and not self.paid,
            Bar.ICANN_MEETING: self._clause() is IcannMeetings.NEVER and bool(event.number),
            Bar.NOT_HOME: self.rules is not None and self._home() > self.rules.home_by,
            Bar.NO_TRIP_LEFT: not self.paid and self._left() == 0,
            Bar.TOO_LATE: last is not None and last < today and not self._handed_in(),
        }
        yield from (bar for bar, holds in facts.items() if holds)

    def asks(self, events: Collection[Event], trips: Collection[Trip]) -> Iterator[Ask]:
        event, clause = self.event, self._clause()
        icanns = is_icanns_own(event)
        draft = self.rules and self.rules.last_day(Step.DRAFT, event.start, first_departure(self.paid))
        drafted = any(trip.has_done(Step.DRAFT) for trip in self.paid)
        facts = {
            Ask.PLAN: fiscal_year_of(event.start) not in self.season.planned,
            Ask.TRAVELLER: not any(trip.traveller for trip in self.paid),
            Ask.RULES_UNKNOWN: self.rules is None or Step.SUBMISSION not in self.rules.notices,
            Ask.KIND: not event.kind,
            Ask.ICANN_FIRST: clause is IcannMeetings.FIRST and not icanns,
            Ask.ONE_FOR_ICANN: clause is IcannMeetings.AT_LEAST_ONE and self._takes_icanns_trip(events, trips),
            Ask.SAME_AS_ICANN: not icanns and any(_may_be_the_same(event, one) for one in events),
            Ask.LATE_FOR_REVIEW: bool(draft and draft < self.season.today and not drafted),
            Ask.TOO_LONG: self._too_long(),
        }
        yield from (ask for ask, holds in facts.items() if holds)

    def _clause(self) -> IcannMeetings | None:
        return self.rules.icann_meetings if self.rules else None

    def _home(self) -> date:
        """When the last traveller is back, as far as it is known."""
        return max([self.event.end, *(trip.returns for trip in self.paid if trip.returns)])

    def _left(self) -> int | None:
        account = self.season.accounts.get(fiscal_year_of(self.event.start))
        return account.left if account else None

    def _handed_in(self) -> bool:
        return bool(self.paid) and all(trip.has_done(Step.SUBMISSION) for trip in self.paid)

    def _too_long(self) -> bool:
        """Whether the event lasts longer than a trip may, or somebody stays longer."""
        rules = self.rules
        if rules is None or rules.days is None or rules.nights is None:
            return False
        stays = [(trip.returns - trip.departs).days for trip in self.paid if trip.departs and trip.returns]
        return (self.event.end - self.event.start).days + 1 > rules.days or max(stays, default=0) > rules.nights

    def _takes_icanns_trip(self, events: Collection[Event], trips: Collection[Trip]) -> bool:
        """Whether this would use up the trip that is kept for a meeting of ICANN's in the region."""
        year = fiscal_year_of(self.event.start)
        granted = self.rules.trips if self.rules else None
        if granted is None or is_icanns_own(self.event) or not _icann_meets(year, self.season.meetings):
            return False
        elsewhere = {one.origin for one in events if fiscal_year_of(one.start) == year and not is_icanns_own(one)}
        used = sum(trip.uses_a_trip for trip in trips if trip.event in elsewhere)
        return used + (not self.paid) > granted - 1


def _icann_meets(year: FiscalYear, meetings: Iterable[Meeting]) -> bool:
    """Whether ICANN holds a meeting in Latin America in that year, by what was announced last."""
    venues = (meeting.venue_on(date.max) for meeting in meetings)
    return any(
        venue.region is IcannRegion.LATIN_AMERICA and venue.starts in year for venue in venues if venue is not None
    )


def _may_be_the_same(event: Event, other: Event) -> bool:
    near = other.start - AROUND <= event.start <= other.end + AROUND
    return is_icanns_own(other) and not other.cancelled and other.country == event.country and near
