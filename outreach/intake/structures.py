"""The Structures tab: rows become ALSes with the days that count."""

from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.publics import Audience
from outreach.domain.structure import Structure
from outreach.intake.progress import application_number
from outreach.intake.reading import Fault
from outreach.intake.survey import YES, contact, missing_consent
from outreach.intake.table import Record


def structure(record: Record, *, secret: bytes) -> tuple[Structure, tuple[Problem, ...]]:
    """A structure; accreditation before the application, or its end before its start, is told at the later cell."""
    may_write = record["consent"] == YES
    name = record["representative"] or ""
    made = Structure(
        name=record["name"],
        country=record["country"],
        applied=record["applied"],
        accredited=record["accredited"],
        decertified=record["decertified"],
        origin=record.origin,
        website=record["website"] or "",
        contact=contact(record, secret=secret, name=name, may_write=may_write),
        languages=record["languages"] or (),
        audiences=frozenset(map(Audience, record["audience"] or ())),
        application=application_number(record["application_number"] or ""),
    )
    disorder = (("applied", "accredited"), ("accredited", "decertified"))
    days = tuple(
        record.problem(
            later, Fault(ProblemCode.END_BEFORE_START, facts={"start": str(record[earlier])}), held_back=False
        )
        for earlier, later in disorder
        if record[earlier] and record[later] and record[later] < record[earlier]
    )
    return made, (*days, *missing_consent(record))
