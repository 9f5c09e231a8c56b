"""The same flows on a work pool, from which workers on several machines take their runs."""

import asyncio
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.workers.process import ProcessWorker


def put_into_pool(pool: str, made: Iterable[RunnerDeployment]) -> None:
    """Offers the deployments to the workers of this pool, which is made when it is missing. Again changes nothing."""
    template = ProcessWorker.get_default_base_job_template()
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=pool, type=ProcessWorker.type, base_job_template=template))
    for one in made:
        one.apply(work_pool_name=pool)


def work(pool: str, *, name: str) -> None:
    """Takes runs from the pool until SIGTERM, each in a process of its own. name: of this worker, among all."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with suppress(SystemExit):
        asyncio.run(ProcessWorker(work_pool_name=pool, name=name).start(printer=_silently))


def _silently(*_: object) -> None:
    """Its first words are ours."""
