"""Candidates, stakeholders, members -> who should be liaison to whom -> leadership designates -> a brief to each."""

from flows.approval import offer
from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.approval import Batch
from outreach.domain.coverage import coverage_on
from outreach.domain.designation import LIAISON, briefs, present, since
from outreach.domain.message import MessageState
from outreach.rendering.batch_titles import titled
from outreach.rendering.liaison_tab import LiaisonTable, liaisons
from tasks.candidates import find_cases, find_facts
from tasks.history import current_time, recall
from tasks.liaisons import note_designations, propose_for, recall_designations, tell_stories, write_briefs
from tasks.mail import deliver, queue, require_sent, require_sound
from tasks.policy import process
from tasks.sheets import pull, push


@process
def propose_liaisons() -> tuple[tuple[Batch, ...], Tally]:
    """Plans, and stops for approval, volunteer by volunteer; who was designated gets one brief, and is a fact."""
    now, catalog = current_time(), app().catalog
    seen = pull()
    desk = app().desk(seen)
    require_sound(desk)
    history, made = recall(), recall_designations()
    uncovered = coverage_on(now.date(), catalog.region, desk.evidence).uncovered()
    open_cases = [one.candidate for one in find_cases(desk, history, now=now) if one.next]
    candidates = [one for one in open_cases if one.country in uncovered]
    stakeholders = [one for one in desk.evidence.stakeholders if one.country in uncovered]
    plan = propose_for(candidates, stakeholders, desk, made, now=now)
    stories = tell_stories(desk, find_facts(desk, history, now=now), now=now)
    wanted = briefs(plan, made)
    drafts = write_briefs(wanted, stories, desk, seen, now=now)
    occasions = history.occasions(LIAISON, MessageState.PLANNED) | {draft.occasion for draft in drafts}
    planned = queue(drafts, occasions=occasions, now=now)
    names = {one.occasion: one.volunteer.person.name for one in wanted}
    waiting = offer(planned, desk, seen, titles=titled(planned, catalog.phrases, names), now=now)
    note_designations(wanted, drafts, now=now)
    tally, made = deliver(), recall_designations()
    table = LiaisonTable(plan, stories, present(made), since(made))
    push((liaisons(table, catalog.region, catalog.phrases, seen),), seen=seen)
    require_sent(tally)
    return waiting, tally
