"""Sheets -> problems for their editors, coverage by country, status by candidate -> the system's own tabs."""

from outreach.analysis.coverage_table import by_sub_region
from outreach.bootstrap import app
from outreach.domain.coverage import Coverage, coverage_on
from outreach.rendering import system_tabs
from tasks.feedback import comment_on, note_faults
from tasks.history import current_time, recall
from tasks.policy import process
from tasks.publish import publish_coverage
from tasks.sheets import is_known, note_known, pull, push
from tasks.twins import find_twins


@process
def refresh_coverage() -> Coverage | None:
    """Tells what is wrong in the sheets, which countries are covered today, and how each candidate stands.

    Nothing to do, and None, while sheets, messages, rules and day are what they were after the last run.
    """
    catalog, now = app().catalog, current_time()
    seen = pull()
    history = recall()
    if is_known(seen, history, today=now.date()):
        return None
    desk = app().desk(seen)
    coverage = coverage_on(now.date(), catalog.region, desk.evidence)
    faults = note_faults(desk.problems, seen, now=now)
    push(
        (
            system_tabs.to_fix(faults, catalog.phrases, seen),
            system_tabs.coverage(coverage, by_sub_region(coverage), catalog.phrases),
            system_tabs.twins(seen, find_twins(desk.evidence, desk.verdicts, now=now), phrases=catalog.phrases),
            system_tabs.status(desk.evidence.candidates, history, catalog.phrases, seen),
        ),
        seen=seen,
    )
    comment_on(faults, desk, now=now)
    publish_coverage(coverage)
    note_known(seen, history, now=now)
    return coverage
