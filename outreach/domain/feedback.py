"""Which editors are written to about rows that wait for them, and of what; each is told of a fault once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from outreach.domain.address import parse_a1
from outreach.domain.fault import Fault
from outreach.domain.origin import Origin
from outreach.domain.person import Person, named

TOLD_AT_MOST = 10
"""Faults in one letter; the rest is a number and a link."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one editor is to be told. fresh: faults they were not told of yet; waiting: how many others still stand."""

    editor: Person
    fresh: tuple[Fault, ...]
    waiting: int

    @property
    def told(self) -> tuple[Fault, ...]:
        """The first of the new faults, as many as one letter holds."""
        return self.fresh[:TOLD_AT_MOST]

    @property
    def ids(self) -> frozenset[str]:
        """The identities of all new faults: the letter counts those that it has no room for."""
        return frozenset(fault.id for fault in self.fresh)


def feedback_occasion(day: date) -> str:
    """The occasion of the editors' letters of a day."""
    return f"to-fix:{day.isoformat()}"


def reminders(
    faults: Iterable[Fault],
    editors: Mapping[Origin, str],
    people: tuple[Person, ...],
    *,
    keepers: frozenset[str],
    told: Mapping[str, frozenset[str]],
) -> tuple[Reminder, ...]:
    """A reminder for each editor of whose rows one waits and who was not told of it yet.

    editors: who typed a row; where that is nobody of `people` with an address, the first with a role of `keepers`
    is told. told: by contact, the identities of faults that they were told of.
    """
    keeper = next((person for person in people if person.roles & keepers and _may_write(person)), None)
    waiting: dict[str, list[Fault]] = {}
    known: dict[str, Person] = {}
    for fault in faults:
        editor = _editor(fault, editors, people) or keeper
        if fault.problem.held_back and editor and editor.contact:
            known.setdefault(editor.contact.id, editor)
            waiting.setdefault(editor.contact.id, []).append(fault)
    found = (_reminder(known[one], waiting[one], told.get(one, frozenset())) for one in waiting)
    return tuple(reminder for reminder in found if reminder.fresh)


def responsible(fault: Fault, editors: Mapping[Origin, str], people: tuple[Person, ...]) -> str:
    """The address of who typed the fault's row; "" when that is nobody with an address."""
    editor = _editor(fault, editors, people)
    return editor.contact.address if editor and editor.contact else ""


def _editor(fault: Fault, editors: Mapping[Origin, str], people: tuple[Person, ...]) -> Person | None:
    row = Origin(fault.problem.tab, parse_a1(fault.problem.cell)[0])
    person = named(editors[row], people) if row in editors else None
    return person if person and _may_write(person) else None


def _may_write(person: Person) -> bool:
    return person.contact is not None and person.contact.may_write


def _reminder(editor: Person, faults: list[Fault], told: frozenset[str]) -> Reminder:
    fresh = tuple(fault for fault in faults if fault.id not in told)
    return Reminder(editor, fresh, len(faults) - len(fresh))
