"""How far two names of organisations say the same, weighed by how much each of their words tells."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from outreach.intake.organisation_words import COUNTRY, OrganisationWords, Term, TermClass, terms

SHARES = {  # names of a hundred that hold a word of the class, where neither the table nor the candidates say
    TermClass.KIND: 4.0,
    TermClass.QUALITY: 2.5,
    TermClass.SHARED: 1.5,
    TermClass.COUNTRY: 0.3,
    TermClass.ACRONYM: 0.2,
    TermClass.PLAIN: 0.2,
}
EXPECTED = 60  # names; what the shares count for beside the candidates at hand
OWN_COUNTRY = 0.4  # bits; that an organisation is of its country says next to nothing
LEAST = 3.0  # bits in common, below which two names have nothing to do with each other
MISSING = {TermClass.ACRONYM: 0.25, TermClass.QUALITY: 1.5}  # a word that the other name lacks weighs so much more
OTHER_KIND = 3.0  # bits against, when both names have a kind that the other lacks
OTHER_COUNTRY = 0.6  # what is left of the likeness
SPELLED_ALIKE = 0.8
LONG = 5  # letters; shorter words must be the same
UNI = "uni"
NAMES = frozenset({TermClass.PLAIN, TermClass.ACRONYM})


class Weights:
    """What each word tells among these names: the rarer, the more; in bits, natural logarithm."""

    def __init__(self, names: Iterable[str], country: str | None, words: OrganisationWords) -> None:
        held = [{term.key for term in terms(name, words)} for name in names]
        self.own = f"{COUNTRY}{country}"
        self._names = len(held)
        self._holding = Counter(key for keys in held for key in keys)
        self._shares = words.shares
        self._known: dict[str, float] = {self.own: OWN_COUNTRY}

    def of(self, term: Term) -> float:
        """The weight of a word that both names have, or that one has."""
        if term.key not in self._known:
            share = self._shares.get(term.key, SHARES[term.kind]) / 100
            expected = self._holding[term.key] + EXPECTED * share
            self._known[term.key] = math.log((self._names + EXPECTED) / expected)
        return self._known[term.key]

    def missing(self, term: Term) -> float:
        """The weight of a word that the other name lacks."""
        return self.of(term) * MISSING.get(term.kind, 1.0)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike, 0 to 1. apart: words of one name only; contradicted: they name two kinds or two countries."""

    degree: float
    apart: tuple[Term, ...]
    contradicted: bool


def likeness(one: tuple[Term, ...], other: tuple[Term, ...], weights: Weights, words: OrganisationWords) -> Likeness:
    """The weight of what two names have in common against that of all they say."""
    mine, theirs = {term.key: term for term in one}, {term.key: term for term in other}
    common = sum(weights.of(mine[key]) for key in mine.keys() & theirs.keys())
    left = [term for key, term in mine.items() if key not in theirs]
    right = [term for key, term in theirs.items() if key not in mine]
    apart = 0.0
    for term in tuple(left):
        degree, match = max(((_near(term, far, words.near), far) for far in right), key=_first, default=(0.0, term))
        if degree:
            weight = min(weights.of(term), weights.of(match))
            common += degree * weight
            apart += 2 * (1 - degree) * weight
            left.remove(term)
            right.remove(match)
    if common < LEAST:
        return Likeness(0.0, (*left, *right), contradicted=False)
    apart += sum(map(weights.missing, left)) + sum(map(weights.missing, right))
    kinds, countries = _two_kinds(left, right), _two_countries(left, right, weights.own)
    degree = common / (common + apart / 2 + (OTHER_KIND / 2 if kinds else 0)) * (OTHER_COUNTRY if countries else 1)
    return Likeness(degree, (*left, *right), contradicted=kinds or countries)


def _first(pair: tuple[float, Term]) -> float:
    return pair[0]


def _near(one: Term, other: Term, near: Mapping[tuple[str, str], float]) -> float:
    if one.kind in NAMES and other.kind in NAMES:
        return _spelled(one.word, other.word)
    return near.get((one.key, other.key), 0.0)


@lru_cache(maxsize=65536)
def _spelled(one: str, other: str) -> float:
    """Misprints, adjectives of places ("Goiás", "goiano") and "UniX" for "X"."""
    if min(len(one), len(other)) < LONG:
        return 0.0
    if one.removeprefix(UNI) == other.removeprefix(UNI):
        return 0.9
    alike = float(Levenshtein.normalized_similarity(one, other))
    if min(len(one), len(other)) > LONG and (one.startswith(other[:-1]) or other.startswith(one[:-1])):
        return max(alike, 0.85)
    return alike if alike >= SPELLED_ALIKE else 0.0


def _two_kinds(left: list[Term], right: list[Term]) -> bool:
    return all(any(term.kind is TermClass.KIND for term in side) for side in (left, right))


def _two_countries(left: list[Term], right: list[Term], own: str) -> bool:
    named = [[term.key for term in side if term.kind is TermClass.COUNTRY] for side in (left, right)]
    return all(named) and any(key != own for side in named for key in side)
