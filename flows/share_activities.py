"""Events and news -> the local structures, else the nearest, and why they -> approval -> letters -> *Sharing*."""

from flows.approval import offer_and_deliver
from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.approval import Batch
from outreach.domain.sharing import SHARING, plan_letters
from outreach.rendering.batch_titles import titled
from outreach.rendering.sharing_tab import SharingTable, sharing
from tasks.history import current_time, recall
from tasks.mail import queue, require_sent, require_sound
from tasks.policy import process
from tasks.sharing import find_shared, write_sharing
from tasks.sheets import pull, push


@process
def share_activities() -> tuple[tuple[Batch, ...], Tally]:
    """Each activity that its editor wants shared is told to a structure at most once, after a leader's yes."""
    now, catalog = current_time(), app().catalog
    spacing = catalog.rules.invitation.spacing
    seen = pull()
    desk = app().desk(seen)
    require_sound(desk)
    history, shared = recall(), find_shared(desk, seen, now=now)
    plan = plan_letters(shared, history, now=now, spacing=spacing)
    drafts = write_sharing(plan.letters, people=desk.people)
    occasions = history.occasions(SHARING) | {draft.occasion for draft in drafts}
    planned = queue(drafts, occasions=occasions, now=now)
    names = {one.occasion: one.event.name for one in shared}
    waiting, tally = offer_and_deliver(planned, desk, seen, titles=titled(planned, catalog.phrases, names), now=now)
    push((sharing(SharingTable(shared, plan, recall()), catalog.region, catalog.phrases, seen),), seen=seen)
    require_sent(tally)
    return waiting, tally
