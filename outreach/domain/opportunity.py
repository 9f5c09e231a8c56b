"""A window of a programme: Fellowship, NextGen, NomCom, travel support."""

from dataclasses import dataclass
from datetime import date

from outreach.domain.origin import Origin


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One application window; the dates are stored, never computed, as windows follow no rule (facts 4.1)."""

    programme: str
    name: str
    opens: date | None
    closes: date | None
    link: str
    origin: Origin
