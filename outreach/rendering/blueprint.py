"""What a new spreadsheet looks like: its tabs, bilingual headers, choices, days, and the page that explains it."""

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.domain.snapshot import Block
from outreach.domain.system_tab import SystemTab

TYPED_IN = {
    SystemTab.APPROVALS: range(8, 9),
    SystemTab.TWINS: range(9, 10),
    SystemTab.EVENT_TWINS: range(9, 10),
    SystemTab.ANSWERS: range(6, 7),
    SystemTab.AFFECTED: range(10, 11),
    SystemTab.SELECTION: range(6, 12),
}
"""The columns of a system's tab in which people write (1 = A); the others are protected."""

STATUS_KEY = "J"
"""The column of Status that holds "NAME|ADDRESS" as typed."""

STATUS_STATES = ("E", "F")
"""The columns of Status that hold the state of the last message, in each of the members' languages."""


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
    """A whole spreadsheet. read_me: the lines of the first tab; system: the system's tabs with their headers only.

    status: the column that may be added to a members' tab to show what Status says of each row.
    """

    read_me_title: str
    read_me: tuple[str, ...]
    tabs: Mapping[str, TabPlan]
    system: tuple[Block, ...]
    status: Heading


def status_column_formula(plan: TabPlan, head: str) -> str:
    """For the header's cell in Google: shows `head` there, and below it beside each row its state from Status.

    Its ranges begin in the header's own row, so that they stay beside their rows whatever is inserted or deleted:
    one that begins below it would slide when somebody inserts a row there. XLOOKUP knows no wildcards.
    """
    name, address = (_letter(plan.field_columns[field]) for field in ("name", "email"))
    names, keys = f"{name}1:{name}", f'{name}1:{name}&"|"&{address}1:{address}'
    states = '&" / "&'.join(f"XLOOKUP({keys},{_status(STATUS_KEY)},{_status(state)})" for state in STATUS_STATES)
    shown = f'IF({names}="","",IFNA({states},""))'
    return f'=ARRAYFORMULA(IF({names}={name}1,"{head}",{shown}))'


def status_cell_formula(plan: TabPlan, row: int) -> str:
    """For one cell of a workbook: the state of its row from Status.

    A formula a row, as rows can neither be inserted nor sorted where one formula fills many cells. Spreadsheet
    programs take * ? ~ in what MATCH looks for as wildcards, so that each is told to be meant as it stands.
    """
    name, address = (f"${_letter(plan.field_columns[field])}{row}" for field in ("name", "email"))
    key = f'{name}&"|"&{address}'
    for sign in "~*?":
        key = f'SUBSTITUTE({key},"{sign}","~{sign}")'
    place = f"MATCH({key},{_status(STATUS_KEY)},0)"
    states = '&" / "&'.join(f"INDEX({_status(state)},{place})" for state in STATUS_STATES)
    return f'=IF({name}="","",IFERROR({states},""))'


def _status(column: str) -> str:
    return f"{SystemTab.STATUS}!${column}:${column}"


def _letter(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
