"""Which country people mean: exact names and aliases in five languages; a typo is suggested, never guessed."""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from outreach.domain.country import Country, MailingList, Region
from outreach.domain.meeting import IcannRegion
from outreach.domain.problem import ProblemCode
from outreach.errors import ConfigError
from outreach.intake.folding import folded
from outreach.intake.reading import Fault, Reading

LIKE_ENOUGH = 78  # per cent of letters, below which a suggestion would be a guess
NAMES = ("en", "es", "pt", "fr", "nl")
SHORTEST = 4
DOUBT = "?"
BILINGUAL = re.compile(r"[/|()]")
LISTED = re.compile(r"[,;/|+\n]")
CONJUNCTION = re.compile(r"\s+(?:y|and|e|et|&)\s+", re.IGNORECASE)
ARTICLES = frozenset({"the", "la", "las", "los", "les", "el", "of"})
SAME = {"st": "saint", "ste": "saint", "sta": "santa", "y": "and", "e": "and", "et": "and", "en": "and"}


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
        lists=tuple(MailingList(address, language) for language, address in block.get("lists", {}).items()),
        survey=block.get("survey", ""),
    )


def parse_icann_regions(text: str) -> dict[str, IcannRegion]:
    """By ISO code, ICANN's region of each country that a regions TOML names. Raises ConfigError."""
    try:
        blocks = [(IcannRegion(block["icann"]), block["countries"]) for block in tomllib.loads(text).values()]
    except (KeyError, ValueError) as fault:
        raise ConfigError(f"config/regions.toml cannot be used: {fault} is missing or no region of ICANN's.") from None
    return {country: region for region, countries in blocks for country in countries}


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
    def _outside(self) -> Mapping[str, Country]:
        return {name: one for one in self.elsewhere for name in _names(one) if name not in self._inside}

    @cached_property
    def _suggested(self) -> Mapping[str, Country]:
        """Names long enough to have a typo in them; a code with one is another code."""
        names = {**self._clipped, **self._inside}
        return {name: country for name, country in names.items() if len(name) >= SHORTEST}

    def read(self, text: str, language: str) -> Reading:
        """The ISO code of the country that `text` names; what is not exactly one of them is told.

        The name may stand there in two languages ("Belize / Belice"), but both must be of one country.
        """
        bare = " / ".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
        readings = [self._named(name, language) for name in _versions(bare)]
        known = next((one for one in readings[:1] if one), None) or _agreed(readings[1:])
        if known is None or DOUBT in bare:
            return Reading(None, Fault(ProblemCode.COUNTRY_UNKNOWN, self._suggestion(bare, language)))
        spaced = known.fault is None and bare != " / ".join(text.splitlines())
        return Reading(known.value, Fault(ProblemCode.STRAY_SPACES, bare)) if spaced else known

    @property
    def names(self) -> dict[str, Mapping[str, str]]:
        """By ISO code, what each country of the world is called in each language."""
        return {one.code: one.names for one in (*self.elsewhere, *self.region.countries)}

    def anywhere(self, text: str) -> str:
        """The ISO code of a country of the world, "" when that is not exactly one that we know."""
        known = {**self._outside, **self._clipped, **self._inside}
        found = {known[key].code for key in map(_key, _versions(text)) if key in known}
        return found.pop() if len(found) == 1 else ""

    def read_several(self, text: str, language: str) -> Reading:
        """The ISO codes of a list of countries; one that cannot be read is told, the others stand."""
        readings = [self.read(" ".join(item.split()), language) for item in self._items(text)]
        codes = frozenset(reading.value for reading in readings if reading.value)
        return Reading(codes, next((reading.fault for reading in readings if reading.fault), None))

    def _named(self, name: str, language: str) -> Reading | None:
        key = _key(name)
        if key in self._inside:
            return Reading(self._inside[key].code)
        if key in self._clipped:
            country = self._clipped[key]
            return Reading(country.code, Fault(ProblemCode.COUNTRY_SPELLING, country.name(language)))
        if key in self._outside:
            facts = {"region": self.region.name, "neighbour": self._outside[key].splits.get("neighbour", "")}
            return Reading(None, Fault(ProblemCode.COUNTRY_OUTSIDE, facts=facts))
        return None

    def _suggestion(self, text: str, language: str) -> str:
        """The one country that comes near, by the whole text or by one of its two languages."""
        near = {country.name(language) for name in _versions(text) if (country := self._nearest(_key(name)))}
        return near.pop() if len(near) == 1 else ""

    def _nearest(self, key: str) -> Country | None:
        found = process.extractOne(key, self._suggested.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
        return self._suggested[found[0]] if found else None

    def _items(self, text: str) -> Iterator[str]:
        """The items of a list, where commas and "and" also stand inside names."""
        if self._named(text, ""):
            yield text
            return
        for piece in filter(str.strip, LISTED.split(text)):
            words = CONJUNCTION.split(piece)
            while words:
                length = next((n for n in range(len(words), 1, -1) if self._named(" and ".join(words[:n]), "")), 1)
                yield " and ".join(words[:length])
                words = words[length:]


def _agreed(readings: Sequence[Reading | None]) -> Reading | None:
    """What the two languages of a cell say, if both are known and mean the same; the plainer of both."""
    known = [one for one in readings if one is not None]
    if len(known) < len(readings) or len({one.value for one in known}) != 1:
        return None
    return min(known, key=lambda one: one.fault is not None)


def _names(country: Country) -> set[str]:
    names = (country.code, f".{country.code}", *country.names.values(), *country.aliases)
    return set(filter(None, map(_key, names)))  # of the code LA nothing is left


def _key(name: str) -> str:
    """Saint, St and the articles and ands of five languages do not tell countries apart."""
    words = folded(name.replace("&", " and ")).replace(".", " ").split()
    return " ".join(SAME.get(word, word) for word in words if word not in ARTICLES)


def _versions(text: str) -> list[str]:
    """The whole text, then its parts when it says a name in two languages ("Belize / Belice", "Belize (Belice)")."""
    return [text, *filter(None, (part.strip() for part in BILINGUAL.split(text)))] if BILINGUAL.search(text) else [text]
