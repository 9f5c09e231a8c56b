"""Time zones as people type them: only the IANA name of a place, or UTC, tells the hour all the year round."""

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from outreach.domain.problem import ProblemCode
from outreach.intake.folding import folded
from outreach.intake.reading import Fault, Reading

LIKE_ENOUGH = 88  # per cent of letters: "America/Guatemla" is
UTC_NAME = re.compile(
    r"(?:utc|gmt|z|zulu|universal|coordinated universal time|tiempo universal(?: coordinado)?)"
    r"(?: ?[-+±] ?0{1,2}(?::?00)?)?"
)
ZONES = {
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "ast": "America/Port_of_Spain",
    "cst": "America/Guatemala",
    "pst": "America/Los_Angeles",
    "brt": "America/Sao_Paulo",
    "hora de brasilia": "America/Sao_Paulo",
    "brasilia": "America/Sao_Paulo",
    "hora del este": "America/New_York",
    "eastern": "America/New_York",
    "eastern time": "America/New_York",
    "hora de chile": "America/Santiago",
    "hora de argentina": "America/Argentina/Buenos_Aires",
    "hora argentina": "America/Argentina/Buenos_Aires",
    "hora de colombia": "America/Bogota",
    "hora de peru": "America/Lima",
    "hora de uruguay": "America/Montevideo",
    "art": "America/Argentina/Buenos_Aires",
    "clt": "America/Santiago",
    "cot": "America/Bogota",
    "pet": "America/Lima",
    "uyt": "America/Montevideo",
}


def read_zone(text: str) -> Reading:
    """An IANA zone; an abbreviation or an offset is told, as it means another hour elsewhere or in summer."""
    bare = " ".join(text.split())
    known = _zones().get(bare.lower().replace(" ", "_"))
    if known:
        return Reading(ZoneInfo(known))
    if all(UTC_NAME.fullmatch(part) for part in re.split(r"\s*[/(]\s*", bare.lower().removeprefix("etc/").rstrip(")"))):
        return Reading(ZoneInfo("UTC"))
    return Reading(None, Fault(ProblemCode.ZONE_UNKNOWN, _meant_zone(bare)))


def _meant_zone(text: str) -> str:
    """The zone of an abbreviation or a city, or the one whose name comes near; "" when none is evident."""
    inside = re.search(r"\(([^)]*)\)", text)
    for name in filter(None, (text, inside and inside[1])):
        if meant := ZONES.get(folded(name)) or _cities().get(folded(name)):
            return meant
    near = process.extractOne(folded(text), _american().keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return _american()[near[0]] if near else ""


@cache
def _american() -> dict[str, str]:
    return {folded(name): name for name in _zones().values() if name.startswith("America/")}


@cache
def _cities() -> dict[str, str]:
    """The zones of the Americas by their cities; of two names of one city the fuller (America/Argentina/...)."""
    names: dict[str, set[str]] = {}
    for name in _american().values():
        names.setdefault(folded(name.rpartition("/")[2]), set()).add(name)
    return {city: max(zones, key=len) for city, zones in names.items()}


@cache
def _zones() -> dict[str, str]:
    return {
        name.lower(): name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix"))
    }
