"""How things stand -> to each leader, in their language, what to decide and what changed since they were last told."""

from datetime import datetime

from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.digest import digest_occasion, readers
from outreach.domain.digest_figures import Figures
from outreach.domain.message import Draft
from outreach.domain.snapshot import Snapshot
from tasks.candidates import find_cases
from tasks.deadlines import find_deadlines
from tasks.digests import find_standing, write_digests
from tasks.history import current_time, last_told, note_told, recall
from tasks.mail import approve_standing, deliver, queue, require_sent
from tasks.policy import process
from tasks.sheets import pull


@process
def send_digest() -> Tally:
    """Each leader with an address gets at most one digest a day, by standing order (decision 4)."""
    now = current_time()
    drafts, figures = digests_of(pull(), now=now)
    occasion = digest_occasion(now.date())
    approve_standing(queue(drafts, occasions=[occasion], now=now), now=now)
    tally = deliver()
    note_told(figures, occasion=occasion, now=now)
    require_sent(tally)
    return tally


def digests_of(seen: Snapshot, *, now: datetime) -> tuple[tuple[Draft, ...], dict[str, Figures]]:
    """A digest for each leader, and the figures that each is told; nothing is kept or sent."""
    desk, history = app().desk(seen), recall()
    cases = find_cases(desk, history, now=now)
    deadlines = find_deadlines(desk, cases, seen, now=now).deadlines
    standing = find_standing(desk, history, cases, deadlines, seen=seen, now=now)
    leaders = readers(desk.people, app().catalog.rules.leaders)
    return write_digests(standing, leaders, last_told(leaders), desk=desk, seen=seen)
