"""The number by which people know a meeting, in whatever words: "ICANN 57", "57ª reunión de ICANN", "LACNIC XXV"."""

import re
from functools import lru_cache

from outreach.intake.folding import folded

Series = tuple[tuple[str, tuple[str, ...]], ...]
"""The series of meetings that go by a number, `config/meetings.toml`: as they are written, and how else people do."""

_NUMBER = r"(\d{1,3}|[ivx]{2,6}|x)"
_ORDINAL = r"(\d{1,3})(?:st|nd|rd|th|ra|da|ta|va|na|ma|eme|e|a|o)?"
_MEETING = r"(?:(?:public|annual|reunion|meeting|reuniao|publica|publique|foro|forum|of|de|do|da|del|la|l|the) ?)*"
_SEVERAL = re.compile(r"\b\d{1,3} (?:y|and|e|et|&) \d{1,3}\b")
_ROMAN = {"i": 1, "v": 5, "x": 10}


@lru_cache(maxsize=4096)
def meeting_number(text: str, series: Series) -> str:
    """The series and number ("ICANN57"); "" when the text names no meeting so, or several."""
    plain = " ".join(folded(text).replace(".", " ").split())
    if _SEVERAL.search(plain):
        return ""
    found = {f"{label}{number}" for label, names in series for number in _numbers(plain, (label.lower(), *names))}
    return found.pop() if len(found) == 1 else ""


def _numbers(plain: str, names: tuple[str, ...]) -> set[int]:
    found: set[int] = set()
    for name in names:
        after = re.findall(rf"\b{name} ?(?:meeting |reunion )?{_NUMBER}\b", plain)
        before = re.findall(rf"\b{_ORDINAL} {_MEETING}{name}\b(?! ?\d)", plain)
        found |= {_value(number) for number in (*after, *before)}
    return found


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    values = [_ROMAN[letter] for letter in number]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
