"""One run of one flow in a process of its own, as the scheduler starts it, over real adapters."""

import logging
import os
import traceback
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from flows.run import RUNS
from outreach.adapters.ledger_sql import SqlLedger
from outreach.adapters.sheets_google import open_google_sheets
from outreach.bootstrap import App, open_app, using
from outreach.errors import OutreachError
from outreach.settings import Settings
from tasks.policy import UnexpectedError, unobserved
from tests.campaign.border import Border, Mishap
from tests.google.fixture import AT_ONCE

PATIENCE = timedelta(milliseconds=500)  # with a ledger that another program writes to
DONE, STOPPED, BROKEN = "done", "stopped", "broken"


@dataclass(frozen=True, slots=True)
class Orders:
    """A flow, its moment, and what happens to the process at which step. log: what it says goes there."""

    flow: str
    at: datetime
    settings: Settings
    log: Path
    mishap: Mishap | None = None
    step: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a process says at its end. how: DONE, STOPPED with a sentence for the operator, BROKEN by a fault of ours.

    came: whether its mishap happened; steps: how many there were.
    """

    how: str
    sentence: str
    came: bool
    steps: int


def run(orders: Orders, told: Connection) -> None:
    """The whole life of the process."""
    log = os.open(orders.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    logging.basicConfig(level=logging.WARNING)
    ledger = orders.settings.ledger.removeprefix("sqlite:///")
    border = Border(orders.mishap, orders.step, str(orders.settings.state), ledger)
    border.guard()
    how, sentence = _outcome(orders)
    os.write(2, f"{orders.flow}: {how}: {sentence}\n".encode())
    told.send(Told(how, sentence, border.came, border.steps))


def _outcome(orders: Orders) -> tuple[str, str]:
    try:
        with unobserved(), using(installation(orders)):
            return DONE, RUNS[orders.flow]()
    except UnexpectedError as fault:
        return BROKEN, str(fault)
    except OutreachError as stop:
        return STOPPED, str(stop)
    except Exception as fault:  # noqa: BLE001 # outside of the flow, so it is the campaign's to tell
        last = traceback.extract_tb(fault.__traceback__)[-1]
        return BROKEN, f"{type(fault).__name__} outside of the flow, at {Path(last.filename).name}, line {last.lineno}"


def installation(orders: Orders) -> App:
    """What the composition root makes, without waiting: neither for Google, nor long for the ledger."""
    settings = orders.settings
    world = open_app(settings, at=orders.at)
    sheets = open_google_sheets(
        settings.sheets.removeprefix("google:"), "", endpoint=settings.google_endpoint, patience=AT_ONCE
    )
    return replace(world, sheets=sheets, ledger=SqlLedger(settings.ledger, patience=PATIENCE))
