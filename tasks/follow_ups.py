"""Tasks that plan and write what follows when nobody answers."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from outreach.analysis.working_days import is_working_day
from outreach.bootstrap import app
from outreach.domain.call import Call
from outreach.domain.candidate import withheld
from outreach.domain.case import Case, moved_on
from outreach.domain.coverage import coverage_on
from outreach.domain.follow_up import FollowUp, FollowUpPlan, plan_follow_ups
from outreach.domain.history import History
from outreach.domain.invitation import occasion_of
from outreach.domain.message import Draft
from outreach.domain.origin import Origin
from outreach.errors import MissingTranslationError
from outreach.intake.desk import Desk
from outreach.rendering.follow_up_letter import Calls, follow_up_draft
from tasks.policy import acts, reads, warn
from tasks.writing import office

HOLDS = timedelta(days=14)
"""How long an approved follow-up may still go out."""


@reads
def find_follow_ups(desk: Desk, cases: Collection[Case], history: History, *, now: datetime) -> FollowUpPlan:
    """What the cadence says is due now, in countries that nobody covers yet, to whoever's case did not go on."""
    catalog = app().catalog
    return plan_follow_ups(
        withheld(desk.evidence.candidates, moved_on(cases)),
        history,
        catalog.cadence,
        now=now,
        uncovered=coverage_on(now.date(), catalog.region, desk.evidence).uncovered(),
        is_working_day=is_working_day,
    )


@acts
def write_follow_ups(
    mails: Collection[FollowUp], desk: Desk, liaisons: Mapping[Origin, str], *, now: datetime
) -> tuple[Draft, ...]:
    """A draft a mail; a missing translation stops its message, not the run, and is said in the run's log."""
    drafts = []
    for one in mails:
        try:
            drafts.append(_draft(one, desk, liaisons.get(one.candidate.origin, ""), now))
        except MissingTranslationError as missing:
            warn("%s is not written to: %s", one.candidate.origin, missing)
    return tuple(drafts)


def _draft(one: FollowUp, desk: Desk, liaison: str, now: datetime) -> Draft:
    world = app()
    country = world.catalog.region.country(one.candidate.country)
    if country is None:
        raise ValueError("A candidate lives in the region.")
    calls = Calls(_about(one, desk.calls), tuple(_unheard(one, desk.calls, now)))
    writing = office(country.code, desk.people, world, liaison=liaison)
    return follow_up_draft(
        one, calls, writing, world.catalog.templates[one.step.template], country=country, expires=now + HOLDS
    )


def _unheard(one: FollowUp, calls: Collection[Call], now: datetime) -> Iterator[Call]:
    """The calls to come, however far off, so that an offered letter changes only when a call does or has begun."""
    attended = one.candidate.attended
    return (call for call in calls if not call.cancelled and call.starts > now and call.topic not in attended)


def _about(one: FollowUp, calls: Collection[Call]) -> Call | None:
    return next((call for call in calls if occasion_of(call) == one.about), None)
