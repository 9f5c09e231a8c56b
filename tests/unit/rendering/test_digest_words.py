"""The digest in words: the subject says what to decide by when, and every language says everything."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from outreach.catalog import load_phrases
from outreach.domain.answer import Answer, AnswerKind
from outreach.domain.case import Case
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.deadline import Deadline, DeadlineKind
from outreach.domain.digest import Digest, digest_for
from outreach.domain.digest_changes import CountChange
from outreach.domain.digest_figures import COUNTED
from outreach.domain.digest_risks import Risk, RiskKind
from outreach.domain.history import History
from outreach.domain.pipeline import Progress
from outreach.domain.stage import Stage
from outreach.domain.standing import Health, Standing, ToAdopt, WaitingBatch
from outreach.rendering.digest_words import Line, digest_words
from tests.factories import NOW, TODAY, a_candidate, a_record, a_region, a_structure

PHRASES = load_phrases(Path(__file__).parents[3] / "templates" / "_phrases")
LANGUAGES = ("en", "es", "pt", "fr")
LAST_WEEK = NOW - timedelta(days=7)
COVERED = Evidence(structures=(a_structure("GT"),))
DNS = WaitingBatch("c0de", "invitation:dns", "DNS basics", 14, "https://sheet.example/#gid=1&range=A2", TODAY)


def link(tab: str, cell: str) -> str:
    return f"https://sheet.example/{tab}/{cell}".replace(" ", "%20")


def a_standing(evidence: Evidence = COVERED, **changes: Any) -> Standing:
    plain: dict[str, Any] = {
        "coverage": coverage_on(TODAY, a_region(), evidence),
        "history": History(),
        "waiting": (),
        "calls": (),
        "health": Health({"Survey": 80, "Calls": 3}, 4, NOW, "https://sheet.example/fix"),
    }
    return Standing(**(plain | changes))


def a_digest(before: Standing | None, **changes: Any) -> Digest:
    told = digest_for(before, None, now=LAST_WEEK, link=link).figures if before else None
    return digest_for(a_standing(**changes), told, now=NOW, link=link)


def test_the_subject_says_how_many_decisions_by_when_and_what_was_won() -> None:
    digest = a_digest(a_standing(Evidence()), waiting=(DNS, replace(DNS, batch="d0de", occasion="invitation:icann")))

    assert [digest_words(digest, language, PHRASES).subject for language in LANGUAGES] == [
        "2 decisions by Fri 1 Jul · 1 of 3 countries covered (+1) · LACRALO outreach",
        "2 decisiones, hasta el vie 1 jul · 1 de 3 países cubiertos (+1) · Difusión de LACRALO",
        "2 decisões até sex. 1/07 · 1 de 3 países cobertos (+1) · Divulgação da LACRALO",
        "2 décisions d’ici ven. 1 juil. · pays couverts : 1 sur 3 (+1) · Sensibilisation LACRALO",  # noqa: RUF001 # as French is printed
    ]


def test_one_decision_is_not_said_in_the_plural() -> None:
    words = digest_words(a_digest(a_standing(), waiting=(DNS,)), "en", PHRASES)

    assert words.subject == "1 decision by Fri 1 Jul · 1 of 3 countries covered · LACRALO outreach"
    assert words.parts[0].lines == (Line("Approve 14 messages: DNS basics. Last day: Fri 1 Jul", DNS.link),)


def test_a_lost_country_has_a_minus_sign() -> None:
    words = digest_words(a_digest(a_standing(), evidence=Evidence()), "en", PHRASES)

    assert words.coverage == "0 of 3 countries covered (\N{MINUS SIGN}1)"


def test_a_quiet_week_is_told_as_such() -> None:
    words = digest_words(a_digest(a_standing()), "es", PHRASES)

    assert words.subject == "Sin novedades · 1 de 3 países cubiertos · Difusión de LACRALO"
    assert words.quiet == ("Nada cambió desde el 24 de junio de 2016, nada espera por usted, nada está en riesgo.")
    assert words.parts == ()


def test_changes_are_told_in_the_readers_words_with_their_place() -> None:
    sent = History((a_record("c1"), a_record("c2")))

    words = digest_words(a_digest(a_standing(Evidence()), history=sent), "es", PHRASES)

    assert words.parts[0].heading == "Cambios desde el 24 de junio de 2016"
    assert words.parts[0].lines == (
        Line("Guatemala: Nadie preguntó → Cubierto", "https://sheet.example/Structures/A4"),
        Line("Mensajes enviados: 0 → 2", "https://sheet.example/Status/A1"),
    )


def test_what_is_left_out_is_counted() -> None:
    waiting = tuple(replace(DNS, occasion=f"invitation:{number}") for number in range(5))

    (decisions, *_) = digest_words(a_digest(a_standing(), waiting=waiting), "pt", PHRASES).parts

    assert (len(decisions.lines), decisions.more, decisions.place) == (
        3,
        "+2 mais",
        "https://sheet.example/Approvals/A1",
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Adopt the criteria by which countries are compared: your name in column K"),
        ("es", "Adoptar los criterios con que se comparan los países: su nombre en la columna K"),
        ("pt", "Adotar os critérios com que se comparam os países: seu nome na coluna K"),
        ("fr", "Adopter les critères de comparaison des pays\u00a0: votre nom en colonne K"),
    ],
)
def test_criteria_to_adopt_are_a_decision_without_a_last_day(language: str, said: str) -> None:
    digest = a_digest(a_standing(), to_adopt=ToAdopt("Selection!A2"))

    words = digest_words(digest, language, PHRASES)

    assert (words.parts[0].lines, digest.decide_by) == ((Line(said, "Selection!A2"),), None)


def test_the_health_of_the_data_is_one_line() -> None:
    words = digest_words(a_digest(None), "en", PHRASES)

    assert words.health == Line("Sheets read 12:00 UTC, Fri 1 Jul · 83 rows · 4 not used", "https://sheet.example/fix")
    assert words.first == "This is your first digest; the next one tells what changed since."


def test_a_place_without_an_address_is_not_linked() -> None:
    assert (Line("x", "Survey!A4").is_linked, Line("x", "https://sheet.example/").is_linked) == (False, True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", RiskKind)
@pytest.mark.parametrize("count", [1, 2])
def test_every_risk_has_its_sentence(kind: RiskKind, count: int, language: str) -> None:
    digest = a_digest(None)
    risks = replace(digest.risks, shown=(Risk(kind, count, "", "DNS basics"),), more=0)

    words = digest_words(replace(digest, risks=risks), language, PHRASES)

    assert ("{" in words.parts[0].lines[0].text, len(words.parts[0].lines)) == (False, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_count_has_its_words(language: str) -> None:
    digest = a_digest(a_standing())
    changes = tuple(CountChange(state, 0, 1, "") for state in COUNTED)

    words = digest_words(replace(digest, changes=replace(digest.changes, shown=changes)), language, PHRASES)

    assert len({line.text for line in words.parts[0].lines}) == len(COUNTED)


def test_every_language_knows_the_same_phrases_with_the_same_facts() -> None:
    def facts(language: str) -> dict[str, set[str]]:
        ours = ("digest.", "coverage.", "tabs.", "pages.")
        entries = {key: text for key, text in PHRASES.entries[language].items() if key.startswith(ours)}
        return {key: {part.split("}")[0] for part in text.split("{")[1:]} for key, text in entries.items()}

    assert [facts(language) == facts("en") for language in LANGUAGES] == [True] * 4


def test_every_language_says_each_kind_of_decision_change_and_risk() -> None:
    deadline = Deadline("d1", DeadlineKind.SUBMISSION, TODAY, "CIGF", link="https://sheet.example/trips")
    question = WaitingBatch("c0de", "consultation:gt", "", 1, "https://sheet.example/approvals", None)
    stale = Health({"Survey": 80}, 4, NOW, "https://sheet.example/fix", ("GT", 94))
    reply = Answer("c1", "", AnswerKind.REPLIED, NOW - timedelta(days=9), "m1")
    digest = a_digest(
        a_standing(),
        waiting=(question,),
        deadlines=(deadline, replace(deadline, id="d2", day=TODAY - timedelta(days=1))),
        cases=(Case(a_candidate(country="BZ"), Progress(stage=Stage.ANSWERED), None),),
        history=History(answers=(reply,)),
        health=stale,
        trend=((date(2016, 5, 1), 20), (date(2016, 6, 1), 20), (TODAY, 21)),
    )

    said = {language: digest_words(digest, language, PHRASES) for language in LANGUAGES}

    assert [line.text for part in said["en"].parts for line in part.lines] == [
        "Proposal for CIGF with ICANN; after it the trip is lost: last day Fri 1 Jul",
        "Approve 1 message: Question to stakeholders",
        "Belize: nobody → answered",
        "A last day is past: CIGF",
        "1 reply has waited for more than 7 days",
        "Candidates: answered 1",
        "Countries covered: May 20 · Jun 20 · Jul 21",
    ]
    assert said["en"].health.text.endswith("80 rows · 4 not used · nothing new from Guatemala for 94 days")
    assert {len([line for part in words.parts for line in part.lines]) for words in said.values()} == {7}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_has_its_word(language: str) -> None:
    assert all(PHRASES.knows(f"digest.stage.{stage}", language) for stage in ("nobody", *Stage))
