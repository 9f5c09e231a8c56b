"""What is open is told to who came to a call: each window once, never when it has closed, never two letters a day."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.domain.candidate import Background, Candidate, CandidateKind, withheld
from outreach.domain.case import cases
from outreach.domain.history import History, Record
from outreach.domain.meeting import IcannRegion, Meeting, Programme, Venue, Window
from outreach.domain.message import MessageState
from outreach.domain.next_step_offer import Offer, Programmes, plan_offers
from outreach.domain.organisation import organisation_of
from outreach.domain.routing import Applicant, RoutingRules
from outreach.domain.stage import Evidence, Fact, FactKind, Proof
from outreach.intake.pipeline_rules import parse_reminder_rules
from tests.factories import NOW, TODAY, a_candidate, a_contact, a_record

RULES = parse_reminder_rules((Path(__file__).parents[3] / "config" / "pipeline.toml").read_text(encoding="utf-8"))
LAC, ASIA = IcannRegion.LATIN_AMERICA, IcannRegion.ASIA_PACIFIC
ALS = Window(Programme.ALS_APPLICATION, "", date.min, date.max, "https://als.example")
NOMCOM = Window(Programme.NOMCOM, "", TODAY - timedelta(days=9), TODAY + timedelta(days=9), "https://nomcom.example")
NEXTGEN = Window(Programme.NEXTGEN, "ICANN57", NOMCOM.opens, TODAY + timedelta(days=5), "https://nextgen.example")
HERE = Venue(date.min, "Ciudad", "GT", LAC, date(2016, 10, 29), date(2016, 11, 4))
AWAY = Venue(TODAY, "Hyderabad", "IN", ASIA, date(2016, 11, 3), date(2016, 11, 9))
KNOWN = Background(born=1996, student=True, studies_in="GT", english=True, nextgen_before=False, fellowships=0)
INDIVIDUAL = CandidateKind.INDIVIDUAL
ANA = a_candidate(5, kind=INDIVIDUAL, name="Ana Xol", background=KNOWN)
RED = a_candidate(6)


def applying(candidate: Candidate) -> Applicant:
    known = candidate.background
    born = (date(known.born, 1, 1), date(known.born, 12, 31)) if known.born else None
    return Applicant(
        candidate.kind, LAC, student=known.student, studies_in=LAC if known.studies_in else None, born=born,
        english=known.english, nextgen_before=known.nextgen_before, fellowships=known.fellowships,
    )  # fmt: skip


def offered(
    *candidates: Candidate, venues: tuple[Venue, ...] = (HERE,), today: date = TODAY, **changes: Any
) -> tuple[Offer, ...]:
    heard = Fact(FactKind.ATTENDED, TODAY - timedelta(days=2), Evidence(Proof.ATTENDANCE, "dns"))
    facts = {one.origin: (heard, *changes.get("facts", ())) for one in candidates if changes.get("came", True)}
    found = cases(candidates, facts, RULES, liaisons={}, today=today)
    programmes = Programmes((ALS, NEXTGEN, NOMCOM), (Meeting("ICANN57", venues),), RoutingRules((18, 30), 21, 3))
    history = changes.get("history", History())
    resting = changes.get("resting", frozenset())
    return plan_offers(found, history, programmes, applying=applying, resting=resting, today=today)


def programmes_of(*offers: Offer) -> list[list[Programme]]:
    return [[route.window.programme for route in offer.routes] for offer in offers]


def told(candidate: Candidate, occasion: str, **changes: Any) -> Record:
    return a_record(candidate.contact.id if candidate.contact else "", occasion=occasion, **changes)


def test_an_individual_is_told_of_nextgen_and_nomcom_and_an_organisation_of_the_application() -> None:
    assert programmes_of(*offered(ANA, RED)) == [[Programme.NEXTGEN, Programme.NOMCOM], [Programme.ALS_APPLICATION]]


def test_a_meeting_that_moved_to_another_region_takes_nextgen_with_it() -> None:
    assert programmes_of(*offered(ANA, venues=(HERE, AWAY))) == [[Programme.NOMCOM]]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(5, [[Programme.NEXTGEN, Programme.NOMCOM]]), (6, [[Programme.NOMCOM]]), (9, [[Programme.NOMCOM]]), (10, [])],
)
def test_nothing_is_told_after_its_window_has_closed(days: int, expected: list[list[Programme]]) -> None:
    assert programmes_of(*offered(ANA, today=TODAY + timedelta(days=days))) == expected


def test_what_only_may_be_open_to_them_is_not_told() -> None:
    unknown = a_candidate(5, kind=INDIVIDUAL, name="Ana Xol")

    assert programmes_of(*offered(unknown)) == [[Programme.NOMCOM]]


def test_each_window_is_told_once() -> None:
    history = History((told(ANA, "next_step:nomcom-2016", since=NOW - timedelta(days=9)),))

    assert programmes_of(*offered(ANA, history=history)) == [[Programme.NEXTGEN]]


def test_a_letter_that_waits_for_approval_is_planned_again_just_the_same() -> None:
    (offer,) = offered(ANA)
    history = History((told(ANA, offer.occasion, state=MessageState.PLANNED),))

    assert offered(ANA, history=history) == (offer,)


@pytest.mark.parametrize(
    "situation",
    [
        {"came": False},
        {"facts": (Fact(FactKind.PAUSED, TODAY, Evidence(Proof.ROW, "Progress!2")),)},
        {"facts": (Fact(FactKind.NOT_INTERESTED, TODAY, Evidence(Proof.ROW, "Progress!2")),)},
        {"resting": frozenset({ANA.contact.id if ANA.contact else ""})},
        {"history": History(suppressed=frozenset({ANA.contact.id if ANA.contact else ""}))},
        {"history": History((told(ANA, "invitation:dns", state=MessageState.APPROVED),))},
    ],
)
def test_who_is_left_in_peace(situation: dict[str, Any]) -> None:
    assert offered(ANA, **situation) == ()


def test_without_leave_or_address_nobody_is_written_to() -> None:
    assert offered(*withheld([ANA], {ANA.origin}), a_candidate(7, contact=None)) == ()


def test_who_applies_already_is_not_told_how() -> None:
    intends = Fact(FactKind.INTENDS_TO_APPLY, TODAY, Evidence(Proof.ROW, "Progress!2"))

    assert offered(RED, facts=(intends,)) == ()


people = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["Red", "Foro"])), min_size=1, max_size=5)


@given(people, st.lists(st.integers(1, 6), min_size=2, max_size=6))
@settings(max_examples=40)
def test_nobody_and_no_organisation_gets_two_letters_in_a_day(drawn: list[tuple[str, str]], steps: list[int]) -> None:
    listed = [
        a_candidate(row, name=name, contact=a_contact(f"{who}@chapines.example"))
        for row, (who, name) in enumerate(drawn, start=2)
    ]
    records: list[Record] = []
    sent: dict[str, list[date]] = defaultdict(list)
    today = TODAY
    for days in steps:
        now = datetime.combine(today, time(12), tzinfo=NOW.tzinfo)
        history = History(tuple(records))
        for offer in offered(*listed, today=today, history=history, resting=history.written_since(now - timedelta(1))):
            records.append(told(offer.candidate, offer.occasion, since=now))
            for who in {offer.contact.id, organisation_of(offer.candidate)} - {""}:
                sent[who].append(today)
        today += timedelta(days=days)
    assert all(len(days) == len(set(days)) for days in sent.values())
    windows = [(record.contact, one) for record in records for one in record.occasion.split(":")[1].split("+")]
    assert len(windows) == len(set(windows))
