"""How each call is answered -> *Turnout*; who said yes to one near at hand -> approval by a leader -> one reminder."""

from flows.approval import offer_and_deliver
from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.approval import Batch
from outreach.domain.call_reminder import plan_call_reminders
from outreach.domain.coverage import coverage_on
from outreach.domain.invitation import REMINDER, reminder_occasion
from outreach.domain.turnout import turnouts
from outreach.rendering.batch_titles import titled
from outreach.rendering.turnout_tab import turnout_tab
from tasks.calls import write_call_reminders
from tasks.history import current_time, recall
from tasks.mail import queue, require_sent, require_sound
from tasks.policy import process
from tasks.sheets import pull, push


@process
def remind_participants() -> tuple[tuple[Batch, ...], Tally]:
    """Reminds of each call whoever said yes to it, once, with a batch of its own to approve (decision 13)."""
    now, catalog = current_time(), app().catalog
    seen = pull()
    desk = app().desk(seen)
    require_sound(desk)
    history = recall()
    wanted = plan_call_reminders(desk.evidence.candidates, desk.calls, history, catalog.rules.invitation, now=now)
    drafts = write_call_reminders(wanted, people=desk.people)
    occasions = history.occasions(REMINDER) | {draft.occasion for draft in drafts}
    planned = queue(drafts, occasions=occasions, now=now)
    names = {reminder_occasion(call): f"{call.title}, {call.starts:%Y-%m-%d}" for call in desk.calls}
    waiting, tally = offer_and_deliver(planned, desk, seen, titles=titled(planned, catalog.phrases, names), now=now)
    coverage = coverage_on(now.date(), catalog.region, desk.evidence)
    answered = turnouts(desk.calls, desk.evidence.candidates, history, told=desk.told, now=now)
    push(
        (turnout_tab(answered, coverage.uncovered_countries(), desk.problems, phrases=catalog.phrases, seen=seen),),
        seen=seen,
    )
    require_sent(tally)
    return waiting, tally
