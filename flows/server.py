"""Prefect's server as a child of ours: on the loopback only, calling nobody, cleaning up after itself."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from outreach.errors import ScheduleError

HOST = "127.0.0.1"
STARTS_WITHIN = 120  # seconds; a new database takes ten on two idle cores
ENDS_WITHIN = 20
QUARTER = 90 * 24 * 3600  # seconds for which ended runs are kept
PORT_TAKEN = "Port {port} is taken by another program: name a free one, outreach up --port 4201."
NOT_STARTED = "The scheduler did not start within {seconds} s: its last words are in {log}."
ENVIRONMENT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(QUARTER),
}


def api_at(port: int) -> str:
    """Where a server on this port is asked."""
    return f"http://{HOST}:{port}/api"


@contextmanager
def server(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server with its data in `home` that answers; ended with the block. Raises ScheduleError."""
    _require_free(port)
    with (home / "server.log").open("ab") as log:
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
        environment = os.environ | ENVIRONMENT | {"PREFECT_HOME": str(home), "PREFECT_SERVER_UI_API_URL": api_at(port)}
        child = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)  # noqa: S603 # ours
    try:
        if not healthy(api_at(port), child, within=STARTS_WITHIN):
            raise ScheduleError(NOT_STARTED.format(seconds=STARTS_WITHIN, log=home / "server.log"))
        yield child
    finally:
        end(child.pid, lambda: child.poll() is not None)


def healthy(api: str, child: subprocess.Popen[bytes] | None = None, *, within: float) -> bool:
    """Whether the server answers within so many seconds; no longer asked once its process has ended."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline and (child is None or child.poll() is None):
        with suppress(httpx.HTTPError):
            if httpx.get(f"{api}/health", timeout=2).status_code == httpx.codes.OK:
                return True
        time.sleep(0.2)
    return False


def end(pid: int, ended: Callable[[], bool]) -> None:
    """Ends a server and its children: kindly, then, after a while, not."""
    for kind, patience in ((signal.SIGTERM, ENDS_WITHIN), (signal.SIGKILL, 1)):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, kind)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if ended():
                return
            time.sleep(0.1)


def end_leftover(pid: int) -> None:
    """Ends the server of an `up` that was killed; nothing when it went with it, or the number is another's now."""
    if is_server(pid):
        end(pid, lambda: not is_server(pid))


def is_server(pid: int) -> bool:
    """Whether the process is a Prefect server, and no other that got the number later."""
    try:
        return b"prefect\0server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise ScheduleError(PORT_TAKEN.format(port=port)) from None
