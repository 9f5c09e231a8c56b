"""Where countries lie, how far they are from each other, and which are near."""

from collections.abc import Mapping
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
Place = tuple[float, float]
"""Degrees north and degrees east."""


def kilometres(one: Place, other: Place) -> float:
    """The great circle between two places."""
    (north, east), (further_north, further_east) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((further_north - north) / 2) ** 2
    half += cos(north) * cos(further_north) * sin((further_east - east) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def neighbours(places: Mapping[str, Place], *, within: float) -> dict[str, frozenset[str]]:
    """By ISO code, the other countries that are no further than so many kilometres."""
    return {
        code: frozenset(
            other for other, there in places.items() if other != code and kilometres(place, there) <= within
        )
        for code, place in places.items()
    }
