"""After all processes have run Prefect's database holds no address, no name of a person and no subject of a mail."""

import sqlite3
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from prefect import Flow
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL

from flows.deployments import READ_MAIL, SCHEDULES
from flows.send_invitations import send_invitations
from outreach.bootstrap import App
from outreach.domain.approval import Batch
from tests.flows.approving import approve_as

pytestmark = pytest.mark.prefect
MOST_TASKS = 20  # of a run; above that an ephemeral server loses some of them when the process ends
DRAINED_WITHIN = 30  # seconds until the server has written what its runs told it
LAST = "publish-dashboard"
RUNS = [flow for flow in SCHEDULES if flow not in READ_MAIL and flow.name != LAST]


def asked(database: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute(query).fetchall()


def most_tasks(database: Path) -> dict[object, object]:
    """By flow, how many tasks the longest of its runs had."""
    counted = "SELECT flow_run_id, count(*) AS tasks FROM task_run GROUP BY flow_run_id"
    return dict(
        asked(
            database,
            f"SELECT flow.name, max(tasks) FROM ({counted}) JOIN flow_run ON flow_run.id = flow_run_id "  # noqa: S608 # ours
            "JOIN flow ON flow.id = flow_run.flow_id GROUP BY flow.name",
        )
    )


def cells(database: Path) -> list[str]:
    """Every value of every column of every table, as text."""
    tables = [str(name) for (name,) in asked(database, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [str(cell) for table in tables for row in asked(database, f'SELECT * FROM "{table}"') for cell in row]  # noqa: S608 # the database's own names


def secrets(world: App) -> set[str]:
    """Every address, name and subject that the sheets and the mails of the sample have."""
    desk = world.desk(world.sheets.read())
    contacts = [one.contact for one in (*desk.evidence.candidates, *desk.people) if one.contact]
    people = {text for one in contacts for text in (one.address, one.name) if text}
    organisations = {one.name for one in (*desk.evidence.candidates, *desk.evidence.structures)}
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (world.settings.state / "mail").glob("*.eml")
    ]
    mailed = {text for mail in mails for text in (str(mail["Subject"]), mail["To"].addresses[0].addr_spec)}
    return people | organisations | mailed


def waiting(outcome: object) -> Iterator[Batch]:
    """What a process that plans left for a leader."""
    if isinstance(outcome, tuple):
        yield from (one for part in outcome if isinstance(part, tuple) for one in part if isinstance(one, Batch))


def run(flow: "Flow[[], object]", world: App) -> None:
    """Plans; where invitations wait, a leader approves the first batch, and it is delivered."""
    batches = list(waiting(flow()))
    if batches and flow is send_invitations:
        approve_as(world, "Maribel Castañóniz", batches[0].hash)
        flow()


def test_nothing_personal_is_in_any_column_of_prefects_database(world: App) -> None:
    for flow in RUNS:
        run(flow, world)
    next(flow for flow in SCHEDULES if flow.name == LAST)()
    database = Path(PREFECT_API_DATABASE_CONNECTION_URL.value().partition("///")[2])
    hidden = secrets(world)

    deadline = time.monotonic() + DRAINED_WITHIN
    found = cells(database)
    while not any(LAST in cell for cell in found) and time.monotonic() < deadline:
        time.sleep(0.5)
        found = cells(database)

    assert {name: count for name, count in most_tasks(database).items() if int(str(count)) > MOST_TASKS} == {}
    assert {flow.name for flow in RUNS} <= set(found)
    assert {"coverage", "plan", "sending"} <= set(found)
    assert len(hidden) > 100
    everything = "\n".join(found)
    assert {secret for secret in hidden if secret in everything} == set()
