"""The Opportunities tab: application windows."""

from outreach.domain.opportunity import Opportunity
from outreach.domain.problem import Problem, ProblemCode
from outreach.intake.reading import Fault
from outreach.intake.table import Record


def opportunity(record: Record) -> tuple[Opportunity | None, tuple[Problem, ...]]:
    """A window; one that closes before it opens is held back."""
    opens, closes = record["opens"], record["closes"]
    if opens and closes and closes < opens:
        fault = Fault(ProblemCode.END_BEFORE_START, facts={"start": opens.isoformat()})
        return None, (record.problem("closes", fault, held_back=True),)
    name = record["name"] or record.shown["programme"]
    return Opportunity(record["programme"], name, opens, closes, record["link"] or "", record.origin), ()
