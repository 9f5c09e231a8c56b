"""The digest: capped, complete in its counts, and silent only when there is nothing to say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.answer import Answer, AnswerKind
from outreach.domain.approval import Batch
from outreach.domain.case import Case
from outreach.domain.coverage import CountryCoverage, Coverage, CoverageState
from outreach.domain.deadline import Deadline, DeadlineKind
from outreach.domain.digest import (
    CHANGES_AT_MOST,
    DECISIONS_AT_MOST,
    RISKS_AT_MOST,
    Digest,
    digest_for,
    digest_occasion,
    readers,
)
from outreach.domain.digest_changes import CountChange, CountryChange, StageChange
from outreach.domain.digest_figures import COUNTED, Figures, figures_of
from outreach.domain.digest_month import Month, trend
from outreach.domain.digest_risks import Risk, RiskKind
from outreach.domain.history import History, Record
from outreach.domain.invitation import InvitationRules, occasion_of
from outreach.domain.message import MessageState
from outreach.domain.origin import Origin
from outreach.domain.pipeline import Progress
from outreach.domain.stage import Stage
from outreach.domain.standing import Health, Standing, ToAdopt, WaitingBatch, health_of, waiting_batch
from outreach.errors import LedgerError
from tests.factories import NOW, TODAY, a_call, a_candidate, a_contact, a_country, a_draft, a_person, a_record, a_region

CODES = ("AG", "BB", "BZ", "CU", "DM", "GD", "GT", "HT")
LAST_WEEK = NOW - timedelta(days=7)


def link(tab: str, cell: str) -> str:
    return f"https://sheet.example/{tab}/{cell}"


def a_coverage(**states: CoverageState) -> Coverage:
    region = a_region(*CODES)
    entries = [
        CountryCoverage(country, states.get(country.code, CoverageState.NOBODY_ASKED), 0, 0, (Origin("Survey", row),))
        for row, country in enumerate(region.countries, start=2)
    ]
    return Coverage(TODAY, region, tuple(entries))


def a_standing(**changes: Any) -> Standing:
    plain: dict[str, Any] = {
        "coverage": a_coverage(GT=CoverageState.COVERED),
        "history": History(),
        "waiting": (),
        "calls": (),
        "health": Health({"Survey": 80}, 4, NOW, "https://sheet.example/fix"),
    }
    return Standing(**(plain | changes))


def a_waiting_batch(number: int = 1, **changes: Any) -> WaitingBatch:
    plain: dict[str, Any] = {
        "batch": f"{number:064x}",
        "occasion": f"invitation:call-{number}",
        "title": f"Call {number}",
        "count": 14,
        "link": f"https://sheet.example/approvals/{number}",
        "last_day": TODAY + timedelta(days=number),
    }
    return WaitingBatch(**(plain | changes))


def told_of(standing: Standing) -> Figures:
    return figures_of(standing, LAST_WEEK.date())


def the_digest(standing: Standing, told: Figures | None = None) -> Digest:
    return digest_for(standing, told, now=NOW, link=link)


def test_nothing_new_since_the_last_digest_is_quiet() -> None:
    assert the_digest(a_standing(), told_of(a_standing())).is_quiet


def test_the_first_digest_is_never_quiet_and_claims_no_change() -> None:
    digest = the_digest(replace(a_standing(), history=History((a_record(),))))

    assert (digest.is_quiet, digest.since, digest.delta, digest.changes.total) == (False, None, 0, 0)


def test_a_country_that_changed_is_told_with_its_row_and_the_new_count() -> None:
    before = a_standing()
    now = a_standing(coverage=a_coverage(GT=CoverageState.COVERED, GD=CoverageState.COVERED))

    digest = the_digest(now, told_of(before))

    grenada = CountryChange(
        a_country("GD"), CoverageState.NOBODY_ASKED, CoverageState.COVERED, "https://sheet.example/Survey/A7"
    )
    assert digest.changes.shown == (grenada,)
    assert (digest.coverage.covered, digest.delta, digest.changed) == (2, 1, frozenset({"GD"}))


def test_a_workbook_without_addresses_is_pointed_at_by_the_cells_name() -> None:
    told = told_of(a_standing())
    digest = digest_for(a_standing(coverage=a_coverage()), told, now=NOW, link=lambda _tab, _cell: "")

    assert [change.link for change in digest.changes.shown] == ["Survey!A8"]


def test_a_country_won_or_lost_comes_before_other_changes() -> None:
    now = a_standing(coverage=a_coverage(AG=CoverageState.CANDIDATES, HT=CoverageState.COVERED))

    digest = the_digest(now, told_of(a_standing()))

    assert [c.country.code for c in digest.changes.shown if isinstance(c, CountryChange)] == ["GT", "HT", "AG"]
    assert digest.delta == 0


def test_messages_are_counted_by_what_became_of_them_and_digests_are_not() -> None:
    sent = History((a_record("c1"), a_record("c2"), a_record("leader", occasion=digest_occasion(TODAY))))

    digest = the_digest(a_standing(history=sent), told_of(a_standing()))

    assert digest.changes.shown == (CountChange(MessageState.ACCEPTED, 0, 2, "https://sheet.example/Status/A1"),)


def test_the_most_urgent_decision_comes_first_and_dates_the_subject() -> None:
    digest = the_digest(a_standing(waiting=tuple(a_waiting_batch(number) for number in (5, 2, 4, 3))))

    assert [one.title for one in digest.decisions.shown] == ["Call 2", "Call 3", "Call 4"]
    assert (digest.decisions.more, digest.decide_by) == (1, TODAY + timedelta(days=2))


def test_criteria_to_adopt_come_after_what_has_a_last_day_and_dates_nothing() -> None:
    waiting = (a_waiting_batch(2), a_waiting_batch(3, last_day=None))
    digest = the_digest(a_standing(waiting=waiting, to_adopt=ToAdopt("Selection!A2")))

    assert digest.decisions.shown == (waiting[0], ToAdopt("Selection!A2"), waiting[1])


def test_a_batch_can_still_be_approved_on_its_last_day() -> None:
    digest = the_digest(a_standing(waiting=(a_waiting_batch(last_day=TODAY),)))

    assert (digest.decisions.total, digest.risks.total) == (1, 1)  # the other risk: four rows held back


def test_a_batch_past_its_last_day_is_a_risk_and_no_decision() -> None:
    late = a_waiting_batch(last_day=TODAY - timedelta(days=1))

    digest = the_digest(a_standing(waiting=(late,)), told_of(a_standing()))

    assert digest.decisions.total == 0
    assert digest.risks.shown == (Risk(RiskKind.TOO_LATE, 1, late.link, "Call 1"),)


def test_invitations_can_be_approved_until_the_rules_notice_before_the_call() -> None:
    rules = InvitationRules(timedelta(days=21), timedelta(hours=24), timedelta(days=5))
    call = a_call(starts=datetime(2016, 7, 12, 2, 0, tzinfo=UTC))
    batch = Batch(occasion_of(call), (a_draft("c1"), a_draft("c2")))

    waiting = waiting_batch(batch, call, rules, link="https://sheet.example/approvals/1")

    assert (waiting.last_day, waiting.count, waiting.batch) == (date(2016, 7, 11), 2, batch.hash)


@pytest.mark.parametrize(
    ("days", "state", "expected"),
    [
        (6, None, 1),
        (6, MessageState.PLANNED, 1),
        (6, MessageState.APPROVED, 0),
        (6, MessageState.ACCEPTED, 0),
        (8, None, 0),
        (-1, None, 0),
    ],
)
def test_a_call_within_a_week_without_approved_invitations_is_a_risk(
    days: int, state: MessageState | None, expected: int
) -> None:
    call = a_call(days=days)
    history = History((a_record(occasion=occasion_of(call), state=state),) if state else ())

    digest = the_digest(a_standing(calls=(call,), history=history), told_of(a_standing(history=history)))

    near = Risk(RiskKind.CALL_NEAR, 1, "https://sheet.example/Calls/A2", "DNS basics")
    assert digest.risks.shown == (near,) * expected


@pytest.mark.parametrize(
    ("state", "still_told"),
    [
        (MessageState.UNKNOWN, True),
        (MessageState.LATER, True),
        (MessageState.REFUSED, False),
        (MessageState.NEEDS_SMTPUTF8, False),
    ],
)
def test_what_somebody_must_settle_stays_and_what_is_over_is_told_once(
    state: MessageState, *, still_told: bool
) -> None:
    standing = a_standing(history=History((a_record(state=state),)))

    first, second = the_digest(standing), the_digest(standing, told_of(standing))

    risk = Risk(RiskKind(state.value), 1, "https://sheet.example/Status/A1")
    assert first.risks.shown[0] == risk
    assert second.risks.shown == (risk,) * still_told


def a_case(country: str, stage: Stage, row: int = 2) -> Case:
    candidate = a_candidate(country=country, origin=Origin("Survey", row))
    return Case(candidate, Progress(stage=stage), None)


def a_deadline(days: int, **changes: Any) -> Deadline:
    plain: dict[str, Any] = {
        "id": f"d{days}",
        "kind": DeadlineKind.SUBMISSION,
        "day": TODAY + timedelta(days=days),
        "about": "Caribbean Internet Forum",
    }
    return Deadline(**(plain | changes))


@pytest.mark.parametrize(
    ("hidden", "tab"),
    [
        ({"waiting": tuple(map(a_waiting_batch, range(4)))}, "Approvals"),
        ({"deadlines": tuple(map(a_deadline, range(4)))}, "Deadlines"),
    ],
)
def test_what_there_is_no_room_for_stands_in_its_tab(hidden: dict[str, Any], tab: str) -> None:
    assert the_digest(a_standing(**hidden)).decisions.link == f"https://sheet.example/{tab}/A1"


def test_a_last_day_within_three_weeks_is_a_decision_among_the_others() -> None:
    undated = a_waiting_batch(3, occasion="consultation:gt", title="", last_day=None)
    due = [a_deadline(days) for days in (-1, 0, 21, 22)]

    digest = the_digest(a_standing(waiting=(undated, a_waiting_batch(5)), deadlines=tuple(due)))

    assert digest.decisions.shown == (due[1], a_waiting_batch(5), due[2])
    assert digest.decisions.more == 1
    assert digest.decide_by == TODAY
    assert the_digest(a_standing(waiting=(undated,))).decide_by is None


@pytest.mark.parametrize(("days", "told"), [(-1, 1), (-59, 1), (-60, 0), (0, 0)])
def test_a_last_day_that_is_past_stays_a_risk_until_it_is_forgotten(days: int, told: int) -> None:
    standing = a_standing(deadlines=(a_deadline(days),))

    overdue = Risk(RiskKind.OVERDUE, 1, "https://sheet.example/Deadlines/A1", "Caribbean Internet Forum")
    assert the_digest(standing, told_of(standing)).risks.shown == (overdue,) * told


@pytest.mark.parametrize(("days", "told"), [(6, 0), (8, 1), (61, 0)])
def test_a_reply_that_nobody_answers_becomes_a_risk(days: int, told: int) -> None:
    reply = Answer("c1", "", AnswerKind.REPLIED, NOW - timedelta(days=days), "m1")
    standing = a_standing(history=History(answers=(reply,)))

    unanswered = Risk(RiskKind.UNANSWERED, 1, "https://sheet.example/To answer/A1")
    assert the_digest(standing, told_of(standing)).risks.shown == (unanswered,) * told


def test_how_far_the_furthest_candidate_of_a_country_is_changes_once() -> None:
    before = a_standing(cases=(a_case("GD", Stage.SURVEYED),))
    now = a_standing(cases=(a_case("GD", Stage.SURVEYED), a_case("GD", Stage.ANSWERED, 9), a_case("GT", Stage.APPLIED)))

    digest = the_digest(now, told_of(before))

    change = StageChange(a_country("GD"), Stage.SURVEYED, Stage.ANSWERED, "https://sheet.example/Survey/A9")
    assert digest.changes.shown == (change,)  # GT is covered
    assert the_digest(now, told_of(now)).changes.total == 0


def test_of_a_country_whose_state_changed_the_stage_is_not_told_besides() -> None:
    now = a_standing(
        coverage=a_coverage(GT=CoverageState.COVERED, GD=CoverageState.CANDIDATES),
        cases=(a_case("GD", Stage.SURVEYED),),
    )

    assert [type(one) for one in the_digest(now, told_of(a_standing())).changes.shown] == [CountryChange]


def test_the_country_of_which_nothing_was_heard_for_longest_is_known() -> None:
    heard = {"GD": TODAY - timedelta(days=94), "BZ": TODAY}

    assert health_of({}, (), read=NOW, link="", heard=heard).stale == ("GD", 94)
    assert health_of({}, (), read=NOW, link="").stale is None


def test_the_first_digest_of_a_month_tells_stages_and_trend() -> None:
    cases = (a_case("GD", Stage.ANSWERED), a_case("BZ", Stage.ANSWERED, 3), a_case("GT", Stage.CERTIFIED, 4))
    standing = a_standing(cases=cases, trend=trend(lambda day: day.month, date(2016, 2, 1)))

    assert the_digest(standing, told_of(standing)).month == Month(
        ((Stage.ANSWERED, 2),),
        tuple((date(2015 + month // 13, (month - 1) % 12 + 1, 1), (month - 1) % 12 + 1) for month in range(9, 15)),
    )
    assert the_digest(standing, figures_of(standing, TODAY)).month is None


def test_the_trend_names_each_month_once() -> None:
    days = [day for day, _ in trend(lambda day: day.month, date(2016, 7, 4))]

    assert days == [date(2016, month, 1) for month in range(2, 7)] + [date(2016, 7, 4)]


def test_figures_of_an_older_version_are_understood() -> None:
    assert Figures.from_json('{"day":"2016-07-01","covered":1,"states":{},"counters":{}}').stages == {}


def test_figures_survive_the_ledger() -> None:
    figures = told_of(a_standing(history=History((a_record(),))))

    assert Figures.from_json(figures.to_json()) == figures
    turned = replace(figures, states=dict(reversed(figures.states.items())))
    assert figures.to_json() == turned.to_json()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"day":"x"}', "null"])
def test_a_note_that_cannot_be_read_is_said_to_the_operator(text: str) -> None:
    with pytest.raises(LedgerError, match="cannot be read"):
        Figures.from_json(text)


def test_readers_are_the_leaders_who_may_be_written_to_each_once() -> None:
    luz = a_person()
    others = (
        a_person("Nestor", roles=frozenset({"member"}), contact=a_contact("nestor@lacralo.example")),
        a_person("Silent", contact=None),
        a_person("No", contact=a_contact("no@lacralo.example", may_write=False)),
        a_person("Luz again"),
    )

    assert readers((luz, *others), frozenset({"chair", "secretary"})) == (luz,)


coverages = st.lists(st.sampled_from(CoverageState), min_size=len(CODES), max_size=len(CODES)).map(
    lambda states: a_coverage(**dict(zip(CODES, states, strict=True)))
)
records = st.lists(st.sampled_from(COUNTED), max_size=8).map(
    lambda states: tuple(a_record(f"c{number}", state=state) for number, state in enumerate(states))
)
waiting = st.lists(st.integers(-3, 9), max_size=6).map(
    lambda days: tuple(a_waiting_batch(n, last_day=TODAY + timedelta(days=d)) for n, d in enumerate(days))
)
calls = st.lists(st.integers(-3, 20), max_size=4).map(
    lambda days: tuple(a_call(f"t{n}", days=d) for n, d in enumerate(days))
)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    return a_standing(
        coverage=draw(coverages), history=History(draw(records)), waiting=draw(waiting), calls=draw(calls)
    )


@given(now=standings(), before=standings())
def test_sections_are_capped_and_the_rest_is_counted(now: Standing, before: Standing) -> None:
    told = told_of(before)
    digest = the_digest(now, told)

    countries = sum(one.state is not told.states[one.country.code] for one in now.coverage.countries)
    counters = sum(told.counters[state] != digest.figures.counters[state] for state in COUNTED)
    decisions = sum(one.last_day >= TODAY for one in now.waiting)
    assert (digest.changes.total, digest.decisions.total) == (countries + counters, decisions)
    assert len(digest.changes.shown) == min(CHANGES_AT_MOST, digest.changes.total)
    assert len(digest.decisions.shown) == min(DECISIONS_AT_MOST, digest.decisions.total)
    assert len(digest.risks.shown) == min(RISKS_AT_MOST, digest.risks.total)
    assert len(digest.changed) == countries


@given(now=standings(), before=standings())
def test_a_digest_is_quiet_only_if_nothing_changed_and_nothing_waits(now: Standing, before: Standing) -> None:
    digest = the_digest(now, told_of(before))

    same = figures_of(now, TODAY) == replace(told_of(before), day=TODAY)
    if digest.is_quiet:
        assert same
        assert not now.waiting
        assert not [record for record in now.history.records if record.state is MessageState.UNKNOWN]
    assert the_digest(now, told_of(now)).changes.total == 0


@given(state=st.sampled_from(MessageState), contact=st.text("abc@.", min_size=1))
def test_no_address_is_in_the_figures(state: MessageState, contact: str) -> None:
    record: Record = a_record(f"{contact}@chapines.example", state=state)

    assert "@" not in figures_of(a_standing(history=History((record,))), TODAY).to_json()
