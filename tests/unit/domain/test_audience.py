"""Activities are shared through local structures, where there is none through the nearest, and it is said why."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.audience import Activity, Audience, Nobody, Reach, Reason, Sharing, Why, share
from outreach.domain.origin import Origin
from outreach.domain.place import kilometres, neighbours
from outreach.errors import ConfigError
from outreach.intake.places import parse_places
from tests.factories import TODAY, a_structure

CONFIG = Path(__file__).parents[3] / "config"
TEXT = (CONFIG / "places.toml").read_text(encoding="utf-8")
PLACES = parse_places(TEXT)
COUNTRIES = [row["code"] for row in csv.DictReader((CONFIG / "countries.csv").read_text("utf-8").splitlines())]


def a_reach(country: str, name: str = "Usuarios", **changes: Any) -> Reach:
    structure = a_structure(country, name=name, origin=Origin("Structures", changes.pop("row", 4)))
    return Reach(structure, **({"languages": ("es",)} | changes))


def an_event(country: str | None = "GD", **changes: Any) -> Activity:
    return Activity("Caribbean week of the Internet", country, **({"languages": ("en",)} | changes))


def shared(activity: Activity, *reaches: Reach, at_most: int = 3) -> Sharing:
    return share(activity, reaches, PLACES, today=TODAY, at_most=at_most)


def countries(sharing: Sharing) -> list[str]:
    return [one.reach.structure.country for one in sharing.suggestions]


def test_all_local_structures_are_suggested_and_nobody_else() -> None:
    found = shared(an_event("GT"), a_reach("GT", "B"), a_reach("MX"), a_reach("GT", "A"), at_most=1)

    assert [one.reach.structure.name for one in found.suggestions] == ["A", "B"]
    assert found.suggestions[0].reasons[0] == Reason(Why.LOCAL, {"country": "GT", "kilometres": 0})


def test_where_there_is_none_the_nearest_that_speaks_the_language_comes_first_and_it_is_said_why() -> None:
    found = shared(
        an_event("GD"),
        a_reach("VE"),
        a_reach("BB", languages=("en",)),
        a_reach("TT", languages=("en", "es")),
        a_reach("JM", languages=("en",)),
    )

    assert countries(found) == ["TT", "BB", "JM"]
    assert found.suggestions[0].reasons == (
        Reason(Why.NEAREST, {"country": "TT", "kilometres": 158}),
        Reason(Why.LANGUAGE, {"language": "en"}),
    )


def test_where_nobody_speaks_the_language_the_nearest_is_suggested_and_it_is_said() -> None:
    found = shared(an_event("SR", languages=("nl",)), a_reach("GT"), a_reach("VE"))

    assert countries(found) == ["VE", "GT"]
    assert found.suggestions[0].reasons[1] == Reason(Why.OTHER_LANGUAGE)


def test_a_structure_that_is_known_to_reach_others_only_is_left_out_and_an_unknown_one_is_not() -> None:
    for_students = an_event("GT", audiences=frozenset({Audience.ACADEMIC, Audience.END_USERS}))
    found = shared(
        for_students,
        a_reach("GT", "Engineers", audiences=frozenset({Audience.PROFESSIONAL})),
        a_reach("GT", "Anybody", languages=("en",)),
        a_reach("GT", "Teachers", languages=("en",), audiences=frozenset({Audience.ACADEMIC})),
    )

    assert [(one.reach.structure.name, one.reasons[-1]) for one in found.suggestions] == [
        ("Teachers", Reason(Why.AUDIENCE, {"audience": "academic"})),
        ("Anybody", Reason(Why.AUDIENCE_UNKNOWN)),
    ]


def test_only_structures_accredited_today_count() -> None:
    applying = Reach(a_structure("GT", accredited=None), ("es",))

    assert countries(shared(an_event("GT"), applying, a_reach("MX"))) == ["MX"]


@pytest.mark.parametrize(
    ("activity", "reaches", "nobody"),
    [
        (an_event("GT"), (), Nobody.NO_STRUCTURE),
        (an_event(None), (a_reach("GT"),), Nobody.PLACE_UNKNOWN),
        (an_event("XX"), (a_reach("GT"),), Nobody.PLACE_UNKNOWN),
    ],
)
def test_where_nobody_can_be_suggested_it_is_said_why(
    activity: Activity, reaches: tuple[Reach, ...], nobody: Nobody
) -> None:
    assert shared(activity, *reaches) == Sharing(activity, (), nobody)


@given(st.lists(st.tuples(st.sampled_from(COUNTRIES), st.sampled_from(["en", "es"])), max_size=6), st.randoms())
def test_nobody_who_speaks_the_language_is_nearer_than_the_first_and_the_order_of_rows_makes_no_difference(
    drawn: list[tuple[str, str]], chance: Any
) -> None:
    reaches = [a_reach(code, f"ALS {n}", languages=(tag,), row=n) for n, (code, tag) in enumerate(drawn)]
    found = shared(an_event("GD"), *reaches)
    chance.shuffle(reaches)

    assert shared(an_event("GD"), *reaches) == found
    speaking = [one.structure.country for one in reaches if "en" in one.languages]
    if speaking and "GD" not in [one.structure.country for one in reaches]:
        nearest = min(kilometres(PLACES["GD"], PLACES[code]) for code in speaking)
        assert found.suggestions[0].kilometres == round(nearest)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("GD", "GD", 0), ("MX", "AR", 7386), ("BB", "TT", 342), ("CL", "UY", 1339)],
)
def test_distances_are_those_of_the_globe(one: str, other: str, expected: int) -> None:
    """The expected figures are of the spherical law of cosines on the same places."""
    assert kilometres(PLACES[one], PLACES[other]) == pytest.approx(expected, abs=1)
    assert kilometres(PLACES[one], PLACES[other]) == kilometres(PLACES[other], PLACES[one])


def test_countries_are_near_as_far_as_it_is_said() -> None:
    near = neighbours({code: PLACES[code] for code in ("GD", "TT", "BB", "MX")}, within=200)

    assert near == {"GD": {"TT"}, "TT": {"GD"}, "BB": frozenset(), "MX": frozenset()}


def test_it_is_known_where_every_country_lies() -> None:
    assert set(COUNTRIES) - PLACES.keys() == set()


@pytest.mark.parametrize("row", ["[1.0]", '["1", "2"]', "[1.0, 2.0, 3.0]", "[91, 0]", "[0, 181]", "7", "[true, 1]"])
def test_what_is_no_place_is_told(row: str) -> None:
    with pytest.raises(ConfigError, match="GT needs two numbers"):
        parse_places(f"GT = {row}")
