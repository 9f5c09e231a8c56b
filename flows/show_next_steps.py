"""Who came to a call -> what is open to them -> approval by a leader -> a letter, each window once."""

from flows.approval import offer_and_deliver
from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.approval import Batch
from outreach.domain.case import liaisons
from outreach.domain.next_step_offer import NEXT_STEP
from outreach.rendering.batch_titles import titled
from outreach.rendering.system_tabs import status
from tasks.candidates import find_cases
from tasks.history import current_time, recall
from tasks.mail import queue, require_sent, require_sound
from tasks.next_steps import find_offers, write_offers
from tasks.policy import process
from tasks.sheets import pull, push


@process
def show_next_steps() -> tuple[tuple[Batch, ...], Tally]:
    """Tells of ALS application, Fellowship, NextGen and NomCom while they are open; what still waits, and what went."""
    now, phrases = current_time(), app().catalog.phrases
    seen = pull()
    desk = app().desk(seen)
    require_sound(desk)
    history = recall()
    cases = find_cases(desk, history, now=now)
    drafts = write_offers(find_offers(cases, history, now=now), desk, liaisons(cases))
    occasions = history.occasions(NEXT_STEP) | {draft.occasion for draft in drafts}
    planned = queue(drafts, occasions=occasions, now=now)
    names = {occasion: occasion.removeprefix(NEXT_STEP) for occasion in occasions}
    waiting, tally = offer_and_deliver(planned, desk, seen, titles=titled(planned, phrases, names), now=now)
    push((status(desk.evidence.candidates, recall(), phrases, seen),), seen=seen)
    require_sent(tally)
    return waiting, tally
