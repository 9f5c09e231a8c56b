"""Takes one message at a time out of a ledger, as most tests want it."""

from datetime import datetime

from outreach.domain.message import Draft
from outreach.ports import Ledger


def claim_one(ledger: Ledger, *, worker: str, now: datetime) -> Draft | None:
    """The message that is due first, None when none is."""
    claimed = ledger.claim(worker=worker, most=1, now=now)
    return claimed[0] if claimed else None
