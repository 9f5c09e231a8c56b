"""One cell by its column's type: the value it gives, or what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell
from outreach.intake.addresses import inner_of_formula, read_email, read_link, read_phone
from outreach.intake.choices import Reader, choice_reader, choices_reader, languages_reader
from outreach.intake.country_name import Gazetteer
from outreach.intake.dates import read_date, read_timestamp
from outreach.intake.fillers import NOTHING, NOWHERE
from outreach.intake.folding import folded, shown
from outreach.intake.meeting_number import Series
from outreach.intake.reading import Fault, Reading
from outreach.intake.schema import Column
from outreach.intake.times import read_time, read_weekday
from outreach.intake.zones import read_zone

# What spreadsheets show in place of a value, in the languages of the region: #REF!, #¡REF!, #N/A, #N/D, #NOMBRE?
ERRORS = re.compile(r"#(?:[¡¿]?[A-ZÁÉ]+(?:/0)? ?[!?]|N/A|N/D|N/DISP|NV)", re.IGNORECASE)
PLACES = re.compile(r"\s*[/|()\n,;]\s*")
MINUTES = re.compile(r"\s*(\d{1,6})(?:[.,]0{1,2})?\s*(?:min\w*\.?|')?\s*", re.IGNORECASE)
HOURS = re.compile(r"\s*(\d{1,2})\s*(?:h|hr|hrs|hs|hora|horas|hour|hours|heure|heures)\.?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hand:
    """What is known of the hands that filled a column.

    series: meetings that go by a number; typed: the source tells dates from numbers there; day_first: how
    machine-written timestamps put it.
    """

    language: str
    gazetteer: Gazetteer
    languages: Mapping[str, tuple[str, ...]]
    series: Series = ()
    typed: bool = False
    day_first: bool | None = None


def is_blank(cell: Cell) -> bool:
    """Nothing stands there, or only spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def says_nothing(cell: Cell, column: Column) -> bool:
    """Somebody wrote that there is nothing to write: "-", "n/a", "ninguno", where that is no word of the column's."""
    if not isinstance(cell, str) or cell.lstrip().startswith("#") or folded(cell) not in NOTHING:
        return False
    return not any(folded(cell) == folded(word) for words in column.choices.values() for word in words)


def cell_reader(column: Column, hand: Hand) -> Reader:
    """What reads the cells of a column that are not blank; the same cell is read once."""
    read = READERS[column.type](column, hand)
    known: dict[tuple[type, Cell], Reading] = {}

    def remembered(cell: Cell) -> Reading:
        key = (type(cell), cell)
        if key not in known:
            known[key] = _not_content(cell) or read(cell)
        return known[key]

    return remembered


def _not_content(cell: Cell) -> Reading | None:
    """An error or a formula, which stand for a value that cannot be seen."""
    if not isinstance(cell, str):
        return None
    if ERRORS.fullmatch(cell.strip()):
        return Reading(None, Fault(ProblemCode.CELL_ERROR))
    if cell.lstrip().startswith("="):
        return Reading(None, Fault(ProblemCode.FORMULA, inner_of_formula(cell.strip())))
    return None


def _text(cell: Cell) -> Reading:
    if isinstance(cell, datetime | date):
        return Reading(cell.isoformat())
    return Reading(" ".join(shown(cell).split()))


def _place(_column: Column, hand: Hand) -> Reader:
    """Where something is: a country of the region, or none in particular, or both ("Guatemala / online").

    An event may be anywhere in the world; only a neighbour that people take for one of the region's is told.
    """

    def read(cell: Cell) -> Reading:
        text = shown(cell)
        if folded(text) in NOWHERE:
            return Reading(None)
        somewhere = [part for part in PLACES.split(text) if folded(part) and folded(part) not in NOWHERE]
        whole = len(somewhere) == len([part for part in PLACES.split(text) if folded(part)])
        if not somewhere:
            return Reading(None)
        reading = hand.gazetteer.read(text if whole else " / ".join(somewhere), hand.language)
        abroad = reading.fault is not None and reading.fault.facts.get("neighbour") == ""
        return Reading(None) if abroad else reading

    return read


def _countries(_column: Column, hand: Hand) -> Reader:
    def read(cell: Cell) -> Reading:
        nowhere = all(folded(part) in NOWHERE for part in PLACES.split(shown(cell)) if folded(part))
        return Reading(frozenset()) if nowhere else hand.gazetteer.read_several(shown(cell), hand.language)

    return read


def _integer(cell: Cell) -> Reading:
    """A whole number, with or without its minutes; a length in hours is told in minutes."""
    found = MINUTES.fullmatch(shown(cell))
    if found and not isinstance(cell, bool):
        return Reading(int(found[1]))
    hours = HOURS.fullmatch(shown(cell))
    meant = int(hours[1]) * 60 if hours else cell.hour * 60 + cell.minute if isinstance(cell, time) else 0
    return Reading(None, Fault(ProblemCode.NUMBER_UNREADABLE, str(meant) if meant else ""))


def _each(read: Callable[[Cell], Reading]) -> Callable[[Column, Hand], Reader]:
    return lambda _column, _hand: read


def _of_text(read: Callable[[str], Reading]) -> Callable[[Column, Hand], Reader]:
    return lambda _column, _hand: lambda cell: read(shown(cell))


READERS: Mapping[str, Callable[[Column, Hand], Reader]] = {
    "text": _each(_text),
    "country": lambda _column, hand: lambda cell: hand.gazetteer.read(shown(cell), hand.language),
    "countries": _countries,
    "place": _place,
    "date": lambda _column, hand: lambda cell: read_date(cell, typed=hand.typed),
    "timestamp": lambda _column, hand: lambda cell: read_timestamp(cell, typed=hand.typed, day_first=hand.day_first),
    "time": _each(read_time),
    "zone": _of_text(read_zone),
    "weekday": _of_text(read_weekday),
    "email": _of_text(read_email),
    "link": _of_text(read_link),
    "phone": _each(read_phone),
    "choice": lambda column, _hand: choice_reader(column),
    "choices": lambda column, _hand: choices_reader(column),
    "languages": lambda _column, hand: languages_reader(hand.languages),
    "integer": _each(_integer),
}
