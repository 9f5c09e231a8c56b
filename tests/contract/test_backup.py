"""A backup taken while everything goes on, and a restore after which nothing old is sent again."""

import json
import stat
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.adapters.archive_sql import SqlArchive
from outreach.adapters.ledger_backup import ABOUT, back_up, restore
from outreach.adapters.ledger_sql import SqlLedger
from outreach.delivery import deliver_waiting
from outreach.domain.message import MessageState, Outcome, OutcomeKind, batch_hash
from outreach.domain.pull import Pull
from outreach.domain.sending import ON, SWITCH
from outreach.domain.snapshot import Grid, Snapshot
from outreach.errors import LedgerError
from outreach.reconciliation import reconcile
from tests.factories import NOW, a_draft
from tests.fakes import HandClock, PaperMailbox, ScriptedMailer

SECRET = b"the installation's own"
DOMAIN = "lacralo.example"
SENT, WAITING, PLANNED = a_draft("c1"), a_draft("c2"), a_draft("c3")
LATER = NOW + timedelta(days=1)


def accepting() -> ScriptedMailer:
    return ScriptedMailer(lambda _: Outcome(OutcomeKind.ACCEPTED, "250 2.0.0 Ok"))


def approve(ledger: SqlLedger, *drafts: object) -> None:
    ledger.approve([one.key for one in drafts], batch=batch_hash(drafts), approver="People!2", now=NOW)  # type: ignore[attr-defined,arg-type] # drafts


@pytest.fixture
def used(ledger: SqlLedger) -> SqlLedger:
    """One message sent, one approved, one waiting; somebody who said no."""
    ledger.plan([SENT, WAITING, PLANNED], occasions=[SENT.occasion], now=NOW)
    approve(ledger, SENT)
    deliver_waiting(ledger, accepting(), HandClock(), worker="w")
    approve(ledger, WAITING)
    ledger.suppress("c9", reason="said no", now=NOW)
    return ledger


