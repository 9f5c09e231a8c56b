"""Calls as the ledger remembers them: a deleted one is a question to a person, holidays and clashes are remarks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.adapters.ledger_sql import SqlLedger
from outreach.domain.call import Call
from outreach.domain.call_identity import kept_now, to_json
from outreach.domain.message import Outcome, OutcomeKind, batch_hash
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.snapshot import Grid, Snapshot
from outreach.intake.desk import Desk
from outreach.known_calls import KEPT, with_known_calls
from tests.factories import NOW, a_call, a_draft, a_region

DNS, ICANN = a_call(), a_call("icann", days=30)
SEEN = Snapshot({"Calls": Grid("Calls", ())}, rows={"Calls": ("", "row-2", "row-3")})


def problems(ledger: SqlLedger, *calls: Call, seen: Snapshot = SEEN) -> list[tuple[ProblemCode, dict[str, str]]]:
    found = with_known_calls(Desk(calls=calls), seen, ledger, a_region(), now=NOW).problems
    return [(one.code, dict(one.facts)) for one in found]


@pytest.fixture
def ledger(tmp_path: Path) -> SqlLedger:
    """Two people were told of the DNS call, whose row is the second one."""
    made = SqlLedger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    drafts = [a_draft(who, occasion="invitation:basics-dns") for who in ("c1", "c2")]
    made.plan(drafts, occasions=["invitation:basics-dns"], now=NOW)
    made.approve([draft.key for draft in drafts], batch=batch_hash(drafts), approver="People!2", now=NOW)
    for claimed in made.claim(worker="w", most=9, now=NOW):
        made.begin(claimed.key, worker="w", now=NOW)
        made.settle(claimed.key, Outcome(OutcomeKind.ACCEPTED, "250 ok"), now=NOW)
    made.note(*KEPT, to_json(kept_now([DNS, replace(ICANN, origin=DNS.origin)], lambda _: "row-2", {})), now=NOW)
    return made


def test_a_deleted_call_that_people_were_invited_to_is_a_question_to_a_person(ledger: SqlLedger) -> None:
    without = Snapshot(SEEN.grids, rows={"Calls": ("", "row-3")})

    assert problems(ledger, seen=without) == [(ProblemCode.CALL_GONE, {"day": "2016-07-11", "count": "2"})]


def test_a_call_that_waits_for_a_correction_is_no_deleted_one(ledger: SqlLedger) -> None:
    assert problems(ledger) == []


def test_a_call_on_a_holiday_of_invited_countries_is_told_and_held_nevertheless(ledger: SqlLedger) -> None:
    independence = a_call(starts=datetime(2016, 9, 15, 23, tzinfo=UTC))  # of Guatemala
    evening_before = a_call(starts=datetime(2016, 9, 16, 3, tzinfo=UTC))  # still the 15th there
    after = a_call(starts=datetime(2016, 9, 16, 18, tzinfo=UTC))

    [told] = problems(ledger, independence)
    assert told == (ProblemCode.CALL_ON_HOLIDAY, {"countries": "Guatemala"})
    assert problems(ledger, evening_before) == [told]
    assert problems(ledger, after) == []
    assert problems(ledger, replace(independence, cancelled=True)) == []


def test_two_calls_at_once_are_told_at_the_later_row(ledger: SqlLedger) -> None:
    other = replace(ICANN, starts=DNS.starts + timedelta(minutes=89), origin=replace(DNS.origin, row=3))
    behind = replace(other, starts=DNS.ends)

    assert problems(ledger, DNS, other) == [(ProblemCode.CALL_CLASHES, {"row": "2", "title": "DNS basics"})]
    assert problems(ledger, DNS, behind) == []


def test_a_remark_holds_back_no_row(ledger: SqlLedger) -> None:
    found: tuple[Problem, ...] = with_known_calls(
        Desk(calls=(a_call(starts=datetime(2016, 9, 15, 23, tzinfo=UTC)),)), SEEN, ledger, a_region(), now=NOW
    ).problems

    assert [(one.cell, one.held_back) for one in found] == [("A2", False)]
