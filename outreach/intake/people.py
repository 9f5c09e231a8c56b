"""The People tab: rows become members with their roles."""

import re

from outreach.domain.person import Person
from outreach.intake.survey import contact
from outreach.intake.table import Record

LISTED = re.compile(r"[;\n|]|,\s")


def person(record: Record, *, secret: bytes) -> Person:
    """A member of the regional organisation."""
    return Person(
        name=record["name"],
        roles=record["roles"] or frozenset(),
        languages=record["languages"] or (),
        country=record["country"],
        liaison_for=record["liaison_for"] or frozenset(),
        capacity=record["capacity"] or 0,
        contact=contact(record, secret=secret, name=record["name"]),
        origin=record.origin,
        sectors=record["sectors"] or frozenset(),
        conflicts=tuple(filter(None, map(str.strip, LISTED.split(record["conflicts"] or "")))),
        leave=(record["leave_from"], record["leave_until"]),
    )
