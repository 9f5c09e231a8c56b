"""Who did not answer -> what the cadence says is due -> a leader approves -> mail; at the end a person takes over."""

from flows.approval import offer_and_deliver
from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.approval import Batch
from outreach.domain.candidate_facts import FOLLOW_UP
from outreach.domain.case import liaisons
from outreach.domain.follow_up import steps
from outreach.rendering.batch_titles import titled
from outreach.rendering.follow_up_tab import follow_up
from outreach.rendering.system_tabs import status
from tasks.candidates import find_cases
from tasks.follow_ups import find_follow_ups, write_follow_ups
from tasks.history import current_time, recall
from tasks.mail import queue, require_sent, require_sound
from tasks.policy import process
from tasks.sheets import pull, push


@process
def follow_up_candidates() -> tuple[tuple[Batch, ...], Tally]:
    """Writes again to who did not answer, on working days of theirs; lists what is a person's to do, by liaison."""
    now, phrases = current_time(), app().catalog.phrases
    seen = pull()
    desk = app().desk(seen)
    require_sound(desk)
    history = recall()
    cases = find_cases(desk, history, now=now)
    named = liaisons(cases)
    plan = find_follow_ups(desk, cases, history, now=now)
    drafts = write_follow_ups(plan.mails, desk, named, now=now)
    occasions = history.occasions(FOLLOW_UP) | {draft.occasion for draft in drafts}
    planned = queue(drafts, occasions=occasions, now=now)
    waiting, tally = offer_and_deliver(planned, desk, seen, titles=titled(planned, phrases, steps(planned)), now=now)
    after = recall()
    left = find_follow_ups(desk, find_cases(desk, after, now=now), after, now=now)
    push(
        (
            follow_up(left, named, phrases, seen, today=now.date()),
            status(desk.evidence.candidates, after, phrases, seen),
        ),
        seen=seen,
    )
    require_sent(tally)
    return waiting, tally
