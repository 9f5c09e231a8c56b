"""The ledger as it stood before a moment is what `history` said then; on SQLite and PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from outreach.adapters.ledger_past import PastLedger
from outreach.adapters.ledger_sql import SqlLedger
from outreach.domain.history import History
from outreach.domain.message import Outcome, OutcomeKind, Verdict, batch_hash
from tests.factories import NOW, a_draft

ONE, TWO, THREE = a_draft("c1"), a_draft("c2"), a_draft("c3")
TICK = timedelta(minutes=1)


def steps(ledger: SqlLedger) -> list[Callable[[int], object]]:
    """What happens at each tick."""

    def at(tick: int) -> datetime:
        return NOW + tick * TICK

    def outcome(kind: OutcomeKind) -> Callable[[int], object]:
        def act(tick: int) -> None:
            (draft,) = ledger.claim(worker="w", most=1, now=at(tick))
            assert ledger.begin(draft.key, worker="w", now=at(tick))
            ledger.settle(draft.key, Outcome(kind, "250 Ok"), now=at(tick))

        return act

    return [
        lambda tick: ledger.plan([ONE, TWO, THREE], occasions=[ONE.occasion], now=at(tick)),
        lambda tick: ledger.note("digest", "c9", "{}", now=at(tick)),
        lambda tick: ledger.approve([ONE.key], batch=batch_hash([ONE]), approver="People!2", now=at(tick)),
        outcome(OutcomeKind.UNKNOWN),
        lambda tick: ledger.suppress("c3", reason="said no", now=at(tick)),
        lambda tick: ledger.decide(ONE.key, Verdict.ARRIVED, by="person", now=at(tick)),
        lambda tick: ledger.plan([ONE, TWO], occasions=[ONE.occasion], now=at(tick)),
        lambda tick: ledger.approve([TWO.key], batch=batch_hash([TWO]), approver="People!2", now=at(tick)),
        outcome(OutcomeKind.ACCEPTED),
        lambda tick: ledger.note("digest", "c9", '{"again":1}', now=at(tick)),
    ]


def without_replies(history: History) -> History:
    return replace(history, records=tuple(replace(one, reply="") for one in history.records))


def test_every_moment_of_the_past_reads_as_it_did_then(ledger: SqlLedger, ledger_url: str) -> None:
    known = []
    for tick, step in enumerate(steps(ledger)):
        step(tick)
        waiting = ledger.waiting([ONE.occasion])
        known.append((without_replies(ledger.history()), waiting, ledger.noted("digest", "c9")))

    for tick, (history, waiting, noted) in enumerate(known):
        past = PastLedger(ledger_url, NOW + tick * TICK + TICK / 2)
        assert past.history() == history
        assert past.waiting([ONE.occasion]) == waiting
        assert past.noted("digest", "c9") == noted
        assert past.last_noted("digest", "c9") == (noted[-1] if noted else None)


def test_before_all_things_there_was_nothing(ledger: SqlLedger, ledger_url: str) -> None:
    steps(ledger)[0](0)

    assert PastLedger(ledger_url, NOW).history() == History()
