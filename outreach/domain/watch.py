"""All last days at once, as they stand on a day: of trips, of fiscal years, of programmes' windows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from outreach.domain.deadline import Deadline, by_day
from outreach.domain.event import Event
from outreach.domain.fiscal_year import FiscalYear
from outreach.domain.meeting import Meeting, Window
from outreach.domain.opportunity import Opportunity, plans_by_year
from outreach.domain.origin import Origin
from outreach.domain.trip import Trip, TripAccount, trip_account
from outreach.domain.trip_deadlines import trip_deadlines, year_deadlines, years_in_view
from outreach.domain.trip_fit import Season, TripFit, trip_fits
from outreach.domain.trip_rules import TripProgramme
from outreach.domain.window_deadlines import window_deadlines


@dataclass(frozen=True, slots=True)
class Listed:
    """What members wrote down: the calendar, the trips, the windows and plans."""

    events: tuple[Event, ...] = ()
    trips: tuple[Trip, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What they are held against: rules, ICANN's meetings and windows, the countries without a structure."""

    programme: TripProgramme
    meetings: tuple[Meeting, ...] = ()
    windows: tuple[Window, ...] = ()
    uncovered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Watch:
    """How things stand: last days, the nearest first; each event as the aim of a trip; the trips of each year."""

    deadlines: tuple[Deadline, ...]
    fits: tuple[TripFit, ...]
    accounts: Mapping[FiscalYear, TripAccount]


def watch(listed: Listed, setting: Setting, identify: Callable[[Origin], str], *, today: date) -> Watch:
    """Everything that can be told today. identify: what a row is known by, wherever it moves."""
    starts = {event.origin: event.start for event in listed.events}
    years = years_in_view(today, starts)
    plans = plans_by_year(listed.opportunities)
    accounts = {year: _account(year, listed.trips, starts, setting.programme) for year in _all(years, starts, setting)}
    season = Season(setting.programme, accounts, _approved(plans, today), setting.uncovered, setting.meetings, today)
    fits = trip_fits(listed.events, listed.trips, season)
    of_trips = tuple(trip_deadlines(fits, identify, today=today))
    of_years = [
        deadline
        for year in years
        if year in accounts
        for deadline in year_deadlines(
            year, setting.programme, accounts[year], plan=plans.get(year), trip_days=of_trips
        )
    ]
    over = meetings_over(setting.meetings, today)
    windows = window_deadlines(setting.windows, listed.opportunities, identify, over=over, today=today)
    return Watch(by_day((*of_trips, *of_years, *windows)), fits, accounts)


def meetings_over(meetings: Iterable[Meeting], today: date) -> frozenset[str]:
    """Numbers of the meetings that are past."""
    return frozenset(one.number for one in meetings if _is_over(one, today))


def _all(years: Iterable[FiscalYear], starts: Mapping[Origin, date], setting: Setting) -> list[FiscalYear]:
    """The years in view and those of past events, as far as there are rules."""
    own = {year for year in setting.programme.years if any(day in year for day in starts.values())}
    return sorted((own | set(years)) & setting.programme.years.keys())


def _account(
    year: FiscalYear, trips: Iterable[Trip], starts: Mapping[Origin, date], programme: TripProgramme
) -> TripAccount:
    return trip_account(year, trips, starts, granted=programme.years[year].trips)


def _approved(plans: Mapping[FiscalYear, Opportunity], today: date) -> frozenset[FiscalYear]:
    return frozenset(year for year, plan in plans.items() if plan.approved and plan.approved <= today)


def _is_over(meeting: Meeting, today: date) -> bool:
    venue = meeting.venue_on(today)
    return venue is not None and venue.ends is not None and venue.ends < today
