"""Derives the map from Natural Earth: `python config/geo/derive.py countries-50m.json > config/geo/lacralo.json`.

`countries-50m.json` comes with the npm package world-atlas 2.0.2 (`npm pack world-atlas@2.0.2`): Natural Earth 4.1,
1:50 million, in the public domain. Each view but the first enlarges a part of
the one before, where countries are too small to be seen.
"""
# ruff: noqa: INP001 - a folder of data with this one script is no package

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]

SOURCE = "Natural Earth 4.1, 1:50m Admin 0 (public domain), by the npm package world-atlas 2.0.2"
TOLERANCE = 1.4  # how far a simplified line may lie from the true one, in the units of a view
SPECK = 14  # smaller islands are left out, but never a country's largest
SEA = 0.01  # of the projection's units
# ISO 3166 letters of the numbers by which the source names countries
LETTERS = {
    "028": "AG",
    "032": "AR",
    "052": "BB",
    "068": "BO",
    "076": "BR",
    "044": "BS",
    "084": "BZ",
    "152": "CL",
    "170": "CO",
    "188": "CR",
    "192": "CU",
    "212": "DM",
    "214": "DO",
    "218": "EC",
    "308": "GD",
    "320": "GT",
    "328": "GY",
    "340": "HN",
    "332": "HT",
    "388": "JM",
    "659": "KN",
    "662": "LC",
    "484": "MX",
    "558": "NI",
    "591": "PA",
    "604": "PE",
    "600": "PY",
    "740": "SR",
    "222": "SV",
    "780": "TT",
    "858": "UY",
    "670": "VC",
    "862": "VE",
}


@dataclass(frozen=True, slots=True)
class View:
    """What is drawn. box: west, south, east, north in degrees; centre: of the projection, longitude and latitude.

    width: of the picture; labels: by country, where its letters stand; the others have none in this view.
    """

    name: str
    box: Box
    centre: Point
    width: int
    labels: Mapping[str, str]


def _labels(**sides: str) -> dict[str, str]:
    return {code: side for side, codes in sides.items() for code in codes.split()}


VIEWS = (
    View(
        "region",
        (-117.5, -56, -34, 33),
        (-75, -12),
        800,
        _labels(inside="MX CO VE PE BR BO PY AR", left="EC CL", right="UY", above="GY SR"),
    ),
    View(
        "inset",
        (-92.6, 7, -58.6, 27.5),
        (-75.6, 17),
        800,
        _labels(inside="GT HN NI", right="BS BZ", above="CU DO PA", below="JM HT", left="SV CR"),
    ),
    View("islands", (-64.6, 9.6, -58.2, 18.3), (-61.4, 14), 400, _labels(right="AG DM LC BB TT", left="KN VC GD")),
)


def main() -> None:
    """Writes the map as JSON, one country a line, to the standard output."""
    atlas = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    drawn = [_drawn(view, atlas) for view in VIEWS]
    for view, larger, one in zip(VIEWS, VIEWS[1:], drawn, strict=False):
        one["frame"] = _path([[_plane(view).place(point) for point in _outline(larger.box)]])
    sys.stdout.write('{"source": ' + json.dumps(SOURCE) + ', "views": [\n')
    sys.stdout.write(",\n".join(map(_lines, drawn)) + "\n]}\n")


def _lines(view: Mapping[str, Any]) -> str:
    countries = ",\n".join(f"  {json.dumps(code)}: {json.dumps(one)}" for code, one in view["countries"].items())
    rest = {key: value for key, value in view.items() if key != "countries"}
    return json.dumps(rest)[:-1] + ', "countries": {\n' + countries + "\n}}"


def _drawn(view: View, atlas: Mapping[str, Any]) -> dict[str, Any]:
    plane = _plane(view)
    arcs = list(_arcs(atlas))
    placed = [_simple([plane.place(point) for point in arc]) for arc in arcs]
    near = {number for number, arc in enumerate(arcs) if any(_lies_in(point, view.box) for point in arc)}
    frame = (0.0, 0.0, float(view.width), plane.height)
    shapes = {
        one.get("id", ""): _seen(_rings(one, placed, near), frame, keep=one.get("id", "") in LETTERS)
        for one in atlas["objects"]["countries"]["geometries"]
    }
    ours = {letters: shapes.pop(number) for number, letters in sorted(LETTERS.items(), key=lambda pair: pair[1])}
    return {
        "name": view.name,
        "width": view.width,
        "height": round(plane.height),
        "land": _path([ring for rings in shapes.values() for ring in rings]),
        "countries": {code: _country(rings, view.labels.get(code, "")) for code, rings in ours.items() if rings},
    }


def _lies_in(point: Point, box: Box) -> bool:
    west, south, east, north = box
    return west - 1 < point[0] < east + 1 and south - 1 < point[1] < north + 1


def _country(rings: list[Ring], label: str) -> dict[str, Any]:
    largest = max(rings, key=_area)
    x, y = _inmost(largest)
    return {"at": [round(x), round(y)], "small": _area(largest) < 12 * SPECK, "label": label, "path": _path(rings)}


@dataclass(frozen=True, slots=True)
class Plane:
    """Degrees -> the view's own units, y downward."""

    place: Callable[[Point], Point]
    height: float


def _plane(view: View) -> Plane:
    outline = [_projected(point, view.centre) for point in _outline(view.box)]
    left, right = min(x for x, _ in outline), max(x for x, _ in outline)
    bottom, top = min(y for _, y in outline), max(y for _, y in outline)
    if view.name == "region":  # beyond these two there is nothing but sea
        left, right = _projected((-117.5, 30), view.centre)[0] + SEA, _projected((-34.6, -8), view.centre)[0] + SEA
    scale = view.width / (right - left)

    def place(point: Point) -> Point:
        x, y = _projected(point, view.centre)
        return (x - left) * scale, (top - y) * scale

    return Plane(place, (top - bottom) * scale)


