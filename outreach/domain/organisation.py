"""Which candidates belong to one organisation: the same name in the same country, accents and letter case aside."""

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

from outreach.domain.candidate import Candidate, CandidateKind
from outreach.domain.structure import Structure

_WORD = re.compile(r"[^\W_]+")


def organisation_of(candidate: Candidate) -> str:
    """The organisation a candidate speaks for, the same for every row that names it; "" for individuals."""
    if candidate.kind is not CandidateKind.ORGANISATION:
        return ""
    return candidate.organisation or organisation_key(candidate.name, candidate.country)


def organisation_of_structure(structure: Structure) -> str:
    """The organisation that a structure is, the same as of candidates that are it."""
    return structure.organisation or organisation_key(structure.name, structure.country)


@lru_cache(maxsize=1 << 17)
def organisation_key(name: str, country: str) -> str:
    """The same for every spelling of a name in a country (ISO code); "" where the name has no letter."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    words = _WORD.findall("".join(filterfalse(unicodedata.combining, decomposed)))
    return f"{country}:{' '.join(words)}" if words else ""
