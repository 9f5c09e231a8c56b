"""What a mail says at its foot about the reader's rights, by the reader's country."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from outreach.errors import ConfigError, MissingTranslationError


@dataclass(frozen=True, slots=True)
class CountryLaw:
    """law: its name, or ""; extra: by language; verbatim: words the law wants quoted; source: where it was read."""

    law: str
    extra: Mapping[str, str]
    verbatim: str
    source: str


@dataclass(frozen=True, slots=True)
class Privacy:
    """`config/privacy.toml`. general: by language, what is said everywhere; sentence: by language, names the {law}.

    addresses: how long an address is used after its owner was named or last heard from.
    """

    general: Mapping[str, str]
    sentence: Mapping[str, str]
    countries: Mapping[str, CountryLaw]
    addresses: timedelta

    def footer(self, country: str, language: str) -> str:
        """The words for a reader in this country. Raises MissingTranslationError."""
        here = self.countries.get(country)
        try:
            said = [self.general[language]]
            if here and here.law:
                said.append(self.sentence[language].format(law=here.law))
            if here and here.extra:
                said.append(here.extra[language])
        except KeyError:
            raise MissingTranslationError(
                f"The words on privacy for {country} are missing in {language}: add them to config/privacy.toml."
            ) from None
        return " ".join([*said, here.verbatim] if here and here.verbatim else said)


def parse_privacy(text: str) -> Privacy:
    """The footers in a TOML text. Raises ConfigError for a block that names no source."""
    table = tomllib.loads(text)
    countries = table.get("countries", {})
    unsourced = [code for code, block in countries.items() if not block.get("source")]
    if unsourced:
        raise ConfigError(f"config/privacy.toml: name the source of {', '.join(unsourced)}.")
    days = table.get("retention", {}).get("address_days", 0)
    if not isinstance(days, int) or days < 1:
        raise ConfigError("config/privacy.toml: [retention] address_days must be a whole number from 1.")
    return Privacy(
        general=table["general"],
        sentence=table["law"],
        countries={
            code: CountryLaw(block.get("law", ""), block.get("extra", {}), block.get("verbatim", ""), block["source"])
            for code, block in countries.items()
        },
        addresses=timedelta(days=days),
    )
