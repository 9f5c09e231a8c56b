"""What a new secretary needs, gathered from sheets and ledger; nothing is sent and no sheet is written."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from outreach.bootstrap import app
from outreach.domain.approval import batches
from outreach.domain.candidate import Candidate
from outreach.domain.case import Case
from outreach.domain.coverage import coverage_on
from outreach.domain.handover import (
    AHEAD,
    SOON,
    Handover,
    Promise,
    PromiseKind,
    secrets_in_use,
    settings_shown,
    told_so_far,
)
from outreach.domain.history import History
from outreach.domain.invitation import titles_of
from outreach.domain.message import MessageState
from outreach.domain.person import Person
from outreach.domain.sending import OFF, SWITCH
from outreach.domain.stakeholder import Stakeholder
from outreach.intake.desk import Desk
from outreach.rendering.handover_bundle import handover_bundle
from tasks.candidates import find_cases
from tasks.deadlines import find_deadlines
from tasks.history import current_time, recall
from tasks.policy import unobserved
from tasks.sheets import pull


def hand_over(environment: Mapping[str, str]) -> bytes:
    """The bundle as a ZIP. environment: of the installation; of its secrets only the names are told."""
    with unobserved():
        world, now = app(), current_time()
        seen, history = pull(), recall()
        desk = world.desk(seen)
        cases = find_cases(desk, history, now=now)
        found = find_deadlines(desk, cases, seen, now=now).deadlines
    today, region = now.date(), world.catalog.region
    coverage = coverage_on(today, region, desk.evidence)
    switched = world.ledger.last_noted(*SWITCH)
    handover = Handover(
        day=today,
        covered=coverage.covered,
        countries=len(coverage.countries),
        candidates=len(desk.evidence.candidates),
        problems=len(desk.problems),
        suppressed=len(history.suppressed),
        is_stopped=switched is not None and switched[1] == OFF,
        promises=tuple(sorted(_promises(desk, history, cases, now), key=lambda one: (one.kind, one.day, one.who))),
        told=told_so_far(history, _names(desk)),
        deadlines=tuple(one for one in found if one.day and today <= one.day <= today + AHEAD),
        leaders=tuple(f"{p.name} ({p.origin})" for p in desk.people if p.roles & world.catalog.rules.leaders),
        liaisons=tuple(f"{p.name} ({p.origin})" for p in desk.people if "liaison" in p.roles or p.liaison_for),
        secrets=secrets_in_use(environment),
        settings=settings_shown(environment),
    )
    return handover_bundle(handover, region, world.catalog.pages, titles=titles_of(desk.calls))


def _names(desk: Desk) -> dict[str, str]:
    people: list[Person | Stakeholder | Candidate] = [
        *desk.people,
        *desk.evidence.stakeholders,
        *desk.evidence.candidates,
    ]
    return {one.contact.id: one.name for one in people if one.contact}


def _promises(desk: Desk, history: History, cases: tuple[Case, ...], now: datetime) -> Iterator[Promise]:
    planned = {one.occasion for one in history.records if one.state is MessageState.PLANNED}
    since = {one.occasion: one.since.date() for one in history.records if one.state is MessageState.PLANNED}
    for batch in batches(app().ledger.waiting(planned)):
        yield Promise(PromiseKind.BATCH, since[batch.occasion], batch.hash[:12], batch.occasion, len(batch.drafts))
    for one in history.records:
        if one.state is MessageState.UNKNOWN:
            yield Promise(PromiseKind.UNKNOWN, one.since.date(), one.origin, one.occasion)
    names = _names(desk)
    for answer in history.answers:
        if answer.waits:
            yield Promise(PromiseKind.REPLY, answer.moment.date(), names.get(answer.contact, "?"))
    for case in cases:
        if case.next and case.next.by <= (now + SOON).date():
            who = f"{case.candidate.name} ({case.candidate.origin})"
            yield Promise(PromiseKind.STEP, case.next.by, who, case.next.what.value, owner=case.next.owner.value)
