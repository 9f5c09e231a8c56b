"""Times of day and days of the week as people type them."""

import re
from datetime import datetime, time

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell
from outreach.intake.folding import folded
from outreach.intake.reading import Fault, Reading

CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})?)?(?::\d{2})? ?(?:h|hs|hrs|hours|horas|uhr)?\.? ?([ap])?\.? ?m?\.? ?\(?(?:utc|gmt|z)?\)?"
)
CLOCK_INSIDE = re.compile(r"(?<!\d)(\d{1,2})(?:[:.h]| ?: ?)(\d{2})(?!\d)")
DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
EVENING = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))? (?:(?:de|da|por) la (tarde|noche)|da (tarde|noite)|(?:heures )?du soir|p\.? ?m\.?).*"
)
NOON = frozenset({"noon", "midday", "mediodia", "meio dia", "midi"})
DAYS_OF_A_DATE = 30000  # days since 1899-12-30: later than 1982
DAYS = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "lunes martes miercoles jueves viernes sabado domingo",
        "segunda terca quarta quinta sexta sabado domingo",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
    )
    for number, name in enumerate(names.split())
}
SPOKEN = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "es": "lunes martes miércoles jueves viernes sábado domingo".split(),
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo".split(),
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
}


def read_time(cell: Cell) -> Reading:
    """A time of day: a time, a fraction of a day, or text such as 23:00, 6 pm, 18h00."""
    if isinstance(cell, datetime):
        return Reading(cell.time())
    if isinstance(cell, time):
        return Reading(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _fraction(float(cell))
    text = " ".join(str(cell).lower().split())
    return _clock(text) or Reading(None, Fault(ProblemCode.TIME_UNREADABLE, _meant_time(text)))


def says_utc(text: str) -> bool:
    """Whether a time of day says itself that it is in UTC."""
    return re.search(r"(?:utc|gmt|z)\W*$", text.strip().lower()) is not None


def read_weekday(text: str) -> Reading:
    """The number of a weekday, Monday 0."""
    name = folded(text).split("-")[0].split(" ")[0]
    numbers = {number for known, number in DAYS.items() if len(name) >= 3 and known.startswith(name)}
    if len(numbers) == 1:
        return Reading(numbers.pop())
    return Reading(
        None, Fault(ProblemCode.CHOICE_UNKNOWN, facts={"choices": ", ".join((*SPOKEN["en"], *SPOKEN["es"]))})
    )


def spoken_weekday(number: int, language: str) -> str:
    """The weekday's name, Monday 0."""
    return SPOKEN.get(language, SPOKEN["en"])[number]


def _clock(text: str) -> Reading | None:
    """A time of day that can only be meant one way; a bare "7" cannot."""
    found = CLOCK.fullmatch(text)
    if found is None or not (found[2] or re.search("[a-z]", text)):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "p" else 0) if 1 <= hour <= 12 else 24
    return Reading(time(hour, minute)) if hour < 24 and minute < 60 else None


def _meant_time(text: str) -> str:
    """The time in the words around it, "" when there are several or none."""
    if folded(text) in NOON:
        return "12:00"
    if late := EVENING.fullmatch(text):
        reading = _clock(f"{late[1]}:{late[2] or '00'} pm")
        return f"{reading.value:%H:%M}" if reading else ""
    inside = [DIGITS.fullmatch(text)] if DIGITS.fullmatch(text) else list(CLOCK_INSIDE.finditer(text))
    reading = _clock(f"{inside[0][1]}:{inside[0][2]}") if len(inside) == 1 and inside[0] else None
    return f"{reading.value:%H:%M}" if reading else ""


def _fraction(value: float) -> Reading:
    """A part of a day; a whole date with its time has the days in front."""
    part = value % 1 if value > DAYS_OF_A_DATE else value
    if not 0 <= part < 1:
        return Reading(None, Fault(ProblemCode.TIME_UNREADABLE))
    minutes = round(part * 24 * 60) % (24 * 60)
    return Reading(time(minutes // 60, minutes % 60))
