"""Where each country's tile stands in the coverage picture, as `config/tile_grid.toml` says."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach.domain.country import Region
from outreach.errors import ConfigError

EMPTY = "."
PLAIN_ROW = 7


@dataclass(frozen=True, slots=True)
class Layout:
    """places: by ISO code, column and row of its tile, both counted from 0."""

    columns: int
    rows: int
    places: Mapping[str, tuple[int, int]]


def parse_layout(text: str, region: Region) -> Layout:
    """The layout of `region` in the text of `config/tile_grid.toml`; plain rows where it has no block there.

    Raises ConfigError, with every fault, unless exactly the region's countries stand there, each once.
    """
    try:
        block = tomllib.loads(text).get(region.code.lower())
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError(f"config/tile_grid.toml is not valid TOML: {fault}.") from fault
    codes = [country.code for country in region.countries]
    if block is None:
        return plain_layout(codes)
    rows = [line.split() for line in block.get("rows", ())]
    _refuse_faults(rows, codes, region.code)
    return _layout(rows)


def plain_layout(codes: Sequence[str]) -> Layout:
    """Rows of seven, in the given order."""
    return _layout([list(codes[first : first + PLAIN_ROW]) for first in range(0, len(codes), PLAIN_ROW)])


def _layout(rows: list[list[str]]) -> Layout:
    places = {code: (column, row) for row, line in enumerate(rows) for column, code in enumerate(line) if code != EMPTY}
    return Layout(max(map(len, rows), default=0), len(rows), places)


def _refuse_faults(rows: list[list[str]], codes: list[str], region: str) -> None:
    placed = Counter(code for line in rows for code in line if code != EMPTY)
    faults = {
        "has no place for": sorted(set(codes) - set(placed)),
        "places what is not of the region:": sorted(set(placed) - set(codes)),
        "places more than once": sorted(code for code, times in placed.items() if times > 1),
    }
    said = [f"{what} {', '.join(which)}" for what, which in faults.items() if which]
    if said:
        raise ConfigError(f"config/tile_grid.toml, block {region.lower()}: it {'; it '.join(said)}.")
