"""What a new spreadsheet looks like: its tabs, bilingual headers, choices, days, and the page that explains it."""

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.domain.snapshot import Block
from outreach.domain.system_tab import SystemTab

TYPED_IN = {SystemTab.APPROVALS: 8, SystemTab.TWINS: 9, SystemTab.ANSWERS: 6}
"""The one column of a system's tab in which people write; the others are protected."""

STATUS_KEY, STATUS_STATE = "K", "E"
"""Columns of Status: "NAME|ADDRESS" as typed, and the state of the last message."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a members' tab. note: what belongs there; choices: to pick from, others may be typed; day: a date."""

    text: str
    note: str
    choices: tuple[str, ...] = ()
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class TabPlan:
    """A members' tab. field_columns: the column (1 = A) of each field of its schema."""

    title: str
    headings: tuple[Heading, ...]
    field_columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A whole spreadsheet. read_me: the lines of the first tab; system: the system's tabs with their headers only."""

    read_me_title: str
    read_me: tuple[str, ...]
    tabs: Mapping[str, TabPlan]
    system: tuple[Block, ...]


def status_lookup(plan: TabPlan, *, last_row: int) -> str:
    """The formula that shows beside each row its state from Status, for the rows from 2 to `last_row`."""
    name, address = (_letter(plan.field_columns[field]) for field in ("name", "email"))
    keys = f'{name}2:{name}{last_row}&"|"&{address}2:{address}{last_row}'
    state, key = (
        f"{SystemTab.STATUS}!${STATUS_STATE}:${STATUS_STATE}",
        f"{SystemTab.STATUS}!${STATUS_KEY}:${STATUS_KEY}",
    )
    return f'IF({name}2:{name}{last_row}="","",IFERROR(INDEX({state},MATCH({keys},{key},0)),""))'


def _letter(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
