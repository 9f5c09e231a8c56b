"""The loop that sends, on a real ledger."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

import pytest

from outreach.adapters.ledger_sql import SqlLedger
from outreach.adapters.mail_security import Security
from outreach.adapters.mailer_smtp import SmtpMailer, SmtpServer
from outreach.delivery import TOGETHER, Sending, Tally, deliver_waiting
from outreach.domain.message import Draft, MessageState, Outcome, OutcomeKind, batch_hash
from outreach.domain.sending import SendingRules
from outreach.errors import MailError
from tests.contract.mail_server import MailServer, Script
from tests.factories import NOW, a_draft
from tests.fakes import HandClock, ScriptedMailer

OCCASION = "invitation:dns"


@pytest.fixture
def book(sqlite_url: str) -> Iterator[SqlLedger]:
    """A ledger in which messages to c0 ... c4 are approved, in the order of their keys."""
    ledger = SqlLedger(sqlite_url)
    drafts = [a_draft(f"c{number}") for number in range(5)]
    ledger.plan(drafts, occasions=[OCCASION], now=NOW)
    ledger.approve([draft.key for draft in drafts], batch=batch_hash(drafts), approver="People!2", now=NOW)
    yield ledger
    ledger.close()


def in_order(numbers: Collection[int] = range(5)) -> list[str]:
    return sorted(a_draft(f"c{number}").key for number in numbers)


def states(ledger: SqlLedger) -> list[MessageState]:
    return [record.state for record in sorted(ledger.history().records, key=lambda record: record.key)]


def test_everything_approved_is_sent_once(book: SqlLedger) -> None:
    mailer, clock = ScriptedMailer(), HandClock()
    assert deliver_waiting(book, mailer, clock, worker="w") == Tally(accepted=5)
    assert deliver_waiting(book, mailer, clock, worker="w") == Tally()
    assert [draft.key for draft in mailer.sent] == in_order()


def test_outcomes_are_counted_and_kept(book: SqlLedger) -> None:
    kinds = dict(zip(in_order(), OutcomeKind, strict=True))
    mailer, clock = ScriptedMailer(lambda draft: Outcome(kinds[draft.key])), HandClock()
    everything = Tally(accepted=1, refused=1, later=1, needs_smtputf8=1, unknown=1)
    assert deliver_waiting(book, mailer, clock, worker="w") == everything
    assert [state.value for state in states(book)] == [kind.value for kind in OutcomeKind]


def test_a_limit_ends_the_run(book: SqlLedger) -> None:
    mailer, clock = ScriptedMailer(), HandClock()
    assert deliver_waiting(book, mailer, clock, worker="w", limit=2) == Tally(accepted=2)
    assert len(mailer.sent) == 2


def test_a_limited_run_leaves_its_connection_to_the_next(book: SqlLedger) -> None:
    with MailServer(Script()) as server:
        mailer = SmtpMailer(SmtpServer("127.0.0.1", server.port, Security.PLAIN, name="here.example"))
        runs = [deliver_waiting(book, mailer, HandClock(), worker="w", limit=2) for _ in range(3)]
        mailer.close()

    assert runs == [Tally(accepted=2), Tally(accepted=2), Tally(accepted=1)]
    assert server.script.connections == 1


def test_what_is_later_is_sent_when_its_time_has_come(book: SqlLedger) -> None:
    mailer, clock = ScriptedMailer(lambda _: Outcome(OutcomeKind.LATER)), HandClock()
    assert deliver_waiting(book, mailer, clock, worker="w") == Tally(later=5)
    assert deliver_waiting(book, mailer, clock, worker="w") == Tally()
    clock.turn(minutes=15)
    assert deliver_waiting(book, ScriptedMailer(), clock, worker="w") == Tally(accepted=5)


def test_a_mailer_that_can_send_nothing_stops_the_run_and_costs_no_attempt(book: SqlLedger) -> None:
    def refuse(_: Draft) -> Outcome:
        raise MailError("The mail server does not accept our password.")

    clock = HandClock()
    stopped = Tally(stopped="The mail server does not accept our password.")
    for _ in range(7):
        mailer = ScriptedMailer(refuse)
        assert deliver_waiting(book, mailer, clock, worker="w") == stopped
        assert len(mailer.sent) == 1
        clock.turn(minutes=1)
    assert deliver_waiting(book, ScriptedMailer(), clock, worker="w") == Tally(accepted=5)


def test_a_message_that_stops_the_sender_does_not_hold_up_the_others(book: SqlLedger) -> None:
    first = in_order()[0]

    def refuse_first(draft: Draft) -> Outcome:
        if draft.key == first:
            raise MailError("Not this sender.")
        return Outcome(OutcomeKind.ACCEPTED)

    clock = HandClock()
    assert deliver_waiting(book, ScriptedMailer(refuse_first), clock, worker="w") == Tally(stopped="Not this sender.")
    clock.turn(minutes=1)
    rest = Tally(accepted=4, stopped="Not this sender.")
    assert deliver_waiting(book, ScriptedMailer(refuse_first), clock, worker="w") == rest


def test_a_contact_suppressed_while_the_run_goes_on_is_not_written_to(book: SqlLedger) -> None:
    last = max((a_draft(f"c{number}") for number in range(5)), key=lambda draft: draft.key)

    def someone_says_no(_: Draft) -> Outcome:
        book.suppress(last.contact, reason="said no", now=NOW)
        return Outcome(OutcomeKind.ACCEPTED)

    assert deliver_waiting(book, ScriptedMailer(someone_says_no), HandClock(), worker="w") == Tally(accepted=4)
    assert states(book)[-1] is MessageState.SUPPRESSED


class CountingLedger(SqlLedger):
    """Remembers how many messages each claim asked for."""

    def claim(self, *, worker: str, most: int, now: datetime) -> tuple[Draft, ...]:
        """As ever."""
        self.asked = [*getattr(self, "asked", []), most]
        return super().claim(worker=worker, most=most, now=now)


@pytest.mark.parametrize(
    ("rules", "limit", "asked"),
    [
        (SendingRules(), None, [TOGETHER, TOGETHER]),
        (SendingRules(), 2, [2]),
        (SendingRules(per_day=3), None, [3]),
        (SendingRules(pause=timedelta(seconds=3)), 2, [1, 1]),
    ],
)
def test_so_many_are_claimed_together_as_will_be_sent_without_a_pause(
    book: SqlLedger, sqlite_url: str, rules: SendingRules, limit: int | None, asked: list[int]
) -> None:
    del book
    ledger = CountingLedger(sqlite_url)
    deliver_waiting(ledger, ScriptedMailer(), HandClock(), worker="w", limit=limit, sending=Sending(rules))
    assert ledger.asked == asked
    ledger.close()


def test_what_a_stopped_run_had_claimed_is_free_for_the_next_one_at_once(book: SqlLedger) -> None:
    def refuse(_: Draft) -> Outcome:
        raise MailError("The mail server cannot be reached.")

    deliver_waiting(book, ScriptedMailer(refuse), HandClock(), worker="w")
    assert deliver_waiting(book, ScriptedMailer(), HandClock(), worker="other") == Tally(accepted=4)
    assert book.verify() == ()
