"""Coverage over time as steps: what is known now of each day, and what was known then."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from outreach.domain.dashboard import CoveragePoint
from outreach.rendering.picture import labelled

WIDTH, HEIGHT = 400, 220
LEFT, RIGHT, TOP, BOTTOM = 30, 12, 12, 32
Place = Callable[[date, int], tuple[float, float]]


def timeline_svg(points: Sequence[CoveragePoint], of: int, *, title: str) -> str:
    """Two lines over the same days, one drawn through and one dotted with rings. of: how many countries there are."""
    place = _places(points[0].day, points[-1].day, of)
    known = [(point.day, point.then) for point in points if point.then is not None]
    body = [
        *(_level(count, place, points) for count in _levels(of)),
        *(_year(point.day, place) for point in points if (point.day.month, point.day.day) == (1, 1)),
        f'<path class="now" d="{_steps([place(point.day, point.now) for point in points])}"/>',
        f'<path class="then" d="{_steps([place(day, count) for day, count in known])}"/>' if known else "",
        *(_ring(place(day, count)) for day, count in known),
    ]
    return labelled("timeline", (WIDTH, HEIGHT), title, "".join(body))


def _places(first: date, last: date, of: int) -> Place:
    length = max((last - first).days, 1)

    def place(day: date, count: int) -> tuple[float, float]:
        x = LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / length
        return round(x, 1), round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / of, 1)

    return place


def _levels(of: int) -> list[int]:
    """0, the whole, and about two between."""
    step = max(1, round(of / 3))
    return [*(count for count in range(0, of, step) if of - count > step / 2), of]


def _level(count: int, place: Place, points: Sequence[CoveragePoint]) -> str:
    (left, y), (right, _) = place(points[0].day, count), place(points[-1].day, count)
    line = f'<path class="grid" d="M{left:g},{y:g}H{right:g}"/>'
    return f'{line}<text x="{left - 6:g}" y="{y + 5:g}" text-anchor="end">{count}</text>'


def _year(day: date, place: Place) -> str:
    x, y = place(day, 0)
    line = f'<path class="grid" d="M{x:g},{y:g}v5"/>'
    return f'{line}<text x="{x:g}" y="{y + 22:g}" text-anchor="middle">{day.year}</text>'


def _steps(places: Sequence[tuple[float, float]]) -> str:
    """From point to point: along first, then up or down, as a number holds until it changes."""
    first = f"M{places[0][0]:g},{places[0][1]:g}"
    return first + "".join(f"H{x:g}" + (f"V{y:g}" if y != before else "") for (_, before), (x, y) in pairwise(places))


def _ring(place: tuple[float, float]) -> str:
    return f'<circle class="ring" cx="{place[0]:g}" cy="{place[1]:g}" r="4"/>'
