"""Tasks about the leaders' digest: how things stand, what waits for whom, a digest for each reader."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from outreach.bootstrap import app
from outreach.domain.approval import Batch, batches
from outreach.domain.case import Case
from outreach.domain.coverage import coverage_on
from outreach.domain.dashboard import country_lines
from outreach.domain.deadline import Deadline, DeadlineKind, owner_of
from outreach.domain.digest import Digest, digest_for
from outreach.domain.digest_figures import Figures
from outreach.domain.digest_month import trend
from outreach.domain.history import History
from outreach.domain.invitation import occasion_of
from outreach.domain.message import Draft, MessageState
from outreach.domain.person import Person
from outreach.domain.snapshot import Snapshot
from outreach.domain.standing import Standing, ToAdopt, WaitingBatch, health_of, waiting_batch
from outreach.domain.system_tab import SystemTab
from outreach.intake.desk import Desk
from outreach.rendering.digest import DigestPaper, digest_drafts
from outreach.rendering.headers import Mailbox
from tasks.policy import acts, reads
from tasks.selection import ADOPTED

ROWS = "digest rows"


@reads
def find_standing(  # noqa: PLR0913 # each is a part of how things stand
    desk: Desk,
    history: History,
    cases: Collection[Case],
    deadlines: Collection[Deadline],
    *,
    rows: Mapping[str, int],
    seen: Snapshot,
    now: datetime,
) -> Standing:
    """How things stand, for every leader alike. rows: by code, the row in which leaders decide about it."""
    region = app().catalog.region
    coverage = coverage_on(now.date(), region, desk.evidence)
    lines = country_lines(coverage, desk.evidence)
    heard = {one.country.code: one.heard for one in lines if one.heard and one.country.code in coverage.uncovered()}
    place = seen.place(SystemTab.TO_FIX, "A1")
    return Standing(
        coverage=coverage,
        history=history,
        waiting=_all_waiting(desk, history, rows, seen),
        calls=desk.calls,
        health=health_of(desk.rows, desk.problems, read=now, link=place, heard=heard),
        deadlines=tuple(_placed(one, seen) for one in deadlines if one.kind is not DeadlineKind.ALS_STEP),
        cases=tuple(cases),
        trend=trend(lambda day: coverage_on(day, region, desk.evidence).covered, now.date()),
        to_adopt=_to_adopt(rows, seen),
    )


def rows_to_decide(desk: Desk) -> dict[str, int]:
    """By code of each batch and of each set of criteria, the first row of the system's tabs in which it stands."""
    marks = [(mark.batch, mark.origin.row) for mark in desk.approvals]
    return dict(reversed([*marks, *((mark.code, mark.origin.row) for mark in desk.selection)]))


@acts
def note_rows(rows: Mapping[str, int], *, occasion: str, now: datetime) -> None:
    """Keeps where leaders were sent to: the system's tabs are not in the archive, and past digests are told again."""
    app().ledger.note(ROWS, occasion, json.dumps(dict(rows), sort_keys=True), now=now)


def rows_noted(occasion: str) -> dict[str, int]:
    """What `note_rows` kept; nothing where it kept nothing."""
    noted = app().ledger.last_noted(ROWS, occasion)
    return dict(json.loads(noted[1])) if noted else {}


@acts
def write_digests(
    standing: Standing, readers: Collection[Person], told: Mapping[str, Figures], *, desk: Desk, seen: Snapshot
) -> tuple[tuple[Draft, ...], dict[str, Figures]]:
    """A draft a reader, and by contact the figures that each is told."""
    world = app()
    digests = [(one, _digest(standing, one, told, desk, seen)) for one in readers]
    sender = Mailbox(world.catalog.region.name, world.settings.sender)
    template, plus = world.catalog.templates["digest"], world.settings.plus_addresses
    paper = DigestPaper(template, world.catalog.layout, sender, sender.domain, plus, world.scope)
    figures = {one.contact.id: digest.figures for one, digest in digests if one.contact}
    return digest_drafts(digests, paper), figures


def _all_waiting(desk: Desk, history: History, rows: Mapping[str, int], seen: Snapshot) -> tuple[WaitingBatch, ...]:
    """The batches that wait for a leader's name, whatever they are about."""
    world = app()
    occasions = {one.occasion for one in history.records if one.state is MessageState.PLANNED}
    by_occasion = {occasion_of(call): call for call in desk.calls}

    def waiting(batch: Batch) -> WaitingBatch:
        link = seen.place(SystemTab.APPROVALS, f"A{rows.get(batch.hash, 1)}")
        call = by_occasion.get(batch.occasion)
        return waiting_batch(batch, call, world.catalog.rules.invitation, link=link) if call else _waiting(batch, link)

    return tuple(map(waiting, batches(world.ledger.waiting(occasions))))


def _waiting(batch: Batch, link: str) -> WaitingBatch:
    """A batch about no call; it can be approved while each of its messages can still go."""
    ends = [draft.expires.astimezone(UTC).date() for draft in batch.drafts if draft.expires]
    return WaitingBatch(batch.hash, batch.occasion, "", len(batch.drafts), link, min(ends, default=None))


def _placed(deadline: Deadline, seen: Snapshot) -> Deadline:
    """With a place to look at, where nobody gave it a page of its own."""
    return deadline if deadline.link else replace(deadline, link=seen.place(SystemTab.DEADLINES, "A1"))


def _to_adopt(rows: Mapping[str, int], seen: Snapshot) -> ToAdopt | None:
    """The criteria of the selection, once they stand in its tab and while nobody entitled has adopted them."""
    method = app().catalog.selection
    if method is None or app().ledger.noted(ADOPTED, method.hash):
        return None
    row = rows.get(method.hash)
    return ToAdopt(seen.place(SystemTab.SELECTION, f"A{row}")) if row else None


def _digest(standing: Standing, reader: Person, told: Mapping[str, Figures], desk: Desk, seen: Snapshot) -> Digest:
    rules, before = app().catalog.deadlines, told.get(reader.contact.id) if reader.contact else None
    mine = tuple(one for one in standing.deadlines if owner_of(one, desk.people, rules) in {reader, None})
    return digest_for(replace(standing, deadlines=mine), before, now=standing.health.read, link=seen.place)
