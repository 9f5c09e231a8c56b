"""Sheets and what they said before -> the public page in every language, the Dashboard's tabs for the members."""

from outreach.bootstrap import app
from outreach.domain.coverage import coverage_on
from outreach.domain.dashboard import Dashboard
from outreach.rendering.dashboard_tabs import dashboard_tabs
from tasks.dashboard import find_dashboard, publish_pages, recall_timeline
from tasks.history import current_time
from tasks.policy import process
from tasks.sheets import pull, push


@process
def publish_dashboard() -> Dashboard:
    """What anybody may know of the region today; the same sheets on the same day give the same files."""
    catalog, today = app().catalog, current_time().date()
    seen = pull()
    desk = app().desk(seen)
    coverage = coverage_on(today, catalog.region, desk.evidence)
    board = find_dashboard(coverage, desk, recall_timeline(desk, today=today), seen=seen)
    push(dashboard_tabs(board, catalog.phrases), seen=seen)
    publish_pages(board)
    return board
