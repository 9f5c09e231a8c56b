"""Survey, consultations, calendar, calls -> how uncovered countries compare -> a memo for those who choose the two."""

from outreach.bootstrap import app
from outreach.domain.coverage import coverage_on
from outreach.domain.selection_memo import Memo
from outreach.rendering.selection_tab import selection_tab
from tasks.history import current_time
from tasks.mail import require_sound
from tasks.policy import process
from tasks.selection import compute_selection, note_asked, note_choices, publish_memo, take_adoption
from tasks.sheets import pull, push


@process
def select_countries() -> Memo | None:
    """Asks for the adoption of the criteria, and computes nothing before; then computes, and notes what was chosen.

    None in a region for which no criteria are made.
    """
    now, catalog = current_time(), app().catalog
    method = catalog.selection
    if method is None:
        return None
    seen = pull()
    desk = app().desk(seen)
    require_sound(desk)
    coverage = coverage_on(now.date(), catalog.region, desk.evidence)
    adoption = take_adoption(method, desk, now=now)
    computation = compute_selection(method, desk, coverage) if adoption else None
    memo = Memo(catalog.region, now.date(), method, coverage, adoption, computation)
    note_choices(memo, now=now)
    publish_memo(memo, seen)
    push((selection_tab(memo, seen, catalog.phrases),), seen=seen)
    note_asked(method, app().desk(pull()).selection, now=now)
    return memo
