"""Who was asked for candidates, and who is to be asked -> approval by a leader -> questions -> *Who was asked*."""

from flows.approval import offer_and_deliver
from outreach.bootstrap import app
from outreach.delivery import Tally
from outreach.domain.approval import Batch
from outreach.domain.consultation import matrix, questions
from outreach.domain.consultation_mail import CONSULTATION, asked_by_mail, resting
from outreach.domain.coverage import coverage_on
from outreach.rendering.batch_titles import titled
from outreach.rendering.consultation_tab import Consultation, consultation
from tasks.consulting import write_questions
from tasks.history import current_time, recall
from tasks.mail import queue, require_sent, require_sound
from tasks.policy import process
from tasks.sheets import pull, push


@process
def consult_stakeholders() -> tuple[tuple[Batch, ...], Tally]:
    """Asks GAC, ccNSO and Fellows of uncovered countries where nobody asked yet or what we know has aged."""
    now, catalog = current_time(), app().catalog
    rules = catalog.consultation
    seen = pull()
    desk = app().desk(seen)
    require_sound(desk)
    history = recall()
    evidence = asked_by_mail(desk.evidence, history)
    coverage = coverage_on(now.date(), catalog.region, evidence)
    quiet = resting(history, rules, now=now, spacing=catalog.rules.invitation.spacing)
    drafts = write_questions(questions(evidence, coverage, rules, resting=quiet), history, people=desk.people, now=now)
    occasions = history.occasions(CONSULTATION) | {draft.occasion for draft in drafts}
    planned = queue(drafts, occasions=occasions, now=now)
    waiting, tally = offer_and_deliver(planned, desk, seen, titles=titled(planned, catalog.phrases), now=now)
    known = asked_by_mail(desk.evidence, recall())
    countries = [one.code for one in catalog.region.countries if one.code in coverage.uncovered()]
    cells = matrix(known, countries, today=now.date())
    open_now = questions(known, coverage, rules, resting=quiet)
    found = Consultation(cells, open_now, rules, now.date())
    push((consultation(found, catalog.region, catalog.phrases, seen),), seen=seen)
    require_sent(tally)
    return waiting, tally
