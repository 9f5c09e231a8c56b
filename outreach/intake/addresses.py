"""E-mail addresses, links and telephone numbers as people type them."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell
from outreach.intake.folding import shown
from outreach.intake.reading import Fault, Reading

BETWEEN = re.compile(r"[\s,;/|]+(?:y|and|e|o|or|et)?[\s,;/|]*")
NAMED = re.compile(r"^[^<>]*<\s*([^<>\s]+)\s*>$")
DIGITS_WITH_AREA = 10
FORMULA_LINK = re.compile(r'^=\s*(?:HYPERLINK|HIPERVINCULO)\s*\(\s*"(?:mailto:)?([^"]*)"', re.IGNORECASE)
AT = re.compile(r"\s*[\[(]\s*(?:at|arroba|en)\s*[\])]\s*|\s+(?:at|arroba)\s+", re.IGNORECASE)
DOT = re.compile(r"\s*[\[(]\s*(?:dot|punto)\s*[\])]\s*|\s+(?:dot|punto)\s+", re.IGNORECASE)


def read_email(text: str) -> Reading:
    """The normalised address; internationalised ones are as good as others (Universal Acceptance)."""
    bare = text.strip()
    address = normalised(bare)
    if address:
        return Reading(address, Fault(ProblemCode.STRAY_SPACES, bare) if bare != text else None)
    several = [one for one in map(normalised, BETWEEN.split(bare)) if one]
    if len(several) > 1 or (several and bare.count("@") > 1):
        return Reading(None, Fault(ProblemCode.EMAIL_SEVERAL, several[0]))
    meant = next(filter(None, map(normalised, _mendings(bare))), "")
    used = meant if NAMED.match(bare) else None
    return Reading(used, Fault(ProblemCode.EMAIL_INVALID, meant))


def normalised(text: str) -> str:
    """The one spelling of an address by which it is known; "" when it is none."""
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return ""


def read_link(text: str) -> Reading:
    """A web address; https is taken for granted where no scheme is written."""
    bare = "".join(text.split())
    address = bare if re.match(r"https?://", bare, re.IGNORECASE) else f"https://{bare}"
    if _is_web_address(address) and bare == text.strip():
        return Reading(address)
    mended = re.sub(r"^(https?)[:;/]*//*", r"\1://", bare.replace(",", "."), flags=re.IGNORECASE)
    meant = mended if re.match(r"https?://", mended, re.IGNORECASE) else f"https://{mended}"
    return Reading(None, Fault(ProblemCode.LINK_INVALID, meant if _is_web_address(meant) else ""))


def read_phone(cell: Cell) -> Reading:
    """A telephone number as text; kept as a number it has lost its zeros in front, as a short one shows."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        digits = shown(cell)
        zero = "0" if len(digits) < DIGITS_WITH_AREA else ""
        return Reading(digits, Fault(ProblemCode.PHONE_AS_NUMBER, f"'{zero}{digits}"))
    return Reading(str(cell).strip())


def inner_of_formula(text: str) -> str:
    """The address in a HYPERLINK formula, "" when there is none."""
    found = FORMULA_LINK.match(text)
    return found[1] if found else ""


def _mendings(text: str) -> Iterator[str]:
    named = NAMED.match(text)
    if named:
        yield named[1]
    plain = DOT.sub(".", AT.sub("@", text.removeprefix("mailto:")))
    yield plain
    tight = re.sub(r"\s+", "", plain).strip(".,;:<>\"'")
    yield tight
    yield tight.replace(",", ".")
    yield re.sub(r"\.{2,}", ".", tight)
    yield re.sub(r"@{2,}", "@", tight)


def _is_web_address(address: str) -> bool:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return bool(re.fullmatch(r"([\w-]+\.)+[^\W\d_][\w-]*", host))
