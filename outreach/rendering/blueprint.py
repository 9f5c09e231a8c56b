"""What a new spreadsheet looks like: its tabs, bilingual headers, choices, days, and the page that explains it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from outreach.domain.country import Region
from outreach.domain.history import History
from outreach.domain.snapshot import Block, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.intake.schema import Column, Schema
from outreach.rendering import system_tabs
from outreach.rendering.phrases import Phrases

LANGUAGES = ("en", "es")
DAYS = frozenset({"date", "timestamp"})
TYPED_IN = {SystemTab.APPROVALS: 8, SystemTab.TWINS: 9, SystemTab.ANSWERS: 6}
"""The one column of a system's tab in which people write; the others are protected."""

LONGEST_TITLE = 31  # signs, of a tab in a workbook file
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


def blueprint(schemas: Mapping[str, Schema], region: Region, phrases: Phrases, languages: Iterable[str]) -> Blueprint:
    """The spreadsheet of a region. languages: the names that may be chosen from."""
    named = tuple(languages)
    tabs = {key: _tab(schema, region, phrases, named) for key, schema in schemas.items() if not schema.ours}
    return Blueprint(_both("setup.read_me", phrases), tuple(_read_me(phrases)), tabs, tuple(_system(phrases)))


def status_lookup(plan: TabPlan, *, last_row: int) -> str:
    """The formula that shows beside each row its state from Status, for the rows from 2 to `last_row`."""
    name, address = (_letter(plan.field_columns[field]) for field in ("name", "email"))
    keys = f'{name}2:{name}{last_row}&"|"&{address}2:{address}{last_row}'
    state, key = (
        f"{SystemTab.STATUS}!${STATUS_STATE}:${STATUS_STATE}",
        f"{SystemTab.STATUS}!${STATUS_KEY}:${STATUS_KEY}",
    )
    return f'IF({name}2:{name}{last_row}="","",IFERROR(INDEX({state},MATCH({keys},{key},0)),""))'


def _tab(schema: Schema, region: Region, phrases: Phrases, languages: tuple[str, ...]) -> TabPlan:
    headings = tuple(_heading(column, region, phrases, languages) for column in schema.columns)
    places = {column.field: place for place, column in enumerate(schema.columns, start=1)}
    return TabPlan(_title(schema), headings, places)


def _title(schema: Schema) -> str:
    names = list(dict.fromkeys(schema.titles[language][0] for language in LANGUAGES if language in schema.titles))
    both = f"{names[0]} ({names[-1]})"
    return both if len(names) > 1 and len(both) <= LONGEST_TITLE else names[0]


def _heading(column: Column, region: Region, phrases: Phrases, languages: tuple[str, ...]) -> Heading:
    names = dict.fromkeys(column.names[language][0] for language in LANGUAGES if language in column.names)
    note = _both(f"setup.note.{column.type}", phrases, between="\n")
    if column.required:
        note = f"{note}\n{_both('setup.note.required', phrases, between=chr(10))}"
    return Heading(" / ".join(names), note, tuple(_choices(column, region, languages)), column.type in DAYS)


def _choices(column: Column, region: Region, languages: tuple[str, ...]) -> Iterator[str]:
    if column.type in {"choice", "choices"}:
        yield from (words[0] for words in column.choices.values())
    elif column.type in {"country", "place"}:
        yield from (" / ".join(dict.fromkeys(map(one.name, LANGUAGES))) for one in region.countries)
    elif column.type == "languages":
        yield from languages


def _read_me(phrases: Phrases) -> Iterator[str]:
    for language in LANGUAGES:
        number = 1
        while phrases.knows(f"setup.lines.{number}", language):
            yield phrases.say(f"setup.lines.{number}", language)
            number += 1
        yield ""


def _system(phrases: Phrases) -> Iterator[Block]:
    """As the system itself writes them when nothing has happened yet."""
    nothing, empty = Snapshot({}), History()
    yield system_tabs.to_fix((), phrases, nothing)
    yield Block(SystemTab.COVERAGE, ((_both("setup.not_yet", phrases),),))
    yield system_tabs.status((), empty, phrases, nothing)
    yield system_tabs.approvals(nothing, (), empty, phrases=phrases, now=datetime(1970, 1, 1, tzinfo=UTC))
    yield system_tabs.twins(nothing, (), phrases=phrases)
    yield system_tabs.answers(empty, nothing, listed=(), calls=(), phrases=phrases)


def _both(key: str, phrases: Phrases, between: str = " / ") -> str:
    return between.join(dict.fromkeys(phrases.say(key, language) for language in LANGUAGES))


def _letter(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
