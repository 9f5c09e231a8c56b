"""For whom a liaison is sought, and who may be one, from the rows of the sheets."""

from collections.abc import Iterable, Mapping

from outreach.domain.candidate import Candidate
from outreach.domain.contact import Contact
from outreach.domain.country import Region
from outreach.domain.liaison_fit import Duty, Task, Volunteer
from outreach.domain.organisation import organisation_of
from outreach.domain.origin import Origin
from outreach.domain.person import Person
from outreach.domain.stakeholder import Stakeholder

Near = Mapping[str, frozenset[str]]
"""By country, those near it (ISO codes)."""


def tasks(
    candidates: Iterable[Candidate], stakeholders: Iterable[Stakeholder], region: Region, near: Near
) -> tuple[Task, ...]:
    """One task an organisation, individual or stakeholder, however many rows name it; the first row counts."""
    made: dict[str, Task] = {}
    for candidate in candidates:
        organisation = organisation_of(candidate)
        id_ = f"candidate:{organisation or _who(candidate.contact, candidate.origin)}"
        languages = _languages(candidate.contact, candidate.country, region)
        parties = frozenset({candidate.name, organisation} - {""})
        near_it = near.get(candidate.country, frozenset())
        made.setdefault(id_, Task(id_, Duty.TO_CANDIDATE, candidate.country, languages, near=near_it, parties=parties))
    for one in stakeholders:
        id_ = f"stakeholder:{one.country}:{one.group}:{_who(one.contact, one.origin)}"
        languages = _languages(one.contact, one.country, region)
        near_it = near.get(one.country, frozenset())
        parties = frozenset({one.name} - {""})
        made.setdefault(id_, Task(id_, Duty.TO_STAKEHOLDER, one.country, languages, near=near_it, parties=parties))
    return tuple(made.values())


def volunteers(people: Iterable[Person], roles: frozenset[str]) -> tuple[Volunteer, ...]:
    """Those with one of the roles whom the system may write to, as a liaison gets a brief; each address once."""
    found: dict[str, Volunteer] = {}
    for person in people:
        if person.roles & roles and person.contact is not None and person.contact.may_write:
            found.setdefault(person.contact.id, Volunteer(person.contact.id, person))
    return tuple(found.values())


def _who(contact: Contact | None, origin: Origin) -> str:
    """The opaque id of an address; the row where there is none."""
    return contact.id if contact else str(origin)


def _languages(contact: Contact | None, code: str, region: Region) -> tuple[str, ...]:
    """The one that they stated, else that of their country."""
    if contact and contact.language:
        return (contact.language,)
    country = region.country(code)
    return (country.language,) if country else ()
