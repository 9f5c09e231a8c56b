"""Reading the members' spreadsheet: each row keeps its identity, what is new is kept, a great loss is asked about."""

from collections.abc import Mapping
from datetime import datetime

from outreach.domain.pull import Loss, Pull, losses
from outreach.domain.snapshot import Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.errors import SheetsError
from outreach.intake.rows import identified
from outreach.intake.schema import Schema
from outreach.ports import Archive, Sheets

Schemas = Mapping[str, Schema]


def read_sheets(sheets: Sheets, archive: Archive, schemas: Schemas, *, now: datetime) -> Snapshot:
    """Every tab as it stands, in one batch; the archive keeps the members' tabs when something in them is new.

    Raises SheetsError, and keeps nothing, when a tab lost so many rows at once that it may be a slip.
    """
    before = archive.latest()
    seen = identified(sheets.read(), before, schemas, now=now)
    for loss in losses(before.snapshot, seen) if before else ():
        raise SheetsError(_ask(loss))
    _keep(seen, archive, now)
    return seen


def accept_losses(sheets: Sheets, archive: Archive, schemas: Schemas, *, now: datetime) -> tuple[Loss, ...]:
    """Takes what stands in the sheets now as meant; what was lost."""
    before = archive.latest()
    seen = identified(sheets.read(), before, schemas, now=now)
    _keep(seen, archive, now)
    return losses(before.snapshot, seen) if before else ()


def _keep(seen: Snapshot, archive: Archive, now: datetime) -> None:
    archive.keep(Pull(now, seen.without(set(SystemTab))))


def _ask(loss: Loss) -> str:
    return (
        f"{loss.gone} of {loss.rows} rows are gone from {loss.tab}, so nothing is written or sent: bring them back "
        "(File > Version history), or say that it was meant with: outreach accept-losses"
    )
