"""The five regions of ICANN: each can be an installation, no country is in two, and each has all that it needs."""

import tomllib
from zoneinfo import ZoneInfo, available_timezones

import pytest

from outreach.intake.country_name import parse_countries, parse_region
from outreach.settings import ROOT

CONFIG = ROOT / "config"
TEXT = (CONFIG / "regions.toml").read_text(encoding="utf-8")
BLOCKS = tomllib.loads(TEXT)
COUNTRIES = [
    country
    for name in ("countries.csv", "countries_elsewhere.csv")
    for country in parse_countries((CONFIG / name).read_text(encoding="utf-8"))
]
UNINHABITED = {"AQ", "BV", "HM"}


def test_every_country_of_the_world_is_in_one_region() -> None:
    listed = [code for block in BLOCKS.values() for code in block["countries"]]

    assert sorted(BLOCKS) == ["AFRALO", "APRALO", "EURALO", "LACRALO", "NARALO"]
    assert sorted(listed) == sorted({country.code for country in COUNTRIES} - UNINHABITED)
    assert len(listed) == 246


@pytest.mark.parametrize("code", sorted(BLOCKS))
def test_a_region_is_complete(code: str) -> None:
    region = parse_region(TEXT, code, COUNTRIES)
    complete = tomllib.loads((CONFIG / "languages.toml").read_text(encoding="utf-8"))["complete"]

    assert ZoneInfo(region.zone)
    assert set(region.languages) <= set(complete)
    for country in region.countries:
        assert country.zone in available_timezones(), country.code
        assert country.language, country.code
        assert country.splits[region.split], country.code
        assert all(country.names.get(language) for language in ("en", "es", "pt", "fr")), country.code


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_every_region_has_a_name_for_its_area(language: str) -> None:
    phrases = tomllib.loads((ROOT / "templates" / "_phrases" / language / "mail.toml").read_text(encoding="utf-8"))

    assert phrases["mail"]["area"].keys() == BLOCKS.keys()