def _outline(box: Box) -> Ring:
    """The edge of a box, in steps small enough to be seen as a line once it is projected."""
    west, south, east, north = box
    steps = [k / 12 for k in range(13)]
    across = [west + (east - west) * k for k in steps]
    up = [south + (north - south) * k for k in steps]
    edges = ([(x, north) for x in across], [(east, y) for y in up[::-1]], [(x, south) for x in across[::-1]])
    return [*edges[0], *edges[1], *edges[2], *((west, y) for y in up)]


def _projected(point: Point, centre: Point) -> Point:
    """Lambert's azimuthal equal-area projection (Snyder 1987, formulas 24-2 to 24-4)."""
    across, up = radians(point[0] - centre[0]), radians(point[1])
    middle = radians(centre[1])
    nearness = 1 + sin(middle) * sin(up) + cos(middle) * cos(up) * cos(across)
    k = sqrt(2 / max(nearness, 1e-9))
    return k * cos(up) * sin(across), k * (cos(middle) * sin(up) - sin(middle) * cos(up) * cos(across))


def _arcs(atlas: Mapping[str, Any]) -> Iterable[Ring]:
    (wide, high), (east, north) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * wide + east, y * high + north))
        yield points


def _rings(geometry: Mapping[str, Any], arcs: list[Ring], near: set[int]) -> list[Ring]:
    """The outer rings that come near the view; lakes within a country say nothing here."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    outer = [polygon[0] for polygon in polygons]
    return [_joined(ring, arcs) for ring in outer if any((n if n >= 0 else ~n) in near for n in ring)]


def _joined(numbers: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _simple(points: Ring) -> Ring:
    """Douglas and Peucker: the fewest points from which no point left out lies farther than TOLERANCE."""
    if len(points) < 3:  # noqa: PLR2004 # a line
        return points
    first, last = points[0], points[-1]
    if first == last:  # an island: from its farthest point there and back
        far = max(range(len(points)), key=lambda k: hypot(points[k][0] - first[0], points[k][1] - first[1]))
        return points if far in (0, len(points) - 1) else _simple(points[: far + 1])[:-1] + _simple(points[far:])
    far = max(range(1, len(points) - 1), key=lambda k: _off(points[k], first, last))
    if _off(points[far], first, last) <= TOLERANCE:
        return [first, last]
    return _simple(points[: far + 1])[:-1] + _simple(points[far:])


def _off(point: Point, first: Point, last: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, first, last
    length = hypot(bx - ax, by - ay)
    return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length if length else hypot(x - ax, y - ay)


def _seen(rings: list[Ring], frame: Box, *, keep: bool) -> list[Ring]:
    """What of the rings lies in the frame and is no speck. keep: the largest stays, however small."""
    cut = [ring for ring in (_cut(one, frame) for one in rings) if len(ring) > 2]  # noqa: PLR2004 # an area
    big = [ring for ring in cut if _area(ring) >= SPECK]
    return big or ([max(cut, key=_area)] if cut and keep else [])


def _cut(ring: Ring, frame: Box) -> Ring:
    """Sutherland and Hodgman: the ring within a rectangle."""
    left, top, right, bottom = frame
    for axis, limit, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        kept: Ring = []
        for one, other in pairwise([ring[-1], *ring] if ring else []):
            inside = [(point[axis] - limit) * sign >= 0 for point in (one, other)]
            if inside[0] != inside[1]:
                kept.append(_crossing(one, other, axis, limit))
            if inside[1]:
                kept.append(other)
        ring = kept
    return ring


def _crossing(one: Point, other: Point, axis: int, limit: float) -> Point:
    share = (limit - one[axis]) / (other[axis] - one[axis])
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _area(ring: Ring) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]))) / 2


def _inmost(ring: Ring) -> Point:
    """A point of the ring far from its edges, where its letters have room."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    steps = [k / 24 for k in range(1, 24)]
    raster = [(min(xs) + (max(xs) - min(xs)) * a, min(ys) + (max(ys) - min(ys)) * b) for a in steps for b in steps]
    inside = [point for point in raster if _within(point, ring)]
    middle = (sum(xs) / len(xs), sum(ys) / len(ys))
    edges = list(pairwise([*ring, ring[0]]))
    return max(inside, key=lambda point: min(_reach(point, a, b) for a, b in edges), default=middle)


def _within(point: Point, ring: Ring) -> bool:
    x, y = point
    crossed = [
        (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]])
    ]
    return sum(crossed) % 2 == 1


def _reach(point: Point, a: Point, b: Point) -> float:
    length = hypot(b[0] - a[0], b[1] - a[1]) or 1
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length**2
    along = min(1.0, max(0.0, along))
    return hypot(point[0] - a[0] - along * (b[0] - a[0]), (point[1] - a[1] - along * (b[1] - a[1])) * 1.6)


def _path(rings: list[Ring]) -> str:
    """SVG path data in whole units, each point relative to the one before."""
    return "".join(map(_ring_path, rings))


def _ring_path(ring: Ring) -> str:
    whole = [(round(x), round(y)) for x, y in ring]
    distinct = [whole[0], *(b for a, b in pairwise(whole) if a != b)]
    steps = " ".join(f"{bx - ax},{by - ay}" for (ax, ay), (bx, by) in pairwise(distinct))
    return f"M{distinct[0][0]},{distinct[0][1]}l{steps}z"


if __name__ == "__main__":
    main()
