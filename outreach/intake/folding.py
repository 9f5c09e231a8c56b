"""What is left of a word when accents, case, punctuation and spaces are not looked at."""

import re
import unicodedata
from functools import lru_cache

from outreach.domain.snapshot import Cell


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """The text in small letters without accents; every run of other signs becomes one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w&@+.]|_", " ", letters).split()).strip(" .")


@lru_cache(maxsize=16384)
def parts(text: str) -> tuple[str, ...]:
    """The whole text and each language of a bilingual one ("Country / País"), folded, without repetition."""
    pieces = [text, *re.split(r"\s*[/|\n]\s*|\s*\(|\)\s*", text)]
    return tuple(dict.fromkeys(filter(None, map(folded, pieces))))


def shown(cell: Cell) -> str:
    """A cell's value as a person sees it."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
