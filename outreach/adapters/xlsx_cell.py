"""One value as a cell of a worksheet part: text is text, days are numbers in a date's format."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from outreach.adapters.xlsx_styles import Style
from outreach.adapters.xml_spans import escaped, tagged
from outreach.domain.snapshot import Cell

LONGEST_TEXT = 32_767  # in UTF-16 units, as Excel counts
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
COMPUTED = ("=", "+", "-", "@", "\t")
INTERNAL_LINK = re.compile(r"#'(?:[^']|'')+'![A-Z]{1,3}[1-9][0-9]{0,6}")
EXTERNAL_LINK = re.compile(r"https://[!#-;=?-\[\]_a-z~]{1,2070}")
FIRST_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 # cells hold no zone; before it Excel counts a 29th of February 1900
STYLES_OF_TIME = ((datetime, Style.MOMENT), (date, Style.DATE), (time, Style.TIME))
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 # as above


@dataclass(frozen=True, slots=True)
class Look:
    """How cells are written in one workbook: the number of each style, and from when days are counted."""

    styles: Mapping[Style, int]
    from_1904: bool


def written(value: Cell) -> Cell:
    """The value as a workbook can hold it: text of allowed characters and length, days since 1900; None is blank."""
    if isinstance(value, str):
        return _clean(value) or None
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
        return value if value >= FIRST_DAY else value.isoformat(" ")
    if isinstance(value, date):
        return value if value >= FIRST_DAY.date() else value.isoformat()
    return value


def style_of(value: Cell, *, sentence: bool) -> Style:
    """How a value below the heading looks; a sentence stands alone in its row and may run on to the right."""
    if isinstance(value, str):
        return _style_of_text(value, sentence=sentence)
    return next((style for kind, style in STYLES_OF_TIME if isinstance(value, kind)), Style.SENTENCE)


def _style_of_text(value: str, *, sentence: bool) -> Style:
    if link_of(value):
        return Style.LINK
    if value.startswith(COMPUTED):
        return Style.GUARDED
    return Style.SENTENCE if sentence else Style.TEXT


def link_of(value: Cell) -> str:
    """The value itself when the whole cell is the address of a cell or of a page, else ""."""
    if not isinstance(value, str):
        return ""
    return value if INTERNAL_LINK.fullmatch(value) or EXTERNAL_LINK.fullmatch(value) else ""


def cell_element(address: str, value: Cell, style: Style, look: Look) -> bytes:
    """The `c` element of a value that `written` returned."""
    at = {"r": address, "s": str(look.styles[style])}
    if isinstance(value, str):
        text = escaped(LOOKS_ESCAPED.sub("_x005F_", value)).encode("ascii", "xmlcharrefreplace")
        return tagged("c", at | {"t": "inlineStr"}, tagged("is", {}, tagged("t", {"xml:space": "preserve"}, text)))
    if isinstance(value, bool):
        return tagged("c", at | {"t": "b"}, tagged("v", {}, b"%d" % value))
    return tagged("c", at, tagged("v", {}, str(_number(value, look)).encode()))


def shown_lines(value: Cell) -> list[str]:
    """The lines a value is shown in, before any is wrapped."""
    return str("" if value is None else value).split("\n")


def _clean(text: str) -> str:
    text = NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _number(value: Cell, look: Look) -> object:
    """A number as it is; a moment in days since the workbook's epoch, a time as part of a day."""
    day = timedelta(days=1)
    if isinstance(value, time):
        return (datetime.combine(EPOCH, value.replace(tzinfo=None)) - EPOCH) / day
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        since = moment - (EPOCH_1904 if look.from_1904 else EPOCH)
        return since // day if since % day == timedelta() else since / day
    return value
