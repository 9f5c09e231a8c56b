"""The last days of a trip and of a fiscal year: each step of a proposal, the report, the plan, the year's end."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from outreach.domain.deadline import Deadline, DeadlineKind
from outreach.domain.event import Event
from outreach.domain.fiscal_year import FiscalYear, fiscal_year_of
from outreach.domain.opportunity import Opportunity
from outreach.domain.origin import Origin
from outreach.domain.trip import Trip, TripAccount, TripState
from outreach.domain.trip_fit import TripFit, first_departure
from outreach.domain.trip_rules import Form, Step, TripProgramme, TripRules

SHOWN_AFTER = timedelta(days=60)
"""How long a day that was missed is still shown."""

Identify = Callable[[Origin], str]
"""What a row is known by, wherever it moves."""


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A form that is to be handed in: for one event, for all its travellers or for one of them, or for nobody yet."""

    id: str
    event: Event
    rules: TripRules
    trips: tuple[Trip, ...]

    @property
    def origin(self) -> Origin:
        return self.trips[0].origin if self.trips else self.event.origin

    def deadline(self, kind: DeadlineKind, day: date | None) -> Deadline:
        return Deadline(f"{kind}:{self.id}", kind, day, self.event.name, self.rules.year, self.origin)


def trip_deadlines(fits: Iterable[TripFit], identify: Identify, *, today: date) -> Iterator[Deadline]:
    """Every last day of the trips, and of the events that could carry one; what is behind them is left out.

    A step whose notice no source tells has no day, and is shown so. Nobody is told of an event that can carry no trip,
    but of a trip that is planned there all the same.
    """
    for fit in fits:
        for proposal in _proposals(fit, identify):
            yield from _steps(proposal, today)
            yield from _report(proposal, today)


def year_deadlines(
    year: FiscalYear,
    programme: TripProgramme,
    account: TripAccount,
    *,
    plan: Opportunity | None,
    trip_days: Iterable[Deadline],
) -> Iterator[Deadline]:
    """The last days of a fiscal year. plan: its row, None while nobody wrote one; trip_days: those of its trips."""
    rules = programme.years.get(year)
    if rules is None:
        return
    if plan is None or plan.approved is None:
        yield _plan(rules, plan, trip_days)
    if account.left != 0:
        yield _cutoff(rules)
        yield Deadline(f"year_end:{year}", DeadlineKind.YEAR_END, rules.home_by, str(year), year)


def _proposals(fit: TripFit, identify: Identify) -> Iterator[_Proposal]:
    event, rules = fit.event, fit.rules
    if rules is None:
        return
    name = event.number or identify(event.origin)
    if not fit.trips:
        if not fit.bars:
            yield _Proposal(name, event, rules, ())
    elif rules.form is Form.EACH:
        yield from (_Proposal(f"{name}/{identify(trip.origin)}", event, rules, (trip,)) for trip in fit.trips)
    else:
        yield _Proposal(name, event, rules, fit.trips)


def _steps(proposal: _Proposal, today: date) -> Iterator[Deadline]:
    event, rules, trips = proposal.event, proposal.rules, proposal.trips
    if event.start <= today or event.cancelled:
        return
    days = {step: rules.last_day(step, event.start, first_departure(trips)) for step in Step}
    for step in Step if trips else [_first_to_take(days, today)]:
        done = bool(trips) and all(trip.has_done(step) for trip in trips)
        if not done and (days[step] or step.value in rules.unknown):
            yield proposal.deadline(DeadlineKind(step.value), days[step])


def _first_to_take(days: Mapping[Step, date | None], today: date) -> Step:
    """Of an event that nobody proposed yet: the draft, and once its day is past the day after which it is too late."""
    draft = days[Step.DRAFT]
    return Step.DRAFT if draft and draft >= today else Step.SUBMISSION


def _report(proposal: _Proposal, today: date) -> Iterator[Deadline]:
    """Of a trip that was approved: so long after the last return, and while that is not known, after the event."""
    travelled = [trip for trip in proposal.trips if trip.state is TripState.APPROVED]
    if not travelled or proposal.event.cancelled or all(trip.reported for trip in travelled):
        return
    back = max(trip.returns or proposal.event.end for trip in travelled)
    report = proposal.rules.report
    if back + SHOWN_AFTER * 2 >= today:
        yield proposal.deadline(DeadlineKind.REPORT, report.after(back) if report else None)


def _plan(rules: TripRules, plan: Opportunity | None, trip_days: Iterable[Deadline]) -> Deadline:
    """By the year's rule, by the plan's row, else the day on which its lack costs the first trip; None of these: None.

    The earliest of those that are known, as without the plan nothing is acted on.
    """
    gate = (one.day for one in trip_days if one.kind is DeadlineKind.SUBMISSION and one.year == rules.year)
    told = min(filter(None, (rules.plan_by, plan.closes if plan else None)), default=None)
    day = told or min(filter(None, gate), default=None)
    origin = plan.origin if plan else None
    return Deadline(
        f"plan:{rules.year}", DeadlineKind.PLAN, day, str(rules.year), rules.year, origin, computed=told is None
    )


def _cutoff(rules: TripRules) -> Deadline:
    """As published, else counted back from the last day on which a trip of full length can leave."""
    day = rules.cutoff
    if day is None:
        leaves = rules.home_by - timedelta(days=rules.nights or 0)
        day = rules.last_day(Step.SUBMISSION, leaves, leaves)
    about = str(rules.year)
    return Deadline(f"cutoff:{about}", DeadlineKind.CUTOFF, day, about, rules.year, computed=rules.cutoff is None)


def years_in_view(today: date, starts: Mapping[Origin, date]) -> tuple[FiscalYear, ...]:
    """This fiscal year, the next one, and any later one for which the calendar has an event."""
    this = fiscal_year_of(today)
    ahead = {fiscal_year_of(day) for day in starts.values() if day > this.ends}
    return tuple(sorted({this, FiscalYear(this.number + 1), *ahead}))
