"""The one loop that sends: claim, begin, send, settle, each step committed before the next."""

from collections import Counter
from dataclasses import dataclass

from outreach.domain.message import OutcomeKind
from outreach.errors import MailError
from outreach.ports import Clock, Ledger, Mailer


@dataclass(frozen=True, slots=True)
class Tally:
    """How many messages of one run ended each way.

    stopped: why the sender had to stop before the end, a sentence for the operator; "" when it did not.
    """

    accepted: int = 0
    refused: int = 0
    later: int = 0
    needs_smtputf8: int = 0
    unknown: int = 0
    stopped: str = ""


def deliver_waiting(ledger: Ledger, mailer: Mailer, clock: Clock, *, worker: str, limit: int | None = None) -> Tally:
    """Sends what is approved or due again, each message at most once, at most `limit` of them.

    worker: names this process in the claims. Raises LedgerError; the message in hand then stays as the
    ledger last knew it, and `recover` frees it or calls it unknown.
    """
    ended: Counter[OutcomeKind] = Counter()
    stopped = ""
    try:
        while not stopped and (limit is None or ended.total() < limit):
            draft = ledger.claim(worker=worker, now=clock.now())
            if draft is None:
                break
            if not ledger.begin(draft.key, worker=worker, now=clock.now()):
                continue
            try:
                outcome = mailer.send(draft, now=clock.now())
            except MailError as error:
                ledger.postpone(draft.key, now=clock.now())
                stopped = str(error)
            else:
                ledger.settle(draft.key, outcome, now=clock.now())
                ended[outcome.kind] += 1
    finally:
        mailer.close()
    return Tally(**{kind.value: count for kind, count in ended.items()}, stopped=stopped)
