"""A new secretary asks five questions of the file; no secret is in it, and no cell is a formula."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from outreach.domain.deadline import Deadline, DeadlineKind
from outreach.domain.handover import Handover, Promise, PromiseKind, Told, secrets_in_use, settings_shown, told_so_far
from outreach.domain.history import History
from outreach.domain.message import MessageState
from outreach.rendering.csv_table import csv_table
from outreach.rendering.handover_bundle import handover_bundle
from tests.factories import a_record, an_answer
from tests.unit.intake.sheets import CATALOG

GOLDEN = Path(__file__).parents[2] / "golden" / "handover.promises.csv"
ENVIRONMENT = {
    "OUTREACH_SECRET": "hunter1",
    "OUTREACH_MAIL": "smtp://me:hunter2@mail.example",
    "OUTREACH_MAIL_PASSWORD": "hunter3",
    "OUTREACH_SHEETS": "google:sheet-of-ours",
}


def a_handover() -> Handover:
    return Handover(
        day=date(2016, 7, 4),
        covered=21,
        countries=33,
        candidates=40,
        problems=7,
        suppressed=2,
        is_stopped=True,
        promises=(
            Promise(PromiseKind.BATCH, date(2016, 7, 1), "0123456789ab", "invitation:dns", 14),
            Promise(PromiseKind.REPLY, date(2016, 7, 2), "=HYPERLINK(1)"),
            Promise(PromiseKind.STEP, date(2016, 7, 6), "Red Chapina (Survey!5)", "contact", owner="liaison"),
        ),
        told=(Told("Survey!5", "Red Chapina", "invitation:dns", date(2016, 6, 1), "accepted", "yes"),),
        deadlines=(Deadline("d", DeadlineKind.SUBMISSION, date(2016, 7, 20), "CaribNOG 12"),),
        leaders=("Luz Ferrer (People!2)",),
        liaisons=("Ada Pym (People!3)",),
        secrets=secrets_in_use(ENVIRONMENT),
        settings=settings_shown(ENVIRONMENT),
    )


def files() -> dict[str, str]:
    bundle = handover_bundle(a_handover(), CATALOG.region, CATALOG.pages, titles={"invitation:dns": "DNS basics"})
    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def section(page: str, heading: str) -> str:
    """What stands below a heading, up to the next one."""
    return page.partition(f"<h2>{heading}</h2>")[2].partition("<h2>")[0]


@pytest.mark.parametrize(
    ("question", "place", "answer"),
    [
        ("What must I do this week?", "Open promises", "14 messages wait for a leader: Invitations: DNS basics"),
        ("What must I do this week?", "Last days", "2016-07-20"),
        ("Who was invited to what", "Who was told what", "Red Chapina"),
        ("What did we promise to whom?", "Open promises", "Red Chapina (Survey!5)"),
        ("What may I never do?", "What you may never do", "Never write to somebody who asked for no more mail"),
        ("Whom do I ask?", "Whom to ask", "Luz Ferrer (People!2)"),
    ],
)
def test_the_page_asks_the_question_and_holds_its_answer(question: str, place: str, answer: str) -> None:
    page = files()["handover.html"]
    asked = section(page, "Five questions you can now answer")
    assert (question in asked, place in asked, answer in section(page, place)) == (True, True, True)


def test_it_speaks_both_languages_and_says_that_sending_is_stopped() -> None:
    page = files()["handover.html"]
    assert ('lang="es"' in page, "Lo que nunca debe hacer" in page, "Sending is stopped" in page) == (True, True, True)


def test_of_secrets_only_the_names_are_told() -> None:
    whole = "".join(files().values())
    assert "OUTREACH_MAIL_PASSWORD" in whole
    assert [secret for secret in ("hunter1", "hunter2", "hunter3") if secret in whole] == []
    assert "google:sheet-of-ours" in whole


def test_the_promises_as_a_table() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as golden:
        assert files()["promises.csv"] == golden.read()


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1"])
def test_nothing_that_people_typed_is_a_formula(typed: str) -> None:
    (_, row) = csv.reader(io.StringIO(csv_table(("a",), [(typed,)]).decode("utf-8-sig"), newline=""))
    assert row == [f"'{typed}"]


def test_the_same_handover_gives_the_same_bytes() -> None:
    first, second = (handover_bundle(a_handover(), CATALOG.region, CATALOG.pages, titles={}) for _ in range(2))
    assert first == second


def test_what_was_told_is_what_went_or_may_have_gone_with_what_came_back() -> None:
    sent, planned = a_record(), a_record("c2", state=MessageState.PLANNED)
    history = History((sent, planned), answers=(an_answer(message=sent.key),))
    (told,) = told_so_far(history, {"c1": "Red Chapina"})
    assert told == Told(sent.origin, "Red Chapina", sent.occasion, sent.since.date(), "accepted", "replied")
