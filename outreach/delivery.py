"""The one loop that sends: claim some; of each: may it go now, begin, send, settle, each committed before the next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from outreach.domain.message import Draft, OutcomeKind
from outreach.domain.sending import OFF, OWN_SWITCH, SWITCH, Guests, SendingRules, Works, quiet_until, rests_until
from outreach.errors import MailError
from outreach.ports import Clock, Ledger, Mailer

DAY = timedelta(days=1)
TOGETHER = 50  # messages claimed at once; with a pause between two messages nothing would be gained by it
SWITCHES = {SWITCH: "outreach resume", OWN_SWITCH: "outreach resume --region"}
LOOKED_AT_AGAIN = timedelta(hours=1)  # when a message to somebody who is no guest


@dataclass(frozen=True, slots=True)
class Sending:
    """What this installation holds to. Without limits and guests everything that is approved goes at once.

    works: on which days people work, None where every day is one.
    """

    rules: SendingRules = field(default_factory=SendingRules)
    guests: Guests = field(default_factory=Guests)
    works: Works | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many messages of one run ended each way. held: may go, but not now.

    stopped: why the sender had to stop before the end, a sentence for the operator; "" when it did not.
    rests: why the rest waits though nothing is wrong, a sentence; "" when nothing does.
    """

    accepted: int = 0
    refused: int = 0
    later: int = 0
    needs_smtputf8: int = 0
    unknown: int = 0
    held: int = 0
    stopped: str = ""
    rests: str = ""

    @property
    def ended(self) -> int:
        """How many were tried, whatever came of it."""
        return self.accepted + self.refused + self.later + self.needs_smtputf8 + self.unknown

    def __add__(self, other: "Tally") -> "Tally":
        counts = {one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)[:6]}
        return Tally(**counts, stopped=other.stopped, rests=other.rests)


def deliver_waiting(
    ledger: Ledger,
    mailer: Mailer,
    clock: Clock,
    *,
    worker: str,
    limit: int | None = None,
    sending: Sending | None = None,
) -> Tally:
    """Sends what is approved or due again, each message at most once, at most `limit` of them.

    With a limit the mailer's connection stays open, for whoever goes on after it; they close it.
    worker: names this process in the claims. Raises LedgerError; the message in hand then stays as the
    ledger last knew it, and `recover` frees it or calls it unknown.
    """
    run = _Run(ledger, mailer, clock, worker, sending or Sending())
    try:
        while run.goes_on and (limit is None or run.ended.total() < limit):
            run.take_some(TOGETHER if limit is None else limit - run.ended.total())
    finally:
        if limit is None:
            mailer.close()
        ledger.hand_back(worker=worker, now=clock.now())
    counts = {kind.value: count for kind, count in run.ended.items()}
    return Tally(**counts, held=run.held, stopped=run.stopped, rests=run.rests)


def stopped_by(ledger: Ledger) -> str:
    """The command that lets sending go on; "" while nobody stopped it."""
    for switch, words in SWITCHES.items():
        switched = ledger.last_noted(*switch)
        if switched is not None and switched[1] == OFF:
            return words
    return ""


@dataclass
class _Run:
    ledger: Ledger
    mailer: Mailer
    clock: Clock
    worker: str
    sending: Sending
    ended: Counter[OutcomeKind] = field(default_factory=Counter)
    held: int = 0
    stopped: str = ""
    rests: str = ""
    goes_on: bool = True

    def take_some(self, most: int) -> None:
        """Some messages, one after the other; ends the run when none is left or none may go."""
        drafts = self._claimed(min(most, 1 if self.sending.rules.pause else TOGETHER))
        self.goes_on = bool(drafts)
        for draft in drafts:
            if self.goes_on and not self._switched_off():
                self._take(draft)

    def _claimed(self, most: int) -> Sequence[Draft]:
        if self._switched_off():
            return ()
        per_day = self.sending.rules.per_day
        if per_day is not None:
            most = min(most, per_day - self.ledger.begun_since(self.clock.now() - DAY))
        if most > 0:
            return self.ledger.claim(worker=self.worker, most=most, now=self.clock.now())
        self.rests = f"The day's limit of {per_day} messages is reached; the others go tomorrow."
        return ()

    def _switched_off(self) -> bool:
        """Asked before every message: whoever stops all sending need not wait for the end of a run."""
        words = stopped_by(self.ledger)
        if words:
            self.rests = f"Sending is stopped; when it may go on, say: {words}"
            self.goes_on = False
        return bool(words)

    def _take(self, draft: Draft) -> None:
        """One message: sent, or put back until it may go."""
        until = self._not_before(draft)
        if until is not None:
            self.ledger.release(draft.key, until=until, now=self.clock.now())
            self.held += 1
        elif self.ledger.begin(draft.key, worker=self.worker, now=self.clock.now()):
            self._send(draft)

    def _send(self, draft: Draft) -> None:
        try:
            outcome = self.mailer.send(draft, now=self.clock.now())
        except MailError as error:
            self.ledger.postpone(draft.key, now=self.clock.now())
            self.stopped, self.goes_on = str(error), False
        else:
            self.ledger.settle(draft.key, outcome, now=self.clock.now())
            self.ended[outcome.kind] += 1
            self.clock.pause(self.sending.rules.pause)

    def _rested(self, draft: Draft) -> datetime | None:
        """When its reader's organisation, and a candidate to whom another region wrote, may be written to again.

        Colleagues' mail has no zone; it waits for no other region.
        """
        rules, ledger, ends = self.sending.rules, self.ledger, []
        if draft.organisation and rules.organisation_rest:
            last = ledger.last_to_organisation(draft.organisation, besides=draft.occasion)
            ends += [last + rules.organisation_rest] if last else []
        if draft.zone:
            last = ledger.last_elsewhere(draft.contact)
            ends += [last + DAY] if last else []
        return max(ends, default=None)

    def _not_before(self, draft: Draft) -> datetime | None:
        """When a message may go that may not go now; None when it may."""
        now, rules = self.clock.now(), self.sending.rules
        if not self.sending.guests.include(draft.recipient):
            return now + LOOKED_AT_AGAIN
        rested = self._rested(draft)
        later = rested if rested and rested > now else None
        if self.sending.works:
            later = rests_until(draft, later or now, self.sending.works) or later
        return quiet_until(draft, later or now, rules) or later
