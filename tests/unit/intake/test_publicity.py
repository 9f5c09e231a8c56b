"""What goes on a public page: nothing in which a person of the sheets is named, in whatever spelling."""

from datetime import date

import pytest

from outreach.domain.event import Event
from outreach.domain.origin import Origin
from outreach.intake.publicity import Discretion, public_events, public_structures
from tests.factories import TODAY, a_region, a_structure
from tests.unit.intake.sheets import CATALOG

REGION = a_region()
DISCRETION = Discretion(["Ana Xol", "GÓMEZ, Iván", "Luz Ferrer, secretary", "Maribel", "ICANN", "Guatemala"], REGION)


def an_event(name: str, **changes: object) -> Event:
    plain = {
        "name": name,
        "start": date(2016, 9, 17),
        "end": date(2016, 9, 17),
        "country": "GT",
        "city": "Flores",
        "kind": "in_territory",
        "link": "",
        "origin": Origin("Calendar", 5),
    }
    return Event(**(plain | changes))  # type: ignore[arg-type] # whatever a test is about


@pytest.mark.parametrize(
    "line",
    ["Taller de Ana Xol", "ANA XOL en Flores", "Gómez, Iván: charla", "Homage to Luz  Ferrer", "Café con Maribel"],
)
def test_a_line_with_a_persons_name_stays_inside(line: str) -> None:
    assert DISCRETION.text(line) is None


@pytest.mark.parametrize("line", ["ICANN57", "Analytics Xolotl", "Foro de Guatemala", "Maribelle Club", "Luz y Red"])
def test_words_that_only_look_like_a_name_do_no_harm(line: str) -> None:
    assert str(DISCRETION.text(line)) == line


def test_a_link_that_spells_a_name_is_left_out_and_the_event_stays() -> None:
    shown, hidden = public_events([an_event("Feria", link="https://people.example/ana-xol")], REGION, DISCRETION)

    assert ([(str(one.name), one.link) for one in shown], hidden) == ([("Feria", None)], 0)


def test_an_event_that_names_somebody_is_counted_and_an_issue_is_no_event() -> None:
    rows = [an_event("Feria"), an_event("Taller de Ana Xol"), an_event("Una ley", kind="issue")]

    shown, hidden = public_events(rows, REGION, DISCRETION)

    assert ([str(one.name) for one in shown], hidden) == (["Feria"], 1)


def test_structures_are_shown_while_they_are_accredited_by_country_and_name() -> None:
    rows = [
        a_structure("GD", name="Spice Isle Users"),
        a_structure("GT", name="Red Maya", website="https://redmaya.example"),
        a_structure("GT", name="Altiplano en Red", decertified=date(2015, 1, 1)),
        a_structure("GT", name="Liga de Ana Xol"),
        a_structure("GT", name="Chapines"),
    ]

    shown, hidden = public_structures(rows, REGION, DISCRETION, today=TODAY)

    assert [(str(one.name), str(one.website)) for one in shown] == [
        ("Chapines", "None"),
        ("Red Maya", "https://redmaya.example"),
        ("Spice Isle Users", "None"),
    ]
    assert hidden == 1


IMPERSONAL = {
    "calendar": {"name", "city", "organiser", "venue", "goals", "notes"},
    "calls": {"series", "title", "bridge", "event"},
    "opportunities": {"name"},
    "people": {"organisation"},
    "stakeholders": {"meeting"},
    "structures": {"name", "application_number"},
    "survey": {"name", "source", "notes"},
    "progress": {"candidate", "number", "notes"},
    "trips": {"event", "from_city", "form_id", "circumstances"},
    "selection": {"code", "reason"},
    "approvals": {"batch"},
    "twins": {"code", "country", "name", "name_other"},
    "bridges": {"number"},
    "attendance": set(),
    "event_twins": {"code"},
}
"""Text columns whose cells are no names of people; one that is not here must be `personal = true` in its file."""


def test_of_every_text_column_it_is_decided_whether_it_names_people() -> None:
    undecided = {
        key: {column.field for column in schema.columns if column.type == "text" and not column.personal}
        for key, schema in CATALOG.schemas.items()
    }

    assert undecided == IMPERSONAL
