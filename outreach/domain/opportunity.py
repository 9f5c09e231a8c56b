"""A window of a programme: Fellowship, NextGen, NomCom, travel support; and the outreach plan that travel needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outreach.domain.fiscal_year import FiscalYear, fiscal_year_named
from outreach.domain.origin import Origin

PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One application window; the dates are stored, never computed, as windows follow no rule (facts 4.1).

    approved: of an outreach plan, the day since when trips may be asked for; its name tells the fiscal year.
    """

    programme: str
    name: str
    opens: date | None
    closes: date | None
    link: str
    origin: Origin
    approved: date | None = None


def plans_by_year(opportunities: Iterable[Opportunity]) -> dict[FiscalYear, Opportunity]:
    """The outreach plan of each fiscal year; of several rows of one year the one that is approved counts."""
    plans = [(fiscal_year_named(one.name), one) for one in opportunities if one.programme == PLAN]
    ordered = sorted(plans, key=lambda pair: pair[1].approved is not None)
    return {year: plan for year, plan in ordered if year is not None}
