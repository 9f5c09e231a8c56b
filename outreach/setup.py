"""Draws the blueprint of a members' spreadsheet from the schemas of `config/sheets/`, in the members' languages."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from outreach.domain.country import Region
from outreach.domain.follow_up import FollowUpPlan
from outreach.domain.history import History
from outreach.domain.snapshot import Block, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.intake.schema import Column, Schema
from outreach.rendering import system_tabs
from outreach.rendering.affected_tab import AffectedRows
from outreach.rendering.blueprint import Blueprint, Heading, TabPlan
from outreach.rendering.deadline_tabs import deadlines_tab, trip_options_tab
from outreach.rendering.follow_up_tab import follow_up
from outreach.rendering.phrases import Phrases
from outreach.rendering.pipeline_tab import pipeline
from outreach.rendering.selection_tab import selection_head
from outreach.rendering.turnout_tab import turnout_tab

LANGUAGES = ("en", "es")
DAYS = frozenset({"date", "timestamp"})
LONGEST_TITLE = 31  # signs, of a tab in a workbook file
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
TOLD_LATER = (
    *(SystemTab.COVERAGE, SystemTab.CONSULTATION, SystemTab.LIAISONS, SystemTab.SHARING, SystemTab.ANALYSIS),
    *(SystemTab.STATS, SystemTab.ALSES, SystemTab.COUNTRIES, SystemTab.BREAKDOWNS),
)
"""Tabs in which nobody types, and of which there is nothing to show before the sheets were read."""


def blueprint(schemas: Mapping[str, Schema], region: Region, phrases: Phrases, languages: Iterable[str]) -> Blueprint:
    """The spreadsheet of a region. languages: the names that may be chosen from."""
    named = tuple(languages)
    tabs = {key: _tab(schema, region, phrases, named) for key, schema in schemas.items() if not schema.ours}
    status = Heading(_both("setup.status", phrases), _both("setup.status_note", phrases, between="\n"))
    return Blueprint(_both("setup.read_me", phrases), tuple(_read_me(phrases)), tabs, tuple(_system(phrases)), status)


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
    yield system_tabs.status((), empty, phrases, nothing)
    yield pipeline((), phrases, nothing, calls=0)
    yield follow_up(FollowUpPlan((), (), (), ()), {}, phrases, nothing, today=LONG_AGO.date())
    yield deadlines_tab((), (), {}, phrases=phrases, seen=nothing, today=LONG_AGO.date())
    yield trip_options_tab((), {}, phrases=phrases, seen=nothing)
    yield system_tabs.approvals(nothing, (), empty, phrases=phrases, now=LONG_AGO)
    yield system_tabs.twins(nothing, (), phrases=phrases)
    yield system_tabs.twins(nothing, (), phrases=phrases, tab=SystemTab.EVENT_TWINS)
    yield AffectedRows((), {}, phrases).tab(empty, nothing)
    yield turnout_tab((), (), (), phrases=phrases, seen=nothing)
    yield system_tabs.answers(empty, nothing, listed=(), calls=(), phrases=phrases)
    yield Block(SystemTab.SELECTION, (selection_head(phrases),))
    yield from (Block(tab, ((_both("setup.not_yet", phrases),),)) for tab in TOLD_LATER)


def _both(key: str, phrases: Phrases, between: str = " / ") -> str:
    return between.join(dict.fromkeys(phrases.say(key, language) for language in LANGUAGES))
