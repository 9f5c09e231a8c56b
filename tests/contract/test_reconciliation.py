"""Unknown outcomes are settled by the message itself, where it lies in a mailbox; by nothing else."""

import pytest

from outreach.adapters.ledger_sql import SqlLedger
from outreach.delivery import deliver_waiting
from outreach.domain.message import MessageState, Outcome, OutcomeKind, batch_hash
from outreach.reconciliation import reconcile
from tests.factories import NOW, a_draft
from tests.fakes import HandClock, PaperMailbox, ScriptedMailer

DOMAIN = "lacralo.example"
DRAFTS = [a_draft("c1"), a_draft("c2")]


@pytest.fixture
def doubtful(ledger: SqlLedger) -> SqlLedger:
    """A ledger with two messages of unknown outcome."""
    ledger.plan(DRAFTS, occasions=[DRAFTS[0].occasion], now=NOW)
    ledger.approve([one.key for one in DRAFTS], batch=batch_hash(DRAFTS), approver="People!2", now=NOW)
    deliver_waiting(ledger, ScriptedMailer(lambda _: Outcome(OutcomeKind.UNKNOWN)), HandClock(), worker="w")
    return ledger


def states(ledger: SqlLedger) -> dict[str, MessageState]:
    return {record.key: record.state for record in ledger.history().records}


def test_a_message_that_lies_in_the_mailbox_was_sent_and_the_others_wait_for_a_person(doubtful: SqlLedger) -> None:
    sent = PaperMailbox([f"Message-ID: <{DRAFTS[0].key}@{DOMAIN}>\n\nHello".encode()])

    assert reconcile(doubtful, sent, domain=DOMAIN, now=NOW) == 1
    assert states(doubtful) == {DRAFTS[0].key: MessageState.ACCEPTED, DRAFTS[1].key: MessageState.UNKNOWN}
    assert doubtful.told_of(DRAFTS[0].key)[-1][1:] == ("message.accepted", '{"by": "mailbox"}')
    assert reconcile(doubtful, sent, domain=DOMAIN, now=NOW) == 0


def test_an_empty_mailbox_proves_nothing(doubtful: SqlLedger) -> None:
    for _ in range(5):
        assert reconcile(doubtful, PaperMailbox(), domain=DOMAIN, now=NOW) == 0

    assert set(states(doubtful).values()) == {MessageState.UNKNOWN}


def test_where_nothing_is_unknown_the_mailbox_is_not_asked(ledger: SqlLedger) -> None:
    class Untouched(PaperMailbox):
        def holds(self, message_ids: object) -> frozenset[str]:
            raise AssertionError(message_ids)

    assert reconcile(ledger, Untouched(), domain=DOMAIN, now=NOW) == 0
