"""An installation on which `outreach up` really runs, in processes of its own, with the power to cut its power."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from outreach.running import Word, last_word
from outreach.settings import ROOT

PATIENCE = 240  # seconds for what takes a few on an idle machine


def bare_environment() -> dict[str, str]:
    """Without any setting of ours or of the scheduler."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "OUTREACH_"))}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(what: Callable[[], Any], *, within: float = PATIENCE) -> Any:
    """What comes at last; an AssertionError names what did not."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.3)
    message = f"nothing within {within} s"
    raise AssertionError(message)


@dataclass(frozen=True)
class Machine:
    """One machine of the operator. environment: the settings of `outreach` on it."""

    state: Path
    environment: Mapping[str, str]
    port: int
    deployments: str = "by-schedule"

    def outreach(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command on this machine, to its end."""
        command = [sys.executable, "-m", "outreach", *words]
        return subprocess.run(  # noqa: S603 # our own program
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False
        )

    def up(self) -> Word:
        """Brings it up; the word it leaves."""
        told = self.outreach("up", "--background", "--port", str(self.port))
        assert told.returncode == 0, told.stderr
        word = last_word(self.state)
        assert word is not None
        return word

    def status(self) -> dict[str, Any]:
        """What `status` says to programs."""
        found: dict[str, Any] = json.loads(self.outreach("status", "--json").stdout)
        return found

    def scheduled(self) -> set[str]:
        """The ids of the flows that have runs to come."""
        found: set[str] = set()
        chosen: dict[str, Any] = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "offset": 0}
        while runs := self.ask("POST", "flow_runs/filter", chosen):
            found |= {run["flow_id"] for run in runs}
            chosen["offset"] += len(runs)
        return found

    def start(self, flow: str, *, due: str | None = None) -> str:
        """A run of a served flow, as somebody starts it in the scheduler's pages; its id."""
        details = {"state_details": {"scheduled_time": due}} if due else {}
        deployment = self.ask("GET", f"deployments/name/{flow}/{self.deployments}")["id"]
        state = {"state": {"type": "SCHEDULED"} | details}
        run: str = self.ask("POST", f"deployments/{deployment}/create_flow_run", state)["id"]
        return run

    def state_of(self, run: str) -> dict[str, Any]:
        """A run's state in the scheduler's book."""
        found: dict[str, Any] = self.ask("GET", f"flow_runs/{run}")["state"]
        return found

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Asks the scheduler itself."""
        url = f"http://127.0.0.1:{self.port}/api/{path}"
        answer = httpx.request(method, url, json=body, timeout=20)
        for _ in range(10):
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(2)  # its database is busy, and it asks to be asked again
            answer = httpx.request(method, url, json=body, timeout=20)
        return answer.raise_for_status().json()

    def cut_the_power(self) -> None:
        """Kills all of it at once, as a power cut does."""
        word = last_word(self.state)
        for pid in (word.pid, word.server) if word else ():
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


@contextmanager
def machine(settings: Mapping[str, str], state: Path) -> Iterator[Machine]:
    """A machine with these settings of the environment; whatever still runs at the end is killed."""
    plain = bare_environment()
    quiet = {"PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2", "PYTHONPATH": str(ROOT)}
    found = Machine(state, plain | quiet | settings, free_port())
    try:
        yield found
    finally:
        found.cut_the_power()
