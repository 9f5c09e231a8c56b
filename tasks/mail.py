"""Tasks at ledger and mailer: write what is planned, offer it to the leaders, deliver what they approved."""

from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import datetime

from outreach.bootstrap import app
from outreach.delivery import Tally, deliver_waiting
from outreach.domain.approval import ApprovalMark, Batch, approver, batches, instead_of
from outreach.domain.history import History
from outreach.domain.message import Draft, MessageState
from outreach.domain.person import Person
from outreach.domain.sending import RESTORED
from outreach.errors import MailError, SheetsError
from outreach.intake.desk import Desk
from outreach.reconciliation import reconcile
from outreach.rendering.headers import Mailbox
from outreach.rendering.problem_sentence import tell
from tasks.artifacts import Progress
from tasks.policy import acts, reads
from tasks.turns import MAIL, turn

OFFERED = "offered"
STANDING_ORDER = "standing order"
CHUNK = 50  # messages of one turn


def require_sound(desk: Desk) -> None:
    """Stops the run while a tab or a column that decides who gets what cannot be found. Raises SheetsError."""
    for problem in desk.unsound:
        wrong, right = tell(problem, app().catalog.phrases)
        raise SheetsError(f"Nothing is sent until this is mended in {problem.tab}: {wrong} {right}")


@acts
def queue(drafts: Collection[Draft], *, occasions: Collection[str], now: datetime) -> tuple[Batch, ...]:
    """Makes the waiting messages of these occasions equal to the drafts; what now waits for approval, in batches."""
    ledger = app().ledger
    before = ledger.waiting(occasions)
    ledger.plan(drafts, occasions=occasions, now=now)
    return instead_of(before, ledger.waiting(occasions))


@reads
def find_offered(history: History) -> frozenset[str]:
    """The hashes of everything that waits for a leader, of whatever process."""
    planned = {record.occasion for record in history.records if record.state is MessageState.PLANNED}
    return frozenset(batch.hash for batch in batches(app().ledger.waiting(planned)))


@acts
def note_offers(waiting: Collection[Batch], marks: Collection[ApprovalMark], *, now: datetime) -> None:
    """Keeps which batches stand in the Approvals tab with no name beside them.

    Only a name that comes after that counts: one that was there before was meant for another text.
    """
    ledger = app().ledger
    blank = {mark.batch for mark in marks if not mark.approved_by}
    for batch in waiting:
        if batch.hash in blank and not _is_offered(batch):
            ledger.note(OFFERED, batch.hash, "{}", now=now)


@acts
def take_approvals(
    planned: Collection[Batch], marks: Collection[ApprovalMark], people: tuple[Person, ...], *, now: datetime
) -> tuple[Batch, ...]:
    """Approves the offered batches that a leader has put their name beside; those that still wait."""
    world = app()
    waiting: list[Batch] = []
    for batch in planned:
        leader = approver(batch, marks, people, world.catalog.rules.leaders)
        if leader is None or not _is_offered(batch):
            waiting.append(batch)
        else:
            world.ledger.approve(batch.keys, batch=batch.hash, approver=str(leader.origin), now=now)
    return tuple(waiting)


@acts
def approve_standing(planned: Collection[Batch], *, now: datetime) -> None:
    """Approves what goes to the leaders themselves: their digest, by standing order (decision 4)."""
    for batch in planned:
        app().ledger.approve(batch.keys, batch=batch.hash, approver=STANDING_ORDER, now=now)


@acts
def deliver() -> Tally:
    """Sends what is approved, each message at most once; counts by outcome. Workers take turns, chunk by chunk."""
    world = app()
    world.ledger.recover(now=world.clock.now())
    sent, progress = Tally(), Progress.of(world.ledger.history())
    with closing(world.mailer):
        for chunk in _chunks():
            sent += chunk
            progress.show(sent)
    return sent


def _chunks() -> Iterator[Tally]:
    """Sends chunk by chunk, over one connection, until less than one is left; a turn each."""
    world, more = app(), True
    while more:
        with turn(MAIL):
            chunk = deliver_waiting(
                world.ledger, world.mailer, world.clock, worker=world.worker, limit=CHUNK, sending=world.sending
            )
        more = chunk.ended == CHUNK
        yield chunk


@acts
def settle_by_mailbox(*, now: datetime) -> int:
    """Unknown messages that lie in our mailbox are called accepted. How many; none where there is no mailbox."""
    world = app()
    if world.mailbox is None:
        return 0
    return reconcile(world.ledger, world.mailbox, domain=Mailbox("", world.settings.sender).domain, now=now)


def _is_offered(batch: Batch) -> bool:
    """Whether the batch stood in the tab without a name, since the ledger was last restored from a backup."""
    ledger = app().ledger
    offered, restored = ledger.last_noted(OFFERED, batch.hash), ledger.last_noted(*RESTORED)
    return offered is not None and (restored is None or restored[0] < offered[0])


def require_sent(tally: Tally) -> None:
    """Says why the sender had to stop, once everything that did happen is in the sheets. Raises MailError."""
    if tally.stopped:
        raise MailError(tally.stopped)
