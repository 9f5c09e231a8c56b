"""The steps that every mailing shares: offer what waits to the leaders, deliver what they approved since."""

from collections.abc import Collection, Mapping
from datetime import datetime

from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.approval import Batch
from outreach.domain.snapshot import Snapshot
from outreach.intake.desk import Desk
from outreach.rendering.system_tabs import approvals
from tasks.history import recall
from tasks.mail import deliver, find_offered, note_offers, take_approvals
from tasks.publish import publish_previews
from tasks.sheets import pull, push


def offer(
    planned: Collection[Batch], desk: Desk, seen: Snapshot, *, titles: Mapping[str, str], now: datetime
) -> tuple[Batch, ...]:
    """Takes the approvals that stand in the sheet and offers the rest; what still waits. titles: by occasion."""
    waiting = take_approvals(planned, desk.approvals, desk.people, now=now)
    offers, history = publish_previews(waiting, titles), recall()
    offered = find_offered(history)
    push((approvals(seen, offers, history, offered=offered, phrases=app().catalog.phrases, now=now),), seen=seen)
    note_offers(waiting, app().desk(pull()).approvals, now=now)
    return waiting


def offer_and_deliver(
    planned: Collection[Batch], desk: Desk, seen: Snapshot, *, titles: Mapping[str, str], now: datetime
) -> tuple[tuple[Batch, ...], Tally]:
    """What still waits for a leader, and what went out."""
    return offer(planned, desk, seen, titles=titles, now=now), deliver()
