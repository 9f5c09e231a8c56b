"""Calendar, trips, rules and windows -> the last day of everything -> a tab, a calendar feed, reminders to who acts."""

from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.deadline import deadline_occasion
from outreach.rendering.deadline_tabs import deadlines_tab, trip_options_tab
from tasks.candidates import find_cases
from tasks.deadlines import (
    find_deadline_reminders,
    find_deadlines,
    note_days,
    publish_feed,
    publish_report_skeletons,
    write_deadline_letters,
)
from tasks.history import current_time, recall
from tasks.mail import approve_standing, deliver, queue, require_sent
from tasks.policy import process
from tasks.sheets import pull, push, require_own


@process
def watch_deadlines() -> Tally:
    """Whoever sees to a last day is reminded at its ages, each once, by standing order (decision 4)."""
    catalog, now = app().catalog, current_time()
    seen = pull()
    desk, history = app().desk(seen), recall()
    found = find_deadlines(desk, find_cases(desk, history, now=now), seen, now=now)
    today, phrases = now.date(), catalog.phrases
    tabs = (
        deadlines_tab(found.deadlines, desk.people, catalog.deadlines, phrases=phrases, seen=seen, today=today),
        trip_options_tab(found.fits, found.accounts, phrases=phrases, seen=seen),
    )
    require_own(tabs, seen)
    push(tabs, seen=seen)
    publish_feed(found.deadlines, note_days(found.deadlines, now=now))
    publish_report_skeletons(found, desk, now=now)
    wanted = find_deadline_reminders(found.deadlines, desk, history, now=now)
    letters = write_deadline_letters(wanted, seen, now=now)
    approve_standing(queue(letters, occasions=[deadline_occasion(today)], now=now), now=now)
    tally = deliver()
    require_sent(tally)
    return tally
