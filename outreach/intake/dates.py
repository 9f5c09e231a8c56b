"""Dates as people type them: read when only one day can be meant, told when not."""

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

from rapidfuzz import fuzz, process

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell
from outreach.intake.folding import folded
from outreach.intake.reading import Fault, Reading

EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
YEARS = range(1990, 2051)
LIKELY_YEARS = range(2005, 2036)  # what a mistyped year is taken to mean
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
LAST_MONTH = 12
LAST_DAY = 31
CENTURY = 100
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
NUMBERS = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})")
RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
DAY_MONTH_NAME = re.compile(
    r"(?:[a-z]+,? )?(?:the )?(\d{1,2})(?:st|nd|rd|th|o|er)?(?: de| of)?[ -]([a-z]{3,})\.?,?(?: del?)?[ -](\d{2,4})"
)
MONTH_NAME_DAY = re.compile(r"(?:[a-z]+,? )?([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: del?)? (\d{4})")
TIME_OF_DAY = re.compile(
    r"""[ T,]+ \d{1,2}:\d{2} (?: :\d{2} (?: \.\d+)? )?   # 14:03:22
        (?: [ ]? [ap]\.? [ ]? m\.? )?                    # p. m.
        (?: [ ]? (?: z | [a-z]{3,4} )? (?: [+-]\d{1,2} (?: :?\d{2} )? )? )$  # GMT-3""",
    re.IGNORECASE | re.VERBOSE,
)


def from_serial(serial: float) -> date:
    """The day of a spreadsheet's serial number (days since 1899-12-30)."""
    return EPOCH + timedelta(days=int(serial))


def read_date(cell: Cell, *, typed: bool) -> Reading:
    """The day that a cell tells.

    typed: whether this column's source tells dates from numbers, so that a bare number is a slip worth a word.
    """
    if isinstance(cell, datetime):
        return _plausible(cell.date(), cell.date().isoformat())
    if isinstance(cell, date):
        return _plausible(cell, cell.isoformat())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(float(cell), slip=typed)
    text = _plain(str(cell))
    return _serial(float(text), slip=True) if SERIAL.fullmatch(text) else _text(text)


def read_timestamp(cell: Cell, *, typed: bool, day_first: bool | None) -> Reading:
    """The day on which a form was sent. day_first: of the column's machine-written texts, None if they do not tell."""
    found = _stamp(cell)
    if found is None or day_first is None:
        return read_date(cell, typed=typed)
    first, second, third = map(int, found.groups())
    if len(found[1]) > len("31") or max(first, second) > LAST_MONTH:
        return read_date(cell, typed=typed)
    month, day = (second, first) if day_first else (first, second)
    return _day(third, month, day, _plain(str(cell)))


def writes_day_first(cells: Iterable[Cell]) -> bool | None:
    """Whether a column's timestamps put the day first; None when none can be read one way only.

    Answers arrive one after the other, so an order that makes them run backwards is not the one they are in.
    """
    found = [match for cell in cells if (match := _stamp(cell)) and len(match[1]) <= len("31")]
    stamps = [(int(match[1]), int(match[2]), int(match[3])) for match in found]
    decided = next((first > LAST_MONTH for first, second, _ in stamps if max(first, second) > LAST_MONTH), None)
    if decided is not None:
        return decided
    by_day = _ascends((year, month, day) for day, month, year in stamps)
    by_month = _ascends((year, month, day) for month, day, year in stamps)
    return by_day if by_day is not by_month else None


def _stamp(cell: Cell) -> re.Match[str] | None:
    """The three numbers of a date that has a time of day behind it, as a form writes it."""
    if not isinstance(cell, str):
        return None
    text = " ".join(cell.split())
    return NUMBERS.fullmatch(_plain(text)) if TIME_OF_DAY.search(text) else None


def _ascends(days: Iterable[tuple[int, int, int]]) -> bool:
    return all(earlier <= later for earlier, later in pairwise(days))


def _plain(text: str) -> str:
    """Without the time of day, with one kind of dash and without spaces around it."""
    dashed = re.sub(r"[‐-―−]", "-", " ".join(text.split()))  # noqa: RUF001 # the dashes that people paste
    return re.sub(r"\s*([-/])\s*", r"\1", TIME_OF_DAY.sub("", dashed)).rstrip(".")


