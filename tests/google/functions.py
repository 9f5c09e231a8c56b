"""The functions of formulas: on single values, on whole ranges one value at a time, and over all of a range."""

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from itertools import chain
from typing import Any

from tests.google.cell import Fault, Value, kept, neat

Grid = list[list[Any]]
"""Rows of values; an argument is a grid or a single value, and either may hold faults."""

NOT_FOUND, NO_NUMBER, BY_ZERO = Fault("#N/A"), Fault("#VALUE!"), Fault("#DIV/0!")


def spread(function: Callable[..., Any], *arguments: Any, heals: bool = False) -> Any:
    """The function of each place of its arguments, as ARRAYFORMULA does; single rows and values are repeated.

    heals: whether it is given faults, which are otherwise passed on.
    """
    grids = [one for one in arguments if isinstance(one, list)]
    if not grids:
        return _single(function, arguments, heals=heals)
    height, width = max(map(len, grids)), max((len(row) for grid in grids for row in grid), default=0)
    places = ((row, column) for row in range(height) for column in range(width))
    found = [_single(function, [_at(one, *place) for one in arguments], heals=heals) for place in places]
    return [found[row * width : (row + 1) * width] for row in range(height)]


def single(value: Any) -> Any:
    """The first value of a grid."""
    while isinstance(value, list):
        value = value[0] if value else None
    return value


def number(value: Value) -> float:
    """As a number; "12" is one. Raises ValueError."""
    return float(value) if isinstance(value, str) else value or 0


def text(value: Value) -> str:
    """As text."""
    if isinstance(value, bool):
        return str(value).upper()
    return "" if value is None else str(value)


def rank(value: Value) -> tuple[int, Any]:
    """Numbers come before texts, and those before truth; the case of letters does not count."""
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value or 0)


def same(one: Value, other: Value) -> bool:
    """A blank is 0 and "" alike."""
    blank = {None, "", 0} if None in (one, other) else set()
    return rank(one) == rank(other) or (one in blank and other in blank and not isinstance(one or other, bool))


def _single(function: Callable[..., Any], values: Any, *, heals: bool) -> Any:
    fault = next((one for one in values if isinstance(one, Fault)), None)
    if fault is not None and not heals:
        return fault
    try:
        return function(*values)
    except ValueError:
        return NO_NUMBER


def _at(value: Any, row: int, column: int) -> Any:
    if not isinstance(value, list):
        return value
    line = value[0 if len(value) == 1 else row] if len(value) == 1 or row < len(value) else [NOT_FOUND]
    place = 0 if len(line) == 1 else column
    return line[place] if place < len(line) else NOT_FOUND


def _flat(*arguments: Any) -> list[Any]:
    found: list[Any] = []
    for one in arguments:
        found += _flat(*one) if isinstance(one, list) else [one]
    return found


