"""The system's tabs: both languages in every header, and approvals that never move."""

from pathlib import Path

from outreach.analysis.coverage_table import by_sub_region
from outreach.catalog import load_phrases
from outreach.domain.answer import AnswerKind
from outreach.domain.approval import Batch
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.fault import Fault
from outreach.domain.history import History
from outreach.domain.message import MessageState
from outreach.domain.origin import Origin
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.snapshot import Cell, Grid, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.rendering.system_tabs import Offer, answers, approvals, coverage, status, to_fix
from tests.factories import NOW, TODAY, a_call, a_candidate, a_draft, a_record, a_region, a_structure, an_answer

PHRASES = load_phrases(Path(__file__).parents[3] / "templates" / "_phrases")
SEEN = Snapshot(
    {"Survey": Grid("Survey", ()), "Calendar": Grid("Calendar", ())}, {"Survey": "https://sheet.example/#{cell}"}
)
DNS = Offer(Batch("invitation:dns", (a_draft("c1"), a_draft("c2", languages=("en", "es")))), "DNS basics", "p/dns.html")
WAITS = "Waits for a leader's name in column H / Espera el nombre de un líder en la columna H"
VOID = "No longer valid: list or text changed, or it is too late / Ya no vale: cambió la lista o el texto, o es tarde"


def standing(*rows: tuple[Cell, ...]) -> Snapshot:
    return Snapshot({"Approvals": Grid("Approvals", rows)} if rows else {})


def a_fault(tab: str, cell: str, *, held_back: bool = True) -> Fault:
    problem = Problem(tab, cell, ProblemCode.EMAIL_INVALID, value="ana@", language="en", held_back=held_back)
    return Fault(f"{tab}{cell}", problem, NOW)


def test_problems_stand_in_the_order_of_tabs_rows_and_columns_with_their_place() -> None:
    cells = [("Calendar", "A2"), ("Survey", "AA3"), ("Survey", "B12"), ("Survey", "B3")]

    rows = to_fix([a_fault(tab, cell) for tab, cell in cells], PHRASES, SEEN).rows

    assert [row[:3] for row in rows[1:]] == [
        ("https://sheet.example/#B3", "Survey", "B3"),
        ("https://sheet.example/#AA3", "Survey", "AA3"),
        ("https://sheet.example/#B12", "Survey", "B12"),
        ("Calendar!A2", "Calendar", "A2"),
    ]
    assert rows[0][:3] == ("Where / Dónde", "Tab / Hoja", "Cell / Celda")


def test_it_is_said_whether_the_row_waits_and_since_when() -> None:
    rows = to_fix([a_fault("Survey", "B2"), a_fault("Survey", "B3", held_back=False)], PHRASES, SEEN).rows

    assert [row[5] for row in rows[1:]] == ["yes / sí", "no, it went on / no, siguió adelante"]
    assert [row[6] for row in rows] == ["Since (UTC) / Desde (UTC)", *["2016-07-01 12:00"] * 2]


def test_a_clean_spreadsheet_is_told_so() -> None:
    assert to_fix([], PHRASES, SEEN).rows[1] == ("Nothing to fix / Nada que corregir", *[None] * 6)


def test_the_coverage_tab_says_the_figure_each_country_and_each_sub_region() -> None:
    evidence = Evidence(structures=(a_structure("GT"),), candidates=(a_candidate(country="GD", row=7),))
    found = coverage_on(TODAY, a_region(), evidence)

    block = coverage(found, by_sub_region(found), PHRASES)

    latin_america, caribbean = "Latin America / América Latina", "Caribbean / Caribe"
    assert block.rows[0][0] == (
        "1 of 3 countries have an accredited At-Large Structure on 1 July 2016 / "
        "1 de 3 países tienen una estructura At-Large acreditada al 1 de julio de 2016"
    )
    assert block.rows[2:4] == (
        ("GT", "Guatemala", "Guatemala", latin_america, "Covered", "Cubierto", 1, 0, "Structures!4"),
        ("GD", "Grenada", "Granada", caribbean, "Candidates known", "Hay candidatos", 0, 1, "Survey!7"),
    )
    assert block.rows[-2:] == ((caribbean, 0, 0, 1, 0, 0, 1, 2, None), (latin_america, 1, 0, 0, 0, 0, 0, 1, None))
    assert {len(row) for row in block.rows} == {9}


