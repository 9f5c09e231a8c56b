"""Settles unknown outcomes by evidence: a message that lies in a mailbox was sent, whatever the line said."""

from datetime import datetime

from outreach.domain.message import MessageState, Verdict
from outreach.ports import Ledger, Mailbox

FOUND = "mailbox"  # who settled it, in the ledger's facts


def reconcile(ledger: Ledger, mailbox: Mailbox, *, domain: str, now: datetime) -> int:
    """Looks for each unknown message by its Message-ID, and calls those accepted that are there. How many.

    That one is not there proves nothing (the server may be slow, or keep no copy): it stays unknown, for a
    person. domain: of our Message-IDs. Raises MailError when the mailbox cannot be read.
    """
    unknown = {f"{one.key}@{domain}": one.key for one in ledger.history().records if one.state is MessageState.UNKNOWN}
    if not unknown:
        return 0
    try:
        found = mailbox.holds(list(unknown))
    finally:
        mailbox.close()
    for message_id in sorted(found):
        ledger.decide(unknown[message_id], Verdict.ARRIVED, by=FOUND, now=now)
    return len(found)
