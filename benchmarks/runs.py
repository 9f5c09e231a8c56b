"""What a run costs, with nothing to do, with everything, and under Prefect's eyes: `python -m benchmarks.runs`.

A full run reads the sample workbook, plans, takes the approval, writes and delivers all invitations into a folder, and
brings the tabs up to date. Each is played on a copy of its own, observed and unobserved in turn.
"""  # noqa: INP001 (a folder of programs to run, not a package)

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import click
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, PREFECT_LOGGING_LEVEL, temporary_settings
from prefect.testing.utilities import prefect_test_harness

from benchmarks.figure import Figure, within
from flows.refresh_coverage import refresh_coverage
from flows.send_invitations import send_invitations
from outreach.bootstrap import App, open_app, using
from tasks.policy import unobserved
from tests.flows.approving import approve_as
from tests.sample import LEADER, sample_settings

NOON = datetime(2016, 7, 4, 12, 0, tzinfo=UTC)
REPEATS = 3
SHARE = 0.1  # of a full run, that Prefect may take beyond its start


@contextmanager
def installation() -> Iterator[App]:
    """The sample on a copy of its own."""
    with tempfile.TemporaryDirectory() as name, using(open_app(sample_settings(Path(name)), at=NOON)) as world:
        yield world


def full_and_idle() -> tuple[float, float]:
    """Seconds of a full run, and of the run after it, which finds nothing to do."""
    with installation() as world:
        full = _timed(refresh_coverage) + _timed(send_invitations)
        with unobserved():
            (batch,), _ = send_invitations()
        approve_as(world, LEADER, batch.hash)
        full += _timed(send_invitations) + _timed(refresh_coverage)
        return full, _timed(refresh_coverage)


def _timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def both() -> tuple[float, list[tuple[float, float]], list[tuple[float, float]]]:
    """Seconds until Prefect is there; full and idle runs that it sees; those that it does not."""
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    with unobserved():
        full_and_idle()  # what is loaded once is loaded now
    seen, unseen = [], []
    begun = perf_counter()
    quiet = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None, PREFECT_LOGGING_LEVEL: "ERROR"}
    with prefect_test_harness(server_startup_timeout=90), temporary_settings(quiet):
        started = perf_counter() - begun
        full_and_idle()
        for _ in range(REPEATS):
            seen.append(full_and_idle())
            with unobserved():
                unseen.append(full_and_idle())
    return started, seen, unseen


def figures() -> list[Figure]:
    """A full run and an idle one, without Prefect and beside it."""
    started, seen, unseen = both()
    full, idle = (statistics.median(one) for one in zip(*unseen, strict=True))
    watched, watched_idle = (statistics.median(one) for one in zip(*seen, strict=True))
    more = watched - full
    return [
        Figure(
            "full run, 43 invitations, 4 flows",
            f"{full:.2f} s",
            f"under Prefect {watched:.2f} s",
            f"{watched / full:.2f}",
        ),
        Figure(
            "Prefect's share of it, beyond its start",
            f"{more:.2f} s",
            "limit 10 % of a full run",
            within(more / full, SHARE),
        ),
        Figure("Prefect's start", f"{started:.1f} s", "once, then it stays", ""),
        Figure("run with nothing to do", f"{idle:.2f} s", f"full run {full:.2f} s", f"{idle / full:.2f}"),
        Figure(
            "the same under Prefect", f"{watched_idle:.2f} s", f"without {idle:.2f} s", f"{watched_idle / idle:.2f}"
        ),
    ]


if __name__ == "__main__":
    for one in figures():
        click.echo(one)
