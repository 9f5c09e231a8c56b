"""Times of day and time zones as people type them."""

import re
from datetime import datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell
from outreach.intake.folding import folded
from outreach.intake.reading import Fault, Reading

CLOCK = re.compile(
    r"^(\d{1,2})(?:[:.h](\d{2})?)?(?::\d{2})? ?(?:h|hs|hrs|hours|horas|uhr)?\.? ?([ap])?\.? ?m?\.? ?(?:utc|gmt|z)?$"
)
SAME_EVERYWHERE = {"utc": "UTC", "gmt": "UTC", "z": "UTC", "zulu": "UTC", "utc+0": "UTC", "utc+00 00": "UTC"}
ZONES = {
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "ast": "America/Port_of_Spain",
    "cst": "America/Guatemala",
    "pst": "America/Los_Angeles",
    "brt": "America/Sao_Paulo",
    "hora de brasilia": "America/Sao_Paulo",
    "art": "America/Argentina/Buenos_Aires",
    "clt": "America/Santiago",
    "cot": "America/Bogota",
    "pet": "America/Lima",
    "uyt": "America/Montevideo",
}
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
    found = CLOCK.match(str(cell).strip().lower())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if found and found[3]:
        hour = hour % 12 + (12 if found[3] == "p" else 0) if 1 <= hour <= 12 else 99
    bare = found is not None and found[2] is None and not found[3] and not re.search(r"[a-z]", str(cell).lower())
    return Reading(time(hour, minute)) if hour < 24 and minute < 60 and not bare else _unreadable()


def read_zone(text: str) -> Reading:
    """An IANA zone; an abbreviation or an offset is told, as it means another hour elsewhere or in summer."""
    bare = " ".join(text.split())
    if folded(bare) in SAME_EVERYWHERE:
        return Reading(ZoneInfo("UTC"))
    known = _zones().get(bare.lower().replace(" ", "_"))
    if known:
        return Reading(ZoneInfo(known))
    return Reading(None, Fault(ProblemCode.ZONE_UNKNOWN, ZONES.get(folded(bare), "")))


def read_weekday(text: str) -> Reading:
    """The number of a weekday, Monday 0."""
    name = folded(text).split("-")[0].split(" ")[0]
    numbers = {number for known, number in DAYS.items() if len(name) >= 3 and known.startswith(name)}
    return Reading(numbers.pop()) if len(numbers) == 1 else Reading(None, Fault(ProblemCode.CHOICE_UNKNOWN))


def spoken_weekday(number: int, language: str) -> str:
    """The weekday's name, Monday 0."""
    return SPOKEN.get(language, SPOKEN["en"])[number]


def _fraction(value: float) -> Reading:
    if not 0 <= value < 1:
        return _unreadable()
    minutes = round(value * 24 * 60) % (24 * 60)
    return Reading(time(minutes // 60, minutes % 60))


def _unreadable() -> Reading:
    return Reading(None, Fault(ProblemCode.TIME_UNREADABLE))


@cache
def _zones() -> dict[str, str]:
    return {
        name.lower(): name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix"))
    }
