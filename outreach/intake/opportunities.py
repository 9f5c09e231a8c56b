"""The Opportunities tab: application windows."""

from outreach.domain.fiscal_year import fiscal_year_named
from outreach.domain.opportunity import PLAN, Opportunity
from outreach.domain.problem import Problem, ProblemCode
from outreach.intake.reading import Fault
from outreach.intake.table import Record


def opportunity(record: Record) -> tuple[Opportunity | None, tuple[Problem, ...]]:
    """A window; one that closes before it opens is held back, and so is a plan of nobody knows which year."""
    opens, closes = record["opens"], record["closes"]
    if opens and closes and closes < opens:
        fault = Fault(ProblemCode.END_BEFORE_START, facts={"start": opens.isoformat()})
        return None, (record.problem("closes", fault, held_back=True),)
    name = record["name"] or record.shown["programme"]
    if record["programme"] == PLAN and fiscal_year_named(name) is None:
        return None, (record.problem("programme", Fault(ProblemCode.YEAR_MISSING), held_back=True),)
    link, approved = record["link"] or "", record["approved"]
    return Opportunity(record["programme"], name, opens, closes, link, record.origin, approved), ()
