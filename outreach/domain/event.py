"""An event of the outreach calendar."""

from dataclasses import dataclass
from datetime import date

from outreach.domain.origin import Origin


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the calendar; `start` and `end` are days at the place, both included."""

    name: str
    start: date
    end: date
    country: str | None
    city: str
    kind: str
    link: str
    origin: Origin
