"""Country names: exact in five languages, short forms told, typos suggested, nothing guessed."""

import pytest

from outreach.domain.problem import ProblemCode
from tests.unit.intake.sheets import CATALOG

GAZETTEER = CATALOG.gazetteer


@pytest.mark.parametrize("country", CATALOG.region.countries, ids=lambda country: country.code)
def test_every_name_of_every_country_is_read_silently(country) -> None:  # noqa: ANN001 # pytest hands it in
    for name in (*country.names.values(), *country.aliases, country.code, country.names["es"].upper()):
        reading = GAZETTEER.read(name, "en")
        assert (reading.value, reading.fault) == (country.code, None), name


@pytest.mark.parametrize(
    ("text", "value", "code", "suggestion"),
    [
        ("Belice ", "BZ", ProblemCode.STRAY_SPACES, "Belice"),
        ("Costa  Rica", "CR", ProblemCode.STRAY_SPACES, "Costa Rica"),
        ("St. Kitts", "KN", ProblemCode.COUNTRY_SPELLING, "Saint Kitts and Nevis"),
        ("Rep. Dominicana", "DO", ProblemCode.COUNTRY_SPELLING, "Dominican Republic"),
        ("Dominicana", "DO", ProblemCode.COUNTRY_SPELLING, "Dominican Republic"),
        ("Guatemla", None, ProblemCode.COUNTRY_UNKNOWN, "Guatemala"),
        ("Guayana", None, ProblemCode.COUNTRY_UNKNOWN, "Guyana"),
        ("Guyane française", None, ProblemCode.COUNTRY_OUTSIDE, ""),
        ("Puerto Rico", None, ProblemCode.COUNTRY_OUTSIDE, ""),
        ("St. Martin", None, ProblemCode.COUNTRY_OUTSIDE, ""),
        ("Guatemala y Belice", None, ProblemCode.COUNTRY_UNKNOWN, ""),
        ("Narnia", None, ProblemCode.COUNTRY_UNKNOWN, ""),
    ],
)
def test_what_is_not_exact_is_told(text: str, value: str | None, code: ProblemCode, suggestion: str) -> None:
    reading = GAZETTEER.read(text, "en")

    assert (reading.value, reading.fault.code) == (value, code)  # type: ignore[union-attr] # it has one
    assert reading.fault.suggestion == suggestion  # type: ignore[union-attr] # it has one


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ("Dominica|La Dominique|Commonwealth of Dominica", "DM"),
        ("Dominican Republic|República Dominicana|République dominicaine|Dominicaanse Republiek", "DO"),
        ("Guyana|Guiana", "GY"),
        ("Granada|Grenada|Grenade", "GD"),
        ("Suriname|Surinam", "SR"),
        ("Haiti|Haïti|Haití|Ayiti", "HT"),
        ("Brésil|Brazilië|Brasil|BRAZIL", "BR"),
        ("St. Lucia|Sainte-Lucie|Santa Lucía", "LC"),
        ("St Vincent & the Grenadines|San Vicente y las Granadinas", "VC"),
        ("Bahamas, The|Las Bahamas|The Bahamas", "BS"),
    ],
)
def test_names_of_five_languages_that_look_alike_are_told_apart(texts: str, code: str) -> None:
    assert {(GAZETTEER.read(text, "es").value, GAZETTEER.read(text, "es").fault) for text in texts.split("|")} == {
        (code, None)
    }


@pytest.mark.parametrize("text", ["Guayana", "Guyane", "Guiana Francesa", "Guyana Francesa", "Guyane française"])
def test_guyana_is_never_taken_for_its_neighbour_nor_the_other_way_round(text: str) -> None:
    assert GAZETTEER.read(text, "es").value is None


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("Urugay", "Uruguay"), ("Gautemala", "Guatemala"), ("Venezula", "Venezuela"), ("Columbia", "Colombia")],
)
def test_a_typo_is_suggested_and_not_taken(text: str, suggestion: str) -> None:
    reading = GAZETTEER.read(text, "es")

    assert (reading.value, reading.fault and reading.fault.suggestion) == (None, suggestion)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Guatemala, Belice y Honduras", {"GT", "BZ", "HN"}),
        ("Antigua and Barbuda", {"AG"}),
        ("Antigua and Barbuda, Trinidad & Tobago and Grenada", {"AG", "TT", "GD"}),
        ("Guatemala / Honduras; Dominica", {"GT", "HN", "DM"}),
    ],
)
def test_a_list_of_countries_is_split_but_not_inside_their_names(text: str, codes: set[str]) -> None:
    reading = GAZETTEER.read_several(text, "en")

    assert (reading.value, reading.fault) == (codes, None)


def test_a_bilingual_cell_names_one_country() -> None:
    assert GAZETTEER.read("Belize / Belice", "en").value == "BZ"
