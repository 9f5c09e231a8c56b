"""FY17-FY20 once more, day by day: whoever acts only on the last day was told of it before, of every one of them.

The events and trips are invented, as close to what such a region does as its rules allow; the last days were counted
on a calendar by hand. Members write down what is done on the last day itself, never earlier.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import pytest

from outreach.domain.deadline import DeadlineKind, deadline_reminders
from outreach.domain.event import Event, EventKind
from outreach.domain.opportunity import PLAN, Opportunity
from outreach.domain.origin import Origin
from outreach.domain.person import Person
from outreach.domain.trip import Trip, TripState
from outreach.domain.trip_rules import Step
from outreach.domain.watch import Listed, Setting, watch
from outreach.intake.deadline_rules import parse_deadline_rules
from outreach.intake.meetings import parse_programmes
from outreach.intake.pipeline_rules import parse_reminder_rules
from outreach.intake.trip_rules import parse_trip_programme
from outreach.settings import ROOT
from tests.factories import a_contact, a_person, a_trip, an_event

CONFIG = ROOT / "config"
DAY = timedelta(days=1)
ROLES = ("chair", "secretary", "subcommittee_chair")
FIRST, LAST = date(2016, 7, 1), date(2020, 6, 30)


@dataclass(frozen=True)
class Case:
    """An event of one of the years, when it came into the calendar, when a trip was planned, and its last days."""

    row: int
    name: str
    entered: date
    start: date
    end: date
    planned: date | None
    departs: date | None
    returns: date | None
    last_days: dict[DeadlineKind, date]

    @property
    def origin(self) -> Origin:
        """Its row in the calendar."""
        return Origin("Calendar", self.row)

    @property
    def form(self) -> str:
        """What its proposal is known by: from FY19 on each traveller has a form of their own."""
        alone = self.planned is not None and self.start >= date(2018, 7, 1)
        return f"row {self.row}/trip {self.row}" if alone else f"row {self.row}"


D = date
K = DeadlineKind
VP = DeadlineKind.CONCURRENCE
CASES = (
    # FY17: draft 8, then review, concurrence and submission 6 weeks before departure or event; report 3 weeks after
    Case(2, "Caribbean forum, St Kitts", D(2016, 7, 4), D(2016, 10, 18), D(2016, 10, 20), D(2016, 8, 1),
         D(2016, 10, 17), D(2016, 10, 21), {K.DRAFT: D(2016, 8, 22), K.REVIEW: D(2016, 9, 5), VP: D(2016, 9, 5),
                           K.SUBMISSION: D(2016, 9, 5), K.REPORT: D(2016, 11, 11)}),
    Case(3, "University week, Guatemala", D(2016, 9, 1), D(2017, 2, 13), D(2017, 2, 15), None, None, None,
         {K.DRAFT: D(2016, 12, 16), K.SUBMISSION: D(2016, 12, 30)}),
    Case(4, "Regional caucus, Belize", D(2017, 1, 9), D(2017, 5, 20), D(2017, 5, 22), D(2017, 2, 20), None, None,
         {K.DRAFT: D(2017, 3, 24), K.REVIEW: D(2017, 4, 7), VP: D(2017, 4, 7), K.SUBMISSION: D(2017, 4, 7),
          K.REPORT: D(2017, 6, 12)}),
    # FY18: the same, and At-Large's aim of 7 weeks
    Case(5, "Youth forum, Dominica", D(2017, 8, 1), D(2017, 11, 7), D(2017, 11, 9), D(2017, 9, 1), D(2017, 11, 6),
         D(2017, 11, 10), {K.DRAFT: D(2017, 9, 11), K.REVIEW: D(2017, 9, 25), VP: D(2017, 9, 25),
                           K.AIM: D(2017, 9, 18), K.SUBMISSION: D(2017, 9, 25), K.REPORT: D(2017, 12, 1)}),
    Case(6, "Caribbean forum, Suriname", D(2018, 2, 1), D(2018, 5, 21), D(2018, 5, 23), D(2018, 3, 1),
         D(2018, 5, 21), D(2018, 5, 24), {K.DRAFT: D(2018, 3, 26), K.REVIEW: D(2018, 4, 9), VP: D(2018, 4, 9),
                                          K.AIM: D(2018, 4, 2), K.SUBMISSION: D(2018, 4, 9), K.REPORT: D(2018, 6, 14)}),
    # FY19: 5 working days and 6 weeks
    Case(7, "Consumers' congress, Grenada", D(2018, 7, 2), D(2018, 10, 16), D(2018, 10, 17), D(2018, 8, 1),
         D(2018, 10, 15), D(2018, 10, 18), {K.SUBMISSION: D(2018, 8, 27), K.REPORT: D(2018, 11, 8)}),
    Case(8, "Network meeting, Guatemala", D(2018, 11, 1), D(2019, 4, 8), D(2019, 4, 10), D(2019, 1, 15), D(2019, 4, 7),
         D(2019, 4, 10), {K.SUBMISSION: D(2019, 2, 15), K.REPORT: D(2019, 5, 1)}),
    # FY20: submission 7, concurrence 6 weeks before departure
    Case(9, "Rural access days, Belize", D(2019, 7, 1), D(2019, 10, 1), D(2019, 10, 3), D(2019, 7, 15), D(2019, 9, 30),
         D(2019, 10, 4), {K.SUBMISSION: D(2019, 8, 12), VP: D(2019, 8, 19), K.REPORT: D(2019, 10, 25)}),
    Case(10, "Schools' forum, St Lucia", D(2019, 11, 4), D(2020, 3, 12), D(2020, 3, 13), None, None, None,
         {K.SUBMISSION: D(2020, 1, 22)}),
)  # fmt: skip
PLANS = {"FY17": D(2016, 9, 5), "FY18": D(2017, 9, 25), "FY19": D(2018, 8, 27), "FY20": D(2019, 8, 12)}
OTHERS = {
    ("year_end:FY17", D(2017, 6, 30)),
    ("year_end:FY18", D(2018, 6, 30)),
    ("year_end:FY19", D(2019, 6, 30)),
    ("year_end:FY20", D(2020, 6, 30)),
    ("cutoff:FY20", D(2020, 5, 19)),
    ("nomcom:2017", D(2017, 3, 21)),
    ("fellowship:ICANN62", D(2017, 12, 28)),
}


def expected() -> set[tuple[str, date]]:
    """Every last day of the four years, by identity."""
    trips = {(f"{kind}:{case.form}", day) for case in CASES for kind, day in case.last_days.items()}
    return trips | {(f"plan:{year}", day) for year, day in PLANS.items()} | OTHERS


def event_of(case: Case) -> Event:
    return an_event(case.row, name=case.name, start=case.start, end=case.end, kind=EventKind.REGIONAL)


def trip_on(case: Case, today: date) -> Trip:
    """The trip's row in the morning: each step is written down on its last day, after that morning's run."""
    done = {step: day for step in Step if (day := case.last_days.get(DeadlineKind(step.value))) and day < today}
    handed_in = case.last_days[DeadlineKind.SUBMISSION] < today
    reported = case.last_days.get(DeadlineKind.REPORT)
    return a_trip(
        case.row,
        event=case.origin,
        state=TripState.APPROVED if handed_in and today > case.start else TripState.DRAFT,
        departs=case.departs,
        returns=case.returns,
        done=done,
        reported=reported if reported and reported < today else None,
    )


def listed_on(today: date) -> Listed:
    cases = [case for case in CASES if case.entered <= today and case.start > today - timedelta(days=200)]
    plans = [
        Opportunity(
            PLAN, f"Plan {year}", None, None, "", Origin("Opportunities", row), approved=day if day < today else None
        )
        for row, (year, day) in enumerate(PLANS.items(), start=2)
    ]
    return Listed(
        tuple(map(event_of, cases)),
        tuple(trip_on(case, today) for case in cases if case.planned and case.planned <= today),
        tuple(plans),
    )


def identify(origin: Origin) -> str:
    return f"{'trip' if origin.tab == 'Trips' else 'row'} {origin.row}"


def officers() -> tuple[Person, ...]:
    people = (a_person(role, roles=frozenset({role})) for role in ROLES)
    return tuple(replace(one, contact=a_contact(f"{one.name}@lacralo.example")) for one in people)


def text(name: str) -> str:
    return (CONFIG / name).read_text(encoding="utf-8")


def reminded() -> Iterator[tuple[date, str, date]]:
    """The day of each reminder, what it was about, and the last day that it told."""
    programmes = parse_programmes(text("meetings.toml"))
    setting = Setting(
        parse_trip_programme(text("programmes/cropp.toml")), programmes.meetings, programmes.windows, frozenset({"GT"})
    )
    rules = parse_deadline_rules(text("deadlines.toml"), roles=ROLES, steps=parse_reminder_rules(text("pipeline.toml")))
    people, told = officers(), {}
    today = FIRST
    while today <= LAST:
        found = watch(listed_on(today), setting, identify, today=today)
        for reminder in deadline_reminders(found.deadlines, people, rules, told=told, today=today):
            contact = reminder.owner.contact.id if reminder.owner.contact else ""
            told[contact] = told.get(contact, frozenset()) | reminder.marks
            yield from ((today, one.id, one.day) for one in reminder.due if one.day)
        today += DAY


@cache
def story() -> tuple[tuple[date, str, date], ...]:
    return tuple(reminded())


def test_each_last_day_of_the_four_years_was_told_before_it_came() -> None:
    before = {(name, day) for today, name, day in story() if today < day}

    assert expected() - before == set()


def test_nothing_else_was_called_a_last_day() -> None:
    counted = {"plan", "cutoff"}  # where no year's own day is known, theirs follows from the trips

    assert {(name, day) for _, name, day in story() if name.split(":")[0] not in counted} - expected() == set()


@pytest.mark.parametrize("kind", [K.SUBMISSION, K.CONCURRENCE])
def test_of_what_is_lost_after_it_the_owner_is_told_three_times(kind: DeadlineKind) -> None:
    wanted = {pair for pair in expected() if pair[0].startswith(f"{kind}:")}
    counts = {pair: sum((name, day) == pair and today < day for today, name, day in story()) for pair in wanted}

    assert set(counts.values()) == {3}
