"""What Romance and English spellings of one learned word have in common: "tecnológica" and "technological"."""

import re
import unicodedata
from functools import lru_cache

SHORT = 4  # letters; shorter words keep their endings, for "Pará" is not "Para"

SPELLINGS = (
    (r"ph", "f"),
    (r"th", "t"),
    (r"sh", "s"),
    (r"ch", "c"),
    (r"qu(?=[ei])", "c"),
    (r"k", "c"),
    (r"y", "i"),
    (r"z", "s"),
    (r"(?<=[^aeiou])h", ""),
    (r"(.)\1", r"\1"),
    (r"^s(?=[ptcmn])", "es"),
)
ENDINGS = (
    (r"(?:[cs]iones|coes|[ct]ao|cion|tions|sions?)$", "tion"),
    (r"[cst]ion(?:al|ales|als|ais)$", "tional"),
    (r"(?:idades|idade|idad|iteit|ities|iti|ite)$", "iti"),
    (r"(?<=i)(?:edades|edade|edad|eties|eti|ete)$", "eti"),
    (r"(?:icais|icals|icales?|ical|icaux|iche|isc|isce|ice)$", "ic"),
    (r"aires?$", "ari"),
    (r"(?:ais|aux)$", "al"),
    (r"eurs?$", "or"),
    (r"ifs?$", "iv"),
    (r"ies$", "i"),
    (r"(?<=[aeiou])s$|(?<=[lrndt])es$|(?<=[^s])s$", ""),
    (r"i[aeo]$|(?<=c)e$", "i"),
    (r"[aeo]$", ""),
)


@lru_cache(maxsize=65536)
def unaccented(text: str) -> str:
    """The text without accents, case kept."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word without accents, gender, number and the usual endings of its language; a key, not a word."""
    plain = unaccented(word).casefold()
    for pattern, common in SPELLINGS:
        plain = re.sub(pattern, common, plain)
    if len(plain) <= SHORT:
        return plain
    for pattern, common in ENDINGS:
        cut = re.sub(pattern, common, plain)
        plain = cut if len(cut) >= SHORT - 1 else plain
    return plain
