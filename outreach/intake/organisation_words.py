"""The words that organisations share, language by language, and the meanings that a name is made of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from outreach.intake.cognate import stem, unaccented

COUNTRY = "country:"
LONGEST = 7  # words in a phrase of the table
CODE = 3  # letters; shorter names of countries are codes, which also are words
WORD = re.compile(r"[^\W_]+")
CAPITALS = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z]{2,10}")


class TermClass(StrEnum):
    """What a word is in a name. quality: one more or less makes another organisation; plain: not in the table."""

    KIND = "kind"
    QUALITY = "quality"
    SHARED = "shared"
    COUNTRY = "country"
    ACRONYM = "acronym"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Term:
    """One meaning in a name. key: the same in every language; word: as the name has it, folded."""

    key: str
    kind: TermClass
    word: str


@dataclass(frozen=True, eq=False)
class OrganisationWords:
    """The table of organisation words, read.

    meanings: by the words of a form, the rows it stands for, none for forms in law; stems: the same by stems.
    near: how alike two rows are, 0 to 1; shares: how many names of a hundred hold a row's meaning;
    forms: of each row, its words by language.
    """

    stop: frozenset[str]
    meanings: Mapping[tuple[str, ...], tuple[str, ...]]
    stems: Mapping[tuple[str, ...], tuple[str, ...]]
    kinds: frozenset[str]
    qualities: frozenset[str]
    near: Mapping[tuple[str, str], float]
    shares: Mapping[str, float]
    forms: Mapping[str, Mapping[str, tuple[str, ...]]]

    def carries(self, word: str) -> bool:
        """False of articles, prepositions and the like; accents count, for "para" is none of "Pará"."""
        return word.casefold() not in self.stop

    def _longest(self, raw: Sequence[str], *, first: bool) -> tuple[int, tuple[str, ...]]:
        """How many words the longest form takes here, and its rows; no name begins with a form in law."""
        exact = tuple(word.casefold() for word in raw)
        stems = tuple(map(stem, raw))
        for length in range(len(raw), 0, -1):
            keys = self.meanings.get(exact[:length], self.stems.get(stems[:length]))
            if keys is not None and (keys or not first):
                return length, keys
        return 0, ()

    def _class(self, key: str) -> TermClass:
        if key.startswith(COUNTRY):
            return TermClass.COUNTRY
        if key in self.kinds:
            return TermClass.KIND
        return TermClass.QUALITY if key in self.qualities else TermClass.SHARED

    def read(self, name: str) -> Iterator[Term]:
        """The meanings in a name, in its order."""
        raw = [unaccented(word) for word in WORD.findall(name) if self.carries(word)]
        mixed = any(word.islower() or word.istitle() for word in raw if len(word) > CODE)
        start = 0
        while start < len(raw):
            length, keys = self._longest(raw[start : start + LONGEST], first=start == 0)
            word = " ".join(raw[start : start + (length or 1)]).casefold()
            if length:
                yield from (Term(key, self._class(key), word) for key in keys)
            else:
                short = mixed and CAPITALS.fullmatch(raw[start])
                yield Term(f"={stem(word)}", TermClass.ACRONYM if short else TermClass.PLAIN, word)
            start += length or 1


@lru_cache(maxsize=65536)
def terms(name: str, words: OrganisationWords) -> tuple[Term, ...]:
    """The meanings in a name, each once, in its order; words that carry nothing are left out."""
    return tuple({term.key: term for term in words.read(name)}.values())
