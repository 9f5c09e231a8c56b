"""The proposal's form and the report's skeleton as documents: what a person reads, and always the same bytes."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date

from docx import Document
from docx.table import Table

from outreach.domain.opportunity import PLAN, Opportunity
from outreach.domain.origin import Origin
from outreach.domain.proposal import FormKeeper, TripForm, proposal_forms, report_form, report_skeletons
from outreach.domain.trip import TripState
from outreach.domain.trip_rules import TripProgramme
from outreach.domain.watch import Listed, Setting, watch
from outreach.intake.trip_rules import parse_trip_programme
from outreach.rendering.proposal import form_document
from outreach.settings import ROOT
from tests.factories import a_person, a_trip, an_event
from tests.paper import REFRESH, same_as_golden

DAY = date(2017, 1, 9)
KEEPER = FormKeeper("LACRALO", (a_person(),), {"GT": "Guatemala", "CR": "Costa Rica", "TT": "Trinidad and Tobago"})
EVENT = an_event(
    3,
    name="Foro de Internet de Guatemala",
    start=date(2017, 5, 2),
    end=date(2017, 5, 4),
    organiser="Red Chapina de Internautas; Universidad del Valle",
    goals="Meet three organisations that may apply.\x0b Find who speaks for each.",
    notes="Rooms are booked.",
)
TRIPS = (
    a_trip(3, departs=date(2017, 5, 1), returns=date(2017, 5, 4), circumstances="Needs a ground floor room"),
    a_trip(4, traveller="Trisha Bellefleur", from_city="", from_country="TT"),
)


def programme() -> TripProgramme:
    return parse_trip_programme((ROOT / "config" / "programmes" / "cropp.toml").read_text(encoding="utf-8"))


def forms(event: object = EVENT, trips: tuple[object, ...] = TRIPS) -> tuple[TripForm, ...]:
    plan = Opportunity(PLAN, "FY17", None, None, "", Origin("Opportunities", 2), approved=date(2016, 9, 1))
    setting = Setting(programme(), uncovered=frozenset({"GT"}))
    found = watch(Listed((event,), trips, (plan,)), setting, str, today=DAY)  # type: ignore[arg-type] # nouns of factories
    return proposal_forms(found.fits[0], KEEPER, today=DAY)


def lines(document: bytes) -> Iterator[str]:
    """What stands in it, in its order; the cells of a row beside each other."""
    for block in Document(io.BytesIO(document)).iter_inner_content():
        if isinstance(block, Table):
            yield from (" | ".join(cell.text.replace("\n", " / ") for cell in row.cells) for row in block.rows)
        else:
            yield block.text


def text(document: bytes) -> bytes:
    return "\n".join(lines(document)).encode() + b"\n"


def test_the_proposal_reads_as_it_was_reviewed() -> None:
    [form] = forms()

    assert same_as_golden("trip_proposal.docx.txt", text(form_document(form, day=DAY, author="LACRALO"))), REFRESH


def test_the_skeleton_of_the_report_reads_as_it_was_reviewed() -> None:
    rules = programme().rules_on(EVENT.start)
    assert rules is not None
    skeleton = report_form(EVENT, TRIPS, rules, KEEPER)

    assert same_as_golden("trip_report.docx.txt", text(form_document(skeleton, day=DAY, author="LACRALO"))), REFRESH


def test_the_same_form_gives_the_same_bytes_and_nothing_of_the_machine() -> None:
    [form] = forms()
    one, other = (form_document(form, day=DAY, author="LACRALO") for _ in range(2))
    about = Document(io.BytesIO(one)).core_properties

    assert one == other
    assert {part.date_time for part in zipfile.ZipFile(io.BytesIO(one)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert (about.author, about.last_modified_by, about.created, about.modified) == (
        *("LACRALO", "LACRALO"),
        *(about.created, about.created),
    )
    assert about.created is not None
    assert about.created.date() == DAY


def test_from_fy19_on_each_traveller_has_a_form_of_their_own() -> None:
    later = an_event(3, start=date(2019, 10, 1), end=date(2019, 10, 3))

    assert [len(form.travellers) for form in forms(later)] == [1, 1]
    assert [len(form.travellers) for form in forms()] == [2]


def test_days_that_the_form_refuses_are_told() -> None:
    summer = an_event(3, start=date(2016, 7, 2), end=date(2016, 7, 3))
    [form] = forms(summer, (a_trip(3, departs=date(2016, 6, 30), returns=date(2017, 7, 4)),))

    assert [point for point in form.open if point.startswith("2 ")] == [
        "2 Traveller 1: departs before 01-Jul-2016, when FY17 begins",
        "2 Traveller 1: returns after 30-Jun-2017, by which everybody must be home",
    ]


def test_a_skeleton_is_made_once_the_approved_travellers_are_back() -> None:
    went = a_trip(3, state=TripState.APPROVED, returns=date(2017, 5, 5))
    stayed = a_trip(4, state=TripState.DRAFT)

    def due(today: date) -> list[str]:
        found = watch(Listed((EVENT,), (went, stayed), ()), Setting(programme()), str, today=today)
        return [name for name, _ in report_skeletons(found.fits, KEEPER, today=today)]

    assert (due(date(2017, 5, 5)), due(date(2017, 5, 6))) == ([], ["2017-05-02-Foro-de-Internet-de-Guatemala"])