def test_the_status_tab_says_beside_each_candidate_what_became_of_the_last_message() -> None:
    key = "Red Chapina de Internautas|row5@chapines.example"
    asked, silent = a_candidate(row=5, key=key), a_candidate(row=6, name="Otra Red", contact=None, key="Otra Red|")
    assert asked.contact is not None
    history = History((a_record(asked.contact.id, state=MessageState.UNKNOWN, since=NOW, origin="Survey!99"),))

    rows = status((silent, asked), history, PHRASES, SEEN).rows

    assert rows[1:] == (
        (
            "https://sheet.example/#A5",
            "Red Chapina de Internautas",
            "GT",
            "invitation:basics-dns",
            "Unknown whether it arrived; please settle",
            "No se sabe si llegó; por favor, aclárelo",
            "2016-07-01 12:00",
            "",
            "",
            key,
        ),
        (
            "https://sheet.example/#A6",
            "Otra Red",
            "GT",
            "",
            "Nothing sent yet",
            "Nada enviado aún",
            *[""] * 3,
            "Otra Red|",
        ),
    )


def test_an_address_that_no_server_of_ours_can_write_is_visible_in_the_status_tab() -> None:
    candidate = a_candidate(row=5, key="key")
    assert candidate.contact is not None
    history = History((a_record(candidate.contact.id, state=MessageState.NEEDS_SMTPUTF8, since=NOW),))

    assert status((candidate,), history, PHRASES, SEEN).rows[1][4:6] == (
        "Their address needs a server with SMTPUTF8",
        "Su dirección necesita un servidor con SMTPUTF8",
    )


def test_a_new_batch_is_offered_below_headers_of_which_the_last_is_the_leaders() -> None:
    rows = approvals(standing(), (DNS,), History(), phrases=PHRASES, now=NOW).rows

    assert rows[0][-1] == "Approved by / Aprobado por"
    assert rows[1:] == ((DNS.batch.hash, "DNS basics", 2, "en+es, es", "2016-07-01 12:00", "p/dns.html", WAITS, None),)


def test_rows_that_stand_are_kept_as_they_are_and_new_ones_come_after_them() -> None:
    old = ("0" * 64, "ICANN", 3, "es", "2016-06-01 12:00", "p/icann.html", "as it was", "Luz Ferrer")
    named_below = (None,) * 7 + ("Luz Ferrer",)

    block = approvals(standing(("Code",), old, named_below), (DNS,), History(), phrases=PHRASES, now=NOW)

    assert block.rows[1:3] == ((*old[:6], VOID), (None,) * 7)
    assert block.rows[3][0] == DNS.batch.hash


def test_writing_the_approvals_again_changes_nothing() -> None:
    first = approvals(standing(), (DNS,), History(), phrases=PHRASES, now=NOW)

    again = approvals(standing(*first.rows), (DNS,), History(), phrases=PHRASES, now=NOW.replace(year=2017))

    assert again.rows == tuple(row[:7] for row in first.rows)


def test_an_approved_batch_says_so_when_it_is_no_longer_offered() -> None:
    first = approvals(standing(), (DNS,), History(), phrases=PHRASES, now=NOW)
    sent = History((a_record(batch=DNS.batch.hash),))

    rows = approvals(standing(*first.rows), (), sent, phrases=PHRASES, now=NOW).rows

    assert [row[6] for row in rows[1:]] == ["Approved / Aprobado"]


