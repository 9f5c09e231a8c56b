"""The travel programme's rules of a fiscal year: data of `config/programmes/cropp.toml`; what nobody knows is None."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach.domain.fiscal_year import FiscalYear, fiscal_year_of

SATURDAY = 5
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


class Step(StrEnum):
    """What must have happened by a last day before the trip, in the order in which a proposal takes them."""

    DRAFT = "draft"
    REVIEW = "review"
    CONCURRENCE = "concurrence"
    AIM = "aim"
    SUBMISSION = "submission"


BINDING = (Step.CONCURRENCE, Step.SUBMISSION)
"""The steps after whose last day a trip is lost; the others are At-Large's own order of work."""


class ZeroPoint(StrEnum):
    """From where notices are counted; forms and guidelines of one year contradict each other (facts 3.1)."""

    EVENT_START = "event_start"
    DEPARTURE = "departure"
    STRICTEST = "strictest"


class IcannMeetings(StrEnum):
    """Whether a trip may go to a meeting of ICANN's own."""

    NEVER = "never"
    FIRST = "first"
    AT_LEAST_ONE = "at_least_one"


class Form(StrEnum):
    """Whether the travellers to one event share a form."""

    SHARED = "shared"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Notice:
    """How long before (or, of a report, after) a day something is due."""

    weeks: int
    working_days: int = 0

    def before(self, zero: date) -> date:
        """The last working day that is not later than this notice before `zero`."""
        day = working_day_until(zero - WEEK * self.weeks)
        for _ in range(self.working_days):
            day = working_day_until(day - DAY)
        return day

    def after(self, day: date) -> date:
        """The day this long after; as it is, for nobody wrote that it moves when it falls on a weekend."""
        return day + WEEK * self.weeks


@dataclass(frozen=True, slots=True)
class TripRules:
    """The rules of one year. notices: without the steps that are unknown, or that the year does not have.

    days, nights: how long a trip may be; plan_by, cutoff: last days of the plan's approval and of proposals;
    region: whose list of countries the form means, "icann" or "gse"; unknown: keys of which no source tells.
    home_by: the day by which everybody is back; leaves_before: assumed while no departure is known.
    """

    year: FiscalYear
    name: str
    trips: int | None
    days: int | None
    nights: int | None
    per_diem_usd: int | None
    notices: Mapping[Step, Notice]
    report: Notice | None
    zero: ZeroPoint
    plan_by: date | None
    cutoff: date | None
    icann_meetings: IcannMeetings | None
    form: Form | None
    region: str | None
    home_by: date
    leaves_before: timedelta
    unknown: frozenset[str]
    sources: tuple[str, ...]

    def zero_day(self, event_start: date, departure: date | None) -> date:
        """The day from which this year counts back."""
        leaves = departure or event_start - self.leaves_before
        if self.zero is ZeroPoint.STRICTEST:
            return min(leaves, event_start)
        return event_start if self.zero is ZeroPoint.EVENT_START else leaves

    def last_day(self, step: Step, event_start: date, departure: date | None = None) -> date | None:
        """The last day of a step for a trip; None when this year's notice is unknown, or there is no such step."""
        notice = self.notices.get(step)
        return notice.before(self.zero_day(event_start, departure)) if notice else None


@dataclass(frozen=True, slots=True)
class TripProgramme:
    """All years of the programme, by fiscal year. form_language: of every form."""

    years: Mapping[FiscalYear, TripRules]
    form_language: str = "en"

    def rules_on(self, day: date) -> TripRules | None:
        """The rules for what happens on a day; None of a year that the file does not have."""
        return self.years.get(fiscal_year_of(day))


def working_day_until(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - DAY * max(0, day.weekday() - SATURDAY + 1)
