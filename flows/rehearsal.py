"""A season on a copy: the flows of `SCHEDULES`, day by day, among invented people. Nothing leaves the process."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.deployments import SCHEDULES
from flows.keep_records import keep_records
from flows.publish_dashboard import publish_dashboard
from flows.refresh_coverage import refresh_coverage
from flows.select_countries import select_countries
from outreach.bootstrap import Rehearsed, open_rehearsal, using
from outreach.domain.answer import NOTED, answers_in
from outreach.domain.deadline import Deadline
from outreach.domain.rehearsal import Chance, Season
from outreach.domain.schedule import first_run
from outreach.domain.snapshot import Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.errors import OutreachError
from outreach.rehearsal import Halls, Leaders, Readers
from outreach.settings import Settings
from tasks.candidates import find_cases
from tasks.deadlines import find_deadlines
from tasks.history import recall
from tasks.policy import unobserved

TELLS_NOBODY = frozenset({refresh_coverage, keep_records, publish_dashboard, select_countries})
"""Flows that write to nobody: here they run on the first of a month only."""

EVENING = time(19, 30)
MEMORY = Path("/dev/shm")  # noqa: S108 # a folder that is never on a disk, where the system has one


def rehearse(real: Settings, seen: Snapshot, *, first: date, last: date, seed: int) -> Season:
    """What a season would bring, on a copy of what was `seen` in the spreadsheet. The same seed gives the same season.

    Each flow runs once a day at most, at the time of its first run; nobody was ever written to before.
    """
    with _folder() as folder:
        chance = Chance(seed)
        readers = Readers(chance, real.sender)
        opened = open_rehearsal(
            real,
            seen.without(set(SystemTab)),
            folder,
            react=readers.react,
            at=datetime.combine(first, time(0), UTC),
        )
        rules, region = opened.world.catalog.rules, opened.world.catalog.region
        readers.lists = frozenset(one.address for one in region.lists)
        played = _Play(opened, readers, Leaders(chance, rules.leaders), Halls(chance), ZoneInfo(region.zone))
        played.before = seen.without(set(SystemTab)).fingerprint
        with unobserved(), using(opened.world):
            for number in range((last - first).days + 1):
                played.day(first + timedelta(days=number))
            return played.season(first, last, seed)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        yield Path(name)


@dataclass(slots=True)
class _Play:
    opened: Rehearsed
    readers: Readers
    leaders: Leaders
    halls: Halls
    zone: ZoneInfo
    before: str = ""
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    load: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    stops: Counter[str] = field(default_factory=Counter)

    def day(self, today: date) -> None:
        """The flows of a day in their order; in the evening people do their part."""
        self.opened.arriving.extend(self.readers.letters.pop(today, []))
        times = {flow: first_run(cron, today) for flow, cron in SCHEDULES.items()}
        due = sorted((at, flow.name, flow) for flow, at in times.items() if at)
        for at, name, flow in due:
            if flow in TELLS_NOBODY and today.day != 1:
                continue
            self._set(today, at)
            try:
                flow()
            except OutreachError as stop:
                self.stops[f"{name}: {stop}"] += 1
        self._set(today, EVENING)
        self._evening(today)

    def _set(self, today: date, at: time) -> None:
        wanted = datetime.combine(today, at, self.zone).astimezone(UTC)
        self.opened.clock.moment = max(wanted, self.opened.clock.moment)

    def _evening(self, today: date) -> None:
        world = self.opened.world
        desk = world.desk(world.sheets.read())
        self.leaders.decide(world, desk.people, today)
        self.halls.hold(world, desk.calls, self.readers.mailed)
        if today.day == 1:
            self._look(today)

    def _look(self, today: date) -> None:
        """What stands on the first of a month: last days, and what each liaison has in hand."""
        world = self.opened.world
        now, seen = world.clock.now(), world.sheets.read()
        desk, history = world.desk(seen), recall()
        cases = find_cases(desk, history, now=now)
        self.deadlines |= {one.id: one for one in find_deadlines(desk, cases, seen, now=now).deadlines}
        rows = {one.name: str(one.origin) for one in desk.people}
        for case in cases:
            if case.next:
                self.load[rows.get(case.progress.liaison, "")][f"{today:%Y-%m}"] += 1

    def _members_cells(self) -> str:
        return self.opened.world.sheets.read().without(set(SystemTab)).fingerprint

    def season(self, first: date, last: date, seed: int) -> Season:
        """All that was seen."""
        answers = answers_in(self.opened.world.ledger.noted(*NOTED))
        days = sorted((one.day, one.kind.value) for one in self.deadlines.values() if one.day)
        return Season(
            first,
            last,
            seed,
            mailed=tuple(self.readers.mailed),
            decisions=tuple(self.leaders.asked.values()),
            deadlines=tuple(one for one in days if first <= one[0] <= last),
            load={row: dict(months) for row, months in sorted(self.load.items())},
            came=self.halls.came,
            open_answers=sum(one.waits for one in answers),
            stops=dict(self.stops),
            untouched=self._members_cells() == self.before,
        )
