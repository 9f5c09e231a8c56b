"""Cells by their column's type, where a slip and a habit must be told apart."""

from datetime import date

import pytest

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell, Grid
from outreach.intake.survey import answer
from outreach.intake.table import Table, read_table
from tests.unit.intake.sheets import CATALOG


def read(key: str, header: tuple[str, ...], row: tuple[Cell, ...]) -> Table:
    return read_table(Grid("Tab", (header, row)), CATALOG.schemas[key], CATALOG.hand)


@pytest.mark.parametrize(
    ("place", "country", "code"),
    [
        ("Guatemala", "GT", None),
        ("Guatemala / online", "GT", None),
        ("Regional", None, None),
        ("India", None, None),
        ("Finlandia", None, None),
        ("Puerto Rico", None, ProblemCode.COUNTRY_OUTSIDE),
        ("Aruba", None, ProblemCode.COUNTRY_OUTSIDE),
        ("Indai", None, ProblemCode.COUNTRY_UNKNOWN),
    ],
)
def test_an_event_may_be_anywhere_but_a_neighbour_is_not_one_of_the_region(
    place: str, country: str | None, code: ProblemCode | None
) -> None:
    table = read("calendar", ("Event", "Date", "Country"), ("ICANN", date(2016, 6, 27), place))

    assert [record["country"] for record in table.records] == [country]
    assert [problem.code for problem in table.problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "programme"), [("CROPP FY17", "cropp"), ("NomCom 2017", "nomcom"), ("Fellowship", "fellowship")]
)
def test_a_year_behind_a_programme_does_not_hide_it(text: str, programme: str) -> None:
    table = read("opportunities", ("Programme", "Name", "Closes"), (text, "Window", "2017-03-21"))

    assert [record["programme"] for record in table.records] == [programme]
    assert table.problems == ()


SURVEYED = ("Timestamp", "Country", "Name", "E-mail", "May we write to them?")


@pytest.mark.parametrize(
    ("consent", "may_write"), [("yes", True), ("", False), ("no", False), ("maybe", False), ("#REF!", False)]
)
def test_nobody_is_written_to_without_a_yes_that_can_be_read(consent: str, *, may_write: bool) -> None:
    table = read("survey", SURVEYED, ("2016-05-03 10:00:00", "Guatemala", "Red", "red@red.example", consent))
    candidate, problems = answer(table.records[0], secret=b"")

    assert candidate.contact.may_write is may_write  # type: ignore[union-attr] # the row names one
    told = [(one.cell, one.code, one.held_back) for one in problems]
    assert told == ([] if consent else [("E2", ProblemCode.CONSENT_MISSING, False)])


def test_a_survey_without_the_question_of_consent_is_told_once_and_stops_sending() -> None:
    table = read("survey", SURVEYED[:-1], ("2016-05-03 10:00:00", "Guatemala", "Red", "red@red.example"))

    told = [(one.code, one.field, one.held_back, one.facts["decides"]) for one in table.problems]
    assert told == [(ProblemCode.COLUMN_MISSING, "consent", False, "True")]
    assert len(table.records) == 1
