"""Which known organisations a name may mean, in any language or as an acronym: suggested, never merged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from outreach.intake.acronym import is_part, letters, made_of
from outreach.intake.folding import folded
from outreach.intake.name_likeness import Weights, likeness
from outreach.intake.organisation_table import shipped_words
from outreach.intake.organisation_words import OrganisationWords, Term, terms

CONFIRM = 95.0  # from here on: the same, please confirm
REVIEW = 75.0  # from here on: for the review list
DOUBTFUL = 84.0  # nothing that is not sure scores more: there is no "nearly sure"

# Degrees of likeness, 0 to 1 for words; measured, see benchmarks/organisation_name.py.
SURE = 0.78
POSSIBLE = 0.6
PART = 1.2
SAME = 1.4
ACRONYM_DOUBT = 2.2  # a tenth of the letters in doubt is as bad as a fifth of the words
CLEAR_LETTERS = 0.845  # acronyms with more doubt than this need a longer lead
LEAD = {"words": 0.04, "letters": 0.2, "doubtful letters": 0.45}  # how far the next best must lie behind
SHORTEST, LONGEST = 2, 15  # letters of an acronym; what is longer is a word, or nothing


class Evidence(StrEnum):
    """Why a score is what it is."""

    SAME_NAME = "same_name"
    SAME_WORDS = "same_words"
    ACRONYM = "acronym"
    AS_LIKELY = "as_likely"
    CONTRADICTED = "contradicted"
    SOME_WORDS = "some_words"


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation that is on record under any number of names. country: ISO 3166; website: address or host."""

    id: str
    names: tuple[str, ...]
    country: str | None = None
    website: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate, as it was given, and how surely the name means it. name: the one of its names that is meant.

    score: 0 to 100; from CONFIRM on a person need only confirm, from REVIEW on they should look.
    apart: words that only one of the two names has, for the person to see.
    """

    candidate: Any
    score: float
    name: str
    evidence: Evidence
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Finding:
    """degree: comparable whatever the evidence."""

    degree: float
    name: str
    evidence: Evidence
    apart: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class _Query:
    """A name, read. short: its letters where it is one word."""

    name: str
    short: str
    country: str | None
    meanings: tuple[Term, ...]
    weights: Weights
    words: OrganisationWords


def rank(
    name: str, candidates: Iterable[Any], *, country: str | None, words: OrganisationWords | None = None
) -> list[Match]:
    """The candidates, best first, with how surely each is meant by `name`; equals in the order given.

    candidates: organisations of the same country (choosing those is the caller's), each a KnownOrganisation, a string,
    a sequence of strings, an (id, names) pair, a mapping with "names" or "name", or an object with such an attribute.
    country: ISO 3166 code of both; its own name and people then say little, and another country's contradicts.
    words: the table, by default the one in `config/`. At most one scores CONFIRM: of two as likely, neither does.
    """
    table = words or shipped_words()
    known = [(candidate, names_of(candidate)) for candidate in candidates]
    weights = _weights(tuple(one for _, names in known for one in names), country, table)
    query = _Query(name, letters(name), country, terms(name, table), weights, table)
    found = [(candidate, _best(query, names)) for candidate, names in known]
    found.sort(key=lambda pair: -pair[1].degree)
    return list(_matches(found))


def names_of(candidate: Any) -> tuple[str, ...]:  # noqa: ANN401 (what `rank` takes is the caller's own noun)
    """The names of a candidate of any shape that `rank` takes, without blanks; none where there are none.

    Names may stand by language ({"en": ...}), and each may be a mapping with a "value" or "name", as in ROR's records.
    """
    match candidate:
        case str():
            names: Any = candidate
        case Mapping():
            names = candidate.get("names") or candidate.get("name") or ()
        case (_, (list() | tuple() | set() | frozenset()) as names):
            pass
        case Iterable():
            names = candidate
        case _:
            names = getattr(candidate, "names", None) or getattr(candidate, "name", None) or ()
    several = (names,) if isinstance(names, str) else names.values() if isinstance(names, Mapping) else names
    bare = (one.get("value") or one.get("name") if isinstance(one, Mapping) else one for one in several)
    return tuple(name for name in bare if isinstance(name, str) and name.strip())


@lru_cache(maxsize=64)
def _weights(names: tuple[str, ...], country: str | None, words: OrganisationWords) -> Weights:
    return Weights(names, country, words)


def _best(query: _Query, names: tuple[str, ...]) -> _Finding:
    none = _Finding(0.0, names[0] if names else "", Evidence.SOME_WORDS)
    only_short = all(map(letters, names))
    return max((_compare(query, name, short=only_short) for name in names), key=lambda one: one.degree, default=none)


def _compare(query: _Query, name: str, *, short: bool) -> _Finding:
    """short: the candidate is known by short names only, so that these may be held against the query's words."""
    if folded(query.name) == folded(name) != "":
        return _Finding(SAME, name, Evidence.SAME_NAME)
    alike = likeness(query.meanings, terms(name, query.words), query.weights, query.words)
    evidence = Evidence.CONTRADICTED if alike.contradicted else Evidence.SOME_WORDS
    by_words = _Finding(alike.degree, name, evidence, alike.apart)
    by_letters = _Finding(_as_acronym(query, name, short=short), name, Evidence.ACRONYM)
    return max(by_words, by_letters, key=lambda one: one.degree)


def _as_acronym(query: _Query, name: str, *, short: bool) -> float:
    if SHORTEST <= len(query.short) <= LONGEST:
        if is_part(query.short, name):
            return PART
        return 1 - ACRONYM_DOUBT * (1 - made_of(query.short, name, query.country, query.words))
    if short and SHORTEST <= len(letters(name)) <= LONGEST:
        return 1 - ACRONYM_DOUBT * (1 - made_of(letters(name), query.name, query.country, query.words))
    return 0.0


def _matches(found: Sequence[tuple[Any, _Finding]]) -> Iterator[Match]:
    """The findings as scores. Only the best can be sure, and only where the next lies well behind."""
    settled = bool(found) and _leads(found)
    for place, (candidate, finding) in enumerate(found):
        score, evidence = _unsure(finding.degree), finding.evidence
        if finding.degree >= SURE and evidence is not Evidence.CONTRADICTED:
            if not settled:
                score, evidence = DOUBTFUL, Evidence.AS_LIKELY
            elif place == 0:
                score = _sure(finding.degree)
                evidence = Evidence.SAME_WORDS if evidence is Evidence.SOME_WORDS else evidence
        yield Match(candidate, score, finding.name, evidence, tuple(term.word for term in finding.apart))


def _leads(found: Sequence[tuple[Any, _Finding]]) -> bool:
    best, next_best = found[0][1], found[1][1].degree if len(found) > 1 else 0.0
    ground = "words"
    if best.evidence is Evidence.ACRONYM:
        ground = "letters" if best.degree >= CLEAR_LETTERS else "doubtful letters"
    return best.degree - next_best >= LEAD[ground]


def _sure(degree: float) -> float:
    """CONFIRM to 100."""
    return CONFIRM + (100 - CONFIRM) * (min(degree, 1.0) - SURE) / (1 - SURE)


def _unsure(degree: float) -> float:
    """0 to DOUBTFUL; REVIEW where the likeness is POSSIBLE."""
    if degree < POSSIBLE:
        return REVIEW * max(degree, 0.0) / POSSIBLE
    return REVIEW + (DOUBTFUL - REVIEW) * min(1.0, (degree - POSSIBLE) / (SURE - POSSIBLE))
