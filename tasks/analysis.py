"""The task that counts: candidates by stage, work by liaison, effort beside reach."""

from collections.abc import Collection
from datetime import datetime

from outreach.analysis import effort, funnel, workload
from outreach.bootstrap import app
from outreach.domain.case import Case
from outreach.domain.consultation_mail import asked_by_mail
from outreach.domain.coverage import coverage_on
from outreach.domain.history import History
from outreach.intake.desk import Desk
from outreach.rendering.analysis_tab import Tables
from tasks.candidates import known_facts
from tasks.policy import reads


@reads
def tabulate(desk: Desk, cases: Collection[Case], history: History, *, now: datetime) -> Tables:
    """The tables of the tab *Analysis*, of countries without a structure."""
    evidence, today = asked_by_mail(desk.evidence, history), now.date()
    uncovered = coverage_on(today, app().catalog.region, evidence).uncovered()
    codes = [country.code for country in app().catalog.region.countries if country.code in uncovered]
    return Tables(
        by_stage=funnel.by_stage(cases),
        by_country=funnel.by_country(cases, codes),
        by_month=funnel.by_month(evidence.candidates, known_facts(desk, history, now=now)),
        by_liaison=workload.by_liaison(cases, desk.people, today),
        effort=effort.by_country(evidence, history, codes),
    )
