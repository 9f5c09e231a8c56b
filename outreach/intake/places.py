"""`config/places.toml` becomes where each country lies."""

import tomllib

from outreach.domain.place import Place
from outreach.errors import ConfigError

POLE, DATE_LINE = 90, 180  # degrees


def parse_places(text: str) -> dict[str, Place]:
    """By ISO code, degrees north and east. Raises ConfigError for what is no place on earth."""
    places: dict[str, Place] = {}
    for code, row in tomllib.loads(text).items():
        if not _is_place(row):
            raise ConfigError(f"config/places.toml: {code} needs two numbers, degrees north and degrees east.")
        places[code] = float(row[0]), float(row[1])
    return places


def _is_place(row: object) -> bool:
    if not isinstance(row, list) or [type(one) in (int, float) for one in row] != [True, True]:
        return False
    north, east = (float(one) for one in row)
    return abs(north) <= POLE and abs(east) <= DATE_LINE
