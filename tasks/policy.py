"""How flows and tasks behave: what is tried again, that nothing is cached or kept, that no error tells a name."""

import functools
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from prefect import Flow, Task, flow, task
from prefect.cache_policies import NO_CACHE

from outreach.errors import OutreachError

Inputs = ParamSpec("Inputs")
Output = TypeVar("Output")


class UnexpectedError(OutreachError):
    """A fault of the program itself: its kind and place, without its text, which could hold an address."""


def process(function: Callable[Inputs, Output]) -> Flow[Inputs, Output]:
    """A flow: one business process, named as its function, that is never tried again by itself."""
    return flow(name=_name(function), retries=0, persist_result=False, log_prints=False)(_discreet(function))


def reads(function: Callable[Inputs, Output]) -> Task[Inputs, Output]:
    """A task that changes nothing. Adapters do their own bounded retrying, so Prefect adds none."""
    kept_nowhere = task(name=_name(function), retries=0, cache_policy=NO_CACHE, persist_result=False, log_prints=False)
    return kept_nowhere(_discreet(function))


def acts(function: Callable[Inputs, Output]) -> Task[Inputs, Output]:
    """A task with an effect in the world. Never tried again by Prefect: only the ledger knows what was done."""
    return reads(function)


def _discreet(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    @functools.wraps(function)
    def call(*args: Inputs.args, **kwargs: Inputs.kwargs) -> Output:
        try:
            return function(*args, **kwargs)
        except OutreachError:
            raise
        except Exception as error:  # noqa: BLE001 # whatever it is, its text must not reach Prefect's database
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(last.filename).name}, line {last.lineno}"
            raise UnexpectedError(
                f"The program met a fault of its own ({type(error).__name__} at {place}); nothing is sent in doubt. "
                "Please report it with this line."
            ) from None

    return call


def _name(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", "-")
