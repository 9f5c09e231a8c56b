"""Moved or cancelled events -> who depends on them -> *Affected*, a note for the leaders, notices to be approved."""

from flows.approval import offer_and_deliver
from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.approval import Batch
from outreach.domain.event_notice import event_occasions
from outreach.rendering.affected_tab import AffectedRows
from outreach.rendering.batch_titles import titled
from tasks.announcing import publish_mitigation, write_event_notices
from tasks.events import find_affected, find_changes, note_versions
from tasks.history import current_time, recall
from tasks.mail import queue, require_sent, require_sound
from tasks.policy import process
from tasks.sheets import pull, push


@process
def announce_changes() -> tuple[tuple[Batch, ...], Tally]:
    """Lists every row that depends on a changed event, and proposes to tell those who may still believe otherwise."""
    now, catalog = current_time(), app().catalog
    seen = pull()
    desk = app().desk(seen)
    require_sound(desk)
    histories = note_versions(desk.events, seen, now=now)
    changes, history = find_changes(desk.events, histories, seen, now=now), recall()
    found = find_affected(changes, desk, history, seen, now=now)
    drafts = write_event_notices(changes, found, history, people=desk.people, now=now)
    planned = queue(drafts, occasions=event_occasions(changes, history), now=now)
    names = {change.occasion: change.event.name for change in changes}
    titles = titled(planned, catalog.phrases, names)
    waiting, tally = offer_and_deliver(planned, desk, seen, titles=titles, now=now)
    rows = tuple((change, found[change.name]) for change in changes)
    push((AffectedRows(rows, catalog.gazetteer.names, catalog.phrases).tab(recall(), seen),), seen=seen)
    publish_mitigation(changes, found, desk, today=now.date())
    require_sent(tally)
    return waiting, tally