@pytest.fixture
def elsewhere(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"


def states(ledger: SqlLedger) -> dict[str, MessageState]:
    return {record.key: record.state for record in ledger.history().records}


def backed_up(url: str, folder: Path) -> Path:
    file = folder / "backups" / "one.zip"
    back_up(url, file, secret=SECRET, now=NOW)
    return file


def with_about(file: Path, **changes: object) -> Path:
    """The backup, saying other things of itself."""
    other = file.with_name(f"{'-'.join(changes)}.zip")
    with zipfile.ZipFile(file) as pack, zipfile.ZipFile(other, "w") as out:
        for name in pack.namelist():
            content = pack.read(name)
            out.writestr(name, json.dumps(json.loads(content) | changes) if name == ABOUT else content)
    return other


def test_all_comes_back_and_what_may_have_gone_out_since_is_unknown(
    used: SqlLedger, ledger_url: str, elsewhere: str, tmp_path: Path
) -> None:
    archive = SqlArchive(ledger_url)
    pull = Pull(NOW, Snapshot({"Survey": Grid("Survey", (("Name",), ("Red Uno",)))}))
    archive.keep(pull)
    before = used.told_of(SENT.key)
    file = backed_up(ledger_url, tmp_path)

    restored = restore(elsewhere, file, secret=SECRET, now=LATER)

    ledger = SqlLedger(elsewhere)
    assert (restored.made, restored.doubtful) == (NOW, 1)
    assert ledger.verify() == ()
    assert ledger.told_of(SENT.key) == before
    assert ledger.history().suppressed == {"c9"}
    assert SqlArchive(elsewhere).latest() == pull
    assert ledger.waiting([PLANNED.occasion]) == (PLANNED,)
    assert states(ledger) == {
        SENT.key: MessageState.ACCEPTED,
        WAITING.key: MessageState.UNKNOWN,
        PLANNED.key: MessageState.PLANNED,
    }


def test_a_ledger_moves_to_the_database_that_is_empty(used: SqlLedger, ledger_url: str, tmp_path: Path) -> None:
    """From either kind to SQLite and back to the kind it was."""
    first = backed_up(ledger_url, tmp_path)
    moved = f"sqlite:///{tmp_path / 'moved.sqlite'}"
    restore(moved, first, secret=SECRET, now=NOW)
    second = tmp_path / "second.zip"
    back_up(moved, second, secret=SECRET, now=NOW)

    with pytest.raises(LedgerError, match="holds something"):
        restore(ledger_url, second, secret=SECRET, now=NOW)
    assert states(used)[WAITING.key] is MessageState.APPROVED
    assert restore(f"sqlite:///{tmp_path / 'third.sqlite'}", second, secret=SECRET, now=NOW).doubtful == 0


def test_a_restored_old_backup_sends_no_old_mail_again(
    used: SqlLedger, ledger_url: str, elsewhere: str, tmp_path: Path
) -> None:
    file = backed_up(ledger_url, tmp_path)
    approve(used, PLANNED)
    season = accepting()
    deliver_waiting(used, season, HandClock(), worker="w")
    archive = PaperMailbox([f"Message-ID: <{one.key}@{DOMAIN}>\n\nHola".encode() for one in season.sent])

    restore(elsewhere, file, secret=SECRET, now=LATER)
    ledger, again = SqlLedger(elsewhere), accepting()
    stopped = deliver_waiting(ledger, again, HandClock(), worker="w")
    ledger.note(*SWITCH, ON, now=LATER)
    deliver_waiting(ledger, again, HandClock(), worker="w")

    assert {one.key for one in season.sent} == {WAITING.key, PLANNED.key}
    assert "outreach resume" in stopped.rests
    assert again.sent == []
    assert reconcile(ledger, archive, domain=DOMAIN, now=LATER) == 2
    assert set(states(ledger).values()) == {MessageState.ACCEPTED}
    assert ledger.verify() == ()


def test_while_others_write_the_backup_is_of_one_moment(
    ledger: SqlLedger, ledger_url: str, elsewhere: str, tmp_path: Path
) -> None:
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            ledger.note("tick", "clock", "{}", now=NOW)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            back_up(ledger_url, tmp_path / f"{number}.zip", secret=SECRET, now=NOW)
    finally:
        done.set()
        writer.join()

    restore(elsewhere, tmp_path / "4.zip", secret=SECRET, now=NOW)
    assert SqlLedger(elsewhere).verify() == ()


@pytest.mark.usefixtures("used")
def test_only_its_owner_may_read_it_and_the_secret_is_not_in_it(ledger_url: str, tmp_path: Path) -> None:
    file = backed_up(ledger_url, tmp_path)

    with zipfile.ZipFile(file) as pack:
        assert [name for name in pack.namelist() if SECRET in pack.read(name)] == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == [file.name]


@pytest.mark.usefixtures("used")
def test_a_backup_of_an_older_version_is_brought_up_to_date(ledger_url: str, elsewhere: str, tmp_path: Path) -> None:
    file, older = backed_up(ledger_url, tmp_path), tmp_path / "older.zip"
    newer_columns = ("expires", "zone", "organisation", "boot")
    with zipfile.ZipFile(file) as pack, zipfile.ZipFile(older, "w") as out:
        texts = [json.loads(line) for line in pack.read("texts.jsonl").splitlines()]
        content = {text["key"]: {"content": text["content"]} for text in texts}
        for name in set(pack.namelist()) - {ABOUT, "texts.jsonl"}:
            rows = [json.loads(line) for line in pack.read(name).splitlines()]
            rows = [row | content.get(row.get("key"), {}) for row in rows]
            kept = [{column: row[column] for column in row if column not in newer_columns} for row in rows]
            out.writestr(name, "".join(json.dumps(row) + "\n" for row in kept))
        about = json.loads(pack.read(ABOUT))
    with zipfile.ZipFile(older, "a") as out:
        out.writestr(ABOUT, json.dumps(about | {"revision": "0002", "sha256": {}}))

    restore(elsewhere, older, secret=SECRET, now=NOW)

    assert [record.state for record in SqlLedger(elsewhere).history().records].count(MessageState.UNKNOWN) == 1


@pytest.mark.usefixtures("used")
def test_what_cannot_be_restored_is_said_and_changes_nothing(ledger_url: str, elsewhere: str, tmp_path: Path) -> None:
    file = backed_up(ledger_url, tmp_path)
    no_backup = tmp_path / "no.zip"
    no_backup.write_bytes(b"no backup")
    cases = {
        "is no backup": (no_backup, SECRET),
        "is damaged (facts)": (with_about(file, sha256={"facts": "0"}), SECRET),
        "newer version": (with_about(file, revision="9999"), SECRET),
        "OUTREACH_SECRET is not the one": (file, b"another"),
    }

    for said, (taken, secret) in cases.items():
        with pytest.raises(LedgerError) as refused:
            restore(elsewhere, taken, secret=secret, now=NOW)
        assert said in str(refused.value)
    assert SqlLedger(elsewhere).history().records == ()


@pytest.mark.usefixtures("used")
def test_a_place_that_cannot_be_written_is_said(ledger_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(LedgerError, match="cannot be written"):
        back_up(ledger_url, tmp_path / "file" / "one.zip", secret=SECRET, now=NOW)
