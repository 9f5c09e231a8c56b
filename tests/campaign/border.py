"""What goes wrong at the borders of one process: at a chosen step it is killed, or its disk or its ledger fails.

A step is a statement of the ledger, a request to the spreadsheet, a line to the mail server, or a file that is opened:
between two of them nothing can be told from outside. Python's own audit events tell of each.
"""

import errno
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection

WRITING = os.O_WRONLY | os.O_RDWR
SPARED = 64 * 1024  # octets that a file may have though the ledger's disk is full
OUTSIDE = frozenset({"http.client.send", "smtplib.send"})


class Mishap(StrEnum):
    """What happens, from its step on."""

    KILLED = "process killed (-9)"
    DISK_FULL = "disk full under files"
    LEDGER_DISK = "disk full under the ledger"
    LEDGER_LOCKED = "ledger locked by another program"


@dataclass
class Border:
    """Counts the steps of this process and lets its mishap happen. came: whether it did."""

    mishap: Mishap | None
    step: int
    state: str
    ledger: str
    steps: int = 0
    came: bool = False
    other: sqlite3.Connection | None = None

    def guard(self) -> None:
        """From now on every step is counted; there is no way back, so only for a process that ends with its run."""
        sys.addaudithook(self._hear)
        sa.event.listen(sa.pool.Pool, "connect", self._listen_to)

    def _listen_to(self, connection: DBAPIConnection, _entry: object) -> None:
        sqlite: Any = connection
        sqlite.set_trace_callback(lambda _: self.passed())

    def _hear(self, event: str, told: tuple[Any, ...]) -> None:
        if event in OUTSIDE:
            self.passed()
        elif event == "open" and str(told[0]).startswith(self.state) and told[2] & WRITING:
            self.passed()
            if self.mishap is Mishap.DISK_FULL and self.steps >= self.step:
                self.came = True
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def passed(self) -> None:
        """One step more."""
        self.steps += 1
        if self.mishap and self.steps >= self.step and not self.came:
            HAPPENS.get(self.mishap, lambda _: None)(self)

    def kill(self) -> None:
        """No chance to clean up."""
        os.kill(os.getpid(), signal.SIGKILL)

    def fill(self) -> None:
        """No file of some size may grow any more; the system tells a program so by a signal, which Python ignores."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (SPARED, resource.RLIM_INFINITY))
        self.came = True

    def lock(self) -> None:
        """Another program writes to the ledger and does not come to an end."""
        with suppress(sqlite3.OperationalError):
            other = sqlite3.connect(self.ledger, isolation_level=None, timeout=0)
            self.other = other
            other.execute("BEGIN IMMEDIATE")
            self.came = True


HAPPENS: dict[Mishap, Callable[[Border], None]] = {
    Mishap.KILLED: Border.kill,
    Mishap.LEDGER_DISK: Border.fill,
    Mishap.LEDGER_LOCKED: Border.lock,
}
