"""Sheets -> problems for their editors, coverage by country, status and stage by candidate -> the system's own tabs."""

from outreach.analysis.coverage_table import by_sub_region
from outreach.bootstrap import app
from outreach.domain.consultation_mail import asked_by_mail
from outreach.domain.coverage import Coverage, coverage_on
from outreach.domain.system_tab import SystemTab
from outreach.rendering import system_tabs
from outreach.rendering.analysis_tab import analysis
from outreach.rendering.pipeline_tab import pipeline
from tasks.analysis import tabulate
from tasks.candidates import find_cases
from tasks.events import note_versions
from tasks.feedback import comment_on, note_faults
from tasks.history import current_time, recall
from tasks.policy import process
from tasks.publish import publish_coverage
from tasks.sheets import is_known, note_known, pull, push
from tasks.twins import find_event_twins, find_twins, note_same


@process
def refresh_coverage() -> Coverage | None:
    """Tells what is wrong in the sheets, which countries are covered today, and how each candidate stands.

    Nothing to do, and None, while sheets, messages, rules and day are what they were after the last run.
    """
    catalog, now = app().catalog, current_time()
    seen = pull()
    desk = app().desk(seen)
    note_versions(desk.events, seen, now=now)
    history = recall()
    if is_known(seen, history, today=now.date()):
        return None
    coverage = coverage_on(now.date(), catalog.region, asked_by_mail(desk.evidence, history))
    faults = note_faults(desk.problems, seen, now=now)
    pairs = find_twins(desk.evidence, desk.verdicts, now=now)
    note_same(desk.same, now=now)
    cases = find_cases(desk, history, now=now)
    tables = tabulate(desk, cases, history, now=now)
    events = find_event_twins(desk.events, desk.event_verdicts, now=now)
    push(
        (
            system_tabs.to_fix(faults, catalog.phrases, seen),
            system_tabs.coverage(coverage, by_sub_region(coverage), catalog.phrases),
            system_tabs.twins(seen, pairs, phrases=catalog.phrases),
            system_tabs.twins(seen, events, phrases=catalog.phrases, tab=SystemTab.EVENT_TWINS),
            system_tabs.status(desk.evidence.candidates, history, catalog.phrases, seen),
            pipeline(cases, catalog.phrases, seen, calls=catalog.reminders.calls),
            analysis(tables, catalog.region, catalog.phrases),
        ),
        seen=seen,
    )
    comment_on(faults, desk, now=now)
    publish_coverage(coverage)
    note_known(seen, history, now=now)
    return coverage
