"""Settles unknown outcomes by evidence: a message that lies in a mailbox was sent, whatever the line said."""

from datetime import datetime, timedelta

from outreach.domain.message import MessageState, Verdict
from outreach.domain.sending import RESTORED
from outreach.ports import Ledger, Mailbox

FOUND = "mailbox"  # who settled it, in the ledger's facts
DOUBTED_FOR = timedelta(days=60)  # longer than any call is announced before it is held


def reconcile(ledger: Ledger, mailbox: Mailbox, *, domain: str, now: datetime) -> int:
    """Looks for each unknown message by its Message-ID, and calls those accepted that are there. How many.

    That one is not there proves nothing (the server may be slow, or keep no copy): it stays unknown, for a
    person. After a restore what waits for approval is looked for too, as it may have gone out after the backup.
    domain: of our Message-IDs. Raises MailError when the mailbox cannot be read.
    """
    wanted = {MessageState.UNKNOWN} | ({MessageState.PLANNED} if _was_restored(ledger, now) else set())
    sought = {f"{one.key}@{domain}": one for one in ledger.history().records if one.state in wanted}
    if not sought:
        return 0
    try:
        found = [sought[message_id] for message_id in sorted(mailbox.holds(list(sought)))]
    finally:
        mailbox.close()
    ledger.doubt([one.key for one in found if one.state is MessageState.PLANNED], now=now)
    for one in found:
        ledger.decide(one.key, Verdict.ARRIVED, by=FOUND, now=now)
    return len(found)


def _was_restored(ledger: Ledger, now: datetime) -> bool:
    restored = ledger.last_noted(*RESTORED)
    return restored is not None and now - restored[0] < DOUBTED_FOR
