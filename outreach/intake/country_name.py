"""Which country people mean: exact names and aliases in five languages; a typo is suggested, never guessed."""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from outreach.domain.country import Country, Region
from outreach.domain.problem import ProblemCode
from outreach.errors import ConfigError
from outreach.intake.folding import folded
from outreach.intake.reading import Fault, Reading

LIKE_ENOUGH = 78  # per cent of letters, below which a suggestion would be a guess
NAMES = ("en", "es", "pt", "fr", "nl")
SEVERAL = re.compile(r"\s*(?:[,;/\n]|\s(?:y|and|e|et)\s)\s*")


def parse_countries(text: str) -> tuple[Country, ...]:
    """The countries of a CSV with columns code, en, es, pt, fr, nl, aliases, clipped, zone, language, split:NAME...

    aliases and clipped are lists separated by "|": other names taken as they are; short forms taken with a remark.
    """
    return tuple(
        Country(
            code=row["code"],
            names={language: row[language] for language in NAMES if row.get(language)},
            aliases=_listed(row.get("aliases")),
            clipped=_listed(row.get("clipped")),
            zone=row.get("zone") or "",
            language=row.get("language") or "",
            splits={name.removeprefix("split:"): value for name, value in row.items() if name.startswith("split:")},
        )
        for row in csv.DictReader(io.StringIO(text))
    )


def parse_region(text: str, code: str, countries: Iterable[Country]) -> Region:
    """The block `code` of a regions TOML. Raises ConfigError when it, or one of its countries, is not there."""
    blocks = tomllib.loads(text)
    if code not in blocks:
        raise ConfigError(f"There is no region {code} in config/regions.toml; it has {', '.join(sorted(blocks))}.")
    known = {country.code: country for country in countries}
    missing = [one for one in blocks[code]["countries"] if one not in known]
    if missing:
        raise ConfigError(f"config/countries.csv lacks {', '.join(missing)}, which region {code} names.")
    block = blocks[code]
    return Region(
        code=code,
        name=block["name"],
        countries=tuple(known[one] for one in block["countries"]),
        split=block["split"],
        languages=tuple(block["languages"]),
        zone=block["zone"],
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in (text or "").split("|"))))


@dataclass(frozen=True)
class Gazetteer:
    """The countries of a region, and the names of the rest of the world, which are known but outside."""

    region: Region
    elsewhere: tuple[Country, ...]

    @cached_property
    def _inside(self) -> Mapping[str, Country]:
        return {name: country for country in self.region.countries for name in _names(country)}

    @cached_property
    def _clipped(self) -> Mapping[str, Country]:
        return {_key(name): country for country in self.region.countries for name in country.clipped}

    @cached_property
    def _outside(self) -> frozenset[str]:
        return frozenset(name for country in self.elsewhere for name in _names(country))

    def read(self, text: str, language: str) -> Reading:
        """The ISO code of the country that `text` names; what is not exactly one of them is told."""
        bare = " ".join(text.split())
        for name in dict.fromkeys((_key(bare), *map(_key, _either(bare)))):
            if name in self._inside:
                spaced = text != bare and "\n" not in text
                remark = Fault(ProblemCode.STRAY_SPACES, bare) if spaced else None
                return Reading(self._inside[name].code, remark)
            if name in self._clipped:
                country = self._clipped[name]
                return Reading(country.code, Fault(ProblemCode.COUNTRY_SPELLING, country.name(language)))
            if name in self._outside:
                return Reading(None, Fault(ProblemCode.COUNTRY_OUTSIDE, facts={"region": self.region.name}))
        return Reading(None, Fault(ProblemCode.COUNTRY_UNKNOWN, self._suggestion(bare, language)))

    def read_several(self, text: str, language: str) -> Reading:
        """The ISO codes of a list of countries; one that cannot be read is told, the others stand."""
        if folded(text) in self._inside:
            return Reading(frozenset({self._inside[folded(text)].code}))
        readings = [self.read(part, language) for part in _items(text, self._inside) if part.strip()]
        codes = frozenset(reading.value for reading in readings if reading.value)
        spaces = ProblemCode.STRAY_SPACES
        faults = [one.fault for one in readings if one.fault and one.fault.code is not spaces]
        return Reading(codes, faults[0] if faults else None)

    def _suggestion(self, text: str, language: str) -> str:
        found = process.extractOne(_key(text), self._inside.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
        return self._inside[found[0]].name(language) if found else ""


def _names(country: Country) -> set[str]:
    return {_key(name) for name in (country.code, f".{country.code}", *country.names.values(), *country.aliases)}


def _key(name: str) -> str:
    """Saint, St and the articles and ands of five languages do not tell countries apart."""
    words = folded(name.replace("&", " and ")).replace(".", " ").split()
    same = {"st": "saint", "ste": "saint", "sta": "santa", "y": "and", "e": "and", "et": "and", "en": "and"}
    return " ".join(
        same.get(word, word) for word in words if word not in {"the", "la", "las", "los", "les", "el", "of"}
    )


def _either(text: str) -> list[str]:
    """The two languages of a bilingual cell ("Belize / Belice")."""
    return [part for part in re.split(r"\s*/\s*", text) if part] if text.count("/") == 1 else []


def _items(text: str, known: Mapping[str, Country]) -> list[str]:
    """The items of a list, where "and" also stands inside names."""
    items: list[str] = []
    for piece in re.split(r"\s*[,;/\n]\s*", text):
        items += [piece] if _key(piece) in known else SEVERAL.split(piece)
    return items
