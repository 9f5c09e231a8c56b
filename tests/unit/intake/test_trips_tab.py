"""The Trips tab: each row to its event; what cannot be told apart waits; who may keep the file of last days."""

from datetime import date

import pytest

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell, Grid, Snapshot
from outreach.domain.trip import Purse, TripState
from outreach.domain.trip_rules import Step
from outreach.errors import ConfigError
from outreach.intake.deadline_rules import parse_deadline_rules
from outreach.intake.desk import Desk, read_desk
from outreach.intake.trips import is_called
from outreach.settings import ROOT
from tests.unit.intake.sheets import CATALOG

CALENDAR = (
    ("Evento", "Inicio", "Fin"),
    ("Foro de Internet", date(2017, 5, 2), date(2017, 5, 4)),
    ("CANTO", date(2016, 7, 31), date(2016, 8, 3)),
    ("CANTO", date(2017, 7, 16), date(2017, 7, 19)),
)
HEAD = ("Evento", "Viajero", "Sale", "Vuelve", "Estado", "Paga", "Acuerdo del VP", "Informe de viaje el")


def read(*rows: tuple[Cell, ...]) -> Desk:
    grids = {"Calendario": Grid("Calendario", CALENDAR), "Viajes": Grid("Viajes", (HEAD, *rows))}
    schemas = {key: CATALOG.schemas[key] for key in ("calendar", "trips")}
    return read_desk(Snapshot(grids), schemas, CATALOG.hand, secret=b"")


def test_a_row_is_a_traveller_to_an_event_of_the_calendar() -> None:
    desk = read(
        ("foro de internet", "Luz Ferrer", date(2017, 5, 1), date(2017, 5, 4), "Aprobada", None, date(2017, 3, 1), None)
    )
    [trip] = desk.trips

    assert desk.problems == ()
    assert (trip.event, trip.traveller, trip.state) == (desk.events[0].origin, "Luz Ferrer", TripState.APPROVED)
    assert (trip.purse, trip.done) == (Purse.TRAVEL_PROGRAMME, {Step.CONCURRENCE: date(2017, 3, 1)})


def test_of_a_yearly_event_the_departure_tells_which_one() -> None:
    [trip] = read(("CANTO", "Luz Ferrer", date(2017, 7, 15))).trips

    assert trip.event.row == 4


@pytest.mark.parametrize(
    ("row", "cell", "code", "suggestion"),
    [
        (("Foro del Internet", "Luz Ferrer"), "A2", ProblemCode.EVENT_UNKNOWN, "Foro de Internet"),
        (("Otra cosa", "Luz Ferrer"), "A2", ProblemCode.EVENT_UNKNOWN, ""),
        (("CANTO", "Luz Ferrer"), "A2", ProblemCode.EVENT_SEVERAL, ""),
        (("CANTO", "Luz", date(2017, 7, 20), date(2017, 7, 15)), "D2", ProblemCode.END_BEFORE_START, ""),
    ],
)
def test_a_row_of_no_event_waits(row: tuple[Cell, ...], cell: str, code: ProblemCode, suggestion: str) -> None:
    desk = read(row)
    [problem] = desk.problems

    assert desk.trips == ()
    assert (problem.cell, problem.code, problem.suggestion, problem.held_back) == (cell, code, suggestion, True)


def test_without_the_tab_nobody_travels_and_nothing_is_wrong() -> None:
    grids = {"Calendario": Grid("Calendario", CALENDAR)}
    desk = read_desk(Snapshot(grids), {"trips": CATALOG.schemas["trips"]}, CATALOG.hand, secret=b"")

    assert (desk.trips, desk.problems) == ((), ())


def test_an_event_is_called_by_its_row_its_number_or_its_whole_name() -> None:
    foro = read().events[0]

    assert all(is_called(text, foro) for text in ("2", "Calendario!2", "FORO DE INTERNET"))
    assert not any(is_called(text, foro) for text in ("", "Foro", "3", "Calendar!2"))


def test_a_plan_of_no_year_waits() -> None:
    rows = (("Programa", "Convocatoria", "Aprobado el"), ("Plan anual", "El nuestro", date(2016, 9, 1)))
    schemas = {"opportunities": CATALOG.schemas["opportunities"]}
    desk = read_desk(Snapshot({"Oportunidades": Grid("Oportunidades", rows)}), schemas, CATALOG.hand, secret=b"")

    assert [(one.code, one.cell) for one in desk.problems] == [(ProblemCode.YEAR_MISSING, "A2")]


def test_every_fault_of_the_reminders_is_told_at_once() -> None:
    text = (ROOT / "config" / "deadlines.toml").read_text(encoding="utf-8")
    broken = (
        text.replace("[nomcom]", "[nomcon]")
        .replace('owners = ["secretary"]', 'owners = ["treasurer"]')
        .replace("days_before = [30]", 'days_before = ["30"]')
    )
    with pytest.raises(ConfigError) as told:
        parse_deadline_rules(broken, roles=("chair", "secretary", "subcommittee_chair"), steps=CATALOG.reminders)

    assert str(told.value).split("config/deadlines.toml: ")[1:] == [
        "there is no [nomcom]. ",
        "[nomcon] is no last day that this program knows. ",
        "days_before of [year_end] must be a list of whole numbers. ",
        "[window] names a role treasurer that People does not have.",
    ]
