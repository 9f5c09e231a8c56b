"""How flows and tasks behave: what is tried again, that nothing is cached or kept, that no error tells a name."""

import functools
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from prefect import Flow, Task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.logging import get_run_logger
from prefect.states import Cancelled

from outreach.bootstrap import app
from outreach.errors import OutreachError, disk_fault

Inputs = ParamSpec("Inputs")
Output = TypeVar("Output")


class UnexpectedError(OutreachError):
    """A fault of the program itself: its kind and place, without its text, which could hold an address."""


_unobserved: ContextVar[bool] = ContextVar("unobserved", default=False)


@contextmanager
def unobserved() -> Iterator[None]:
    """Within the block flows and tasks are the plain functions that they are: Prefect neither sees nor keeps a run.

    For rehearsals and for looking back, where hundreds of runs in a minute are nobody's history.
    """
    token = _unobserved.set(True)
    try:
        yield
    finally:
        _unobserved.reset(token)


def is_unobserved() -> bool:
    """Whether Prefect is left out of what runs now."""
    return _unobserved.get()


def warn(sentence: str, *facts: object) -> None:
    """Says something in the run's log; nothing personal may be among the facts."""
    logger = logging.getLogger("outreach") if _unobserved.get() else get_run_logger()
    logger.warning(sentence, *facts)


class Process(Flow[Inputs, Output]):
    """A flow that can be called unobserved."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 # as Prefect's own
        """Runs it under Prefect's eyes, but for within `unobserved`."""
        return self.fn(*args, **kwargs) if _unobserved.get() else super().__call__(*args, **kwargs)


class Step(Task[Inputs, Output]):
    """A task that can be called unobserved."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 # as Prefect's own
        """Runs it under Prefect's eyes, but for within `unobserved`."""
        return self.fn(*args, **kwargs) if _unobserved.get() else super().__call__(*args, **kwargs)


def process(function: Callable[Inputs, Output]) -> Flow[Inputs, Output]:
    """A flow: one business process, named as its function, that is never tried again by itself, nor begun too late."""
    in_time = _unless_stale(_discreet(function))
    return Process(fn=in_time, name=_name(function), retries=0, persist_result=False, log_prints=False)


def reads(function: Callable[Inputs, Output]) -> Task[Inputs, Output]:
    """A task that changes nothing. Adapters do their own bounded retrying, so Prefect adds none."""
    name, discreet = _name(function), _discreet(function)
    return Step(fn=discreet, name=name, retries=0, cache_policy=NO_CACHE, persist_result=False, log_prints=False)


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
