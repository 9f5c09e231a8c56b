"""Replies, RSVPs, bounces, opt-outs -> facts -> status beside each candidate, and what waits for a person."""

from outreach.bootstrap import app
from outreach.reception import Reception
from outreach.rendering.system_tabs import answers, status
from tasks.history import current_time, recall
from tasks.inbox import read_mailbox
from tasks.mail import settle_by_mailbox
from tasks.policy import process
from tasks.sheets import pull, push


@process
def process_inbox() -> Reception:
    """Reads what arrived since the last run, first of all: an opt-out holds though the sheets cannot be reached."""
    now = current_time()
    received = read_mailbox(now=now)
    settle_by_mailbox(now=now)
    phrases = app().catalog.phrases
    seen = pull()
    desk = app().desk(seen)
    candidates, history = desk.evidence.candidates, recall()
    waiting = answers(history, seen, listed=(*candidates, *desk.people), calls=desk.calls, phrases=phrases)
    push((status(candidates, history, phrases, seen), waiting), seen=seen)
    return received
