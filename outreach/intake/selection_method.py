"""`config/selection.toml` becomes the method by which countries are compared, checked against the region."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from outreach.domain.country import Region
from outreach.domain.selection import Criterion, Gate, Measure, Method
from outreach.errors import ConfigError

FILE = "config/selection.toml"


def parse_selection(text: str, region: Region) -> Method | None:
    """The method in a TOML text, None where it is made for another region. Raises ConfigError naming all its faults."""
    try:
        table = tomllib.loads(text, parse_float=Fraction)
    except ValueError as fault:  # also of a number without end
        raise ConfigError(f"{FILE} is not valid TOML: {fault}.") from None
    if table.get("region") != region.code:
        return None
    faults = [*_faults_of_lists(table, region), *_faults_of_criteria(table.get("criteria", {}))]
    if faults:
        raise ConfigError(f"{FILE}: {'; '.join(faults)}.")
    return Method(
        criteria=tuple(_criterion(name, plain) for name, plain in table["criteria"].items()),
        gates=tuple(map(Gate, table["gates"])),
        pools=tuple(table["pools"]),
        splits=tuple(table["splits"]),
        hash=_hash(text, region),
    )


def _criterion(name: str, plain: Mapping[str, Any]) -> Criterion:
    weight, worst, best = (Fraction(plain[key]) for key in ("weight", "worst", "best"))
    return Criterion(Measure(name), weight, worst, best)


def _hash(text: str, region: Region) -> str:
    """Of the whole file, and of the splits of the countries, which also decide who competes with whom."""
    places = [(country.code, sorted(country.splits.items())) for country in region.countries]
    return hashlib.sha256(f"{text}\0{places}".encode()).hexdigest()


def _faults_of_lists(table: Mapping[str, Any], region: Region) -> Iterator[str]:
    for key in ("splits", "pools", "gates"):
        if not table.get(key) or len(set(table[key])) < len(table[key]):
            yield f"{key} must be a list without repetitions"
    unknown = sorted(set(table.get("gates", ())) - set(Gate))
    if unknown:
        yield f"there is no gate {', '.join(unknown)}; there are {', '.join(Gate)}"
    for split in table.get("splits", ()):
        places = {country.splits.get(split, "") for country in region.countries}
        if places != set(table.get("pools", ())):
            yield f"the column split:{split} of countries.csv must place each country in a pool, and leave none empty"


def _faults_of_criteria(criteria: Mapping[str, Any]) -> Iterator[str]:
    if not criteria:
        yield "there is no criterion"
    for name, plain in criteria.items():
        if name not in set(Measure):
            yield f"nothing is known of criterion {name}; there are {', '.join(Measure)}"
        numbers = [plain.get(key) for key in ("weight", "worst", "best")]
        if set(plain) != {"weight", "worst", "best"} or not all(_is_number(one) for one in numbers):
            yield f"criterion {name} needs the three numbers weight, worst and best"
        elif plain["weight"] <= 0 or plain["worst"] == plain["best"]:
            yield f"criterion {name} needs a weight above 0, and a worst that is not its best"


def _is_number(value: object) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)
