"""Beyond one machine: Prefect and the ledger on PostgreSQL, two workers on one pool, and one of them is killed.

Both deliver from one ledger, by the same flows as on one machine; nobody gets a message twice.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from outreach.adapters.ledger_sql import SqlLedger
from outreach.domain.message import MessageState, batch_hash
from outreach.settings import ROOT
from tests.contract.mail_server import MailServer, Script
from tests.factories import a_draft
from tests.flows.up_and_down import Machine, bare_environment, free_port, wait_for

pytestmark = [pytest.mark.prefect, pytest.mark.postgres]
COUNT = 60
SLOW = 4.0  # seconds a message, so that both are at work when one is killed
POOL = "outreach"
OCCASION = "probe:scale-out"  # of no flow, so that none plans it anew
NOW = datetime.now(UTC)  # noqa: TID251 # of real programs


@contextmanager
def program(log: Path, environment: Mapping[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of the environment in a group of its own; killed at the end, with its children."""
    with log.open("wb") as told:
        running = subprocess.Popen(  # noqa: S603 # ours
            [sys.executable, "-m", *words], env=environment, cwd=ROOT, stdout=told, stderr=told, start_new_session=True
        )
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait(10)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Config in which messages go at once, at night too."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copytree(ROOT / "config", home / "config")
    (home / "templates").symlink_to(ROOT / "templates")
    file = home / "config" / "rules.toml"
    text = file.read_text(encoding="utf-8").replace("per_minute = 20", "per_minute = 6000")
    file.write_text(text.replace("quiet_from = 21:00:00", "quiet_from = 00:00:00").replace("08:00:00", "00:00:00"))
    return home


def approved(url: str) -> None:
    """As many messages as COUNT, each to somebody else, approved in the ledger."""
    drafts = [
        replace(
            a_draft(f"c{number}", occasion=OCCASION, recipient=f"c{number}@people.example"),
            content=f"Message-ID: <{number}@lacralo.example>\r\nSubject: c{number}\r\n\r\nHello\r\n".encode(),
        )
        for number in range(COUNT)
    ]
    ledger = SqlLedger(url)
    ledger.plan(drafts, occasions=[OCCASION], now=NOW)
    ledger.approve([draft.key for draft in drafts], batch=batch_hash(drafts), approver="People!2", now=NOW)
    ledger.close()


def parents(pid: int) -> list[int]:
    """The process and all above it."""
    found = []
    while pid > 1:
        found.append(pid)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return found


def senders(url: str) -> Counter[int]:
    """By process, how many messages it has in hand or sent."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT worker FROM messages WHERE worker <> ''").fetchall()
    return Counter(int(worker.rpartition(":")[2]) for (worker,) in rows)


def test_two_workers_deliver_and_one_killed_in_the_middle_sends_nothing_twice(
    postgres_server: Path, postgres_url: str, rules: Path, tmp_path: Path
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS prefect")
        connection.execute("CREATE DATABASE prefect")
    shutil.copyfile(ROOT / "demo" / "lacralo-sample.xlsx", tmp_path / "workbook.xlsx")
    approved(postgres_url)
    port = free_port()
    with MailServer(Script(delay=SLOW)) as post:
        environment = bare_environment() | {
            "PYTHONPATH": str(ROOT),
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "OUTREACH_SHEETS": str(tmp_path / "workbook.xlsx"),
            "OUTREACH_SECRET": "of one test and long enough",
            "OUTREACH_LEDGER": postgres_url,
            "OUTREACH_SENDER": "outreach@lacralo.example",  # as of the messages: the ledger is then ours
            "OUTREACH_MAIL": f"smtp://127.0.0.1:{post.port}?security=plain",
            "OUTREACH_PRODUCTION": "yes",
            "OUTREACH_HOME": str(rules),
        }
        database = f"postgresql+asyncpg://outreach@/prefect?host={postgres_server}"
        of_server = {"PREFECT_HOME": str(tmp_path / "server"), "PREFECT_SERVER_DATABASE_CONNECTION_URL": database}
        words = ("prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port))
        with program(tmp_path / "server.log", environment | of_server, *words):
            wait_for(lambda: _is_healthy(port))
            two_workers(Machine(tmp_path, environment, port, POOL), postgres_url, post.script)
        arrived = Counter(one.recipient for one in post.script.received)

    ledger = SqlLedger(postgres_url)
    ledger.recover(now=NOW + timedelta(hours=1))
    states = Counter(record.state for record in ledger.history().records if record.occasion == OCCASION)
    assert ledger.verify() == ()
    ledger.close()
    assert set(arrived.values()) == {1}
    assert states[MessageState.UNKNOWN] <= 1
    assert states[MessageState.ACCEPTED] + states[MessageState.UNKNOWN] + states[MessageState.APPROVED] == COUNT
    assert states[MessageState.ACCEPTED] >= COUNT - 2
    assert states[MessageState.ACCEPTED] <= len(arrived)


def two_workers(office: Machine, ledger: str, post: Script) -> None:
    """Both take a flow and deliver; one is killed with SIGKILL, and the other goes on."""
    first, second = (office.environment | {"OUTREACH_STATE": str(office.state / name)} for name in ("first", "second"))
    up = ("outreach", "up", "--pool", POOL)
    with (
        program(office.state / "first.log", first, *up) as one,
        program(office.state / "second.log", second, *up) as other,
    ):
        wait_for(lambda: len(_workers(office)) == 2)
        office.start("send-invitations")
        [doomed] = wait_for(lambda: senders(ledger))
        killed, left = (one, other) if one.pid in parents(doomed) else (other, one)
        os.kill(killed.pid, signal.SIGSTOP)  # else it might take the second flow too
        office.start("remind-editors")
        wait_for(lambda: len(senders(ledger)) == 2)
        assert any(left.pid in parents(pid) for pid in senders(ledger))
        for pid in (doomed, killed.pid):
            os.kill(pid, signal.SIGKILL)
        post.delay = 0
        wait_for(lambda: _is_done(ledger))


def _is_healthy(port: int) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=2).status_code == httpx.codes.OK
    return False


def _workers(office: Machine) -> list[Any]:
    """Those that the pool has heard of; none while there is no pool."""
    with suppress(httpx.HTTPStatusError):
        found: list[Any] = office.ask("POST", f"work_pools/{POOL}/workers/filter", {})
        return found
    return []


def _is_done(ledger: str) -> bool:
    with psycopg.connect(ledger) as connection:
        accepted = "SELECT count(*) FROM messages WHERE state = 'accepted' AND occasion = %s"
        count = connection.execute(accepted, [OCCASION]).fetchone()
    return count is not None and count[0] >= COUNT - 2
