"""A deployment with a schedule really gets runs: with the wrong SQLAlchemy everything else works, and this does not."""

import time
from pathlib import Path

import httpx
import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.deployments import SCHEDULES, deployments
from tests.flows.prefect_server import prefect_server

pytestmark = pytest.mark.prefect
RUNS_WITHIN = 60  # seconds


def scheduled_runs(address: str) -> list[dict[str, object]]:
    runs = httpx.post(f"{address}/flow_runs/filter", json={"limit": 200}, timeout=10).json()
    return [run for run in runs if run["state_type"] == "SCHEDULED"]


def test_every_deployment_gets_runs_from_its_schedule(tmp_path: Path) -> None:
    with prefect_server(tmp_path) as address:
        with temporary_settings({PREFECT_API_URL: address}):
            made = {str(deployment.apply()) for deployment in deployments("America/Montevideo")}
        deadline = time.monotonic() + RUNS_WITHIN
        while time.monotonic() < deadline:
            due = {str(run["deployment_id"]) for run in scheduled_runs(address)}
            if made <= due:
                break
            time.sleep(0.5)

    assert len(made) == len(SCHEDULES)
    assert made == due
