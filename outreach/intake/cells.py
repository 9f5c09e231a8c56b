"""One cell by its column's type: the value it gives, or what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rapidfuzz import fuzz, process

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell
from outreach.intake.addresses import inner_of_formula, read_email, read_link, read_phone
from outreach.intake.country_name import Gazetteer
from outreach.intake.dates import read_date, read_timestamp
from outreach.intake.folding import folded, parts, shown
from outreach.intake.reading import Fault, Reading
from outreach.intake.schema import Column
from outreach.intake.times import read_time, read_weekday, read_zone

ERRORS = re.compile(
    r"^#(REF|N/?A|VALUE|DIV/0|NAME|NULL|NUM|ERROR|¡REF|¡VALOR|¿NOMBRE|¡DIV/0|¡NUM|N/D|REF!|¡NULO)[!?]?$"
)
NOTHING = frozenset({"", "n/a", "na", "n.a", "n d", "ninguno", "ninguna", "none", "nenhum", "aucun", "sin dato", "n a"})
NOWHERE = frozenset(
    {"regional", "online", "en linea", "virtual", "global", "region", "todos", "all", "lac", "varios", "en ligne"}
)
LIST = re.compile(r"\s*(?:[,;\n+]|\s/\s|\s(?:y|and|e|et|&)\s)\s*")
LIST_OF_WORDS = re.compile(r"\s*(?:[,;/\n+]|\s(?:y|and|e|et|&)\s)\s*")
LIKE_ENOUGH = 70


@dataclass(frozen=True, slots=True)
class Hand:
    """What is known of the hands that filled a column.

    typed: the source tells dates from numbers there; day_first: how machine-written timestamps put it.
    """

    language: str
    gazetteer: Gazetteer
    languages: Mapping[str, tuple[str, ...]]
    typed: bool = False
    day_first: bool | None = None


def is_blank(cell: Cell) -> bool:
    """Nothing stands there, or only spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def says_nothing(cell: Cell) -> bool:
    """Somebody wrote that there is nothing to write: "-", "n/a", "ninguno"."""
    return isinstance(cell, str) and not cell.lstrip().startswith("#") and folded(cell) in NOTHING


def read_cell(cell: Cell, column: Column, hand: Hand) -> Reading:
    """Reads a cell that is not blank."""
    if isinstance(cell, str):
        if ERRORS.match(cell.strip().upper()):
            return Reading(None, Fault(ProblemCode.CELL_ERROR))
        if cell.lstrip().startswith("="):
            return Reading(None, Fault(ProblemCode.FORMULA, inner_of_formula(cell.strip())))
    return READERS[column.type](cell, column, hand)


def _text(cell: Cell, _column: Column, _hand: Hand) -> Reading:
    if isinstance(cell, datetime | date):
        return Reading(cell.isoformat())
    return Reading(" ".join(shown(cell).split()))


def _place(cell: Cell, _column: Column, hand: Hand) -> Reading:
    """Where something is: a country of the region, or none in particular."""
    if any(part in NOWHERE for part in parts(shown(cell))):
        return Reading(None)
    return hand.gazetteer.read(shown(cell), hand.language)


def _country(cell: Cell, _column: Column, hand: Hand) -> Reading:
    return hand.gazetteer.read(shown(cell), hand.language)


def _countries(cell: Cell, _column: Column, hand: Hand) -> Reading:
    if any(part in NOWHERE for part in parts(shown(cell))):
        return Reading(frozenset())
    return hand.gazetteer.read_several(shown(cell), hand.language)


def _date(cell: Cell, _column: Column, hand: Hand) -> Reading:
    return read_date(cell, typed=hand.typed)


def _timestamp(cell: Cell, _column: Column, hand: Hand) -> Reading:
    return read_timestamp(cell, typed=hand.typed, day_first=hand.day_first)


def _choice(cell: Cell, column: Column, _hand: Hand) -> Reading:
    known = {folded(word): value for value, words in column.choices.items() for word in (value, *words)}
    for part in parts(shown(cell)):
        if part in known:
            return Reading(known[part])
    return Reading(None, Fault(ProblemCode.CHOICE_UNKNOWN, _nearest(cell, column), {"choices": offered(column)}))


def _choices(cell: Cell, column: Column, hand: Hand) -> Reading:
    whole = _choice(cell, column, hand)
    if whole.fault is None:
        return Reading(frozenset({whole.value}))
    readings = [_choice(part, column, hand) for part in LIST.split(shown(cell)) if part.strip()]
    values = frozenset(reading.value for reading in readings if reading.value)
    return Reading(values, next((reading.fault for reading in readings if reading.fault), None))


def offered(column: Column) -> str:
    """The words to choose from, one a choice."""
    return ", ".join(words[0] if words else value for value, words in column.choices.items())


def _nearest(cell: Cell, column: Column) -> str:
    words = {folded(word): word for listed in column.choices.values() for word in listed}
    found = process.extractOne(folded(shown(cell)), words.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return words[found[0]] if found else ""


def _languages(cell: Cell, _column: Column, hand: Hand) -> Reading:
    """IETF tags in the order they are named, which is the order of preference."""
    known = {folded(name): tag for tag, names in hand.languages.items() for name in (tag, *names)}
    tags: dict[str, None] = {}
    for item in LIST_OF_WORDS.split(shown(cell).strip()):
        tag = known.get(folded(item))
        if tag is None:
            names = ", ".join(listed[0] for listed in hand.languages.values())
            return Reading(tuple(tags), Fault(ProblemCode.LANGUAGE_UNKNOWN, facts={"choices": names}))
        tags[tag] = None
    return Reading(tuple(tags))


def _integer(cell: Cell, _column: Column, _hand: Hand) -> Reading:
    found = re.fullmatch(r"\s*(\d{1,6})(?:[.,]0+)?\s*(?:min\w*\.?)?\s*", shown(cell), re.IGNORECASE)
    return Reading(int(found[1])) if found else Reading(None, Fault(ProblemCode.NUMBER_UNREADABLE))


def _time(cell: Cell, _column: Column, _hand: Hand) -> Reading:
    return read_time(cell)


def _of_text(read: Callable[[str], Reading]) -> Callable[[Cell, Column, Hand], Reading]:
    return lambda cell, _column, _hand: read(shown(cell))


READERS: Mapping[str, Callable[[Cell, Column, Hand], Reading]] = {
    "text": _text,
    "country": _country,
    "countries": _countries,
    "place": _place,
    "date": _date,
    "timestamp": _timestamp,
    "time": _time,
    "zone": _of_text(read_zone),
    "weekday": _of_text(read_weekday),
    "email": _of_text(read_email),
    "link": _of_text(read_link),
    "phone": lambda cell, _column, _hand: read_phone(cell),
    "choice": _choice,
    "choices": _choices,
    "languages": _languages,
    "integer": _integer,
}
