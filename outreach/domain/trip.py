"""A member's journey to an event of the calendar: who pays, how far its proposal has come, whether its report is in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.domain.fiscal_year import FiscalYear, fiscal_year_of
from outreach.domain.origin import Origin
from outreach.domain.trip_rules import Step


class TripState(StrEnum):
    """How a proposal stands with the programme (facts 3.2), and that it was refused."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Purse(StrEnum):
    """Who pays. The plan's two face-to-face events are paid by the LAC Strategy and use up no trip (facts 3.1)."""

    TRAVEL_PROGRAMME = "travel_programme"
    FACE_TO_FACE = "face_to_face"
    OTHER = "other"


GONE = frozenset({TripState.REFUSED, TripState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Trip:
    """One traveller to one event. event: the calendar row it goes to; done: the day of each step that is behind it.

    traveller: "" while nobody is named; reported: the day of the trip report; form: the staff's number of it.
    """

    event: Origin
    traveller: str
    state: TripState
    purse: Purse
    departs: date | None
    returns: date | None
    from_city: str
    from_country: str | None
    done: Mapping[Step, date]
    reported: date | None
    form: str
    circumstances: str
    origin: Origin

    @property
    def uses_a_trip(self) -> bool:
        """Whether it is one of the year's trips: a cancelled one is free again within its year (FY14 text)."""
        return self.purse is Purse.TRAVEL_PROGRAMME and self.state not in GONE

    def has_done(self, step: Step) -> bool:
        """Whether the step is behind it; what is approved has taken them all, what was handed in all but that."""
        if self.state is TripState.APPROVED or step in self.done:
            return True
        handed_in = self.state is TripState.PENDING or Step.SUBMISSION in self.done
        return handed_in and step is not Step.CONCURRENCE


@dataclass(frozen=True, slots=True)
class TripAccount:
    """The trips of a fiscal year; the money of face-to-face events is another, and only counted beside them.

    granted: None when no source tells.
    """

    year: FiscalYear
    granted: int | None
    used: int
    face_to_face: int

    @property
    def left(self) -> int | None:
        """How many are left, None when nobody knows how many there are."""
        return None if self.granted is None else max(0, self.granted - self.used)


def trip_account(
    year: FiscalYear, trips: Iterable[Trip], starts: Mapping[Origin, date], *, granted: int | None
) -> TripAccount:
    """The account of a year. starts: by calendar row, the first day of its event."""
    own = [trip for trip in trips if trip.event in starts and fiscal_year_of(starts[trip.event]) == year]
    beside = [trip for trip in own if trip.purse is Purse.FACE_TO_FACE and trip.state not in GONE]
    return TripAccount(year, granted, sum(trip.uses_a_trip for trip in own), len(beside))
