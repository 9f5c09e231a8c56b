"""Tasks at the spreadsheet: read every tab, write the system's own."""

from collections.abc import Sequence

from outreach.bootstrap import app
from outreach.domain.snapshot import Block, Snapshot, changed
from tasks.policy import acts, reads


@reads
def pull() -> Snapshot:
    """Every tab as it stands, in one batch."""
    return app().sheets.read()


@acts
def push(blocks: Sequence[Block], *, seen: Snapshot) -> None:
    """Writes in one batch the blocks that differ from what was `seen`; nothing when none does."""
    different = changed(blocks, seen)
    if different:
        app().sheets.write(different)