def test_a_row_of_a_candidate_is_named_where_the_workbook_has_no_addresses() -> None:
    rows = status((a_candidate(origin=Origin("Encuesta", 9)),), History(), PHRASES, Snapshot({})).rows

    assert rows[1][0] == "Encuesta!A9"


def test_the_status_tab_says_what_was_answered_and_which_message_came_back() -> None:
    bounced, away = a_candidate(row=5), a_candidate(row=6)
    records = [a_record(one.contact.id, since=NOW) for one in (bounced, away) if one.contact]
    came_back = an_answer(records[0].contact, kind=AnswerKind.BOUNCED, message=records[0].key)
    out = an_answer(records[1].contact, kind=AnswerKind.OUT_OF_OFFICE, mail="a" * 64)

    rows = status((bounced, away), History(tuple(records), answers=(came_back, out)), PHRASES, SEEN).rows

    assert [(row[4], row[7], row[8]) for row in rows[1:]] == [
        (
            "Sent, but came back: the address is dead",
            "Came back: the address is dead / Devuelto: la dirección no existe",
            "2016-07-01 12:00",
        ),
        ("Sent", "Out of office / Fuera de la oficina", "2016-07-01 12:00"),
    ]


def waiting(history: History, seen: Snapshot) -> tuple[tuple[Cell, ...], ...]:
    return answers(history, seen, listed=[a_candidate()], calls=[a_call()], phrases=PHRASES).rows


def test_what_waits_for_a_person_is_listed_without_a_word_of_it() -> None:
    candidate = a_candidate()
    assert candidate.contact is not None
    record = a_record(candidate.contact.id)
    said = an_answer(candidate.contact.id, message=record.key, mail="a" * 64)
    nobodys = an_answer("", kind=AnswerKind.OTHER, mail="b" * 64)
    away = an_answer(candidate.contact.id, kind=AnswerKind.OUT_OF_OFFICE, mail="c" * 64)

    rows = waiting(History((record,), answers=(said, away, nobodys)), SEEN)

    assert rows[0][5] == "Dealt with by / Atendida por"
    assert rows[1:] == (
        (
            "aaaaaaaaaaaa",
            "2016-07-01 12:00",
            "https://sheet.example/#A5",
            "Answered / Respondió",
            "DNS basics, 2016-07-11",
            None,
        ),
        (
            "bbbbbbbbbbbb",
            "2016-07-01 12:00",
            "",
            "Something else: please look / Otra cosa: por favor, mírelo",
            "",
            None,
        ),
    )


def test_rows_of_answers_stay_where_they_are_and_new_ones_come_below() -> None:
    first, second = an_answer("", mail="a" * 64), an_answer("", mail="b" * 64)
    standing = (
        ("code",),
        (),
        ("bbbbbbbbbbbb", "old", "", "", "", "Luz"),
        ("of another ledger", "w", "x", "y", "z"),
    )
    seen = Snapshot({SystemTab.ANSWERS: Grid(SystemTab.ANSWERS, standing)})

    rows = waiting(History(answers=(first, second)), seen)

    assert [len(row) for row in rows] == [5] * 5
    assert rows[1] == (None,) * 5
    assert rows[2][:2] == ("bbbbbbbbbbbb", "2016-07-01 12:00")
    assert rows[3] == ("of another ledger", "w", "x", "y", "z")
    assert rows[4][0] == "aaaaaaaaaaaa"


def test_a_yes_to_a_follow_up_waits_for_the_person_who_was_promised() -> None:
    asked = a_record("c1", occasion="follow_up:first")
    invited = a_record("c2")
    history = History(
        (asked, invited),
        answers=(
            an_answer("c1", kind=AnswerKind.YES, message=asked.key, mail="a" * 64),
            an_answer("c2", kind=AnswerKind.YES, message=invited.key, mail="b" * 64),
        ),
    )

    rows = answers(history, SEEN, listed=(), calls=(), phrases=PHRASES).rows

    assert [row[0] for row in rows[1:]] == ["a" * 12]
