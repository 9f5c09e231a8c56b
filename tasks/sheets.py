"""Tasks at the spreadsheet: read every tab, write the system's own."""

from collections.abc import Sequence

from outreach.bootstrap import app
from outreach.domain.pull import Loss, Pull, losses
from outreach.domain.snapshot import Block, Snapshot, changed
from outreach.domain.system_tab import SystemTab
from outreach.errors import SheetsError
from outreach.intake.rows import identified
from tasks.policy import acts


@acts
def pull() -> Snapshot:
    """Every tab as it stands, in one batch, each row with its identity; the archive keeps what is new.

    Raises SheetsError, and keeps nothing, when a tab lost so many rows at once that it may be a slip.
    """
    world = app()
    now, before = world.clock.now(), world.archive.latest()
    seen = identified(world.sheets.read(), before, world.catalog.schemas, now=now)
    for loss in losses(before.snapshot, seen) if before else ():
        raise SheetsError(_ask(loss))
    world.archive.keep(Pull(now, seen.without(set(SystemTab))))
    return seen


@acts
def push(blocks: Sequence[Block], *, seen: Snapshot) -> None:
    """Writes in one batch the blocks that differ from what was `seen`; nothing when none does."""
    different = changed(blocks, seen)
    if different:
        app().sheets.write(different)


def _ask(loss: Loss) -> str:
    return (
        f"{loss.gone} of {loss.rows} rows are gone from {loss.tab}, so nothing is written or sent: bring them back "
        "(File > Version history), or say that it was meant with: outreach accept-loss"
    )
