"""How things stand -> to each leader, in their language, what to decide and what changed since they were last told."""

from collections.abc import Mapping
from datetime import datetime

from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.digest import digest_occasion, readers
from outreach.domain.digest_figures import Figures
from outreach.domain.message import Draft
from outreach.domain.snapshot import Snapshot
from tasks.candidates import find_cases
from tasks.deadlines import find_deadlines
from tasks.digests import find_standing, note_rows, rows_to_decide, write_digests
from tasks.history import current_time, last_told, note_told, recall
from tasks.mail import approve_standing, deliver, queue, require_sent
from tasks.policy import process
from tasks.sheets import pull


@process
def send_digest() -> Tally:
    """Each leader with an address gets at most one digest a day, by standing order (decision 4)."""
    now = current_time()
    seen, occasion = pull(), digest_occasion(now.date())
    rows = rows_to_decide(app().desk(seen))
    drafts, figures = digests_of(seen, rows, now=now)
    approve_standing(queue(drafts, occasions=[occasion], now=now), now=now)
    tally = deliver()
    note_rows(rows, occasion=occasion, now=now)
    note_told(figures, occasion=occasion, now=now)
    require_sent(tally)
    return tally


def digests_of(
    seen: Snapshot, rows: Mapping[str, int], *, now: datetime
) -> tuple[tuple[Draft, ...], dict[str, Figures]]:
    """A digest for each leader, and the figures that each is told; nothing is kept or sent.

    rows: by code, the row in which leaders decide about it.
    """
    desk, history = app().desk(seen), recall()
    cases = find_cases(desk, history, now=now)
    deadlines = find_deadlines(desk, cases, seen, now=now).deadlines
    standing = find_standing(desk, history, cases, deadlines, rows=rows, seen=seen, now=now)
    leaders = readers(desk.people, app().catalog.rules.leaders)
    return write_digests(standing, leaders, last_told(leaders), desk=desk, seen=seen)
