"""Where the tiles stand: every country of the region exactly once."""

from pathlib import Path

import pytest

from outreach.errors import ConfigError
from outreach.rendering.tile_layout import Layout, parse_layout
from tests.factories import a_region

REGION = a_region("GT", "BZ", "GD")
SHIPPED = Path(__file__).parents[3] / "config" / "tile_grid.toml"
ALL_33 = tuple(
    "AG AR BB BO BR BS BZ CL CO CR CU DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PY SR SV TT UY VC VE".split()  # noqa: SIM905 # a line, not 33
)


def test_a_block_places_each_country_by_column_and_row() -> None:
    layout = parse_layout('[lacralo]\nrows = ["GT BZ .", ". . GD"]', REGION)

    assert layout == Layout(3, 2, {"GT": (0, 0), "BZ": (1, 0), "GD": (2, 1)})


def test_a_region_without_a_block_gets_plain_rows_of_seven() -> None:
    layout = parse_layout("", a_region(*ALL_33[:9]))

    assert (layout.columns, layout.rows, layout.places["AG"], layout.places["CL"]) == (7, 2, (0, 0), (0, 1))


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ('["GT BZ"]', "it has no place for GD."),
        ('["GT BZ GD ES"]', "it places what is not of the region: ES."),
        ('["GT BZ GD GT"]', "it places more than once GT."),
        (
            '["GT GT ES"]',
            "it has no place for BZ, GD; it places what is not of the region: ES; it places more than once GT.",
        ),
    ],
)
def test_every_fault_of_a_block_is_told_at_once(rows: str, fault: str) -> None:
    with pytest.raises(ConfigError) as told:
        parse_layout(f"[lacralo]\nrows = {rows}", REGION)

    assert str(told.value) == f"config/tile_grid.toml, block lacralo: {fault}"


def test_a_file_that_is_no_toml_is_told_to_the_operator() -> None:
    with pytest.raises(ConfigError, match=r"config/tile_grid\.toml is not valid TOML"):
        parse_layout("rows = [", REGION)


def test_the_shipped_layout_places_the_33_countries_roughly_as_the_map_does() -> None:
    places = parse_layout(SHIPPED.read_text(encoding="utf-8"), a_region(*ALL_33)).places

    west_to_east = sorted(("GT", "JM", "BB"), key=lambda code: places[code][0])
    north_to_south = sorted(("MX", "PA", "BO", "CL"), key=lambda code: places[code][1])
    assert (west_to_east, north_to_south, len(places)) == (["GT", "JM", "BB"], ["MX", "PA", "BO", "CL"], 33)
