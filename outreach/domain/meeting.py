"""An ICANN meeting: known by its number, while place and dates may move; and the windows in which to apply for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class IcannRegion(StrEnum):
    """ICANN's geographic regions; territories belong to the region of their mother country (facts 1.1)."""

    AFRICA = "AF"
    ASIA_PACIFIC = "AP"
    EUROPE = "EUR"
    LATIN_AMERICA = "LAC"
    NORTH_AMERICA = "NA"


class Programme(StrEnum):
    """What a candidate can do next (the plan, S8)."""

    ALS_APPLICATION = "als_application"
    FELLOWSHIP = "fellowship"
    NEXTGEN = "nextgen"
    NOMCOM = "nomcom"


@dataclass(frozen=True, slots=True)
class Venue:
    """Where and when a meeting is held, as it was announced on a day (`date.min`: from the first). None: not known."""

    announced: date
    city: str
    country: str
    region: IcannRegion
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting. number: its identity ("ICANN57"), which outlives places and dates; venues: in any order.

    policy_forum: the short June meeting, to which the Fellowship takes alumni only (facts 4.1).
    """

    number: str
    venues: tuple[Venue, ...]
    policy_forum: bool = False

    def venue_on(self, day: date) -> Venue | None:
        """The place and dates as known on a day; None before any was announced."""
        known = [venue for venue in self.venues if venue.announced <= day]
        return max(known, key=lambda venue: venue.announced, default=None)


@dataclass(frozen=True, slots=True)
class Window:
    """When one can apply. meeting: number, "" where it is for none; the dates are stored, as they follow no rule.

    opens, closes: days by UTC, both included, None when not known; At-Large Structures may apply at any time
    (`date.min` to `date.max`); link: where to read and apply.
    """

    programme: Programme
    meeting: str
    opens: date | None
    closes: date | None
    link: str


def meeting_of(number: str, meetings: Iterable[Meeting]) -> Meeting | None:
    """The meeting with this number."""
    return next((one for one in meetings if one.number == number), None)
