"""A member of the regional organisation: an editor of sheets, a liaison, a leader who approves."""

from dataclasses import dataclass
from datetime import date

from outreach.domain.contact import Contact
from outreach.domain.origin import Origin


@dataclass(frozen=True, slots=True)
class Person:
    """One member. roles: of `config/sheets/people.toml`; languages: in order of preference.

    liaison_for: ISO codes of countries; capacity: candidates they can take on; sectors: where they come from;
    conflicts: organisations, people or countries, as typed; leave: its first and last day, None where it is open.
    """

    name: str
    roles: frozenset[str]
    languages: tuple[str, ...]
    country: str | None
    liaison_for: frozenset[str]
    capacity: int
    contact: Contact | None
    origin: Origin
    sectors: frozenset[str] = frozenset()
    conflicts: tuple[str, ...] = ()
    leave: tuple[date | None, date | None] | None = None


def named(name: str, people: tuple[Person, ...]) -> Person | None:
    """The one person of this name, letter case and spaces aside; None when nobody or several bear it."""
    wanted = _plain(name)
    found = [person for person in people if _plain(person.name) == wanted]
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
