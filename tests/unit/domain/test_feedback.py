"""Editors are written to about rows that wait for them, once a fault."""

from outreach.domain.fault import Fault
from outreach.domain.feedback import Reminder, reminders
from outreach.domain.origin import Origin
from outreach.domain.person import Person
from outreach.domain.problem import Problem, ProblemCode
from tests.factories import NOW, a_contact, a_person

KEEPERS = frozenset({"secretary"})
ANA = a_person("Ana Solís", roles=frozenset({"member"}), contact=a_contact("ana@lacralo.example"))
LUZ = a_person("Luz Ferrer", roles=frozenset({"secretary"}))
UNREACHED = a_person("Omar Vidal", roles=frozenset({"member"}), contact=None)
PEOPLE = (ANA, LUZ, UNREACHED)
EDITORS = {Origin("Survey", 5): " ana  SOLÍS", Origin("Survey", 6): "Omar Vidal", Origin("Survey", 7): "Nadie"}


def a_fault(row: int, name: str = "", *, held_back: bool = True) -> Fault:
    problem = Problem("Survey", f"C{row}", ProblemCode.COUNTRY_UNKNOWN, held_back=held_back)
    return Fault(name or f"row {row}", problem, NOW)


def found(*faults: Fault, told: dict[str, frozenset[str]] | None = None) -> tuple[Reminder, ...]:
    return reminders(faults, EDITORS, PEOPLE, keepers=KEEPERS, told=told or {})


def contact(person: Person) -> str:
    assert person.contact
    return person.contact.id


def test_a_row_is_told_to_who_typed_it_else_to_who_keeps_the_sheets() -> None:
    told = found(a_fault(5), a_fault(6), a_fault(7), a_fault(8))

    assert [(one.editor.name, [fault.id for fault in one.fresh]) for one in told] == [
        ("Ana Solís", ["row 5"]),
        ("Luz Ferrer", ["row 6", "row 7", "row 8"]),
    ]


def test_what_went_on_is_no_reason_to_write() -> None:
    assert found(a_fault(5, held_back=False)) == ()


def test_each_fault_is_told_once_and_the_older_ones_only_counted() -> None:
    first, second = a_fault(5, "first"), a_fault(5, "second")

    assert found(first, told={contact(ANA): frozenset({"first"})}) == ()
    [reminder] = found(first, second, told={contact(ANA): frozenset({"first"})})
    assert (reminder.fresh, reminder.waiting) == ((second,), 1)


def test_a_letter_names_ten_and_counts_the_rest_as_told() -> None:
    [reminder] = found(*(a_fault(8, f"fault {number}") for number in range(12)))

    assert (len(reminder.told), len(reminder.ids)) == (10, 12)
