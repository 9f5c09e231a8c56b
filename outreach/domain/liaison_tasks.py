"""For whom a liaison is sought, and who may be one, from the rows of the sheets."""

from collections.abc import Iterable, Mapping
from datetime import date

from outreach.domain.candidate import Candidate
from outreach.domain.contact import Contact
from outreach.domain.country import Region
from outreach.domain.liaison_fit import Duty, Leave, Task, Volunteer
from outreach.domain.organisation import organisation_key, organisation_of
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
        id_ = task_of(candidate)
        languages = _languages(candidate.contact, candidate.country, region)
        parties = _parties(candidate.name, candidate.country, region)
        near_it, sector = near.get(candidate.country, frozenset()), candidate.sector
        task = Task(id_, Duty.TO_CANDIDATE, candidate.country, languages, near=near_it, sector=sector, parties=parties)
        made.setdefault(id_, task)
    for one in stakeholders:
        id_ = task_of_stakeholder(one)
        languages = _languages(one.contact, one.country, region)
        near_it = near.get(one.country, frozenset())
        parties = _parties(one.name, one.country, region)
        made.setdefault(id_, Task(id_, Duty.TO_STAKEHOLDER, one.country, languages, near=near_it, parties=parties))
    return tuple(made.values())


def volunteers(people: Iterable[Person], roles: frozenset[str]) -> tuple[Volunteer, ...]:
    """Those with one of the roles whom the system may write to, as a liaison gets a brief; each address once."""
    found: dict[str, Volunteer] = {}
    for person in people:
        if person.roles & roles and person.contact is not None and person.contact.may_write:
            found.setdefault(person.contact.id, _volunteer(person, person.contact))
    return tuple(found.values())


def task_of(candidate: Candidate) -> str:
    """The id of the task of being liaison to this candidate, the same for every row that names the organisation."""
    return f"candidate:{organisation_of(candidate) or _who(candidate.contact, candidate.origin)}"


def task_of_stakeholder(one: Stakeholder) -> str:
    """The id of the task of being liaison to this stakeholder."""
    return f"stakeholder:{one.country}:{one.group}:{_who(one.contact, one.origin)}"


def _volunteer(person: Person, contact: Contact) -> Volunteer:
    declared = frozenset(filter(None, (organisation_key(name, "") for name in person.conflicts)))
    first, last = person.leave or (None, None)
    leaves = (Leave(first or date.min, last or date.max),) if first or last else ()
    return Volunteer(contact.id, person, person.sectors, declared, leaves)


def _parties(name: str, code: str, region: Region) -> frozenset[str]:
    """With whom a conflict could be declared: them, or their whole country by any of its names or its code."""
    country = region.country(code)
    names = (name, code, *(country.names.values() if country else ()))
    return frozenset(filter(None, (organisation_key(one, "") for one in names)))


def _who(contact: Contact | None, origin: Origin) -> str:
    """The opaque id of an address; the row where there is none."""
    return contact.id if contact else str(origin)


def _languages(contact: Contact | None, code: str, region: Region) -> tuple[str, ...]:
    """The one that they stated, else that of their country."""
    if contact and contact.language:
        return (contact.language,)
    country = region.country(code)
    return (country.language,) if country else ()
