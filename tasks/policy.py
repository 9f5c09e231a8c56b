"""How flows and tasks behave: what is tried again, that nothing is cached or kept, that no error tells a name."""

import functools
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from prefect import Flow, Task, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.states import Cancelled

from outreach.bootstrap import app
from outreach.errors import OutreachError, disk_fault

Inputs = ParamSpec("Inputs")
Output = TypeVar("Output")


class UnexpectedError(OutreachError):
    """A fault of the program itself: its kind and place, without its text, which could hold an address."""


def process(function: Callable[Inputs, Output]) -> Flow[Inputs, Output]:
    """A flow: one business process, named as its function, that is never tried again by itself, nor begun too late."""
    in_time = _unless_stale(_discreet(function))
    return flow(name=_name(function), retries=0, persist_result=False, log_prints=False)(in_time)


def reads(function: Callable[Inputs, Output]) -> Task[Inputs, Output]:
    """A task that changes nothing. Adapters do their own bounded retrying, so Prefect adds none."""
    kept_nowhere = task(name=_name(function), retries=0, cache_policy=NO_CACHE, persist_result=False, log_prints=False)
    return kept_nowhere(_discreet(function))


def acts(function: Callable[Inputs, Output]) -> Task[Inputs, Output]:
    """A task with an effect in the world. Never tried again by Prefect: only the ledger knows what was done."""
    return reads(function)


def _unless_stale(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """Skips a run by schedule that begins later than the rules have patience: a newer one does its work."""

    @functools.wraps(function)
    def call(*args: Inputs.args, **kwargs: Inputs.kwargs) -> Output:
        due = _due()
        if due and app().clock.now() - due > app().catalog.rules.patience:
            return cast("Output", Cancelled(name="Skipped", message="It could not begin in time, so it is skipped."))
        return function(*args, **kwargs)

    return call


def _due() -> datetime | None:
    """When the present run was to begin; None unless a deployment's schedule made it."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    return run.expected_start_time if run and run.auto_scheduled else None


def _discreet(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    @functools.wraps(function)
    def call(*args: Inputs.args, **kwargs: Inputs.kwargs) -> Output:
        try:
            return function(*args, **kwargs)
        except OutreachError:
            raise
        except OSError as error:
            raise disk_fault(error) or _unexpected(error) from None
        except Exception as error:  # noqa: BLE001 # whatever it is, its text must not reach Prefect's database
            raise _unexpected(error) from None

    return call


def _unexpected(error: Exception) -> UnexpectedError:
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}, line {last.lineno}"
    return UnexpectedError(
        f"The program met a fault of its own ({type(error).__name__} at {place}); nothing is sent in doubt. "
        "Please report it with this line."
    )


def _name(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", "-")
