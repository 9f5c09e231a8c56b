"""The region as a map, and larger beside it the countries that are too small in it; drawn from `config/geo/`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from outreach.domain.country import Region
from outreach.domain.coverage import CoverageState
from outreach.errors import ConfigError
from outreach.rendering.picture import labelled, mark

SIDES = {"left": (-17, 8, "end"), "right": (17, 8, "start"), "above": (0, -16, "middle"), "below": (0, 32, "middle")}
"""Where a country's letters stand beside its mark: right and down of it, and which end of them stands there."""

RADIUS = 12  # of the disc by which an island of a few pixels is seen
MARK_SCALE = 1.7


@dataclass(frozen=True, slots=True)
class Shape:
    """A country in a view. at: where its mark stands; label: on which side of it its letters do, "" for none here."""

    path: str
    at: tuple[int, int]
    small: bool
    label: str


@dataclass(frozen=True, slots=True)
class View:
    """One picture. land: what lies around; frame: the outline of the other view in this one, or ""."""

    name: str
    width: int
    height: int
    land: str
    frame: str
    shapes: Mapping[str, Shape]


def parse_map(text: str, region: Region) -> tuple[View, ...]:
    """The views in a JSON text that `config/geo/derive.py` wrote; none of "", where a region has no map yet.

    Raises ConfigError unless each of the region's countries is drawn.
    """
    if not text:
        return ()
    views = tuple(map(_view, json.loads(text)["views"]))
    missing = sorted({one.code for one in region.countries} - {code for view in views for code in view.shapes})
    if missing:
        raise ConfigError(f"config/geo/{region.code.lower()}.json does not draw {', '.join(missing)}.")
    return views


def map_svg(view: View, states: Mapping[str, CoverageState], names: Mapping[str, str], *, title: str) -> str:
    """One view as SVG. states, names: by country code; what is said of it stands in the page's table.

    A small country gets a disc of its state's colour, so that none is lost.
    """
    drawn = [(code, shape, states[code]) for code, shape in view.shapes.items() if code in states]
    body = [
        f'<path class="land" d="{view.land}"/>' if view.land else "",
        *(_country(shape, state, f"{names[code]} ({code})") for code, shape, state in drawn),
        f'<path class="frame" d="{view.frame}"/>' if view.frame else "",
        *(_sign(code, shape, state) for code, shape, state in drawn),
    ]
    return labelled(f"map-{view.name}", (view.width, view.height), title, "".join(body))


def _view(plain: Mapping[str, object]) -> View:
    shapes = plain["countries"]
    assert isinstance(shapes, dict)  # noqa: S101 # our own file
    return View(
        name=str(plain["name"]),
        width=int(str(plain["width"])),
        height=int(str(plain["height"])),
        land=str(plain["land"]),
        frame=str(plain.get("frame", "")),
        shapes={code: Shape(one["path"], tuple(one["at"]), one["small"], one["label"]) for code, one in shapes.items()},
    )


def _country(shape: Shape, state: CoverageState, name: str) -> str:
    return f'<path class="{state}" d="{shape.path}"><title>{escape(name)}</title></path>'


def _sign(code: str, shape: Shape, state: CoverageState) -> str:
    x, y = shape.at
    if shape.label == "inside":
        letters = f'<text class="ink-{state}" x="{x}" y="{y}" text-anchor="middle">{code}</text>'
        return letters + mark(state, x, y + 14, MARK_SCALE)
    if shape.label in SIDES:
        right, down, anchor = SIDES[shape.label]
        letters = f'<text class="beside" x="{x + right}" y="{y + down}" text-anchor="{anchor}">{code}</text>'
        return _disc(shape, state, RADIUS) + mark(state, x, y, MARK_SCALE) + letters
    return _disc(shape, state, RADIUS / 2) if shape.small else ""


def _disc(shape: Shape, state: CoverageState, radius: float) -> str:
    return f'<circle class="{state}" cx="{shape.at[0]}" cy="{shape.at[1]}" r="{radius:g}"/>'
