"""Sheets -> rows that wait for a correction -> a letter to the editor of each, once a fault."""

from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.feedback import feedback_occasion
from tasks.feedback import find_reminders, note_faults, note_reminded, write_reminders
from tasks.history import current_time
from tasks.mail import approve_standing, deliver, queue, require_sent
from tasks.policy import process
from tasks.sheets import pull


@process
def remind_editors() -> Tally:
    """Each editor with an address gets at most one letter a day, by standing order (decision 4)."""
    now = current_time()
    seen = pull()
    desk = app().desk(seen)
    faults = note_faults(desk.problems, seen, now=now)
    wanted = find_reminders(faults, desk)
    occasion = feedback_occasion(now.date())
    approve_standing(queue(write_reminders(wanted, seen, now=now), occasions=[occasion], now=now), now=now)
    tally = deliver()
    note_reminded(wanted, faults, now=now)
    require_sent(tally)
    return tally
