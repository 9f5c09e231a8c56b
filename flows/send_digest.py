"""How things stand -> to each leader, in their language, what to decide and what changed since they were last told."""

from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.coverage import coverage_on
from outreach.domain.digest import digest_occasion, readers
from outreach.domain.standing import Standing, health_of
from outreach.domain.system_tab import SystemTab
from tasks.history import current_time, last_told, note_told, recall
from tasks.mail import approve_standing, deliver, queue, require_sent
from tasks.policy import process
from tasks.sheets import pull
from tasks.writing import find_waiting, write_digests


@process
def send_digest() -> Tally:
    """Each leader with an address gets at most one digest a day, by standing order (decision 4)."""
    now, catalog = current_time(), app().catalog
    seen = pull()
    desk = app().desk(seen)
    standing = Standing(
        coverage=coverage_on(now.date(), catalog.region, desk.evidence),
        history=recall(),
        waiting=find_waiting(desk.calls, seen),
        calls=desk.calls,
        health=health_of(desk.rows, desk.problems, read=now, link=seen.place(SystemTab.TO_FIX, "A1")),
    )
    leaders = readers(desk.people, catalog.rules.leaders)
    drafts, figures = write_digests(standing, leaders, last_told(leaders), now=now, seen=seen)
    occasion = digest_occasion(now.date())
    approve_standing(queue(drafts, occasions=[occasion], now=now), now=now)
    tally = deliver()
    note_told(figures, occasion=occasion, now=now)
    require_sent(tally)
    return tally
