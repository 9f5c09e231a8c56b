"""Killed at any moment between a real Postfix and a real Dovecot: once each, nobody lost, and what is unknown is found.

OUTREACH_KILLS says how often; ten times when it says nothing.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from outreach.adapters.imap_session import ImapServer
from outreach.adapters.ledger_sql import SqlLedger
from outreach.adapters.mail_security import Security
from outreach.adapters.mailbox_imap import ImapMailbox
from outreach.domain.message import MessageState
from outreach.reconciliation import reconcile
from tests.contract.dovecot import PASSWORD, dovecot
from tests.contract.mail_server import Script
from tests.contract.postfix import Postfix, postfix
from tests.contract.test_ledger_crash import DOMAIN, STEPS, Office, approve, check_the_promise
from tests.factories import NOW

pytestmark = pytest.mark.postfix
KILLS = int(os.environ.get("OUTREACH_KILLS", "10"))
RECIPIENTS = "chapines.example"


@dataclass(slots=True, kw_only=True)
class RealOffice(Office):
    """An office whose mail goes to a real server. people: the Maildir of all its recipients."""

    server: Postfix
    people: Path
    archive: ImapMailbox

    def arrived(self) -> Counter[str]:
        """How often each message lies in its recipient's mailbox, by its subject line."""
        self.server.drain()
        texts = [file.read_text() for file in (self.people / "new").iterdir()] if self.people.exists() else []
        return Counter(text.partition("\nSubject: ")[2].partition("\n")[0] for text in texts)


@pytest.fixture
def office(sqlite_url: str) -> Iterator[RealOffice]:
    with (
        dovecot() as mail,
        postfix(mail.folder / "mail", domain=RECIPIENTS, people="people", archive="archive") as server,
    ):
        archive = ImapMailbox(ImapServer("127.0.0.1", mail.port, Security.PLAIN, "archive", PASSWORD, patience=20))
        yield RealOffice(
            sqlite_url, str(server.port), Script(), server=server, people=mail.maildir("people"), archive=archive
        )
        archive.close()


def test_killed_between_real_servers(office: RealOffice) -> None:
    seed = random.randrange(10**6)  # noqa: S311 # said when the test fails
    chance = random.Random(seed)  # noqa: S311
    contacts = approve(office, 30 * KILLS)

    for step in STEPS * max(1, KILLS // 20):
        office.run(step, spared=chance.randrange(4))
    while office.kills < KILLS:
        office.run(kill_after=chance.uniform(0, 0.08))
        assert office.runs < 2 * KILLS, "the messages were out before the kills"
    office.run()

    states = check_the_promise(office, contacts)
    unknown = {contact for contact, state in states.items() if state is MessageState.UNKNOWN}
    arrived = unknown & set(office.arrived())
    assert settled(office) == arrived, f"seed {seed}"
    assert office.kills == KILLS
    figures = f"{KILLS} kills, {len(contacts)} messages, {len(unknown)} unknown, {len(arrived)} of them found"
    print(figures)  # noqa: T201 # for whoever measures, with pytest -s


def settled(office: RealOffice) -> set[str]:
    """Whose unknown messages the archive settled; each is then as accepted as any."""
    ledger = SqlLedger(office.url)
    before = {record.contact for record in ledger.history().records if record.state is MessageState.UNKNOWN}
    found = reconcile(ledger, office.archive, domain=DOMAIN, now=NOW)
    after = {record.contact for record in ledger.history().records if record.state is MessageState.UNKNOWN}
    assert ledger.verify() == ()
    ledger.close()
    assert found == len(before - after)
    return before - after
