"""Every figure in one go, into the table of the README: `python -m benchmarks [NAME ...]`, only these if told.

Each benchmark runs in a process of its own, in its short form. The table stands between two markers in README.md, with
the day, the machine and how busy it was: on a busy machine the ratios say more than the seconds.
"""  # noqa: INP001 (a folder of programs to run, not a package)

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import click

from benchmarks.figure import Figure
from outreach.adapters.clock import SystemClock

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
NAMES = ("start", "runs", "plan", "mail", "sheets", "selection", "organisation_name", "inbox")
ONE = "--one"


def main(arguments: Sequence[str]) -> None:
    """Runs them, says each figure as it comes, and writes the table unless only some were asked for."""
    if arguments[:1] == [ONE]:
        told = [asdict(one) for one in import_module(f"benchmarks.{arguments[1]}").figures()]
        sys.stdout.write(json.dumps(told))
        return
    before = busy()
    lines = [_row(one) for name in arguments or NAMES for one in of(name)]
    if not arguments:
        head = ["| what | measured | beside | ratio |", "|---|---|---|---|"]
        written = table(README.read_text(encoding="utf-8"), [*about(before), "", *head, *lines])
        README.write_text(written, encoding="utf-8")


def of(name: str) -> Iterator[Figure]:
    """The figures of one benchmark; one line that says so where it fails."""
    command = [sys.executable, "-m", "benchmarks", ONE, name]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=README.parent)  # noqa: S603 # itself
    if done.returncode:
        click.echo(done.stderr, err=True)
        yield Figure(name, "could not be measured")
        return
    for one in json.loads(done.stdout.splitlines()[-1]):
        yield Figure(**one)


def _row(one: Figure) -> str:
    line = f"| {one.what} | {one.value} | {one.beside} | {one.ratio} |"
    click.echo(line)
    return line


def busy() -> float:
    """How many programs wanted a processor in the last five minutes, for each processor there is."""
    return os.getloadavg()[1] / (os.cpu_count() or 1)


def about(before: float) -> list[str]:
    """The day, the machine and how busy it was."""
    day = SystemClock().now().date().isoformat()
    machine = f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}"
    load = f"{before:.1f} programs wanted each processor when it began, {busy():.1f} when it ended"
    return [f"`python -m benchmarks` on {day}; {machine}; {load}."]


def table(readme: str, lines: Sequence[str]) -> str:
    """The README with these lines between the markers. Raises ValueError where there are none."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{README.name} has no lines {BEGIN} and {END}.")
    return "\n".join([before + BEGIN, *lines, END + after])


if __name__ == "__main__":
    main(sys.argv[1:])
