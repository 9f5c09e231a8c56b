"""Tasks that keep our own records safe, and no longer than they are needed."""

from datetime import datetime
from pathlib import Path

from outreach.bootstrap import app, back_up, backups_folder
from outreach.domain.personal import Retired
from tasks.policy import acts


@acts
def back_up_ledger() -> Path:
    """A new backup in the state folder; of the older ones there only as many stay as the rules say."""
    made = back_up()
    for old in sorted(backups_folder(app().settings).glob("outreach-*.zip"))[: -app().catalog.rules.retention.backups]:
        old.unlink(missing_ok=True)
    return made


@acts
def retire_records(*, now: datetime) -> Retired:
    """Empties what has been kept for as long as the rules say; how much."""
    rules = app().catalog.rules.retention
    return app().personal.retire(messages_before=now - rules.messages, rows_before=now - rules.rows, now=now)
