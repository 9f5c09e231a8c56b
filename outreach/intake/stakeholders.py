"""The Stakeholders tab: whom else ICANN has in a country, and what they answered."""

from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.stakeholder import Answer, Stakeholder
from outreach.intake.reading import Fault
from outreach.intake.survey import contact
from outreach.intake.table import Record


def stakeholder(record: Record, *, secret: bytes) -> tuple[Stakeholder, tuple[Problem, ...]]:
    """A stakeholder; one who answered before being asked counts as asked only, until the days are mended."""
    asked, answered = record["asked"], record["answered"]
    disorder = bool(asked and answered and answered < asked)
    fault = Fault(ProblemCode.END_BEFORE_START, facts={"start": str(asked)})
    made = Stakeholder(
        name=record["name"] or "",
        group=record["group"],
        country=record["country"],
        asked=asked or answered,
        answered=None if disorder else answered,
        answer=Answer(record["answer"]) if record["answer"] else None,
        contact=contact(record, secret=secret, name=record["name"] or ""),
        origin=record.origin,
        member=record["member"] != "no",
        meeting=record["meeting"] or "",
    )
    return made, (record.problem("answered", fault, held_back=False),) if disorder else ()
