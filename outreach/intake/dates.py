"""Dates as people type them: read when only one day can be meant, told when not."""

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from rapidfuzz import fuzz, process

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell
from outreach.intake.folding import folded
from outreach.intake.reading import Fault, Reading

EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
YEARS = range(1990, 2051)
MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"setiembre": 9, "sept": 9}
NUMBERS = re.compile(r"^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})$")
ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]|$)")
SHORT = re.compile(r"^(\d{1,2})[-/.](\d{1,2})$")
DAY_MONTH_NAME = re.compile(
    r"^(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th|o|er)?(?: de| of)?[ -]([a-z]+)\.?,?(?: del?)?[ -](\d{2,4})$"
)
MONTH_NAME_DAY = re.compile(r"^(?:[a-z]+,? )?([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$")
TIMESTAMP = re.compile(r"^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})[ T,]+\d{1,2}:\d{2}")


def from_serial(serial: float) -> date:
    """The day of a spreadsheet's serial number (days since 1899-12-30)."""
    return EPOCH + timedelta(days=int(serial))


def read_date(cell: Cell, *, typed: bool) -> Reading:
    """The day that a cell tells.

    typed: whether this column's source tells dates from numbers, so that a bare number is a slip worth a word.
    """
    if isinstance(cell, datetime):
        return _plausible(cell.date(), cell.strftime("%Y-%m-%d"))
    if isinstance(cell, date):
        return _plausible(cell, cell.isoformat())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(float(cell), slip=typed)
    text = " ".join(str(cell).split())
    return _serial(float(text), slip=True) if re.fullmatch(r"\d{5}(\.\d+)?", text) else _text(text)


def read_timestamp(cell: Cell, *, typed: bool, day_first: bool | None) -> Reading:
    """The day on which a form was sent. day_first: of the column's machine-written texts, None if they do not tell."""
    text = " ".join(str(cell).split())
    found = TIMESTAMP.match(text) if isinstance(cell, str) else None
    if found is None:
        return read_date(cell, typed=typed)
    first, second, third = map(int, found.groups())
    if first > 31:
        return _day(first, second, third, text)
    if max(first, second) <= 12 and first != second and day_first is None:
        return _ambiguous(first, second, third)
    month_first = second > 12 or (first <= 12 and day_first is False)
    return _day(third, first, second, text) if month_first else _day(third, second, first, text)


def writes_day_first(cells: Iterable[Cell]) -> bool | None:
    """Whether a column's timestamps put the day first, by those that can only be read one way."""
    found = [match for cell in cells if isinstance(cell, str) and (match := TIMESTAMP.match(cell.strip()))]
    pairs = [(int(match[1]), int(match[2])) for match in found if int(match[1]) <= 31]
    if any(first > 12 for first, _ in pairs):
        return True
    return False if any(second > 12 for _, second in pairs) else None


def _serial(serial: float, *, slip: bool) -> Reading:
    if not 32874 <= serial < 55154:  # 1990 to 2050
        return Reading(None, Fault(ProblemCode.DATE_UNREADABLE))
    day = from_serial(serial)
    return Reading(day, Fault(ProblemCode.DATE_SERIAL, day.isoformat()) if slip else None)


def _text(text: str) -> Reading:
    if found := ISO.match(text):
        year, month, day = map(int, found.groups())
        return _day(year, month, day, text)
    if found := NUMBERS.match(text):
        first, second, year = map(int, found.groups())
        return _numbers(first, second, year, text)
    if found := SHORT.match(text):
        return _short(int(found[1]), int(found[2]))
    plain = folded(text.replace(",", " ").replace(".", " "))
    if found := DAY_MONTH_NAME.match(plain):
        return _named(int(found[1]), found[2], int(found[3]), text)
    if found := MONTH_NAME_DAY.match(plain):
        return _named(int(found[2]), found[1], int(found[3]), text)
    return Reading(None, Fault(ProblemCode.DATE_UNREADABLE))


def _numbers(first: int, second: int, year: int, text: str) -> Reading:
    year += 2000 if year < 100 else 0
    if first > 12 >= second or first == second:
        return _day(year, second, first, text)
    if second > 12 >= first:
        return _day(year, first, second, text)
    return _ambiguous(first, second, year) if max(first, second) <= 12 else _impossible(year, second, first, text)


def _ambiguous(first: int, second: int, year: int) -> Reading:
    one, other = f"{year:04}-{second:02}-{first:02}", f"{year:04}-{first:02}-{second:02}"
    return Reading(None, Fault(ProblemCode.DATE_AMBIGUOUS, facts={"one": one, "other": other}))


def _short(day: int, month: int) -> Reading:
    """Without a year no day can be meant; but one that exists in no year is told as such."""
    if 1 <= month <= 12 and day > calendar.monthrange(2016, month)[1]:
        nearest = f"{calendar.monthrange(2016, month)[1]:02}/{month:02}"
        return Reading(None, Fault(ProblemCode.DATE_IMPOSSIBLE, nearest))
    return Reading(None, Fault(ProblemCode.DATE_UNREADABLE))


def _named(day: int, name: str, year: int, text: str) -> Reading:
    month = _month(name)
    if month is None:
        return Reading(None, Fault(ProblemCode.DATE_UNREADABLE))
    return _day(year + (2000 if year < 100 else 0), month, day, text)


def _month(name: str) -> int | None:
    starts = {number for known, number in MONTHS.items() if len(name) >= 3 and known.startswith(name)}
    if len(starts) == 1:
        return starts.pop()
    found = process.extractOne(name, MONTHS.keys(), scorer=fuzz.ratio, score_cutoff=90)
    return MONTHS[found[0]] if found else None


def _day(year: int, month: int, day: int, text: str) -> Reading:
    try:
        return _plausible(date(year, month, day), text)
    except ValueError:
        return _impossible(year, month, day, text)


def _impossible(year: int, month: int, day: int, text: str) -> Reading:
    """The nearest day that exists, written as the member writes."""
    if not (1 <= month <= 12 and 1 <= day <= 99 and 1 <= year <= 9999):
        return Reading(None, Fault(ProblemCode.DATE_IMPOSSIBLE))
    last = calendar.monthrange(year, month)[1]
    nearest = re.sub(rf"(?<!\d)0?{day}(?!\d)", f"{last:02}", text, count=1) if day > last else ""
    return Reading(None, Fault(ProblemCode.DATE_IMPOSSIBLE, nearest))


def _plausible(day: date, text: str) -> Reading:
    if day.year in YEARS:
        return Reading(day)
    slips = {day.year - 90, day.year + 1800, day.year - 1000, day.year + 2000}
    meant = [year for year in slips if 2010 <= year <= 2030]
    suggestion = re.sub(rf"0*{day.year}", str(meant[0]), text, count=1) if len(meant) == 1 else ""
    return Reading(None, Fault(ProblemCode.DATE_FAR_OFF, suggestion))
