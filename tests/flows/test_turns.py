"""Turns at what all workers share: nobody waits where there is no limit, and nobody goes beyond one that there is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate

from outreach.bootstrap import App, using
from outreach.errors import ScheduleError
from tasks import turns
from tasks.turns import MAIL, SHEETS, turn

pytestmark = pytest.mark.prefect


@pytest.fixture
def among_several(world: App) -> Iterator[App]:
    with using(replace(world, settings=replace(world.settings, takes_turns=True))) as one_of_them:
        yield one_of_them


@pytest.mark.usefixtures("among_several")
def test_without_a_limit_nobody_waits() -> None:
    with turn(SHEETS), turn(SHEETS):
        pass


@pytest.mark.usefixtures("among_several")
def test_with_a_limit_of_one_the_second_waits_and_then_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "WAITS", 1)
    with get_client(sync_client=True) as client:
        client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=MAIL, limit=1))

    told = r"No turn at mail came within .*prefect gcl inspect mail"
    with turn(MAIL), pytest.raises(ScheduleError, match=told), turn(MAIL):
        pass
    with turn(MAIL):
        pass


@pytest.mark.usefixtures("world")
def test_a_single_worker_asks_nobody() -> None:
    with turn(MAIL), turn(MAIL):
        pass
