"""Sheets -> problems for their editors, coverage by country, status by candidate -> the system's own tabs."""

from outreach.analysis.coverage_table import by_sub_region
from outreach.bootstrap import app
from outreach.domain.coverage import Coverage, coverage_on
from outreach.rendering import system_tabs
from tasks.history import current_time, recall
from tasks.policy import process
from tasks.publish import publish_coverage
from tasks.sheets import pull, push


@process
def refresh_coverage() -> Coverage:
    """Tells what is wrong in the sheets, which countries are covered today, and how each candidate stands."""
    catalog = app().catalog
    today = current_time().date()
    seen = pull()
    desk = app().desk(seen)
    history = recall()
    coverage = coverage_on(today, catalog.region, desk.evidence)
    push(
        (
            system_tabs.to_fix(desk.problems, catalog.phrases, seen),
            system_tabs.coverage(coverage, by_sub_region(coverage), catalog.phrases),
            system_tabs.status(desk.evidence.candidates, history, catalog.phrases, seen),
        ),
        seen=seen,
    )
    publish_coverage(coverage)
    return coverage
