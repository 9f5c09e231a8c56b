"""Reads `config/organisation_words.toml` into the words that organisations share."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import permutations
from pathlib import Path

from outreach.domain.country import Country
from outreach.errors import ConfigError
from outreach.intake.cognate import stem, unaccented
from outreach.intake.country_name import parse_countries
from outreach.intake.organisation_words import CODE, COUNTRY, WORD, OrganisationWords

FILE = "organisation_words.toml"
SECTIONS = ("kinds", "qualities", "fields", "places")
NEAR = 0.5
ALIKE = 0.9

Section = Mapping[str, str]
Form = tuple[tuple[str, ...], tuple[str, ...]]  # its words, the rows it stands for


@cache
def shipped_words() -> OrganisationWords:
    """The table as it lies in `config/`. Raises ConfigError when it is not there or contradicts itself.

    The one file access in `intake`: the matching of names is also called with no catalogue at hand. Whoever has
    one hands its own table to `organisation_name.rank` and never comes here.
    """
    package = Path(__file__).resolve().parents[1]
    places = (package.parent / "config", package / "_shipped" / "config")
    folder = next((place for place in places if (place / FILE).exists()), None)
    if folder is None:
        raise ConfigError(f"There is no config/{FILE} beside the program; install it again or bring the file back.")
    lists = [(folder / name).read_text(encoding="utf-8") for name in ("countries.csv", "countries_elsewhere.csv")]
    countries = [country for text in lists for country in parse_countries(text)]
    return parse_words((folder / FILE).read_text(encoding="utf-8"), countries)


def parse_words(text: str, countries: Iterable[Country]) -> OrganisationWords:
    """The table in a TOML text, with the countries' names. Raises ConfigError naming every form of two rows."""
    table = tomllib.loads(text)
    stop = frozenset(word for words in table["stop"].values() for word in words.split())
    rows = {key: row for section in SECTIONS for key, row in table[section].items()}
    written = list(_forms(rows, table["legal"], stop))
    taken = {words for words, _ in written}
    written += [form for form in _countries(countries, table["demonyms"], stop) if form[0] not in taken]
    words = OrganisationWords(
        stop=stop,
        meanings=_unambiguous(written),
        stems=_by_stems(written),
        kinds=frozenset(table["kinds"]),
        qualities=frozenset(table["qualities"]),
        near=_pairs(table["near"], NEAR) | _pairs(table["alike"], ALIKE),
        shares=table["shares"],
        forms={key: {language: _listed(forms) for language, forms in row.items()} for key, row in rows.items()},
    )
    return replace(words, meanings={**words.meanings, **_abbreviations(words, table["abbreviations"])})


def _forms(rows: Mapping[str, Section], legal: Section, stop: frozenset[str]) -> Iterator[Form]:
    for key, row in rows.items():
        yield from ((_words(form, stop), (key,)) for forms in row.values() for form in _listed(forms))
    yield from ((_words(form, stop), ()) for form in _listed(legal["forms"]))


def _countries(countries: Iterable[Country], demonyms: Section, stop: frozenset[str]) -> Iterator[Form]:
    for country in countries:
        names = (*country.names.values(), *country.aliases)
        yield from ((_words(name, stop), (f"{COUNTRY}{country.code}",)) for name in names if len(name) > CODE)
    for code, peoples in demonyms.items():
        yield from ((_words(people, stop), (f"{COUNTRY}{code}",)) for people in _listed(peoples))


def _unambiguous(written: Iterable[Form]) -> dict[tuple[str, ...], tuple[str, ...]]:
    meanings: dict[tuple[str, ...], tuple[str, ...]] = {}
    twice = {" ".join(words) for words, keys in written if meanings.setdefault(words, keys) != keys}
    if twice:
        raise ConfigError(f"config/{FILE}: these stand in two rows: {', '.join(sorted(twice))}.")
    return meanings


def _by_stems(written: Iterable[Form]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Forms by their stems; a stem that two rows have ("santo", "santé") is of neither."""
    rows: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for words, keys in written:
        rows.setdefault(tuple(map(stem, words)), set()).add(keys)
    return {stems: next(iter(keys)) for stems, keys in rows.items() if len(keys) == 1}


def _abbreviations(words: OrganisationWords, section: Section) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_words(form, words.stop): tuple(term.key for term in words.read(full)) for form, full in section.items()}


def _pairs(groups: Section, likeness: float) -> dict[tuple[str, str], float]:
    return {pair: likeness for group in groups.values() for pair in permutations(_listed(group), 2)}


def _words(form: str, stop: frozenset[str]) -> tuple[str, ...]:
    words = WORD.findall(form.casefold())
    return tuple(unaccented(word) for word in words if word not in stop) or tuple(map(unaccented, words))


def _listed(forms: str) -> tuple[str, ...]:
    return tuple(filter(None, (form.strip() for form in forms.split("|"))))
