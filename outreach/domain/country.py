"""Countries and regions: the territory of the plan, as dated data and never as code."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """One country. names: by language; zone: IANA name; splits: sub-region by the name of the split.

    aliases: other names, taken as they are; clipped: short forms that members should write out.
    """

    code: str
    names: Mapping[str, str]
    aliases: tuple[str, ...]
    zone: str
    language: str
    splits: Mapping[str, str]
    clipped: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The country's name in `language`, in English where that is not known."""
        return self.names.get(language, self.names["en"])


@dataclass(frozen=True, slots=True)
class MailingList:
    """A list of the organisation, which everybody on it reads in one language."""

    address: str
    language: str


@dataclass(frozen=True, slots=True)
class Region:
    """A regional organisation and its countries. split: the named sub-regions used in its tables.

    languages: those in which its members work, the first one first; zone: of its office, IANA name.
    lists: to which its calls are announced; survey: where the form of the survey is, "" while it is nowhere.
    """

    code: str
    name: str
    countries: tuple[Country, ...]
    split: str
    languages: tuple[str, ...] = ("en", "es")
    zone: str = "UTC"
    lists: tuple[MailingList, ...] = ()
    survey: str = ""

    def country(self, code: str) -> Country | None:
        """The region's country with this ISO 3166 code."""
        return next((country for country in self.countries if country.code == code), None)
