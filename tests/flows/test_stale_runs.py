"""A run by schedule that could not begin in time is skipped; one that a person starts never is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext
from prefect.states import State

from outreach.bootstrap import App
from tasks.policy import process

pytestmark = pytest.mark.prefect
WORKED = "worked"


@process
def works() -> str:
    context = FlowRunContext.get()
    assert context is not None
    return WORKED


def outcome(world: App, *, hours_late: float, by_schedule: bool = True) -> object:
    """What the flow gives when it begins so late."""
    due = world.clock.now() - timedelta(hours=hours_late)
    run = FlowRun(flow_id=uuid4(), expected_start_time=due, auto_scheduled=by_schedule)
    with FlowRunContext.model_construct(flow_run=run):
        return works.fn()


def test_what_is_late_by_less_than_the_rules_say_goes_on(world: App) -> None:
    assert outcome(world, hours_late=23) == WORKED


def test_what_is_later_is_skipped_and_says_so(world: App) -> None:
    found = outcome(world, hours_late=25)

    assert isinstance(found, State)
    assert (found.name, found.is_cancelled()) == ("Skipped", True)


def test_what_a_person_starts_is_never_too_late(world: App) -> None:
    assert outcome(world, hours_late=25, by_schedule=False) == WORKED
    assert works() == WORKED
