"""`config/selection.toml`: every fault at once, in words; any change makes another hash."""

from fractions import Fraction

import pytest

from outreach.domain.country import Region
from outreach.domain.selection import Measure, Method
from outreach.errors import ConfigError
from outreach.intake.country_name import parse_countries, parse_region
from outreach.intake.selection_method import parse_selection
from outreach.settings import ROOT
from tests.factories import a_country, a_region

FILES = ("countries.csv", "regions.toml", "selection.toml")
RIGHT = """
region = "LACRALO"
splits = ["celac", "m49"]
pools = ["Latin America", "Caribbean"]
gates = ["no_structure", "gse_agrees"]
[criteria.liaisons]
weight = 0.3
worst = 0
best = 1
"""


def parsed(text: str, region: Region) -> Method:
    method = parse_selection(text, region)
    assert method is not None
    return method


def test_the_shipped_file_is_sound_and_its_weights_add_up_to_100() -> None:
    texts = {name: (ROOT / "config" / name).read_text(encoding="utf-8") for name in FILES}
    region = parse_region(texts["regions.toml"], "LACRALO", parse_countries(texts["countries.csv"]))

    method = parsed(texts["selection.toml"], region)

    assert sum(one.weight for one in method.criteria) == 100
    assert method.splits == ("celac", "m49")


def test_another_region_has_no_method() -> None:
    assert parse_selection(RIGHT.replace("LACRALO", "AFRALO"), a_region()) is None


def test_weights_are_taken_as_they_are_written() -> None:
    assert parsed(RIGHT, a_region()).shares == {Measure.LIAISONS: Fraction(1)}
    assert parsed(RIGHT, a_region()).criteria[0].weight == Fraction(3, 10)


def test_any_change_of_the_file_or_of_who_belongs_where_makes_another_hash() -> None:
    moved = a_region()
    moved = type(moved)("LACRALO", "LACRALO", (*moved.countries[:2], a_country("HN")), "celac")
    hashes = {parsed(text, region).hash for text, region in ((RIGHT, a_region()), (f"{RIGHT}#", a_region()))}

    assert len({*hashes, parsed(RIGHT, moved).hash}) == 3


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('"gse_agrees"', '"gse_agree"', "there is no gate gse_agree; there are no_structure, in_region"),
        ('"m49"]', '"m50"]', "the column split:m50 of countries.csv must place each country in a pool"),
        ('"Caribbean"]', '"Antilles"]', "the column split:celac of countries.csv must place"),
        ("[criteria.liaisons]", "[criteria.luck]", "nothing is known of criterion luck"),
        ("weight = 0.3", "weight = 0", "criterion liaisons needs a weight above 0"),
        ("best = 1", "best = 0", "a worst that is not its best"),
        ("best = 1", 'best = "all"', "criterion liaisons needs the three numbers"),
        ("weight = 0.3", "weight = inf", "is not valid TOML"),
        ("best = 1", "", "criterion liaisons needs the three numbers"),
        ('splits = ["celac", "m49"]', "splits = []", "splits must be a list without repetitions"),
    ],
)
def test_a_fault_is_told_in_words(right: str, wrong: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told.replace("(", r"\(")):
        parsed(RIGHT.replace(right, wrong), a_region())


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ConfigError, match=r"gates must be .*; there is no criterion"):
        parsed(RIGHT.partition("gates")[0], a_region())
