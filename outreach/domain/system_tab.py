"""The tabs that the system owns; a tab of any other name belongs to the members and is never written."""

from enum import StrEnum


class SystemTab(StrEnum):
    """Title of each tab as it stands in the spreadsheet."""

    TO_FIX = "To fix"
    COVERAGE = "Coverage"
    STATUS = "Status"
    PIPELINE = "Pipeline"
    FOLLOW_UP = "Follow-up"
    CONSULTATION = "Who was asked"  # "Consultation" is a title that members give to their stakeholders
    DEADLINES = "Deadlines"
    TRIP_OPTIONS = "Trip options"
    LIAISONS = "Liaisons"
    SHARING = "Sharing"
    ANALYSIS = "Analysis"
    APPROVALS = "Approvals"
    TWINS = "Same organisation"
    EVENT_TWINS = "Same event"
    STATS = "Dashboard Stats"  # "Stats" and the like may be tabs that members keep by hand, as in 2009
    ALSES = "Dashboard ALSes"
    COUNTRIES = "Dashboard Countries"
    BREAKDOWNS = "Dashboard Breakdowns"
    AFFECTED = "Affected"
    TURNOUT = "Turnout"
    ANSWERS = "To answer"  # "Answers" is a title that members give to their survey
    SELECTION = "Selection"
