"""Commands that keep it running: up, down, status. Only `up` knows the scheduler's own program."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli.language import spoken
from outreach.cli.printing import print_json, say

if TYPE_CHECKING:
    from datetime import datetime

    from outreach.domain.run import Run
    from outreach.running import Word
    from outreach.status import Status

UP_WITHIN = 240  # seconds
DOWN_WITHIN = 120
NOT_UP = "It did not come up: its last words are in {log}."
NOT_DOWN = "Process {pid} does not end: end it with `kill -9 {pid}`; nothing is sent twice."


@click.command()
@click.option("--port", default=4200, show_default=True, help="Where the scheduler listens, on this machine only.")
@click.option("--pool", help="Works as one of several workers of this work pool (docs/operations/scale-out.md).")
@click.option("--background", is_flag=True, help="Comes back once everything runs; its words go to a file.")
def up(port: int, *, background: bool, pool: str | None) -> None:
    r"""Runs everything by its schedule, until `outreach down`: the scheduler, all flows, and mail when one fails.

    \b
    Examples:
      outreach up                              stays in this window
      outreach up --background
      PREFECT_API_URL=http://10.0.0.5:4200/api outreach up     with a scheduler that runs elsewhere

    Nothing is sent that is not approved. OUTREACH_OPERATOR names who is told when a run fails.
    """
    from outreach.cli.flows import flow_module
    from outreach.running import require_none
    from outreach.settings import from_environment

    settings = from_environment(os.environ)
    require_none(settings.state)
    if background:
        _start(settings.state, port, pool)
        return
    os.environ["OUTREACH_STATE"] = str(settings.state.resolve())  # a worker's runs begin in a folder of their own
    os.environ.setdefault("PREFECT_API_URL", f"http://127.0.0.1:{port}/api")
    os.environ.setdefault("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", "30")
    flow_module("up", settings.state).up(settings, port=port, pool=pool)


@click.command()
def down() -> None:
    r"""Ends what `outreach up` runs, once the flow that works at the moment has finished (at most two minutes).

    \b
    Example:
      outreach down
    """
    from outreach.errors import ScheduleError
    from outreach.running import word
    from outreach.settings import from_environment

    state = from_environment(os.environ).state
    running = word(state)
    if running is None:
        say("Nothing runs.")
        return
    _let_finish(running)
    os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + DOWN_WITHIN
    while word(state):
        if time.monotonic() > deadline:
            raise ScheduleError(NOT_DOWN.format(pid=running.pid))
        time.sleep(0.2)
    say("Stopped. Nothing runs by schedule until `outreach up`.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="An object: running, page, flows, waiting, stopped.")
@click.pass_context
def status(context: click.Context, *, as_json: bool) -> None:
    r"""Tells what ran, what is next, and what waits for whom. Exit status 1 when nothing runs by schedule.

    \b
    Examples:
      outreach status
      outreach status --json
    """
    from outreach.bootstrap import app
    from outreach.running import word
    from outreach.status import status_of

    world = app()
    found = status_of(world, word(world.settings.state))
    if as_json:
        print_json(_plain(found))
    else:
        _tell(found)
    context.exit(0 if found.word else 1)


def _start(state: Path, port: int, pool: str | None) -> None:
    """Starts `outreach up` as a process of its own; comes back when it serves. Raises ScheduleError."""
    from outreach.errors import ScheduleError
    from outreach.running import folder, word

    log = folder(state) / "up.log"
    with log.open("ab") as words:
        start = words.tell()
        command = [sys.executable, "-m", "outreach", "up", "--port", str(port), *(["--pool", pool] if pool else [])]
        child = subprocess.Popen(command, stdout=words, stderr=words, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 # ourselves
    deadline = time.monotonic() + UP_WITHIN
    while time.monotonic() < deadline and child.poll() is None:
        running = word(state)
        if running and running.pid == child.pid and running.serves:
            say(f"It runs (process {running.pid}); its pages: {running.page}")
            return
        time.sleep(0.2)
    last = log.read_bytes()[start:].decode(errors="replace").strip().splitlines()
    raise ScheduleError(last[-1] if last and child.poll() is not None else NOT_UP.format(log=log))


def _let_finish(running: "Word") -> None:
    """Waits while a flow works, if the scheduler can say so."""
    from outreach.bootstrap import app, open_runs
    from outreach.domain.run import RunState
    from outreach.errors import ScheduleError

    deadline = time.monotonic() + DOWN_WITHIN
    while time.monotonic() < deadline:
        try:
            if all(run.state is not RunState.RUNNING for run in open_runs(running.api).to_come(app().clock.now())):
                return
        except ScheduleError:
            return
        time.sleep(0.5)


def _tell(found: "Status") -> None:
    if found.word:
        say(f"It runs (process {found.word.pid}); its pages: {found.word.page}")
    else:
        say("Nothing runs by schedule: start it with `outreach up`.")
    for flow in sorted(found.last.keys() | found.next.keys()):
        ran, comes = spoken(_ran(found.last.get(flow))), spoken(_comes(found.next.get(flow)))
        click.echo(f"  {click.style(flow, bold=True)}: {ran}; {comes}")
    for line in _waits(found):
        say(line)


def _ran(run: "Run | None") -> str:
    if run is None:
        return "has not run yet"
    told = f" ({spoken(run.told)})" if run.told and run.state != "completed" else ""
    return f"{spoken(run.state)} {_moment(run.since)}{told}"


def _comes(run: "Run | None") -> str:
    if run is None:
        return "nothing is scheduled"
    return f"works since {_moment(run.since)}" if run.state == "running" else f"next {_moment(run.due)}"


def _waits(found: "Status") -> list[str]:
    waiting = found.waiting
    told = (
        (waiting.approvals, f"messages wait for a leader's name in Approvals{_since(waiting.approvals_since)}"),
        (waiting.approved, "approved messages go as soon as they may"),
        (waiting.unknown, f"messages are unknown{_since(waiting.unknown_since)}: outreach ledger unknown"),
        (
            waiting.answers,
            f"answers of 30 days have words for a person{_since(waiting.answers_since)}: To answer",
        ),
    )
    lines = [f"{count} {spoken(words)}" for count, words in told if count]
    stopped = [f"Sending is stopped; when it may go on: {found.resume}"] if found.resume else []
    return [*stopped, *(lines or ["Nothing waits for anybody."])]


def _since(moment: "datetime | None") -> str:
    return f", since {_moment(moment)}" if moment else ""


def _moment(moment: "datetime") -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _plain(found: "Status") -> dict[str, object]:
    flows = sorted(found.last.keys() | found.next.keys())
    return {
        "running": found.word is not None,
        "page": found.word.page if found.word else "",
        "flows": [
            {"flow": flow, "last": _plain_run(found.last.get(flow)), "next": _plain_run(found.next.get(flow))}
            for flow in flows
        ],
        "waiting": _said(asdict(found.waiting)),
        "stopped": bool(found.resume),
    }


def _plain_run(run: "Run | None") -> dict[str, object] | None:
    return _said(asdict(run)) if run else None


def _said(values: dict[str, object]) -> dict[str, object]:
    """With its moments in ISO 8601."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
