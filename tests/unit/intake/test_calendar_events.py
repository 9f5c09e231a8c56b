"""Rows of the calendar: what they say, whose they are, when two are one, and when two say otherwise."""

from datetime import date

import pytest

from outreach.domain.event import Event
from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell, Grid, Snapshot
from outreach.intake.calendar import listed_events, speaking
from outreach.intake.desk import Desk, read_desk
from outreach.intake.event_twins import event_twins
from outreach.intake.meeting_number import meeting_number
from tests.factories import an_event
from tests.unit.intake.sheets import CATALOG

HEAD = ("Event", "Start", "End", "Country", "City", "Kind", "Added by", "Likely to draw people from", "State")
SAN_JUAN = (
    "ICANN57",
    date(2016, 10, 29),
    date(2016, 11, 4),
    "Puerto Rico",
    "San Juan",
    "Regional",
    "Luz",
    "Belize",
    "",
)
HYDERABAD = ("ICANN 57", date(2016, 11, 3), date(2016, 11, 9), "India", "Hyderabad", "Regional", "Ana", "", "")


def calendar(*rows: tuple[Cell, ...]) -> tuple[Desk, Snapshot]:
    seen = Snapshot(
        {"Calendar": Grid("Calendar", (HEAD, *rows))},
        rows={"Calendar": ("", *(f"row-{number}" for number in range(len(rows))))},
    )
    return read_desk(seen, {"calendar": CATALOG.schemas["calendar"]}, CATALOG.hand, secret=b""), seen


def known(*rows: tuple[Cell, ...]) -> dict[str, str]:
    desk, seen = calendar(*rows)
    return {name: one.version.place for name, one in listed_events(desk.events, seen, CATALOG.gazetteer).items()}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ICANN 57 - San Juan", "ICANN57"),
        ("57ª reunión de ICANN", "ICANN57"),
        ("56e réunion publique de l'ICANN", "ICANN56"),
        ("57th ICANN Public Meeting", "ICANN57"),
        ("Read-out of ICANN #57", "ICANN57"),
        ("LACNIC XXV / LACNOG 2016", "LACNIC25"),
        ("12th Caribbean IGF", "CIGF12"),
        ("CaribNOG 12", "CaribNOG12"),
        ("ICANN2016", ""),
        ("IGF 2016", ""),
        ("ICANN56/ICANN57", ""),
        ("ICANN 56 y 57", ""),
        ("Día de Internet 17", ""),
    ],
)
def test_a_meeting_is_known_by_its_number_in_any_words(text: str, number: str) -> None:
    assert meeting_number(text, CATALOG.programmes.series) == number


def test_a_row_says_who_added_it_whom_it_draws_and_whether_it_is_on() -> None:
    desk, _ = calendar(SAN_JUAN, (*HYDERABAD[:8], "Cancelada"))
    first, second = desk.events

    assert (first.kind, first.added_by, first.likely_from, first.number) == ("regional", "Luz", {"BZ"}, "ICANN57")
    assert (first.cancelled, second.cancelled) == (False, True)
    assert str(second.origin) == "Calendar!3"


def test_identity_is_the_number_of_the_meeting_else_the_row() -> None:
    fair = ("Feria de Internet", date(2016, 8, 1), None, "Belice", "Belmopán", "", "", "", "")

    assert known(SAN_JUAN, fair) == {"ICANN57": "San Juan, PR", "row-1": "Belmopán, BZ"}


def test_the_same_country_in_another_language_is_no_other_place() -> None:
    helsinki = ("ICANN56", date(2016, 6, 27), date(2016, 6, 30), "Finlandia", "Helsinki", "", "", "", "")

    assert known(helsinki) == {"ICANN56": "Helsinki, FI"}


def test_of_two_rows_that_disagree_nothing_is_believed_and_the_later_one_is_told() -> None:
    desk, _ = calendar(SAN_JUAN, HYDERABAD)

    [problem] = [one for one in desk.problems if one.code is not ProblemCode.COUNTRY_OUTSIDE]
    assert (problem.code, problem.cell, problem.held_back) == (ProblemCode.EVENT_DISAGREES, "B3", True)
    assert problem.facts == {"number": "ICANN57", "row": "2"}
    assert known(SAN_JUAN, HYDERABAD) == {}


def test_an_old_row_marked_as_cancelled_gives_way_to_the_new_one() -> None:
    desk, _ = calendar((*SAN_JUAN[:8], "Cancelled"), HYDERABAD)

    assert {one.code for one in desk.problems} == {ProblemCode.COUNTRY_OUTSIDE}
    assert known((*SAN_JUAN[:8], "Cancelled"), HYDERABAD) == {"ICANN57": "Hyderabad, IN"}
    assert [row.cancelled for row in speaking(desk.events)["ICANN57"]] == [False]


def pairs(*events: Event) -> list[str]:
    return [twin.evidence for twin in event_twins(events)]


def test_one_event_typed_by_two_hands_is_suggested_with_the_reason() -> None:
    one = an_event(3, name="Foro de Gobernanza de Internet de Belice", country="BZ", city="Belmopan")
    same_words = an_event(4, name="Belize Internet Governance Forum", country="BZ", city="")
    numbered = (an_event(5, name="ICANN57", number="ICANN57"), an_event(6, name="57ª de ICANN", number="ICANN57"))
    linked = [an_event(row, name=name, link="https://caribnog.example/12/") for row, name in ((7, "A"), (8, "Otra"))]
    same_place = an_event(9, name="Semana TIC", country="BZ", city="Belmopán")

    assert pairs(one, same_words) == ["near_days"]
    assert pairs(*numbered) == ["same_number"]
    assert pairs(*linked) == ["same_page"]
    assert pairs(one, same_place) == ["same_days_and_place"]


def test_other_events_are_not_suggested() -> None:
    one = an_event(3, name="CaribNOG", number="CaribNOG11")

    assert pairs(one, an_event(4, name="CaribNOG", number="CaribNOG12")) == []
    assert pairs(an_event(3), an_event(4, start=date(2017, 9, 1), end=date(2017, 9, 2))) == []
    assert pairs(an_event(3, country="GT"), an_event(4, country="GD")) == []
    assert pairs(an_event(3, name="Feria TIC", city=""), an_event(4, name="Congreso de abogados", city="")) == []


def test_a_verdict_on_this_years_meeting_does_not_judge_the_next() -> None:
    this_year = event_twins([an_event(3), an_event(4)])
    days = {"start": date(2017, 9, 1), "end": date(2017, 9, 2)}
    next_year = event_twins([an_event(3, **days), an_event(4, **days)])

    assert this_year[0].code != next_year[0].code
