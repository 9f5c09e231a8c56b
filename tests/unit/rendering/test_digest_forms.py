"""Each form of the digest as a leader reads it: the first, a usual one, the first of a month, a quiet one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from outreach.catalog import load_catalog
from outreach.domain.case import Case
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.deadline import Deadline, DeadlineKind
from outreach.domain.digest import digest_for
from outreach.domain.digest_figures import Figures
from outreach.domain.digest_month import trend
from outreach.domain.history import History
from outreach.domain.origin import Origin
from outreach.domain.pipeline import Progress
from outreach.domain.stage import Stage
from outreach.domain.standing import Health, Standing, ToAdopt, WaitingBatch
from outreach.rendering.digest import DigestPaper, digest_letter
from outreach.rendering.headers import Mailbox
from outreach.rendering.letter import Letter
from outreach.settings import ROOT
from tests.factories import a_call, a_candidate, a_record, a_structure
from tests.paper import REFRESH, same_as_golden

MONDAY = datetime(2016, 7, 11, 8, tzinfo=UTC)
FORMS = ("first", "usual", "monthly", "quiet")
COVERED = [
    "AR",
    "BB",
    "BO",
    "BR",
    "CL",
    "CO",
    "CR",
    "CU",
    "DO",
    "EC",
    "HT",
    "JM",
    "MX",
    "NI",
    "PA",
    "PE",
    "PY",
    "SV",
    "TT",
    "UY",
]


def link(tab: str, cell: str) -> str:
    return f"https://sheet.example/{tab}/{cell}".replace(" ", "-")


def standing(*covered: str, stages: Mapping[str, Stage], now: datetime = MONDAY) -> Standing:
    """LACRALO with a structure in these countries, and somebody at these stages in others."""
    candidates = [a_candidate(row, country=code) for row, code in enumerate(stages, start=5)]
    evidence = Evidence(structures=tuple(map(a_structure, covered)), candidates=tuple(candidates))
    region = load_catalog(ROOT, region="LACRALO").region
    return Standing(
        coverage=coverage_on(now.date(), region, evidence),
        history=History(),
        waiting=(),
        calls=(),
        health=Health({"Survey": 80, "Calls": 12}, 4, now, link("To fix", "A1")),
        cases=tuple(Case(one, Progress(stage=stages[one.country]), None) for one in candidates),
        trend=trend(lambda day: coverage_on(day, region, evidence).covered, now.date()),
    )


def busy(now: datetime) -> Standing:
    """Something to say in every part, and more than there is room for."""
    stages = {"GT": Stage.ANSWERED, "HN": Stage.CONTACTED, "BZ": Stage.ATTENDING, "GY": Stage.CONTACTED}
    day = now.date()
    due = Deadline(
        "cif",
        DeadlineKind.SUBMISSION,
        day + timedelta(days=3),
        "Caribbean Internet Forum",
        link=link("Deadlines", "A4"),
    )
    call = WaitingBatch("c0de", "invitation:dns", "DNS basics", 14, link("Approvals", "A2"), day + timedelta(days=2))
    question = WaitingBatch("d0de", "consultation:gd", "", 1, link("Approvals", "A3"), day + timedelta(days=9))
    near = a_call("ICANN: who decides what", starts=now + timedelta(days=5), origin=Origin("Calls", 9))
    return replace(
        standing(*COVERED, "GD", stages=stages, now=now),
        waiting=(call, question),
        deadlines=(due,),
        to_adopt=ToAdopt(link("Selection", "A2")),
        calls=(near,),
        history=History((a_record("c1"), a_record("c2"), a_record("c3", state="unknown"))),
    )


@cache
def letter(form: str, language: str) -> Letter:
    """What a leader gets who was told a week before; the first digest of a month is of Monday, 1 August."""
    catalog = load_catalog(ROOT, region="LACRALO")
    now = datetime(2016, 8, 1, 8, tzinfo=UTC) if form == "monthly" else MONDAY
    stages = {"GT": Stage.CONTACTED, "HN": Stage.CONFIRMED}
    before = standing(*COVERED, stages=stages, now=now - timedelta(days=7))
    today = standing(*COVERED, stages=stages, now=now) if form == "quiet" else busy(now)
    told = None if form == "first" else figures(before, (now - timedelta(days=7)).date())
    paper = DigestPaper(
        catalog.templates["digest"], catalog.layout, Mailbox("LACRALO", "outreach@lacralo.example"), "lacralo.example"
    )
    return digest_letter(digest_for(today, told, now=now, link=link), language, paper)[0]


def figures(before: Standing, day: date) -> Figures:
    return digest_for(before, None, now=datetime(day.year, day.month, day.day, tzinfo=UTC), link=link).figures


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("form", FORMS)
def test_it_reads_as_it_was_reviewed(form: str, language: str) -> None:
    made = letter(form, language)

    assert same_as_golden(f"digest_{form}.{language}.txt", f"Subject: {made.subject}\n\n{made.text}".encode()), REFRESH


def test_the_subject_says_what_to_decide_by_when_and_how_many_are_covered() -> None:
    assert [letter(form, "en").subject for form in FORMS] == [
        "4 decisions by Wed 13 Jul · 21 of 33 countries covered · LACRALO outreach",
        "4 decisions by Wed 13 Jul · 21 of 33 countries covered (+1) · LACRALO outreach",
        "4 decisions by Wed 3 Aug · 21 of 33 countries covered (+1) · LACRALO outreach",
        "Nothing new · 20 of 33 countries covered · LACRALO outreach",
    ]
