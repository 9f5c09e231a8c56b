"""Every night: a backup of the ledger; what has been kept for long enough is emptied."""

from outreach.domain.personal import Retired
from tasks.history import current_time
from tasks.policy import process
from tasks.records import back_up_ledger, retire_records


@process
def keep_records() -> Retired:
    """Keeps what must be kept, and forgets what must not be kept any longer."""
    back_up_ledger()
    return retire_records(now=current_time())
