"""What the loop holds to, on a real ledger: nights, limits, guests, organisations, the switch, and what is too late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from outreach.adapters.ledger_sql import SqlLedger
from outreach.delivery import Sending, Tally, deliver_waiting
from outreach.domain.message import Draft, MessageState, Outcome, OutcomeKind, Verdict, batch_hash
from outreach.domain.sending import OFF, ON, SWITCH, Guests, SendingRules, quiet_until, rests_until
from outreach.errors import LedgerError
from tests.contract.claiming import claim_one
from tests.factories import NOW, a_draft
from tests.fakes import HandClock, ScriptedMailer

OCCASION = "invitation:dns"
NIGHT = SendingRules(quiet_from=time(21), quiet_until=time(8))
Approve = Callable[..., None]


@pytest.fixture
def approve(ledger: SqlLedger) -> Approve:
    def approved(*drafts: Draft) -> None:
        for occasion in {draft.occasion for draft in drafts}:
            mine = [draft for draft in drafts if draft.occasion == occasion]
            ledger.plan(mine, occasions=[occasion], now=NOW)
            keys = [draft.key for draft in mine]
            ledger.approve(keys, batch=batch_hash(mine), approver="People!2", now=NOW)

    return approved


def states(ledger: SqlLedger) -> list[MessageState]:
    return [record.state for record in ledger.history().records]


def run(
    ledger: SqlLedger, clock: HandClock, rules: SendingRules | None = None, guests: frozenset[str] | None = None
) -> Tally:
    sending = Sending(rules or SendingRules(), Guests(guests))
    return deliver_waiting(ledger, ScriptedMailer(), clock, worker="w", sending=sending)


def test_what_is_too_late_is_withdrawn_and_says_why(ledger: SqlLedger, approve: Approve) -> None:
    draft = a_draft(expires=NOW + timedelta(hours=2))
    approve(draft)
    clock = HandClock()
    clock.turn(hours=2)

    assert run(ledger, clock) == Tally()
    assert states(ledger) == [MessageState.WITHDRAWN]
    assert ledger.told_of(draft.key)[-1][1:] == ("message.withdrawn", '{"why": "too late"}')


def test_a_restored_ledger_sends_nothing_old_even_when_it_was_claimed(ledger: SqlLedger, approve: Approve) -> None:
    draft = a_draft(expires=NOW + timedelta(hours=2))
    approve(draft)
    assert claim_one(ledger, worker="w", now=NOW)

    assert not ledger.begin(draft.key, worker="w", now=NOW + timedelta(days=30))
    assert states(ledger) == [MessageState.WITHDRAWN]


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_jumps_sends_nothing_twice(ledger: SqlLedger, approve: Approve, days: int) -> None:
    approve(a_draft())
    clock = HandClock()
    first = run(ledger, clock)
    clock.turn(days=days)

    assert (first, run(ledger, clock)) == (Tally(accepted=1), Tally())


def test_nobody_gets_mail_at_night_and_everybody_in_the_morning(ledger: SqlLedger, approve: Approve) -> None:
    approve(a_draft("c1", zone="America/Guatemala"), a_draft("c2", zone="UTC"))
    clock = HandClock(datetime(2016, 7, 2, 9, 0, tzinfo=UTC))  # 03:00 in Guatemala

    assert run(ledger, clock, NIGHT) == Tally(accepted=1, held=1)
    assert run(ledger, clock, NIGHT) == Tally()
    clock.turn(hours=5)
    assert run(ledger, clock, NIGHT) == Tally(accepted=1)


@pytest.mark.parametrize(
    ("local", "until"),
    [("20:59", None), ("21:00", "08:00"), ("23:59", "08:00"), ("00:00", "08:00"), ("07:59", "08:00"), ("08:00", None)],
)
def test_the_night_is_the_readers_own(local: str, until: str | None) -> None:
    zone = a_draft(zone="America/Caracas")
    now = datetime.fromisoformat(f"2016-07-02T{local}:00-04:00")

    found = quiet_until(zone, now, NIGHT)

    assert (found.astimezone(now.tzinfo).strftime("%H:%M") if found else None) == until
    assert found is None or timedelta(0) < found - now <= timedelta(hours=11)


def test_the_days_limit_counts_for_all_machines_together(
    open_ledger: Callable[[], SqlLedger], ledger: SqlLedger, approve: Approve
) -> None:
    approve(*(a_draft(f"c{number}") for number in range(5)))
    rules, clock = SendingRules(per_day=3), HandClock()
    full = "The day's limit of 3 messages is reached; the others go tomorrow."

    assert run(ledger, clock, rules) == Tally(accepted=3, rests=full)
    assert run(open_ledger(), clock, rules) == Tally(rests=full)
    clock.turn(hours=24, minutes=1)
    assert run(open_ledger(), clock, rules) == Tally(accepted=2)


def test_time_passes_between_two_messages(ledger: SqlLedger, approve: Approve) -> None:
    approve(*(a_draft(f"c{number}") for number in range(4)))
    clock = HandClock()

    run(ledger, clock, SendingRules(pause=timedelta(seconds=3)))

    assert clock.now() - NOW == timedelta(seconds=12)


def test_outside_production_only_guests_are_mailed_and_the_others_wait(ledger: SqlLedger, approve: Approve) -> None:
    approve(a_draft("c1"), a_draft("c2"), a_draft("c3", recipient="X@Guests.Example"))
    guests = frozenset({"c1@chapines.example", "guests.example"})

    assert run(ledger, HandClock(), guests=guests) == Tally(accepted=2, held=1)
    assert sorted(states(ledger)) == [MessageState.ACCEPTED, MessageState.ACCEPTED, MessageState.APPROVED]


def test_people_of_one_organisation_hear_of_different_things_days_apart(ledger: SqlLedger, approve: Approve) -> None:
    one, other = (a_draft(who, organisation="GT:red chapina") for who in ("c1", "c2"))
    approve(one, other)
    rules, clock = SendingRules(organisation_rest=timedelta(days=3)), HandClock()
    assert run(ledger, clock, rules) == Tally(accepted=2)

    approve(a_draft("c3", occasion="invitation:icann", organisation="GT:red chapina"))
    assert run(ledger, clock, rules) == Tally(held=1)
    clock.turn(days=3)
    assert run(ledger, clock, rules) == Tally(accepted=1)


def test_the_switch_stops_all_sending_in_the_middle_of_a_run(ledger: SqlLedger, approve: Approve) -> None:
    approve(*(a_draft(f"c{number}") for number in range(3)))

    def somebody_stops_it(_: Draft) -> Outcome:
        ledger.note(*SWITCH, OFF, now=NOW)
        return Outcome(OutcomeKind.ACCEPTED)

    stopped = "Sending is stopped; when it may go on, say: outreach resume"
    tally = deliver_waiting(ledger, ScriptedMailer(somebody_stops_it), HandClock(), worker="w")
    assert tally == Tally(accepted=1, rests=stopped)
    ledger.note(*SWITCH, ON, now=NOW)
    assert run(ledger, HandClock()) == Tally(accepted=2)


@pytest.fixture
def unknown(ledger: SqlLedger, approve: Approve) -> Draft:
    """A message of which nobody knows whether it arrived."""
    draft = a_draft()
    approve(draft)
    mailer = ScriptedMailer(lambda _: Outcome(OutcomeKind.UNKNOWN))
    deliver_waiting(ledger, mailer, HandClock(), worker="w")
    return draft


@pytest.mark.parametrize(
    ("verdict", "state", "sent"),
    [
        (Verdict.ARRIVED, MessageState.ACCEPTED, 0),
        (Verdict.NOT_ARRIVED, MessageState.REFUSED, 0),
        (Verdict.SEND_AGAIN, MessageState.APPROVED, 1),
    ],
)
def test_a_person_settles_what_is_unknown_once(
    ledger: SqlLedger, unknown: Draft, verdict: Verdict, state: MessageState, sent: int
) -> None:
    ledger.decide(unknown.key, verdict, by="person", now=NOW)

    assert states(ledger) == [state]
    with pytest.raises(LedgerError):
        ledger.decide(unknown.key, Verdict.SEND_AGAIN, by="person", now=NOW)
    assert run(ledger, HandClock()).accepted == sent
    assert ledger.verify() == ()


def test_what_is_not_unknown_cannot_be_settled_by_a_person(ledger: SqlLedger, approve: Approve) -> None:
    draft = a_draft()
    approve(draft)
    run(ledger, HandClock())

    with pytest.raises(LedgerError):
        ledger.decide(draft.key, Verdict.SEND_AGAIN, by="person", now=NOW)


def test_what_says_when_a_message_may_go_follows_without_voiding_the_approval(
    ledger: SqlLedger, approve: Approve
) -> None:
    draft = a_draft(zone="America/Guatemala")
    approve(draft)
    moved = replace(draft, zone="America/Belize", expires=NOW + timedelta(days=1))
    ledger.plan([moved], occasions=[draft.occasion], now=NOW)

    assert claim_one(ledger, worker="w", now=NOW) == moved


def works(day: date, zone: str) -> bool:
    """Weekdays, but for a Guatemalan holiday on a Monday."""
    return day.weekday() < 5 and (day, zone) != (date(2016, 7, 4), "America/Guatemala")


@pytest.mark.parametrize(
    ("occasion", "now", "until"),
    [
        ("follow_up:first", datetime(2016, 7, 1, 18, tzinfo=UTC), None),
        ("follow_up:first", datetime(2016, 7, 2, 3, tzinfo=UTC), None),  # still Friday there
        ("follow_up:first", datetime(2016, 7, 2, 18, tzinfo=UTC), datetime(2016, 7, 5, 6, tzinfo=UTC)),
        ("next_step:nomcom", datetime(2016, 7, 4, 18, tzinfo=UTC), datetime(2016, 7, 5, 6, tzinfo=UTC)),
        ("invitation:dns", datetime(2016, 7, 2, 18, tzinfo=UTC), None),
    ],
)
def test_what_is_unhurried_waits_for_a_day_of_work_of_its_reader(
    occasion: str, now: datetime, until: datetime | None
) -> None:
    draft = a_draft(occasion=occasion, zone="America/Guatemala")

    assert rests_until(draft, now, works) == until


def test_a_follow_up_that_is_approved_waits_over_the_weekend(ledger: SqlLedger, approve: Approve) -> None:
    approve(a_draft(occasion="follow_up:first", zone="America/Guatemala"))
    clock = HandClock()
    clock.turn(days=1)

    def run_now() -> Tally:
        return deliver_waiting(ledger, ScriptedMailer(), clock, worker="w", sending=Sending(works=works))

    assert run_now() == Tally(held=1)
    clock.turn(days=3)
    assert run_now() == Tally(accepted=1)
