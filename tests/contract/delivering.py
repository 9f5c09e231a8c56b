"""A program that delivers what a ledger holds and kills itself at a chosen step; run by the crash tests.

Arguments: ledger URL, "folder:DIR" or a port, minutes on the clock, name of a step or "none", how often it goes well.
"""

import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

from outreach.adapters.clock import StillClock
from outreach.adapters.ledger_sql import SqlLedger
from outreach.adapters.mail_security import Security
from outreach.adapters.mailer_folder import FolderMailer
from outreach.adapters.mailer_smtp import SmtpMailer, SmtpServer
from outreach.delivery import deliver_waiting
from outreach.domain.message import Draft, Outcome
from outreach.ports import Mailer
from tests.factories import NOW


class Doomed:
    """Kills this process, without any chance to clean up, when `step` is reached after `spared` times."""

    def __init__(self, step: str, spared: int) -> None:
        self._step = step
        self._spared = spared

    def reached(self, step: str) -> None:
        """A step of the loop; nothing comes back from the last one."""
        if step == self._step:
            self._spared -= 1
            if self._spared < 0:
                os.kill(os.getpid(), signal.SIGKILL)


class DoomedLedger(SqlLedger):
    """The ledger with a step before and after each of its commits."""

    doomed: Doomed

    def claim(self, *, worker: str, most: int, now: datetime) -> tuple[Draft, ...]:
        """After it: claimed, nothing sent."""
        drafts = super().claim(worker=worker, most=most, now=now)
        self.doomed.reached("after claim")
        return drafts

    def begin(self, key: str, *, worker: str, now: datetime) -> bool:
        """After it: transmitting, nothing sent."""
        begun = super().begin(key, worker=worker, now=now)
        self.doomed.reached("after begin")
        return begun

    def settle(self, key: str, outcome: Outcome, *, now: datetime) -> None:
        """Before it: sent, and only the server knows. After it: all is known."""
        self.doomed.reached("before settle")
        super().settle(key, outcome, now=now)
        self.doomed.reached("after settle")


def mailer(where: str) -> Mailer:
    """A folder, or a server on this machine."""
    kind, _, name = where.partition(":")
    if kind == "folder":
        return FolderMailer(Path(name))
    return SmtpMailer(SmtpServer("127.0.0.1", int(where), Security.PLAIN, name="we.example"))


def main(url: str, where: str, minutes: str, step: str, spared: str) -> None:
    """Says when it begins, delivers, or dies."""
    ledger, clock = DoomedLedger(url), StillClock(NOW + timedelta(minutes=int(minutes)))
    ledger.doomed = Doomed(step, int(spared))
    print("begins", flush=True)  # noqa: T201 # the test waits for this line
    ledger.recover(now=clock.now())
    deliver_waiting(ledger, mailer(where), clock, worker=f"w{os.getpid()}")


if __name__ == "__main__":
    main(*sys.argv[1:])
