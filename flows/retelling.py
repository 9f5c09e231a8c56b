"""Digests that are not sent: past ones, made once more from what was known then, and those of this moment."""

from collections.abc import Mapping
from datetime import date, datetime

from flows.send_digest import digests_of
from outreach.bootstrap import app, as_known
from outreach.domain.digest import digest_occasion
from outreach.domain.message import Draft
from outreach.domain.retold import Retold
from tasks.digests import rows_noted, rows_to_decide
from tasks.policy import unobserved


def retell_digests(day: date) -> tuple[Retold, ...]:
    """Each digest of the day, as it is written from the archive and the ledger of then, beside what was sent.

    Empty when none was made that day. Raises LedgerError where nothing was known yet.
    """
    occasion, ledger = digest_occasion(day), app().ledger
    sent = [record for record in ledger.history().records if record.occasion == occasion]
    if not sent:
        return ()
    moments = {record.key: ledger.told_of(record.key)[0][0] for record in sent}
    rows = rows_noted(occasion)
    return tuple(_retold(record.key, record.fingerprint, moments[record.key], rows) for record in sent)


def foretell_digests() -> tuple[Draft, ...]:
    """The digests as they would be written now; nothing is kept or sent."""
    with unobserved():
        seen = app().sheets.read()
        drafts, _ = digests_of(seen, rows_to_decide(app().desk(seen)), now=app().clock.now())
    return drafts


def _retold(key: str, fingerprint: str, moment: datetime, rows: Mapping[str, int]) -> Retold:
    with unobserved(), as_known(moment) as then:
        drafts, _ = digests_of(then.sheets.read(), rows, now=moment)
    found: Draft | None = next((one for one in drafts if one.key == key), None)
    return Retold(found, is_the_same=found is not None and found.fingerprint == fingerprint)
