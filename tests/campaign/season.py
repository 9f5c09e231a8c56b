"""A simulated season: days of flows, each run a process, people who act in between, and weather."""

import multiprocessing
import signal
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

from outreach.adapters.ledger_sql import SqlLedger
from outreach.domain.message import MessageState
from outreach.domain.system_tab import SystemTab
from outreach.settings import Settings
from tests.campaign.border import Mishap
from tests.campaign.people import EDITS, Readers, approve, members, move_call
from tests.campaign.running import BROKEN, DONE, Orders, Told, run
from tests.campaign.weather import Weather
from tests.contract.mail_server import Script
from tests.google.routes import Answer
from tests.google.server import GoogleService

ON_THEIR_WAY = {MessageState.CLAIMED, MessageState.TRANSMITTING, MessageState.APPROVED, MessageState.LATER}
BEGINS = datetime(2016, 7, 4, 15, 0, tzinfo=UTC)
DELIVERING = "send-invitations"
OTHERS = (
    "follow-up-candidates",
    "announce-changes",
    "remind-participants",
    "show-next-steps",
    "consult-stakeholders",
    "share-activities",
    "propose-liaisons",
    "send-digest",
    "remind-editors",
    "refresh-coverage",
    "watch-deadlines",
    "keep-records",
)
OURS = frozenset(SystemTab)
OFTEN_MISHAP, OFTEN_TWICE = 0.5, 0.15
STEPS = 250  # of a run whose like was not yet seen to its end
ENDS = 120  # seconds that a process may take on a busy machine
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.campaign.running"])


@dataclass
class Season:
    """One installation over some days. harm: requests that changed what is the members'; broken: faults of ours."""

    chance: Random
    settings: Settings
    service: GoogleService
    script: Script
    day: datetime = BEGINS
    harm: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    runs: int = 0
    processes: int = 0
    steps: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = self.settings.sheets.removeprefix("google:")
        self.member = members(self.service, self.book, self.chance)
        self.weather = Weather(self.chance, self.script, self.edit)
        self.mailbox = Path(self.settings.mailbox.removeprefix("folder:"))
        self.readers = Readers(self.chance, self.mailbox)
        self.service.trouble = self.weather.google
        self.service.answer = self.watched  # type: ignore[method-assign] # every request passes by

    def pass_days(self, days: int, flows: int) -> None:
        """So many days in bad weather, each with so many runs."""
        for _ in range(days):
            today = [self.chance.choice(OTHERS) for _ in range(flows - 3)]
            for flow in (DELIVERING, *today, DELIVERING, "process-inbox"):
                self.people_act()
                self.run(flow)
            self.day += timedelta(days=1)

    def calm_down(self, days: int) -> None:
        """The weather is fair; what was approved goes out, within so many days. Nobody approves or edits any more."""
        self.weather.fair = True
        self.day += timedelta(days=4)  # beyond wherever a clock has been
        self.run("process-inbox")
        for _ in range(days):
            self.run(DELIVERING)
            self.day += timedelta(days=1)
            if not self.on_their_way():
                break

    def on_their_way(self) -> list[str]:
        """The keys of what was approved and has not come to an end."""
        ledger = SqlLedger(self.settings.ledger)
        keys = [record.key for record in ledger.history().records if record.state in ON_THEIR_WAY]
        ledger.close()
        return keys

    def people_act(self) -> None:
        """Between two runs."""
        if self.chance.random() < 1 / 2:
            self.edit()
        if self.chance.random() < 1 / 2:
            approve(self.service, self.book)
        self.readers.answer(self.script.received)

    def edit(self) -> None:
        """What members do."""
        if self.chance.random() < 1 / 8:
            move_call(self.service, self.book, self.chance)
        else:
            self.chance.choice(EDITS)(self.member)
            self.service.drive.touched(self.service.books[self.book])

    def run(self, flow: str) -> None:
        """One run, or two at once, in this weather."""
        self.runs += 1
        twice = not self.weather.fair and self.chance.random() < OFTEN_TWICE
        self.weather.met["two schedulers fire the same run"] += twice
        at = self.day + timedelta(minutes=self.chance.randrange(360)) + self.weather.jump()
        with self.weather.at_the_mail_server(), self.weather.at_the_mailbox(self.mailbox):
            how = self.finish([self.orders(flow, at) for _ in range(1 + twice)])
        if flow == "process-inbox" and how[-1] == DONE:
            self.readers.heard(self.script.received)

    def orders(self, flow: str, at: datetime) -> Orders:
        """For one process."""
        bad = not self.weather.fair and self.chance.random() < OFTEN_MISHAP
        mishap = self.chance.choice([Mishap.KILLED, *Mishap]) if bad else None
        self.processes += 1
        log = self.settings.state / "logs" / f"{self.processes:05}.log"
        return Orders(flow, at, self.settings, log, mishap, self.chance.randint(1, self.steps.get(flow, STEPS)))

    def finish(self, orders: list[Orders]) -> list[str]:
        """Starts all of them at once and waits for each; how they ended."""
        started = [self._start(one) for one in orders]
        return [self._ended(one, process, told) for one, (process, told) in zip(orders, started, strict=True)]

    def watched(self, verb: str, uri: str, raw: bytes, bearer: str = "") -> Answer:
        """The stand-in's answer; no request of the system may change what is the members'."""
        before = self.theirs() if verb != "GET" else {}
        answer = GoogleService.answer(self.service, verb, uri, raw, bearer)
        self.harm += [uri] if verb != "GET" and self.theirs() != before else []
        return answer

    def theirs(self) -> dict[str, object]:
        """Every cell of the members' own tabs."""
        tabs = self.service.books[self.book].tabs
        return {tab.title: (tab.id, tab.rows, tab.columns, dict(tab.cells)) for tab in tabs if tab.title not in OURS}

    def _start(self, orders: Orders) -> tuple[ForkServerProcess, Connection]:
        mine, its = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=run, args=(orders, its))
        process.start()
        its.close()
        return process, mine

    def _ended(self, orders: Orders, process: ForkServerProcess, told: Connection) -> str:
        process.join(ENDS)
        if process.exitcode is None:
            process.kill()
            self.broken.append(f"{orders.flow} does not end")
        if process.exitcode == -signal.SIGKILL:
            self.weather.met[Mishap.KILLED] += 1
            return Mishap.KILLED
        heard: Told = told.recv()
        if heard.came and orders.mishap:
            self.weather.met[orders.mishap] += 1
        if heard.how == DONE and not heard.came:
            self.steps[orders.flow] = heard.steps
        if heard.how == BROKEN:
            self.broken.append(f"{orders.log.name} {orders.flow} ({orders.mishap}): {heard.sentence}")
        return heard.how
