"""For whom liaisons are sought and who may be one, read off the rows."""

from datetime import date

from outreach.domain.candidate import CandidateKind
from outreach.domain.liaison_fit import Duty, Leave, Task, Volunteer
from outreach.domain.liaison_tasks import tasks, volunteers
from outreach.domain.organisation import organisation_of
from tests.factories import a_candidate, a_contact, a_person, a_region, a_stakeholder

NEAR = {"GT": frozenset({"BZ"})}
REGION = a_region("GT", "GD")


def test_an_organisation_named_in_two_rows_is_one_task() -> None:
    rows = [a_candidate(5), a_candidate(6, name="RED chapina de internautas")]

    organisation = organisation_of(rows[0])
    assert tasks(rows, [], REGION, NEAR) == (
        Task(
            f"candidate:{organisation}",
            Duty.TO_CANDIDATE,
            "GT",
            ("es",),
            near=frozenset({"BZ"}),
            parties=frozenset({":red chapina de internautas", ":gt", ":guatemala"}),
        ),
    )


def test_an_individual_is_known_by_the_opaque_id_of_the_address_and_without_one_by_the_row() -> None:
    contact = a_contact()
    rows = [a_candidate(5, kind=CandidateKind.INDIVIDUAL, contact=one) for one in (contact, None)]

    assert [one.id for one in tasks(rows, [], REGION, NEAR)] == [f"candidate:{contact.id}", "candidate:Survey!5"]


def test_a_stakeholder_without_a_known_language_speaks_that_of_the_country() -> None:
    unknown = a_stakeholder("GD", name="Ana", contact=a_contact(language=None))

    (task,) = tasks([], [unknown], REGION, NEAR)

    assert (task.duty, task.languages, task.near) == (Duty.TO_STAKEHOLDER, ("en",), frozenset())
    assert task.parties == {":ana", ":gd", ":grenada", ":granada"}


def test_of_a_country_outside_the_region_no_language_is_known() -> None:
    assert tasks([a_candidate(country="PR", contact=None)], [], REGION, NEAR)[0].languages == ()


def test_liaisons_are_those_who_have_the_role_and_can_be_written_to() -> None:
    liaison = a_person(roles=frozenset({"liaison"}))
    others = [
        a_person("Bea", roles=frozenset({"chair"})),
        a_person("Eva", roles=frozenset({"liaison"}), contact=None),
        a_person("Ina", roles=frozenset({"liaison"}), contact=a_contact("ina@lacralo.example", may_write=False)),
        a_person("again", roles=frozenset({"liaison"})),
    ]

    found = volunteers([liaison, *others], frozenset({"liaison"}))

    assert liaison.contact is not None
    assert found == (Volunteer(liaison.contact.id, liaison),)


def test_leave_sectors_and_conflicts_come_from_the_row_however_the_name_was_typed() -> None:
    away = a_person(
        roles=frozenset({"liaison"}),
        sectors=frozenset({"academic"}),
        conflicts=("RED CHAPINA de internautas", "Granada"),
        leave=(date(2016, 8, 1), None),
    )
    (volunteer,) = volunteers([away], frozenset({"liaison"}))
    (task,) = tasks([a_candidate()], [], REGION, NEAR)
    (elsewhere,) = tasks([a_candidate(name="Spice Net", country="GD")], [], REGION, NEAR)

    assert volunteer.leaves == (Leave(date(2016, 8, 1), date.max),)
    assert volunteer.sectors == {"academic"}
    assert [bool(volunteer.conflicts & one.parties) for one in (task, elsewhere)] == [True, True]
