"""Whether letters are made of a name, in the name's language or in another: "IAA", "Argentine Antarctic Institute"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from outreach.intake.cognate import unaccented
from outreach.intake.organisation_words import COUNTRY, WORD, OrganisationWords, Term, TermClass, terms

LANGUAGES = ("es", "pt", "en", "fr")
PART = re.compile(r"\s+[-\u2013\u2014|/]\s+|\s*[()]\s*")
UNI = "uni"  # as in Unicamp; says no more than U

SKIPPED = 0.4  # each of these is a letter's worth of doubt
SKIPPED_COUNTRY = 0.25
SKIPPED_OWN = 0.1
SKIPPED_FORM = 0.05  # Ltda, A.C.
SMALL_WORD = 0.12  # a letter that stands for "de" or "y"
FURTHER = 0.06  # each letter beyond a word's first: TECnológico SUdamericano
INNER = 0.3  # a letter from within a word of the name's own
ONSET = 0.2  # one that begins a syllable: UFPR, Paraná
INNER_SHARED = 0.5  # one from within a word that many names have
ONSETS = re.compile(r"(?<=[aeiou])[^aeiou](?=[aeiou])")
UNEXPLAINED = 1.2
TRANSLATED = 0.25
TURNED = 0.1
HOPELESS = 9.0


@dataclass(frozen=True, slots=True)
class Source:
    """A word that letters may come from. spellings: in one language; skipped, used: what either costs.

    own: a word of this name, which the table does not know.
    """

    spellings: tuple[str, ...]
    skipped: float
    used: float = 0.0
    own: bool = False


def letters(name: str) -> str:
    """The letters and digits of a name that is one word, such as "U.T.N." or "CNPq", in small letters; else ""."""
    bare = unaccented(name).casefold().strip().replace(".", "")
    return re.sub(r"[^a-z0-9]", "", bare) if not re.search(r"\s", bare) else ""


def is_part(short: str, name: str) -> bool:
    """True where a name is two parts of which one is the short form: "FAHOR - Faculdade Horizontina", "X (FAHOR)"."""
    parts = [part for part in PART.split(name) if part]
    return len(parts) == 2 and short in map(letters, parts)  # noqa: PLR2004 (the short form and the long one)


def made_of(short: str, name: str, country: str | None, words: OrganisationWords) -> float:
    """How well the letters are made of the name, 0 to 1; 1: the initials of all its words, in order."""
    doubts = [
        extra + _doubt(short, sources)
        for extra, sources in _readings(name, country, words)
        if any(spelling[0] == short[0] for source in sources[:3] for spelling in source.spellings)
    ]
    return max(0.0, 1 - min(doubts, default=HOPELESS) / len(short))


def _doubt(short: str, sources: Iterable[Source]) -> float:
    """The least doubt with which the letters come from the words in order (dynamic programming over letters used)."""
    best = [0.0, *([HOPELESS] * len(short))]
    for source in sources:
        after = [doubt + source.skipped for doubt in best]
        for spelling in source.spellings:
            for start, doubt in enumerate(best[:-1]):
                if doubt < HOPELESS and short[start] == spelling[0]:
                    for end, cost in _taken(short, start, spelling, own=source.own):
                        after[end] = min(after[end], doubt + source.used + cost)
        best = after
    return min(doubt + UNEXPLAINED * (len(short) - used) for used, doubt in enumerate(best))


def _taken(short: str, start: int, spelling: str, *, own: bool) -> Iterator[tuple[int, float]]:
    """The place after the letters taken from this word, and their doubt: first its beginning, then from within."""
    place, end, cost = 1, start + 1, 0.0
    yield end, cost
    while end < len(short) and place < len(spelling) and short[end] == spelling[place]:
        cost += 0 if place < len(UNI) and spelling.startswith(UNI) else FURTHER
        place, end = place + 1, end + 1
        yield end, cost
    while end < len(short) and (place := spelling.find(short[end], place) + 1):
        end, cost = end + 1, cost + _inner(spelling, place - 1, own=own)
        yield end, cost


def _inner(spelling: str, place: int, *, own: bool) -> float:
    if not own:
        return INNER_SHARED
    return ONSET if ONSETS.match(spelling, place) else INNER


@lru_cache(maxsize=16384)
def _readings(name: str, country: str | None, words: OrganisationWords) -> tuple[tuple[float, tuple[Source, ...]], ...]:
    """The name as it is, then in each language, also with the words between small words turned round as in English."""
    whole = terms(name, words)
    runs = _runs(name, words)
    turned = [term for run in runs for term in reversed(run)]
    readings = [(0.0, tuple(_as_written(name, country, words)))]
    for language in LANGUAGES:
        readings.append((TRANSLATED, tuple(_translated(whole, language, country, words))))
        readings.append((TRANSLATED + TURNED, tuple(_translated(turned, language, country, words))))
    return tuple(dict.fromkeys(readings))


def _as_written(name: str, country: str | None, words: OrganisationWords) -> Iterator[Source]:
    for word in WORD.findall(name):
        spelling = (unaccented(word).casefold(),)
        if not words.carries(word):
            yield Source(spelling, 0.0, SMALL_WORD)
        else:
            term = next(words.read(word), None)
            yield Source(spelling, _skipped(term, country), own=term is not None and term.kind is TermClass.PLAIN)


def _runs(name: str, words: OrganisationWords) -> list[tuple[Term, ...]]:
    runs: list[list[str]] = [[]]
    for word in WORD.findall(name):
        if words.carries(word):
            runs[-1].append(word)
        else:
            runs.append([])
    return [tuple(words.read(" ".join(run))) for run in runs if run]


def _translated(
    meanings: Iterable[Term], language: str, country: str | None, words: OrganisationWords
) -> Iterator[Source]:
    for term in meanings:
        skipped, own = _skipped(term, country), term.kind is TermClass.PLAIN
        for spellings in _said(term.key, language, words) or ((term.word,),):
            yield Source(spellings, skipped, own=own)


@lru_cache(maxsize=8192)
def _said(key: str, language: str, words: OrganisationWords) -> tuple[tuple[str, ...], ...]:
    """The words by which a language says this, each with its spellings; of a phrase, the words of the first one."""
    forms = words.forms.get(key, {}).get(language, ())
    phrase = [word for word in WORD.findall(forms[0]) if words.carries(word)] if forms else []
    if len(phrase) > 1:
        return tuple((unaccented(word).casefold(),) for word in phrase)
    return (tuple(unaccented(form).casefold() for form in forms if " " not in form),) if forms else ()


def _skipped(term: Term | None, country: str | None) -> float:
    if term is None:
        return SKIPPED_FORM
    if term.key == f"{COUNTRY}{country}":
        return SKIPPED_OWN
    if term.kind is TermClass.COUNTRY:
        return SKIPPED_COUNTRY
    return SKIPPED_OWN if term.kind is TermClass.ACRONYM else SKIPPED
