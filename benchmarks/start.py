"""How long until the command line answers: `python -m benchmarks.start`. The limit is 0.4 s for --help.

A processor's time is counted, which on a quiet machine is the clock's: the start waits for nothing.
"""  # noqa: INP001 (a folder of programs to run, not a package)

import resource
import statistics
import subprocess
import sys

import click

from benchmarks.figure import Figure, within
from outreach.settings import ROOT

REPEATS = 9
LIMIT = 0.4  # seconds


def seconds(*arguments: str) -> float:
    """Of one start of Python with these arguments, in the middle of some."""
    return statistics.median(_once(arguments) for _ in range(REPEATS))


def _once(arguments: tuple[str, ...]) -> float:
    begun = _spent()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT)  # noqa: S603 # ourselves
    return _spent() - begun


def _spent() -> float:
    of = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of.ru_utime + of.ru_stime


def figures() -> list[Figure]:
    """`--help`, beside the limit and a Python that does nothing."""
    taken, nothing = seconds("-m", "outreach", "--help"), seconds("-c", "pass")
    return [
        Figure("`outreach --help`", f"{taken:.2f} s", f"limit {LIMIT} s", within(taken, LIMIT)),
        Figure("the same", f"{taken:.2f} s", f"`python -c pass` {nothing:.3f} s", f"{taken / nothing:.1f}"),
    ]


if __name__ == "__main__":
    for one in figures():
        click.echo(one)
