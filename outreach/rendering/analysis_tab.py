"""The tab *Analysis*: where candidates stand, what each liaison has in hand, whether effort goes where people are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outreach.domain.country import Region
from outreach.domain.snapshot import Block, Cell
from outreach.domain.system_tab import SystemTab
from outreach.rendering.phrases import Phrases
from outreach.rendering.tab_cells import Row, block, both

if TYPE_CHECKING:  # pandas takes half a second, and only the caller needs it
    from pandas import DataFrame

STAGES_WITH_CALLS = "attending"


@dataclass(frozen=True, slots=True)
class Tables:
    """Of `analysis.funnel`, `analysis.workload` and `analysis.effort`."""

    by_stage: "DataFrame"
    by_country: "DataFrame"
    by_month: "DataFrame"
    by_liaison: "DataFrame"
    effort: "DataFrame"


def analysis(tables: Tables, region: Region, phrases: Phrases) -> Block:
    """The tables one below the other, each with its title; countries and liaisons in no order of merit."""
    countries = {country.code: f"{country.code} {country.name('en')}" for country in region.countries}
    stages = {str(index): _head(str(index), phrases) for index in tables.by_stage.index}
    parts: tuple[tuple[str, DataFrame, dict[str, str]], ...] = (
        ("by_stage", tables.by_stage, stages),
        ("by_country", tables.by_country, countries),
        ("by_month", tables.by_month, {}),
        ("by_liaison", tables.by_liaison, {"": both("analysis.nobody", phrases)}),
        ("effort", tables.effort, countries),
    )
    rows: list[Row] = []
    for title, table, names in parts:
        rows += [(both(f"analysis.title.{title}", phrases),), *_rows(table, names, phrases), ()]
    return block(SystemTab.ANALYSIS, rows)


def _rows(table: "DataFrame", names: dict[str, str], phrases: Phrases) -> list[Row]:
    head = ("", *(_head(str(column), phrases) for column in table.columns))
    rows = [(names.get(str(index), str(index)), *map(_cell, cells)) for index, *cells in table.itertuples(name=None)]
    return [head, *rows]


def _head(column: str, phrases: Phrases) -> str:
    key = f"pipeline.stage.{column}"
    if column == STAGES_WITH_CALLS:
        return both("analysis.head.attending", phrases)
    return both(key if phrases.knows(key, "en") else f"analysis.head.{column}", phrases)


def _cell(value: object) -> Cell:
    number = float(str(value))
    return int(number) if number.is_integer() else number
