"""The Progress tab: a row is a fact about the candidate it names, or its editor is told at the cell."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from outreach.domain.origin import Origin
from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell, Grid, Snapshot
from outreach.domain.stage import Evidence, Fact, FactKind, Proof
from outreach.intake.desk import Desk, read_desk
from outreach.intake.progress import PUBLISHED
from outreach.rendering.problem_sentence import tell
from tests.unit.intake.sheets import CATALOG

SURVEY = (
    ("Timestamp", "Your name", "Country", "Name", "Kind", "E-mail", "May we write to them?"),
    (datetime(2016, 5, 3, 10, 0), "Luz", "Guatemala", "Red Chapina", "Organisation", "red@red.example", "yes"),  # noqa: DTZ001 # a sheet's cells have no zone
    (datetime(2016, 5, 4, 10, 0), "Ida", "Guatemala", "Red  chapina", "Organisation", "ana@red.example", "yes"),  # noqa: DTZ001
    (datetime(2016, 5, 5, 10, 0), "Ida", "Belize", "Foro Digital", "Organisation", "foro@foro.example", "yes"),  # noqa: DTZ001
    (datetime(2016, 5, 6, 10, 0), "Ida", "Grenada", "Foro Digital", "Organisation", "foro@gd.example", "yes"),  # noqa: DTZ001
    (datetime(2016, 5, 7, 10, 0), "Ida", "Grenada", "Odwin Pyle", "Individual", "odwin@gd.example", "yes"),  # noqa: DTZ001
)
PEOPLE = (("Name", "Role"), ("Luz Ferrer", "Liaison"), ("Ida Roux", "Member"))
HEADER = ("Candidate", "Country", "What happened", "Day", "Link", "Number", "Liaison", "Added by")
DAY = date(2016, 6, 27)
LINK = "https://wiki.example/214"


def read(*rows: tuple[Cell, ...], header: tuple[str, ...] = HEADER) -> Desk:
    tabs = {"Survey": SURVEY, "People": PEOPLE, "Progress": (header, *rows)}
    schemas = {key: CATALOG.schemas[key] for key in ("survey", "people", "progress")}
    return read_desk(
        Snapshot({title: Grid(title, cells) for title, cells in tabs.items()}), schemas, CATALOG.hand, secret=b""
    )


def told(desk: Desk) -> list[tuple[str, ProblemCode, str]]:
    return [(one.cell, one.code, one.suggestion) for one in desk.problems]


def test_a_row_counts_for_every_row_of_the_survey_that_names_the_candidate() -> None:
    desk = read(("RED CHAPINA", None, "Confirmed", DAY, None, None, None, "Ida"))
    fact = Fact(FactKind.CONFIRMED, DAY, Evidence(Proof.ROW, "Progress!2"))

    assert (desk.told, told(desk)) == ({Origin("Survey", 2): (fact,), Origin("Survey", 3): (fact,)}, [])
    assert desk.editors[Origin("Progress", 2)] == "Ida"


@pytest.mark.parametrize(
    ("number", "reference"), [("#214", "#214"), ("No. 0214", "#214"), (214, "#214"), (None, None), ("pendiente", None)]
)
def test_an_application_is_proven_by_its_number(number: Cell, reference: str | None) -> None:
    desk = read(("Red Chapina", None, "Application number", DAY, LINK, number, None, "Ida"))

    facts = desk.told.get(Origin("Survey", 2), ())
    assert [fact.evidence for fact in facts] == ([Evidence(Proof.ROW, reference)] if reference else [])
    assert told(desk) == ([] if reference else [("F2", ProblemCode.EVIDENCE_MISSING, "")])


@pytest.mark.parametrize("kind", sorted(PUBLISHED))
def test_what_others_decide_is_proven_by_its_link_alone(kind: FactKind) -> None:
    words = CATALOG.schemas["progress"].columns[2].choices[kind][0]
    row = ("Red Chapina", None, words, DAY)

    assert told(read((*row, None, None, None, "Ida"))) == [("E2", ProblemCode.EVIDENCE_MISSING, "")]
    proven = read((*row, LINK, None, None, "Ida"))
    assert proven.told[Origin("Survey", 2)] == (Fact(kind, DAY, Evidence(Proof.LINK, LINK)),)


def test_a_liaison_is_a_person_of_the_people_tab() -> None:
    def named(who: Cell) -> Desk:
        return read(("Red Chapina", None, "Liaison named", DAY, None, None, who, "Ida"))

    assert named("luz ferrer").told[Origin("Survey", 2)][0].by == "Luz Ferrer"
    assert told(named("Luz Ferer")) == [("G2", ProblemCode.PERSON_UNKNOWN, "Luz Ferrer")]
    assert told(named(None)) == [("G2", ProblemCode.MISSING_VALUE, "")]


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Red Chapinna", None, [("A2", ProblemCode.CANDIDATE_UNKNOWN, "Red Chapina")]),
        ("Nadie", None, [("A2", ProblemCode.CANDIDATE_UNKNOWN, "")]),
        ("Red Chapina", "Belize", [("A2", ProblemCode.CANDIDATE_UNKNOWN, "")]),
        ("Foro Digital", None, [("A2", ProblemCode.CANDIDATE_SEVERAL, "")]),
        ("Foro Digital", "Belize", []),
    ],
)
def test_a_name_is_never_guessed(name: str, country: str | None, expected: list[tuple[str, ProblemCode, str]]) -> None:
    desk = read((name, country, "Paused", DAY, None, None, None, "Ida"))

    assert told(desk) == expected
    assert bool(desk.told) == (not expected)


@pytest.mark.parametrize(
    ("name", "what", "cell"), [("Odwin Pyle", "Intends to apply", "C2"), ("Red Chapina", "Takes part", "C2")]
)
def test_what_cannot_happen_to_a_kind_is_told(name: str, what: str, cell: str) -> None:
    assert told(read((name, None, what, DAY, None, None, None, "Ida"))) == [(cell, ProblemCode.STEP_NOT_THEIRS, "")]


def test_without_a_column_for_it_the_fault_is_told_beside_what_happened() -> None:
    desk = read(("Red Chapina", "Certified", DAY), header=("Candidate", "What happened", "Day"))

    assert told(desk) == [("B2", ProblemCode.EVIDENCE_MISSING, "")]


def test_the_tab_may_be_missing() -> None:
    desk = read_desk(Snapshot({}), {"progress": CATALOG.schemas["progress"]}, CATALOG.hand, secret=b"")

    assert desk == Desk(rows={"progress": 0})


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_every_fault_can_be_told(language: str) -> None:
    desk = read(
        ("Nadie", None, "Paused", DAY, None, None, None, "Ida"),
        ("Foro Digital", None, "Paused", DAY, None, None, None, "Ida"),
        ("Red Chapina", None, "Certified", DAY, None, None, None, "Ida"),
        ("Red Chapina", None, "Takes part", DAY, None, None, None, "Ida"),
    )
    sentences = [tell(replace(one, language=language), CATALOG.phrases) for one in desk.problems]

    assert [wrong != "" and right != "" for wrong, right in sentences] == [True] * 4
    assert "Survey!4, Survey!5" in sentences[1][0]
