"""Tasks on the two face-to-face countries: take the adoption of the method, compute, keep and publish the memo."""

from collections.abc import Collection
from datetime import datetime

from outreach.analysis.selection import compute
from outreach.bootstrap import app
from outreach.domain.coverage import Coverage
from outreach.domain.selection import Method
from outreach.domain.selection_choice import Adoption, SelectionMark, adopters
from outreach.domain.selection_figures import Sources
from outreach.domain.selection_memo import Computation, Memo
from outreach.domain.snapshot import Snapshot
from outreach.intake.desk import Desk
from outreach.rendering.memo_docx import memo_document
from outreach.rendering.memo_page import memo_page
from tasks.policy import acts, reads

ASKED = "selection asked"
ADOPTED = "selection adopted"
CHOSEN = "selection chosen"


@acts
def take_adoption(method: Method, desk: Desk, *, now: datetime) -> Adoption | None:
    """Who adopted the method; None while no leader's name came beside its hash after that stood there without one."""
    world = app()
    ledger, may_adopt = world.ledger, world.catalog.rules.leaders
    cells = [mark.names for mark in desk.selection if mark.code == method.hash]
    leaders = [one for cell in cells for one in adopters(cell, desk.people, may_adopt)]
    names = ", ".join(dict.fromkeys(one.name for one in leaders))
    noted = ledger.last_noted(ADOPTED, method.hash)
    if noted:
        return Adoption.from_json(noted[1], names)
    if not leaders or not ledger.noted(ASKED, method.hash):
        return None
    roles = {role for one in leaders for role in one.roles & may_adopt}
    adoption = Adoption(now.date(), tuple(sorted(roles)), names)
    ledger.note(ADOPTED, method.hash, adoption.to_json(), now=now)
    return adoption


@acts
def note_asked(method: Method, marks: Collection[SelectionMark], *, now: datetime) -> None:
    """Keeps that the method's hash stands in the tab with no name beside it: only a name that comes later counts."""
    ledger = app().ledger
    blank = any(mark.code == method.hash and not mark.names for mark in marks)
    if blank and not ledger.noted(ASKED, method.hash):
        ledger.note(ASKED, method.hash, "{}", now=now)


@reads
def compute_selection(method: Method, desk: Desk, coverage: Coverage) -> Computation:
    """The scores and how firm they are, from what stands in the sheets."""
    catalog = app().catalog
    sources = Sources(
        day=coverage.day,
        region=catalog.region,
        evidence=desk.evidence,
        events=desk.events,
        calls=desk.calls,
        people=desk.people,
        penetration={one.code: (one.penetration, one.origin) for one in desk.selection if one.penetration is not None},
    )
    return compute(sources, coverage, desk.selection, method, leaders=catalog.rules.leaders)


@acts
def note_choices(memo: Memo, *, now: datetime) -> None:
    """Keeps each choice that is complete, beside what was computed; one that is kept already is not kept again."""
    ledger = app().ledger
    for result in memo.computation.results if memo.computation else ():
        payload = result.choice.to_json(memo.method)
        noted = ledger.last_noted(CHOSEN, result.pool.name)
        if result.choice.is_made and (noted is None or noted[1] != payload):
            ledger.note(CHOSEN, result.pool.name, payload, now=now)


@acts
def publish_memo(memo: Memo, seen: Snapshot) -> None:
    """`selection/memo.html` and `memo.docx` in the state folder, for the two bodies only."""
    catalog = app().catalog
    folder = app().settings.state / "selection"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (
        ("memo.html", memo_page(memo, seen, catalog.pages).encode()),
        ("memo.docx", memo_document(memo, seen, catalog.phrases)),
    ):
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
