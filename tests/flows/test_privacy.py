"""After the whole story Prefect's database holds no address, no name of a candidate and no subject of a mail."""

import sqlite3
import time
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL

from flows.refresh_coverage import refresh_coverage
from flows.send_digest import send_digest
from flows.send_invitations import send_invitations
from outreach.bootstrap import App
from tests.flows.approving import approve_as

pytestmark = pytest.mark.prefect
DRAINED_WITHIN = 30  # seconds until the server has written what its runs told it


def most_tasks_of_a_run(database: Path) -> int:
    """More than about twenty, and an ephemeral server loses some of them when the process ends."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        counts = connection.execute("SELECT count(*) FROM task_run GROUP BY flow_run_id").fetchall()
    return max(count for (count,) in counts)


def cells(database: Path) -> list[str]:
    """Every value of every column of every table, as text."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [str(cell) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"') for cell in row]  # noqa: S608 # the database's own names


def test_nothing_personal_is_in_any_column_of_prefects_database(world: App) -> None:
    refresh_coverage()
    waiting, _ = send_invitations()
    approve_as(world, "Maribel Castañóniz", waiting[0].hash)
    send_invitations()
    send_digest()
    desk = world.desk(world.sheets.read())
    contacts = [one.contact for one in (*desk.evidence.candidates, *desk.people) if one.contact]
    secrets = {text for one in contacts for text in (one.address, one.name) if text}
    secrets |= {one.name for one in desk.evidence.candidates} | {draft.subject for draft in waiting[0].drafts}
    database = Path(PREFECT_API_DATABASE_CONNECTION_URL.value().partition("///")[2])

    deadline = time.monotonic() + DRAINED_WITHIN
    found = cells(database)
    while not any("send-digest" in cell for cell in found) and time.monotonic() < deadline:
        time.sleep(0.5)
        found = cells(database)

    assert 0 < most_tasks_of_a_run(database) <= 20
    assert len(secrets) > 100
    assert any("send-invitations" in cell for cell in found)
    assert {"coverage", "plan", "sending"} <= set(found)
    assert {secret for secret in secrets if any(secret in cell for cell in found)} == set()
