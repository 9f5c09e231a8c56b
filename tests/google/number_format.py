"""How a value is shown: Google's automatic way, or by a pattern such as `#,##0.00` or `yyyy-mm-dd` (locale en_US)."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from tests.google.cell import EPOCH, Fault, Value

DATED = {"DATE": "m/d/yyyy", "TIME": "h:mm:ss AM/PM", "DATE_TIME": "m/d/yyyy h:mm:ss"}
PLAIN = {"NUMBER": "#,##0.00", "PERCENT": "0.00%", "CURRENCY": '"$"#,##0.00', "SCIENTIFIC": "0.00E+00"}
TOKEN = re.compile(r'"[^"]*"|\\.|\[[hms]+\]|AM/PM|am/pm|A/P|y+|m+|d+|h+|s+|\.0+|.', re.IGNORECASE | re.DOTALL)
DIGITS = re.compile(r"[#0?,]*[#0?](?:\.[#0?]*)?(E[+-]0+)?")
WHOLE_DIGITS, SHOWN_DIGITS = 1e15, 10


def shown(value: Value | Fault, form: Mapping[str, str]) -> str:
    """The text in the cell. form: its NumberFormat, empty for the automatic one."""
    if isinstance(value, Fault):
        return value.name
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    kind = form.get("type", "")
    if is_dated(form):
        return _dated(value, form.get("pattern") or DATED[kind])
    pattern = form.get("pattern") or PLAIN.get(kind, "")
    return _patterned(value, pattern) if pattern and pattern != "@" else general(value)


def is_dated(form: Mapping[str, str]) -> bool:
    """The number is a day or a time."""
    return form.get("type", "") in DATED


def general(number: float) -> str:
    """Ten significant digits, whole numbers whole up to fifteen, powers of ten beyond."""
    size = abs(number)
    if size >= WHOLE_DIGITS or 0 < size < 1e-9:  # where Google turns to powers of ten
        mantissa, _, power = f"{number:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{power}"
    if float(number).is_integer():
        return str(int(number))
    text = f"{Decimal(f'{number:.{SHOWN_DIGITS}g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _patterned(number: float, pattern: str) -> str:
    sections = pattern.split(";")
    if len(sections) > 1 and number < 0:
        pattern, number = sections[1], -number
    else:
        pattern = sections[2] if len(sections) > 2 and number == 0 else sections[0]  # positive; negative; zero
    found = DIGITS.search(pattern)
    if found is None:
        return _unquoted(pattern)
    scaled = number * 100 ** pattern.count("%")
    sign = "-" if scaled < 0 else ""
    digits = _scientific(abs(scaled), found[0]) if found[1] else _fixed(abs(scaled), found[0])
    return sign + _unquoted(pattern[: found.start()]) + digits + _unquoted(pattern[found.end() :])


def _fixed(number: float, digits: str) -> str:
    whole, _, after = digits.partition(".")
    text = f"{number:,.{len(after)}f}" if "," in whole else f"{number:.{len(after)}f}"
    front, _, back = text.partition(".")
    optional = len(after) - len(after.rstrip("#?"))
    while optional and back.endswith("0"):
        back, optional = back[:-1], optional - 1
    return front.rjust(whole.count("0"), "0") + (f".{back}" if back else "")


def _scientific(number: float, digits: str) -> str:
    mantissa, _, power = digits.partition("E")
    text, _, exponent = f"{number:.{len(mantissa.partition('.')[2])}E}".partition("E")
    return f"{text}E{exponent[0]}{exponent[1:].lstrip('0').rjust(power.count('0'), '0')}"


def _unquoted(text: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)|_.|\*.', lambda found: found[1] or found[2] or "", text)


def _dated(serial: float, pattern: str) -> str:
    tokens = TOKEN.findall(pattern)
    moment = EPOCH + timedelta(seconds=round(serial * 86_400, 3))
    half = any(token.upper() in {"AM/PM", "A/P"} for token in tokens)
    return "".join(_part(place, tokens, moment, serial=serial, half=half) for place in range(len(tokens)))


def _part(place: int, tokens: list[str], moment: datetime, *, serial: float, half: bool) -> str:
    token = tokens[place]
    kind = token.lower()
    if kind.startswith("["):
        return str(int(abs(serial) * {"h": 24, "m": 1440, "s": 86_400}[kind[1]] + 1e-9)).rjust(len(kind) - 2, "0")
    if kind.startswith("m") and _is_minute(place, tokens):
        return str(moment.minute).rjust(len(kind), "0")
    words = {
        "yyyy": f"{moment.year:04}", "yy": f"{moment.year % 100:02}", "mmmmm": f"{moment:%b}"[:1],
        "mmmm": f"{moment:%B}", "mmm": f"{moment:%b}", "mm": f"{moment.month:02}", "m": str(moment.month),
        "dddd": f"{moment:%A}", "ddd": f"{moment:%a}", "dd": f"{moment.day:02}", "d": str(moment.day),
        "ss": f"{moment.second:02}", "s": str(moment.second), "am/pm": f"{moment:%p}", "a/p": f"{moment:%p}"[0],
    }  # fmt: skip
    if kind.startswith("h"):
        return str(moment.hour % 12 or 12 if half else moment.hour).rjust(len(kind), "0")
    if kind.startswith(".0"):
        return f"{moment.microsecond / 1e6:.{len(kind) - 1}f}"[1:]
    return words.get(kind, _unquoted(token))


def _is_minute(place: int, tokens: list[str]) -> bool:
    """After hours or before seconds an m is a minute, else a month."""
    kinds = [token[1].lower() if token.startswith("[") else token[0].lower() for token in tokens]
    before = [kind for kind in kinds[:place] if kind in "ymdhs"]
    after = [kind for kind in kinds[place + 1 :] if kind in "ymdhs"]
    return before[-1:] == ["h"] or after[:1] == ["s"]
