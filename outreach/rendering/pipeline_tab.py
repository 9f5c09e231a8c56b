"""The Pipeline tab: each candidate with its stage, what proves it, and whose the next step is until when."""

from collections.abc import Iterable

from outreach.domain.case import Case
from outreach.domain.next_step import NextStep
from outreach.domain.pipeline import Progress
from outreach.domain.snapshot import Block, Snapshot
from outreach.domain.stage import Proof
from outreach.domain.system_tab import SystemTab
from outreach.rendering.phrases import Phrases
from outreach.rendering.tab_cells import Row, block, both, heads, row_link

CODE = 12  # signs of a message's key that tell it from every other


def pipeline(cases: Iterable[Case], phrases: Phrases, seen: Snapshot, *, calls: int) -> Block:
    """A row a candidate of the survey, in its order. calls: how many the whole track has."""
    head = heads(
        phrases,
        *("where", "candidate", "country", "kind", "proposed_by", "stage", "stage_since", "proof"),
        *("next", "owner", "by_day", "remind", "kept_until"),
    )
    return block(SystemTab.PIPELINE, [head, *(_row(case, phrases, seen, calls) for case in cases)])


def _row(case: Case, phrases: Phrases, seen: Snapshot, calls: int) -> Row:
    candidate, progress = case.candidate, case.progress
    attended = len(progress.attended)
    return (
        row_link(candidate.origin, seen),
        candidate.name,
        candidate.country,
        both(f"pipeline.kind.{candidate.kind}", phrases),
        candidate.proposed_by,
        both(f"pipeline.stage.{progress.stage}", phrases, attended=attended, calls=max(calls, attended)),
        (progress.since or candidate.surveyed).isoformat(),
        _proof(progress, phrases),
        *_next(case.next, phrases),
        _kept(case, phrases),
    )


def _kept(case: Case, phrases: Phrases) -> str:
    day = case.kept_until.isoformat() if case.kept_until else ""
    return both("pipeline.address_expired", phrases, day=day) if case.expired else day


def _proof(progress: Progress, phrases: Phrases) -> str:
    if progress.proof is None:
        return ""
    reference = progress.proof.reference
    short = reference[:CODE] if progress.proof.proof is Proof.MESSAGE else reference
    return both(f"pipeline.proof.{progress.proof.proof}", phrases, reference=short)


def _next(step: NextStep | None, phrases: Phrases) -> Row:
    if step is None:
        return ("", "", "", "")
    owner = step.name or both(f"pipeline.owner.{step.owner}", phrases)
    return (both(f"pipeline.action.{step.what}", phrases), owner, step.by.isoformat(), step.remind.isoformat())
