"""E-mail addresses, links and telephone numbers as people type them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell
from outreach.intake.folding import shown
from outreach.intake.reading import Fault, Reading

INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")  # pasted along from web pages and mail programs
BETWEEN = re.compile(r"(?:[\s,;/|]+(?:(?:y|and|e|o|or|et|ou)\s+)?)+")
EDGES = ".,;:<>()[]\"'?!/"
NAMED = re.compile(r"[^<>@]*<\s*([^<>\s]+)\s*>")
MAILTO = re.compile(r"^\s*mailto:\s*", re.IGNORECASE)
AT = re.compile(r"\s*[\[({]\s*(?:at|arroba|en|@)\s*[\])}]\s*|\s+(?:at|arroba)\s+", re.IGNORECASE)
DOT = re.compile(r"\s*[\[({]\s*(?:dot|punto|ponto|point)\s*[\])}]\s*|\s+(?:dot|punto|ponto)\s+", re.IGNORECASE)
WEB = re.compile(r"https?://", re.IGNORECASE)
MISTYPED_WEB = re.compile(r"^h{0,2}t{1,3}p(s?)[:;/]+", re.IGNORECASE)
HOST = re.compile(r"([\w-]+\.)+[^\W\d_][\w-]*")
DIGITS_WITH_AREA = 10
SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
FORMULA_LINK = re.compile(
    r'^=\s*(?:HYPERLINK|HIPERVINCULO|HIPERLINK|LIEN_HYPERTEXTE)\s*\(\s*"(?:mailto:)?([^"]*)"', re.IGNORECASE
)


def read_email(text: str) -> Reading:
    """The normalised address; internationalised ones are as good as others (Universal Acceptance)."""
    bare = INVISIBLE.sub("", text).strip()
    address = normalised(bare)
    if address:
        return Reading(address, Fault(ProblemCode.STRAY_SPACES, bare) if bare != text else None)
    named = NAMED.fullmatch(bare)
    if named and normalised(named[1]):
        return Reading(normalised(named[1]), Fault(ProblemCode.EMAIL_INVALID, normalised(named[1])))
    plain = DOT.sub(".", AT.sub("@", MAILTO.sub("", unicodedata.normalize("NFKC", bare))))
    found = [one for one in (normalised(part.strip(EDGES)) for part in BETWEEN.split(plain)) if one]
    if found and plain.count("@") > 1:
        return Reading(None, Fault(ProblemCode.EMAIL_SEVERAL, found[0]))
    meant = found[0] if found else next(filter(None, map(normalised, _mendings(plain))), "")
    return Reading(None, Fault(ProblemCode.EMAIL_INVALID, meant))


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """The one spelling of an address by which it is known; "" when it is none."""
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return ""


def read_link(text: str) -> Reading:
    """A web address; https is taken for granted where no scheme is written."""
    address = _web_address(text.strip())
    if address:
        return Reading(address)
    meant = next(filter(None, map(_web_address, _mended_links(text))), "")
    return Reading(None, Fault(ProblemCode.LINK_INVALID, meant))


def read_phone(cell: Cell) -> Reading:
    """A telephone number as text; kept as a number it has lost its zeros in front, as a short one shows."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        digits = shown(cell)
        zero = "0" if len(digits) < DIGITS_WITH_AREA else ""
        return Reading(digits, Fault(ProblemCode.PHONE_AS_NUMBER, f"'{zero}{digits}"))
    text = str(cell).strip()
    return Reading(None, Fault(ProblemCode.PHONE_AS_NUMBER)) if SCIENTIFIC.fullmatch(text) else Reading(text)


def inner_of_formula(text: str) -> str:
    """The address in a HYPERLINK formula, "" when there is none."""
    found = FORMULA_LINK.match(text)
    return found[1] if found else ""


def _mendings(plain: str) -> Iterator[str]:
    tight = re.sub(r"\s+", "", plain).strip(EDGES)
    yield tight
    yield tight.replace(",", ".")
    yield re.sub(r"\.{2,}", ".", tight)
    yield re.sub(r"@{2,}", "@", tight)


def _web_address(text: str) -> str:
    """The text as a web address, "" when it is none."""
    address = text if WEB.match(text) else f"https://{text}"
    try:
        place = urlsplit(address)
        host = place.hostname or ""
    except ValueError:
        return ""
    return address if HOST.fullmatch(host) and "@" not in place.netloc and not re.search(r"\s", text) else ""


def _mended_links(text: str) -> Iterator[str]:
    words = [word.strip(EDGES) for word in text.split()]
    yield from (word for word in words if re.match(r"https?://|www\.", word, re.IGNORECASE))
    tight = "".join(text.split()).strip(EDGES).replace(",", ".")
    yield MISTYPED_WEB.sub(lambda found: f"http{found[1].lower()}://", tight)
