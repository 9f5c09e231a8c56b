"""Killed at any moment: nothing goes out twice, nobody is lost, at most one message a kill is not known of."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from outreach.adapters.ledger_sql import SqlLedger
from outreach.domain.message import MessageState, batch_hash
from tests.contract.mail_server import MailServer, Script
from tests.factories import NOW, a_draft

OCCASION = "invitation:dns"
DOMAIN = "lacralo.example"
REPOSITORY = Path(__file__).parents[2]
STEPS = ("after claim", "after begin", "before settle", "after settle")


@dataclass(slots=True)
class Office:
    """A ledger, where its mail goes, and the runs that were killed."""

    url: str
    where: str
    script: Script
    runs: int = 0
    kills: int = 0

    def run(self, step: str = "none", *, spared: int = 0, kill_after: float | None = None) -> None:
        """One run of the program, 20 minutes after the one before, so that what that one left is stale."""
        self.runs += 1
        arguments = [self.url, self.where, str(20 * self.runs), step, str(spared)]
        command = [sys.executable, "-m", "tests.contract.delivering", *arguments]
        with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as program:  # noqa: S603 # ours
            assert program.stdout is not None
            assert program.stdout.readline() == "begins\n"
            if kill_after is not None:
                time.sleep(kill_after)
                program.kill()
            code = program.wait(60)
        assert code in {0, -signal.SIGKILL}
        self.kills += code == -signal.SIGKILL

    def arrived(self) -> Counter[str]:
        """How often each message arrived, by its subject line's number."""
        if self.where.startswith("folder:"):
            texts = [file.read_bytes() for file in Path(self.where.removeprefix("folder:")).glob("*.eml")]
        else:
            texts = [received.content for received in self.script.received]
        return Counter(text.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for text in texts)


@pytest.fixture(params=["folder", "smtp"])
def office(request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with MailServer(Script()) as server:
        where = f"folder:{tmp_path / 'mail'}" if request.param == "folder" else str(server.port)
        yield Office(sqlite_url, where, server.script)


def approve(office: Office, count: int) -> list[str]:
    """Approves so many messages; their subjects are the contacts."""
    contacts = [f"c{number:03}" for number in range(count)]
    drafts = [replace(a_draft(contact), content=_text(contact)) for contact in contacts]
    ledger = SqlLedger(office.url)
    ledger.plan(drafts, occasions=[OCCASION], now=NOW)
    ledger.approve([draft.key for draft in drafts], batch=batch_hash(drafts), approver="People!2", now=NOW)
    ledger.close()
    return contacts


def _text(contact: str) -> bytes:
    message_id = f"{a_draft(contact).key}@{DOMAIN}"
    return f"Message-ID: <{message_id}>\r\nSubject: {contact}\r\n\r\nHello\r\n".encode()


def check_the_promise(office: Office, contacts: list[str]) -> dict[str, MessageState]:
    """0 twice, 0 lost, at most one unknown a kill; what became of each contact."""
    ledger = SqlLedger(office.url)
    states = {record.contact: record.state for record in ledger.history().records}
    assert ledger.verify() == ()
    ledger.close()
    arrived = office.arrived()
    accepted = {contact for contact, state in states.items() if state is MessageState.ACCEPTED}
    unknown = {contact for contact, state in states.items() if state is MessageState.UNKNOWN}
    assert [contact for contact, times in arrived.items() if times > 1] == []
    assert accepted | unknown == set(contacts)
    assert accepted <= set(arrived) <= accepted | unknown
    assert len(unknown) <= office.kills
    return states


def test_killed_at_every_border_of_a_step(office: Office) -> None:
    contacts = approve(office, 10)
    for number, step in enumerate(STEPS):
        office.run(step, spared=number % 2)
    office.run()
    assert office.kills == len(STEPS)
    states = check_the_promise(office, contacts)
    # Only a kill between "begins to send" and "knows what became of it" leaves something open.
    assert list(states.values()).count(MessageState.UNKNOWN) == 2


def test_killed_at_random_moments(office: Office) -> None:
    contacts = approve(office, 150)
    seed = random.randrange(10**6)  # noqa: S311 # said when the test fails
    chance = random.Random(seed)  # noqa: S311
    for _ in range(4):
        office.run(kill_after=chance.uniform(0, 0.12))
    office.run()
    assert office.kills >= 1, f"seed {seed}"
    assert check_the_promise(office, contacts), f"seed {seed}"
