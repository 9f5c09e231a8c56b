"""Tasks at the spreadsheet: read every tab, write the system's own."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from outreach.bootstrap import app
from outreach.domain.attendance import NOTED as ATTENDED
from outreach.domain.history import History
from outreach.domain.snapshot import Block, Grid, Snapshot, changed, is_foreign
from outreach.domain.system_tab import SystemTab
from outreach.errors import SheetsError
from outreach.reading import read_sheets
from tasks.policy import acts, reads
from tasks.turns import SHEETS, turn

VERDICT = 9  # column I of Same organisation, in which people say whether the two are one
KNOWN = ("refreshed", "system tabs")
OWN = "own tab"
REFRESHED = {SystemTab.TO_FIX, SystemTab.COVERAGE, SystemTab.STATUS, SystemTab.PIPELINE}


@acts
def pull() -> Snapshot:
    """Every tab as it stands, in one batch, each row with its identity; the archive keeps what is new.

    Raises SheetsError, and keeps nothing, when a tab lost so many rows at once that it may be a slip.
    """
    world = app()
    with turn(SHEETS):
        return read_sheets(world.sheets, world.archive, world.catalog.schemas, now=world.clock.now())


@reads
def is_known(seen: Snapshot, history: History, *, today: date) -> bool:
    """Whether the system's tabs are there, and all that they are made of is what it was when they were written."""
    last = app().ledger.last_noted(*KNOWN)
    return last is not None and last[1] == _fingerprint(seen, history, today) and seen.grids.keys() >= REFRESHED


@acts
def note_known(seen: Snapshot, history: History, *, now: datetime) -> None:
    """Keeps what the system's tabs were made of: while it stays so, the next run has nothing to do."""
    app().ledger.note(*KNOWN, _fingerprint(seen, history, now.date()), now=now)


@acts
def push(blocks: Sequence[Block], *, seen: Snapshot) -> None:
    """Writes in one batch the blocks that differ from what was `seen`; nothing when none does."""
    different = changed(blocks, seen)
    if different:
        with turn(SHEETS):
            app().sheets.write(different)


@acts
def require_own(blocks: Sequence[Block], seen: Snapshot) -> None:
    """Stops the run before a tab that members made is written over; what once was ours stays ours.

    Raises SheetsError naming the tab.
    """
    world = app()
    for block in blocks:
        if world.ledger.last_noted(OWN, block.tab) is not None:
            continue
        if is_foreign(block, seen):
            raise SheetsError(f"Members have a tab {block.tab}, and the system needs that name: call theirs otherwise.")
        world.ledger.note(OWN, block.tab, "{}", now=world.clock.now())


def _fingerprint(seen: Snapshot, history: History, today: date) -> str:
    """Of the members' tabs, the messages, what was said of pairs, the rules and the day."""
    members = seen.without(set(SystemTab)).fingerprint
    messages = (history.records, sorted(history.suppressed), history.answers)
    attended = app().ledger.noted(*ATTENDED)
    twins = seen.grids.get(SystemTab.TWINS, Grid(SystemTab.TWINS, ())).rows[1:]
    verdicts = sorted(str(row[VERDICT - 1]) for row in twins if len(row) >= VERDICT and row[VERDICT - 1])
    whole = repr((members, messages, attended, verdicts, today, app().catalog.fingerprint))
    return hashlib.sha256(whole.encode()).hexdigest()
