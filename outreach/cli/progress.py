"""What a person sees while something takes long: a line on the terminal that counts the seconds, and then is gone."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import click

from outreach.cli.language import spoken

PATIENCE = 1.0  # seconds until a line appears, and between two looks
_CLEAR = "\r\x1b[K"


@contextmanager
def working(what: str) -> Iterator[None]:
    """Says on the terminal what is being done and for how many seconds; says nothing to a file or another program."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    line = threading.Thread(target=_count, args=(spoken(what), done), daemon=True)
    line.start()
    try:
        yield
    finally:
        done.set()
        line.join()


def _count(what: str, done: threading.Event) -> None:
    begun = monotonic()
    while not done.wait(PATIENCE):
        click.echo(f"{_CLEAR}{what} ... {monotonic() - begun:.0f} s", nl=False, err=True)
    if monotonic() - begun >= PATIENCE:
        click.echo(_CLEAR, nl=False, err=True)
