"""What Google makes of typing (USER_ENTERED, locale en_US): numbers, money, days, times, truth, formulas, text."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from tests.google.cell import Entered, Formula, kept, neat

Form = Mapping[str, str]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[+-])?(?P<money>\$)?(?P<after>[+-])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?P<power>[eE][+-]?\d+)?(?P<percent>\s?%)?(?P<close>\))?"
)
ISO = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
AMERICAN = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d{2})")
WORDED = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
WORDED_BACK = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4})")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?(?:\s*([AaPp][Mm]))?")


def typed(text: str) -> tuple[Entered, Form]:
    """What is kept of a typed text, and the number format that the way of typing brings along."""
    if text.startswith("'"):
        return text[1:], {}
    if text.startswith("=") and len(text) > 1:
        return Formula(text), {}
    plain = text.strip()
    if plain.upper() in {"TRUE", "FALSE"}:
        return plain.upper() == "TRUE", {}
    for read in (_number, _moment):
        found = read(plain)
        if found is not None:
            return found
    return text, {}


def entry(value: Any, form: Form, *, user_entered: bool) -> tuple[Entered, Form]:
    """A cell's new value and the number format that comes with it; RAW keeps text as it is, "" blanks."""
    if value == "" and isinstance(value, str):
        return None, {}
    if isinstance(value, str) and user_entered and form.get("type") != "TEXT":
        return typed(value)
    return (neat(value) if isinstance(value, float) else value), {}


def _number(text: str) -> tuple[float, Form] | None:
    found = NUMBER.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]) or (found["sign"] and found["after"]):
        return None
    number = float(found["digits"].replace(",", "") + (found["power"] or ""))
    negative = "-" in ((found["sign"] or "") + (found["after"] or "")) or found["open"]
    scaled = number / 100 if found["percent"] else number
    return neat(-scaled if negative else scaled), _number_form(found)


def _number_form(found: re.Match[str]) -> Form:
    decimals = ".00" if "." in found["digits"] else ""
    if found["power"]:
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if found["percent"]:
        return {"type": "PERCENT", "pattern": f"0{decimals}%"}
    if found["money"]:
        return {"type": "CURRENCY", "pattern": f'"$"#,##0{decimals}'}
    return {"type": "NUMBER", "pattern": f"#,##0{decimals}"} if "," in found["digits"] else {}


def _moment(text: str) -> tuple[float, Form] | None:
    clock = _clock(text)
    if clock:
        return clock
    first, _, rest = text.replace("T", " ", 1).partition(" ") if ISO.match(text) else text.partition(" ")
    day = _day(text) or _day(first)
    if day is None:
        return None
    if day == _day(text):
        return day
    hour = _clock(rest)
    if hour is None:
        return None
    return neat(day[0] + hour[0]), {"type": "DATE_TIME", "pattern": f"{day[1]['pattern']} {hour[1]['pattern']}"}


def _day(text: str) -> tuple[float, Form] | None:
    for pattern, read in DAYS:
        found = pattern.fullmatch(text)
        if found:
            try:
                day, shape = read(found)
                return kept(day), {"type": "DATE", "pattern": shape}
            except (ValueError, IndexError):
                return None
    return None


def _iso(found: re.Match[str]) -> tuple[date, str]:
    return date(int(found[1]), int(found[3]), int(found[4])), found[2].join(("yyyy", "mm", "dd"))


def _american(found: re.Match[str]) -> tuple[date, str]:
    year = int(found[4]) + (0 if len(found[4]) > 2 else 2000)  # two digits mean this century
    return date(year, int(found[1]), int(found[3])), found[2].join(("m", "d", "yyyy" if len(found[4]) > 2 else "yy"))


def _month(word: str) -> int:
    return MONTHS.index(word[:3].lower()) + 1


DAYS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[date, str]]]] = [
    (ISO, _iso),
    (AMERICAN, _american),
    (WORDED, lambda found: (date(int(found[3]), _month(found[1]), int(found[2])), "mmm d, yyyy")),
    (WORDED_BACK, lambda found: (date(int(found[3]), _month(found[2]), int(found[1])), "d mmm yyyy")),
]


def _clock(text: str) -> tuple[float, Form] | None:
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, half = int(found[1]), (found[5] or "").upper()
    if half:
        hour = hour % 12 + (12 if half == "PM" else 0)
    try:
        fraction = kept(time(hour, int(found[2]), int(found[3] or 0)))
    except ValueError:
        return None
    shape = "h:mm" + (":ss" if found[3] else "") + (" am/pm" if half else "")
    return fraction, {"type": "TIME", "pattern": shape if half or not found[3] else "h:mm:ss"}