def _serial(serial: float, *, slip: bool) -> Reading:
    if not 0 < serial < (date.max - EPOCH).days or from_serial(serial).year not in YEARS:
        return Reading(None, Fault(ProblemCode.DATE_UNREADABLE))
    day = from_serial(serial)
    return Reading(day, Fault(ProblemCode.DATE_SERIAL, day.isoformat()) if slip else None)


def _text(text: str) -> Reading:
    if found := NUMBERS.fullmatch(text):
        first, second, third = map(int, found.groups())
        read = _year_first if len(found[1]) > len("31") else _numbers
        return read(first, second, third, text)
    if found := SHORT.fullmatch(text):
        return _short(int(found[1]), int(found[2]))
    if found := RUN.fullmatch(text):
        return Reading(None, Fault(ProblemCode.DATE_UNREADABLE, "-".join(found.groups())))
    plain = folded(text.replace(",", " ").replace(".", " "))
    if found := DAY_MONTH_NAME.fullmatch(plain):
        return _named(int(found[1]), found[2], int(found[3]), text)
    if found := MONTH_NAME_DAY.fullmatch(plain):
        return _named(int(found[2]), found[1], int(found[3]), text)
    return Reading(None, Fault(ProblemCode.DATE_UNREADABLE))


def _year_first(year: int, month: int, day: int, text: str) -> Reading:
    if month > LAST_MONTH >= day and year in YEARS:
        turned = _day(year, day, month, text)
        return Reading(None, Fault(ProblemCode.DATE_IMPOSSIBLE, turned.value.isoformat() if turned.value else ""))
    return _day(year, month, day, text)


def _numbers(first: int, second: int, year: int, text: str) -> Reading:
    year += 2000 if year < CENTURY else 0
    if second > LAST_MONTH >= first:
        return _day(year, first, second, text)
    if max(first, second) > LAST_MONTH or first == second or 0 in (first, second):
        return _day(year, second, first, text)
    one, other = f"{year:04}-{second:02}-{first:02}", f"{year:04}-{first:02}-{second:02}"
    return Reading(None, Fault(ProblemCode.DATE_AMBIGUOUS, facts={"one": one, "other": other}))


def _short(day: int, month: int) -> Reading:
    """Without a year no day can be meant; but one that exists in no year is told as such."""
    last = calendar.monthrange(2016, month)[1] if 1 <= month <= LAST_MONTH else LAST_DAY
    if day > last and month <= LAST_MONTH:
        return Reading(None, Fault(ProblemCode.DATE_IMPOSSIBLE, f"{last:02}/{month:02}"))
    return Reading(None, Fault(ProblemCode.DATE_UNREADABLE))


def _named(day: int, name: str, year: int, text: str) -> Reading:
    month = _month(name)
    if month is None:
        return Reading(None, Fault(ProblemCode.DATE_UNREADABLE))
    return _day(year + (2000 if year < CENTURY else 0), month, day, text)


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
    last = calendar.monthrange(year, month)[1] if 1 <= month <= LAST_MONTH and year > 0 else day
    nearest = re.sub(rf"(?<!\d)0?{day}(?!\d)", f"{last:02}", text, count=1) if day > last else ""
    return Reading(None, Fault(ProblemCode.DATE_IMPOSSIBLE, nearest))


def _plausible(day: date, text: str) -> Reading:
    if day.year in YEARS:
        return Reading(day)
    meant = {year for year in _slips(day.year) if year in LIKELY_YEARS}
    year = rf"(?<!\d)0*{day.year}(?!\d)"
    return Reading(
        None, Fault(ProblemCode.DATE_FAR_OFF, re.sub(year, f"{min(meant)}", text) if len(meant) == 1 else "")
    )


def _slips(year: int) -> set[int]:
    """The years that somebody may have meant: two digits changed places, one left out, the old century."""
    digits = f"{year:04}"
    swapped = {int(digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :]) for n in range(3)}
    return swapped | {year + 2000, year + 1800, year + 100, year - 1000}
