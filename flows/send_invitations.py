"""Candidates and calls -> who is invited -> approval by a leader -> delivery -> status beside each candidate."""

from flows.approval import offer_and_deliver
from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.approval import Batch
from outreach.domain.candidate import withheld
from outreach.domain.case import resting
from outreach.domain.coverage import coverage_on
from outreach.domain.invitation import cancelled_calls, occasions, open_calls, plan_invitations, series_of, titles_of
from outreach.domain.notice import plan_notices
from outreach.rendering.system_tabs import status
from tasks.calls import note_calls
from tasks.candidates import find_cases
from tasks.history import current_time, note_revisions, recall, told_calls
from tasks.mail import queue, require_sent, require_sound
from tasks.policy import process
from tasks.sheets import pull, push
from tasks.writing import write_announcements, write_invitations, write_notices


@process
def send_invitations() -> tuple[tuple[Batch, ...], Tally]:
    """Plans, and stops for approval; delivers what a leader approved since. What still waits, and what went out."""
    now, catalog = current_time(), app().catalog
    rules = catalog.rules.invitation
    seen = pull()
    desk = app().desk(seen)
    require_sound(desk)
    history = recall()
    open_now = open_calls(desk.calls, now, rules)
    plan = plan_invitations(
        withheld(desk.evidence.candidates, resting(find_cases(desk, history, now=now))),
        open_now,
        history,
        uncovered=coverage_on(now.date(), catalog.region, desk.evidence).uncovered(),
        resting=history.written_since(now - rules.spacing),
        series=series_of(desk.calls),
    )
    note_calls(desk.calls, seen, now=now)
    revisions = note_revisions(desk.calls, now=now)
    notices = plan_notices(desk.evidence.candidates, desk.calls, history, revisions=revisions, now=now)
    drafts = (
        *write_invitations(plan.invitations, revisions, calls=desk.calls, people=desk.people),
        *write_notices(notices, revisions, told_calls(notices), calls=desk.calls, people=desk.people),
        *write_announcements((*open_now, *cancelled_calls(desk.calls, now)), history, revisions, people=desk.people),
    )
    planned = queue(drafts, occasions=occasions(desk.calls, history), now=now)
    waiting, tally = offer_and_deliver(planned, desk, seen, titles=titles_of(desk.calls), now=now)
    push((status(desk.evidence.candidates, recall(), catalog.phrases, seen),), seen=seen)
    require_sent(tally)
    return waiting, tally