def _over(function: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    """A function over all values of its arguments; a fault among them is its value."""

    def over(*arguments: Any) -> Any:
        values = _flat(*arguments)
        return next((one for one in values if isinstance(one, Fault)), None) or function(values)

    return over


def _each(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: spread(function, *arguments)


def _numbers(values: list[Any]) -> list[float]:
    return [one for one in values if isinstance(one, int | float) and not isinstance(one, bool)]


def _average(values: list[Any]) -> Any:
    numbers = _numbers(values)
    return neat(sum(numbers) / len(numbers)) if numbers else BY_ZERO


def _if(test: Any, yes: Any, *otherwise: Any) -> Any:
    no = otherwise[0] if otherwise else False
    if not isinstance(test, list):
        return test if isinstance(test, Fault) else yes if test else no
    return spread(lambda one, a, b: one if isinstance(one, Fault) else a if one else b, test, yes, no, heals=True)


def _healed(names: tuple[str, ...]) -> Callable[..., Any]:
    def heal(value: Any, instead: Any = None) -> Any:
        def pick(one: Any, other: Any) -> Any:
            return other if isinstance(one, Fault) and (not names or one.name in names) else one

        return spread(pick, value, instead, heals=True)

    return heal


def _match(key: Any, within: Grid, kind: Any = 1) -> Any:
    line = _line(within)
    return spread(lambda one: _found(one, line, exact=single(kind) == 0), key)


def _found(key: Value, line: "Line", *, exact: bool) -> Any:
    place = line.place(key) if exact else line.last_below(key)
    return NOT_FOUND if place is None else place + 1


def _vlookup(key: Any, within: Grid, column: Any, ordered: Any = 1) -> Any:
    line, place = Line([row[0] for row in within]), int(number(single(column))) - 1
    if within and not 0 <= place < len(within[0]):
        return Fault("#REF!")

    def look(one: Value) -> Any:
        row = line.last_below(one) if single(ordered) else line.place(one)
        return NOT_FOUND if row is None else within[row][place]

    return spread(look, key)


def _xlookup(key: Any, within: Grid, result: Grid, missing: Any = NOT_FOUND) -> Any:
    line, values = _line(within), _line(result).values

    def look(one: Value) -> Any:
        place = line.place(one)
        return single(missing) if place is None else values[place]

    return spread(look, key)


def _index(within: Any, row: Any = 0, column: Any = 0) -> Any:
    """Of several rows it takes the first only: ARRAYFORMULA does not reach into INDEX."""
    row, column = single(row), single(column)
    fault = next((one for one in (row, column) if isinstance(one, Fault)), None)
    if fault:
        return fault
    grid = within if isinstance(within, list) else [[within]]
    down, across = int(number(row)), int(number(column))
    if len(grid) == 1 and not across:
        down, across = 1, down
    if down > len(grid) or across > max(map(len, grid), default=0):
        return Fault("#REF!")
    rows = [grid[down - 1]] if down else grid
    return [[line[across - 1]] for line in rows] if across else rows


class Line:
    """A row or a column to look in: each value's first place."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values
        self.places: dict[Any, int] = {}
        for place, one in enumerate(values):
            if one is not None and not isinstance(one, Fault):
                self.places.setdefault(rank(one), place)

    def place(self, key: Value) -> int | None:
        """Where the key stands first; a blank cell is never found."""
        return self.places.get(rank(key))

    def last_below(self, key: Value) -> int | None:
        """The last that is not above the key, in an ordered line."""
        ranks = [rank(one) for one in self.values if one is not None and not isinstance(one, Fault)]
        return bisect_right(ranks, rank(key)) - 1 if bisect_right(ranks, rank(key)) else None


def _line(grid: Any) -> Line:
    rows = grid if isinstance(grid, list) else [[grid]]
    return Line(rows[0] if len(rows) == 1 else [row[0] for row in rows])


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "SUM": _over(lambda values: neat(math.fsum(_numbers(values)))),
    "AVERAGE": _over(_average),
    "MIN": _over(lambda values: min(_numbers(values), default=0)),
    "MAX": _over(lambda values: max(_numbers(values), default=0)),
    "COUNT": lambda *all_: len(_numbers(_flat(*all_))),
    "COUNTA": lambda *all_: len([one for one in _flat(*all_) if one not in (None, "")]),
    "IF": _if,
    "IFERROR": _healed(()),
    "IFNA": _healed(("#N/A",)),
    "ISBLANK": lambda one: spread(lambda value: value is None, one, heals=True),
    "ISERROR": lambda one: spread(lambda value: isinstance(value, Fault), one, heals=True),
    "AND": _over(all),
    "OR": _over(any),
    "NOT": _each(lambda one: not one),
    "ABS": _each(lambda one: abs(number(one))),
    "ROUND": _each(lambda one, places=0: neat(round(number(one), int(number(places))))),
    "CONCATENATE": _over(lambda values: "".join(map(text, values))),
    "LEN": _each(lambda one: len(text(one))),
    "UPPER": _each(lambda one: text(one).upper()),
    "LOWER": _each(lambda one: text(one).lower()),
    "TRIM": _each(lambda one: " ".join(text(one).split())),
    "DATE": _each(lambda year, month, day: kept(date(int(year), int(month), int(day)))),
    "HYPERLINK": _each(lambda link, label=None: link if label is None else label),
    "PI": lambda: math.pi,
    "SQRT": _each(lambda one: neat(math.sqrt(number(one)))),
    "TRUE": lambda: True,
    "FALSE": lambda: False,
    "ARRAYFORMULA": lambda one: one,
    "INDEX": _index,
    "MATCH": _match,
    "VLOOKUP": _vlookup,
    "XLOOKUP": _xlookup,
    "TRANSPOSE": lambda grid: [list(column) for column in zip(*grid, strict=True)],
    "UNIQUE": lambda grid: [list(row) for row in dict.fromkeys(map(tuple, grid))],
    "TEXTJOIN": lambda sign, skip, *all_: text(sign).join(
        text(one) for one in chain(_flat(*all_)) if one not in (None, "") or not skip
    ),
}
