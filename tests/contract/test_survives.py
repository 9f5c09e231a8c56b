"""A full disk, a locked ledger, a lost network, an expired token, each in the middle of a delivery.

Each is told in one sentence; once it is mended the next run goes on: nobody is written to twice, nobody is lost.
"""

import os
import re
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from outreach.adapters.ledger_sql import SqlLedger
from outreach.adapters.mail_oauth import AccessTokens, MailGrant
from outreach.adapters.mail_security import Security
from outreach.adapters.mailer_folder import FolderMailer
from outreach.adapters.mailer_smtp import SmtpMailer, SmtpServer
from outreach.cli import cli
from outreach.delivery import Tally, deliver_waiting
from outreach.domain.message import Draft, MessageState, Outcome, OutcomeKind, batch_hash
from outreach.errors import DiskError, LedgerError
from outreach.ports import Mailer
from outreach.settings import ROOT
from tasks.policy import acts
from tests.contract.certificate import Certificate
from tests.contract.cut_wire import CutWire
from tests.contract.mail_server import MailServer, Script
from tests.contract.token_server import TokenServer
from tests.factories import a_draft
from tests.fakes import HandClock

OCCASION = "invitation:dns"
COUNT = 6
AFTER = 3  # messages, before the fault comes
FILLER = 1 << 16  # octets
SAID = "user=us@lacralo.example\1auth=Bearer second\1\1"


@dataclass
class Post:
    """Takes every message, and after the third lets something happen, before the ledger hears of it."""

    happens: Callable[[], None]
    taken: Counter[str] = field(default_factory=Counter)

    def send(self, draft: Draft, **_: object) -> Outcome:
        """Takes it."""
        self.taken[draft.contact] += 1
        if self.taken.total() == AFTER:
            self.happens()
        return Outcome(OutcomeKind.ACCEPTED, "250 ok")

    def probe(self) -> tuple[str, ...]:
        """Is there."""
        return ()

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Office:
    """A ledger in which six messages are approved, and its clock."""

    url: str
    clock: HandClock = field(default_factory=HandClock)

    def __post_init__(self) -> None:
        drafts = [a_draft(f"c{number}", content=_text(number)) for number in range(COUNT)]
        with self.ledger() as ledger:
            ledger.plan(drafts, occasions=[OCCASION], now=self.clock.now())
            ledger.approve(
                [draft.key for draft in drafts], batch=batch_hash(drafts), approver="People!2", now=self.clock.now()
            )

    def ledger(self) -> "Opened":
        """The ledger, as a run opens it."""
        return Opened(self.url)

    def run(self, mailer: Mailer) -> Tally:
        """One run, 20 minutes after the one before, so that what that one left is stale."""
        self.clock.turn(minutes=20)
        with self.ledger() as ledger:
            ledger.recover(now=self.clock.now())
            return deliver_waiting(ledger, mailer, self.clock, worker="w")

    def states(self) -> Counter[MessageState]:
        """How many messages stand where, in a ledger that is whole."""
        with self.ledger() as ledger:
            assert ledger.verify() == ()
            return Counter(record.state for record in ledger.history().records)


class Opened:
    """A ledger for the length of a block."""

    def __init__(self, url: str) -> None:
        self.ledger = SqlLedger(url, patience=timedelta(milliseconds=200))

    def __enter__(self) -> SqlLedger:
        return self.ledger

    def __exit__(self, *_: object) -> None:
        self.ledger.close()


def _text(number: int) -> bytes:
    return f"Message-ID: <{number}@lacralo.example>\r\nSubject: c{number}\r\n\r\nHello\r\n".encode()


@pytest.fixture
def office(sqlite_url: str) -> Office:
    return Office(sqlite_url)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of two megabytes."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=False, capture_output=True)  # noqa: S603, S607
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)  # noqa: S603, S607


