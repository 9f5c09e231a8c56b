"""Who came to a call, from the tab and from Zoom's lists: by address, else by the whole name, never by a guess."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from outreach.domain.attendance import Attendance, attendances_in, attended_by
from outreach.domain.contact import contact_id
from outreach.domain.origin import Origin
from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell, Grid, Snapshot
from outreach.domain.stage import Evidence, Fact, FactKind, Proof
from outreach.errors import AttendanceError, LedgerError
from outreach.intake.attendance import Participant, match, participants
from outreach.intake.desk import Desk, read_desk, with_attendance
from tests.factories import SECRET, a_candidate, a_contact
from tests.unit.intake.sheets import CATALOG

DAY = date(2016, 7, 18)
ANA = a_candidate(5, contact=a_contact("ana@chapines.example", name="Ana Xol"))
BEA = a_candidate(6, name="Foro", contact=a_contact("bea@foro.example", name="Bea Ruiz"))
TWICE = [a_candidate(row, name="Red", contact=a_contact(f"{row}@red.example", name="Juan Pérez")) for row in (7, 8)]
SILENT = a_candidate(9, name="Odwin Pyle", contact=None)
EVERYBODY = [ANA, BEA, *TWICE, SILENT]

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
123,LACRALO,07/18/2016 05:00:00 PM,07/18/2016 06:00:00 PM,host@lacralo.example,60,3

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Ana (Chapines),ana@CHAPINES.example,07/18/2016 05:00,07/18/2016 05:06,6,Yes
Ana,ana@chapines.example,07/18/2016 05:10,07/18/2016 05:58,48,Yes
BEA RUIZ,bea@private.example,07/18/2016 05:00,07/18/2016 05:58,58,Yes
Juan Perez,,07/18/2016 05:00,07/18/2016 05:58,58,Yes
Odwin Pyle,,07/18/2016 05:00,07/18/2016 05:58,58,Yes
Foro,,07/18/2016 05:00,07/18/2016 05:04,4,Yes
"""


def test_a_list_of_zooms_names_people_by_address_then_by_name() -> None:
    found = match(participants(ZOOM), EVERYBODY, topic="dns", day=DAY, secret=SECRET)

    assert [(who, one.day) for who, one in found.attended] == [(ANA, DAY), (BEA, DAY)]
    assert [one.name for one in found.short] == ["Foro"]
    assert [one.name for one in found.unknown] == ["Juan Perez", "Odwin Pyle"]


def test_who_left_and_came_again_stayed_for_both() -> None:
    assert participants(ZOOM)[0] == Participant("Ana", "ana@chapines.example", 54)


@pytest.mark.parametrize(
    "header",
    [
        "Nombre (nombre original),Correo electrónico del usuario,Duración (minutos)",
        "\ufeffName,Email,Total Duration (Minutes)",
    ],
)
def test_the_header_may_be_in_another_language(header: str) -> None:
    assert participants(f"{header}\nAna,ana@chapines.example,30\n") == (Participant("Ana", "ana@chapines.example", 30),)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Name,Minutes\nAna,3\n"])
def test_what_is_no_list_is_told(text: str) -> None:
    with pytest.raises(AttendanceError, match="its header needs"):
        participants(text)


SURVEY = (
    ("Timestamp", "Country", "Name", "Contact person", "E-mail", "May we write to them?", "Attended calls"),
    (datetime(2016, 5, 3, 10, 0), "Guatemala", "Red Chapina", "Ana Xol", "ana@red.example", "yes", "ICANN"),  # noqa: DTZ001 # a sheet's cells have no zone
    (datetime(2016, 5, 3, 10, 0), "Belize", "Foro", "Bea Ruiz", "bea@foro.example", "yes", None),  # noqa: DTZ001
)
HEADER = ("Call", "Day of the call", "E-mail", "Name")
HEARD = Fact(FactKind.ATTENDED, DAY, Evidence(Proof.ATTENDANCE, "dns"))


def read(*rows: tuple[Cell, ...]) -> Desk:
    tabs = {"Survey": SURVEY, "Attendance": (HEADER, *rows)}
    schemas = {key: CATALOG.schemas[key] for key in ("survey", "attendance")}
    grids = {title: Grid(title, cells) for title, cells in tabs.items()}
    return read_desk(Snapshot(grids), schemas, CATALOG.hand, secret=SECRET)


@pytest.mark.parametrize(
    ("email", "name"), [("ana@RED.example", None), (None, "ana xol"), ("ana@home.example", "Ana Xol")]
)
def test_a_row_of_the_tab_is_a_fact_and_a_topic_that_was_heard(email: Cell, name: Cell) -> None:
    desk = read(("DNS basics", DAY, email, name))

    assert (desk.told, desk.problems) == ({Origin("Survey", 2): (HEARD,)}, ())
    assert [one.attended for one in desk.evidence.candidates] == [frozenset({"dns", "icann"}), frozenset()]


@pytest.mark.parametrize(
    ("email", "name", "cell"), [("x@y.example", None, "C2"), (None, "Ana", "D2"), (None, None, "A2")]
)
def test_whom_nobody_knows_is_told_at_the_cell(email: Cell, name: Cell, cell: str) -> None:
    desk = read(("DNS basics", DAY, email, name))

    assert [(one.cell, one.code) for one in desk.problems] == [(cell, ProblemCode.ATTENDEE_UNKNOWN)]
    assert desk.told == {}


def test_what_the_ledger_holds_counts_like_a_row_each_day_of_it() -> None:
    kept = [Attendance(contact_id("bea@foro.example", SECRET), "dns", day) for day in (date(2016, 8, 1), DAY)]

    desk = with_attendance(read(), kept)

    assert desk.told == {Origin("Survey", 3): (HEARD, replace(HEARD, day=date(2016, 8, 1)))}
    assert desk.evidence.candidates[1].attended == {"dns"}


def test_an_attendance_comes_back_from_the_ledger_as_it_was() -> None:
    one = Attendance("c1", "dns", DAY)
    note = (datetime(2016, 7, 19, tzinfo=UTC), one.to_json())

    assert attendances_in([note, note]) == (one,)
    with pytest.raises(LedgerError, match="another version"):
        attendances_in([(note[0], "{}")])


def test_nobody_else_has_heard_it() -> None:
    listed, facts = attended_by(EVERYBODY, [Attendance("somebody", "dns", DAY)])

    assert (listed, facts) == (tuple(EVERYBODY), {})
