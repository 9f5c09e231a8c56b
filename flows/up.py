"""`outreach up`: the scheduler in the background, every flow served by it, and somebody told when a run fails."""

import asyncio
import os
import signal
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import httpx
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import PrefectException, TerminationSignal
from prefect.runner import Runner

from flows.deployments import BY_SCHEDULE, deployments
from flows.leftovers import crash_left_running, crash_when_silent, forget_others, skip_stale
from flows.pool import put_into_pool, work
from flows.server import api_at, end_leftover, healthy, server
from outreach.bootstrap import open_app, open_runs, open_watch
from outreach.cli.printing import say as tell
from outreach.errors import ScheduleError
from outreach.running import Word, alone, folder, last_word, say
from outreach.settings import Settings
from outreach.watch import Watch

EVERY = 10  # seconds between two looks at the scheduler and its failures
UNREACHED = "The scheduler at {api} does not answer: check PREFECT_API_URL, or unset it to use one of our own."
STOPPED = "The scheduler has stopped: its last words are in {log}; start again with `outreach up`."
SERVING = "Serving {count} flows in {zone}; pages for the operator on this machine: {page}"
TROUBLE = "The scheduler takes nothing at the moment ({kind}): see that its disk has room; trying again in {seconds} s."
AGAIN = 30  # seconds
LEAVE = "Leave this running. To end it: outreach down. How things stand: outreach status."


def up(settings: Settings, *, port: int, pool: str | None = None) -> None:
    """Serves the flows until it is told to end. Raises ScheduleError when it cannot.

    A server that PREFECT_API_URL named beforehand is used as it is; else our own is started on the port.
    pool: the work pool in which this machine is a worker among others, instead of serving the flows alone.
    """
    world = open_app(settings)
    with alone(settings.state), _scheduler(settings.state, port) as (api, child):
        zone, watch = world.catalog.region.zone, open_watch(settings, world.catalog, api)
        if child:
            crash_left_running()
            skip_stale(open_runs(api), now=world.clock.now(), patience=world.catalog.rules.patience)
        crash_when_silent()
        with _watching(watch, child) as ended:
            made = deployments(zone, name=pool or BY_SCHEDULE, reads_mail=world.mailbox is not None)
            if child:
                forget_others(made)
            here = Word(os.getpid(), api, child.pid if child else 0)
            say(settings.state, here)

            def ready() -> None:
                say(settings.state, replace(here, serves=True))
                tell(SERVING.format(count=len(made), zone=zone, page=here.page))
                tell(LEAVE)

            _work(pool, world.worker, made, ready) if pool else _serve(made, ready)
        if ended.is_set():
            raise ScheduleError(STOPPED.format(log=folder(settings.state) / "server.log"))


def _work(pool: str, name: str, made: list[RunnerDeployment], ready: Callable[[], None]) -> None:
    put_into_pool(pool, made)
    ready()
    work(pool, name=name)


def _serve(made: list[RunnerDeployment], ready: Callable[[], None]) -> None:
    """Registers the flows, says that they are, and runs them as Prefect's `serve` does, which cannot say so.

    Until SIGTERM, on which Prefect leaves the program, where ours still has to end the scheduler.

    A scheduler that cannot write for a while, as its disk is full, is waited for: nothing else would start it again.
    """
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop'")  # on SIGTERM it does not await its own
    with suppress(SystemExit, KeyboardInterrupt, TerminationSignal):
        while True:
            try:
                runner = Runner(pause_on_shutdown=False)
                for one in made:
                    runner.add_deployment(one)
                ready()
                asyncio.run(runner.start())
            except (httpx.HTTPError, PrefectException, RuntimeError, ExceptionGroup) as error:
                tell(TROUBLE.format(kind=type(error).__name__, seconds=AGAIN))
                time.sleep(AGAIN)
            else:
                return


@contextmanager
def _scheduler(state: Path, port: int) -> Iterator[tuple[str, subprocess.Popen[bytes] | None]]:
    """Its address, and its process when it is ours."""
    api = os.environ["PREFECT_API_URL"]
    if api != api_at(port):
        if not healthy(api, within=60):
            raise ScheduleError(UNREACHED.format(api=api))
        yield api, None
        return
    before = last_word(state)
    end_leftover(before.server if before else 0)
    tell("Starting the scheduler (ten seconds the first time) ...")
    with server(folder(state), port) as child:
        yield api, child


@contextmanager
def _watching(watch: Watch | None, child: subprocess.Popen[bytes] | None) -> Iterator[threading.Event]:
    """Looks for failures beside the block; ends the program once the scheduler has ended, as the event then tells."""
    done, ended = threading.Event(), threading.Event()

    def look() -> None:
        while not done.wait(EVERY):
            if child and child.poll() is not None:
                ended.set()
                os.kill(os.getpid(), signal.SIGTERM)
                return
            if watch:
                watch.look()

    looking = threading.Thread(target=look, name="watch", daemon=True)
    looking.start()
    try:
        yield ended
    finally:
        done.set()
