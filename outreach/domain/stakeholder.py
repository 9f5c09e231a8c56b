"""Whom else ICANN has in a country (GAC, ccNSO, Fellows), and what they said when asked for candidates."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.domain.contact import Contact
from outreach.domain.origin import Origin


class Answer(StrEnum):
    """What a stakeholder answered when asked whom they know."""

    FOUND = "found"
    NONE_FOUND = "none_found"


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """One of a group in a country; asked and answered are days, None if it has not happened.

    member: False when the row says that the country's ccTLD is not in the ccNSO.
    meeting: the meeting to which a Fellow goes, as it was written.
    """

    name: str
    group: str
    country: str
    asked: date | None
    answered: date | None
    answer: Answer | None
    contact: Contact | None
    origin: Origin
    member: bool = True
    meeting: str = ""
