"""An installation of its own for each flow test; one Prefect server a session for those that need one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness

from outreach.bootstrap import App, open_app, using
from outreach.settings import Settings
from tasks.policy import unobserved
from tests.sample import sample_settings

NOON = datetime(2016, 7, 4, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def prefect_engine() -> Iterator[None]:
    """A heartbeat costs every flow run a second at its end, and there is nobody to notice one here."""
    quiet = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with prefect_test_harness(server_startup_timeout=90), temporary_settings(quiet):
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The sample workbook's copy, mail into a folder, a ledger of its own."""
    return sample_settings(tmp_path)


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Iterator[None]:
    """Flows run as plain functions, which takes seconds less a run; under Prefect's eyes in tests marked `prefect`."""
    if request.node.get_closest_marker("prefect"):
        request.getfixturevalue("prefect_engine")
        yield
    else:
        with unobserved():
            yield


@pytest.fixture
def world(settings: Settings, stage: None) -> Iterator[App]:  # noqa: ARG001 # it only has to be there
    """An installation at noon of 4 July 2016."""
    with using(open_app(settings, at=NOON)) as installation:
        yield installation
