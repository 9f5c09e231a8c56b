"""The tab *Affected*: each row that depends on an event that was moved or cancelled, why, and what to do about it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from outreach.domain.affected import Change, MovedDay, Tied
from outreach.domain.event import Version
from outreach.domain.history import History
from outreach.domain.snapshot import Block, Grid, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.rendering.event_notice import CountryNames, days, place
from outreach.rendering.phrases import Phrases
from outreach.rendering.tab_cells import LANGUAGES, Row, block, both, heads, row_link

HEADS = ("row_code", "event", "was", "is_now", "where", "name", "why_affected", "to_do", "notice")
CODE = 12  # hexadecimal digits that tell a row from every other


@dataclass(frozen=True, slots=True)
class AffectedRows:
    """The rows by change, and what they are told with."""

    found: tuple[tuple[Change, tuple[Tied, ...]], ...]
    countries: CountryNames
    phrases: Phrases

    def tab(self, history: History, seen: Snapshot) -> Block:
        """Rows stay where they are, as people write beside them who dealt with it: new ones come below.

        That last column is of the block only while the tab does not exist yet, to give it its header.
        """
        head = heads(self.phrases, *HEADS)
        if SystemTab.AFFECTED not in seen.grids:
            head += heads(self.phrases, "dealt_with")
        now = dict(self._rows(_states(history), seen))
        standing = seen.grids.get(SystemTab.AFFECTED, Grid(SystemTab.AFFECTED, ())).rows[1:]
        kept = [(*row, *(None,) * len(HEADS))[: len(HEADS)] for row in standing]
        known = {row[0] for row in kept}
        rows = [now.get(str(row[0]), row) for row in kept]
        return block(SystemTab.AFFECTED, [head, *rows, *(row for code, row in now.items() if code not in known)])

    def _rows(self, states: Mapping[tuple[str, str], str], seen: Snapshot) -> Iterable[tuple[str, Row]]:
        for change, tied in self.found:
            for one in tied:
                code = _code(change, one, seen)
                state = states.get((one.contact.id, change.occasion), "") if one.contact else ""
                yield (
                    code,
                    (
                        code,
                        change.event.name,
                        self._day(one.day.before) if one.day else self._told(change.before),
                        self._day(one.day.now) if one.day else self._told(change.now),
                        row_link(one.origin, seen),
                        self._name(one.day) if one.day else one.name,
                        both(f"affected.why.{one.tie}", self.phrases),
                        both(f"affected.do.{_task(one)}", self.phrases),
                        both(f"tabs.state.{state}", self.phrases) if state else "",
                    ),
                )

    def _told(self, version: Version) -> str:
        if version.cancelled:
            return both("affected.cancelled", self.phrases)
        said = (f"{days(version, one)}, {place(version, self.countries, one)}" for one in LANGUAGES)
        return " / ".join(dict.fromkeys(said))

    def _day(self, day: date | None) -> str:
        """A last day as the tab *Deadlines* writes it."""
        return day.isoformat() if day else both("affected.no_day", self.phrases)

    def _name(self, day: MovedDay) -> str:
        said = (self.phrases.say(f"deadline.what.{day.kind}", one, about=day.about) for one in LANGUAGES)
        return " / ".join(dict.fromkeys(said))


def _task(tied: Tied) -> str:
    return "deadline_gone" if tied.day and tied.day.now is None else tied.tie


def _states(history: History) -> dict[tuple[str, str], str]:
    """By contact and occasion, how the newest message stands."""
    ordered = sorted(history.records, key=lambda record: (record.revision, record.since))
    return {(record.contact, record.occasion): record.state for record in ordered}


def _code(change: Change, tied: Tied, seen: Snapshot) -> str:
    """The same wherever the row moves; another one when the event moves again."""
    row = seen.row(tied.origin.tab, tied.origin.row) or str(tied.origin)
    parts = (change.name, str(change.now.sequence), tied.tie, row, *((tied.day.kind,) if tied.day else ()))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:CODE]