def fill(disk: Path) -> None:
    """To the last octet."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        size = FILLER
        while size:
            try:
                filler.write(b"x" * size)
            except OSError:
                size //= 2


def test_a_full_disk_under_the_ledger(small_disk: Path) -> None:
    office = Office(f"sqlite:///{small_disk / 'ledger.sqlite'}")
    post = Post(lambda: fill(small_disk))

    with pytest.raises(LedgerError) as told:
        office.run(post)
    assert str(told.value) == "The disk with the ledger is full: make room, then run this again."
    (small_disk / "filler").unlink()
    office.run(post)

    # The ledger could not keep what became of the one that was going out: a person settles it.
    assert office.states() == {MessageState.ACCEPTED: COUNT - 1, MessageState.UNKNOWN: 1}
    assert post.taken == Counter({f"c{number}": 1 for number in range(COUNT)})


def test_a_full_disk_under_the_mail_folder(small_disk: Path, office: Office) -> None:
    fill(small_disk)
    mailer = FolderMailer(small_disk / "mail")

    assert (
        office.run(mailer).stopped
        == f"Mail cannot be written to {small_disk / 'mail'}: No space left on device; make room there."
    )
    (small_disk / "filler").unlink()
    office.run(mailer)

    assert office.states() == {MessageState.ACCEPTED: COUNT}
    assert len(list((small_disk / "mail").glob("*.eml"))) == COUNT


def test_a_ledger_that_another_program_locks(office: Office) -> None:
    other = sqlite3.connect(office.url.removeprefix("sqlite:///"), isolation_level=None)
    post = Post(lambda: other.execute("BEGIN IMMEDIATE") and None)

    with pytest.raises(LedgerError) as told:
        office.run(post)
    assert str(told.value) == "Another program holds the ledger: wait until it has finished, then run this again."
    other.close()
    office.run(post)

    assert office.states() == {MessageState.ACCEPTED: COUNT - 1, MessageState.UNKNOWN: 1}
    assert post.taken == Counter({f"c{number}": 1 for number in range(COUNT)})


@pytest.mark.parametrize("octets", [0, 200, 400])
def test_a_network_that_is_lost(office: Office, octets: int) -> None:
    with MailServer(Script()) as server:
        with CutWire(server.port, octets=octets) as wire:
            cut = SmtpMailer(SmtpServer("127.0.0.1", wire.port, Security.PLAIN, name="we.example"))
            assert office.run(cut).accepted < COUNT
        gone = SmtpMailer(SmtpServer("127.0.0.1", wire.port, Security.PLAIN, name="we.example"))
        assert office.run(gone).stopped.startswith(f"The mail server 127.0.0.1:{wire.port} cannot be reached")
        office.clock.turn(hours=24)
        office.run(SmtpMailer(SmtpServer("127.0.0.1", server.port, Security.PLAIN, name="we.example")))

    arrived = Counter(one.recipient for one in server.script.received)
    states = office.states()
    assert states[MessageState.ACCEPTED] + states[MessageState.UNKNOWN] == COUNT
    assert states[MessageState.UNKNOWN] <= 1
    assert set(arrived.values()) == {1}
    assert states[MessageState.ACCEPTED] <= len(arrived)


def test_a_token_that_expires(office: Office, certificate: Certificate) -> None:
    script = Script(tls=certificate.context, bearer=SAID)
    refused, given = (400, {"error": "invalid_grant"}), (200, {"access_token": "second", "expires_in": 3600})
    with TokenServer(refused, given) as provider, MailServer(script) as server:
        tokens = AccessTokens(MailGrant("id", provider.uri, "refresh", "secret"))
        mailer = SmtpMailer(
            SmtpServer(
                "127.0.0.1", server.port, user="us@lacralo.example", token=tokens.current, ca_file=certificate.file
            )
        )
        assert office.run(mailer).stopped == (
            "127.0.0.1 no longer accepts the refresh_token in OUTREACH_MAIL_OAUTH: allow access anew."
        )
        office.run(mailer)

    assert office.states() == {MessageState.ACCEPTED: COUNT}
    assert len(server.script.received) == len({one.recipient for one in server.script.received}) == COUNT


def test_a_disk_too_full_for_the_flow_engine(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {
        "OUTREACH_SHEETS": str(ROOT / "demo" / "lacralo-sample.xlsx"),
        "OUTREACH_SECRET": "of one test and long enough",
        "OUTREACH_STATE": str(small_disk),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    told = CliRunner().invoke(cli, ["run", "refresh-coverage"])

    assert (told.exit_code, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert re.match(r"Only [12] MB are left on the disk with .*: make room, then run this again", told.stderr)


def test_a_full_disk_in_the_middle_of_a_task(small_disk: Path) -> None:
    fill(small_disk)

    @acts
    def publish() -> None:
        (small_disk / "coverage-en.png").write_bytes(b"x" * FILLER)

    with pytest.raises(DiskError, match=r"^The disk is full or may only be read: make room"):
        publish.fn()
