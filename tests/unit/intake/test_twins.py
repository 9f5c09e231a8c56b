"""Rows that may be one organisation are suggested; what people said is remembered."""

from dataclasses import replace

import pytest

from outreach.domain.candidate import CandidateKind
from outreach.domain.same_organisation import SamePair
from outreach.domain.twin import AT_ONCE, Twin, TwinVerdict, to_ask
from outreach.intake.twins import host_of, twins
from tests.factories import a_candidate, a_structure


def pairs(*names: str, country: str = "GT") -> list[tuple[tuple[str, str], str]]:
    listed = [a_candidate(row, name=name, country=country) for row, name in enumerate(names, start=5)]
    return [(twin.names, twin.evidence) for twin in twins(listed, [])]


def test_a_chapter_in_two_languages_is_suggested_and_of_two_countries_is_not() -> None:
    guatemala = ("Capítulo Guatemala de Internet Society", "Internet Society Guatemala Chapter")

    assert pairs(*guatemala) == [(guatemala, "same_words")]
    listed = [a_candidate(5, name="Internet Society Barbados", country="BB")]
    listed.append(a_candidate(6, name="Internet Society Grenada", country="GD"))
    assert twins(listed, []) == ()


def test_other_organisations_of_a_country_are_left_alone() -> None:
    assert pairs("Red Chapina de Internautas", "Asociación de Mujeres en Tecnología", "Cámara de Comercio") == []


def test_a_website_tells_more_than_a_name_but_not_one_that_many_share() -> None:
    one, other = a_candidate(5, name="Alfa"), a_candidate(6, name="Omega")
    site, page = "https://www.quetzal.example/es", "https://facebook.com/groups/7"

    same = twins([replace(one, website=site), replace(other, website="quetzal.example")], [])
    assert [(twin.evidence, twin.score) for twin in same] == [("same_website", 100)]
    assert twins([replace(one, website=page), replace(other, website=page)], []) == ()


def test_a_candidate_that_is_a_structure_already_is_suggested_and_two_structures_are_not() -> None:
    structure = a_structure("GT", name="Red Chapina de Internautas")

    assert [twin.names[0] for twin in twins([a_candidate(5)], [structure])] == ["Red Chapina de Internautas"]
    assert twins([], [structure, replace(structure)]) == ()


def test_persons_are_not_compared() -> None:
    both = [a_candidate(row, name="Ana Xol", kind=CandidateKind.INDIVIDUAL) for row in (5, 6)]

    assert twins(both, []) == ()


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.quetzal.example/a", "quetzal.example"),
        ("quetzal.example", "quetzal.example"),
        ("", ""),
        ("https://x.com/a", ""),
    ],
)
def test_the_host_of_a_website(website: str, host: str) -> None:
    assert host_of(website) == host


def a_twin(number: int, score: float = 80) -> Twin:
    listed = a_candidate(number)
    return Twin(listed.origin, listed.origin, (f"A{number}", f"B{number}"), "GT", "same_words", score)


def test_what_was_judged_is_not_asked_again_and_the_surest_come_first() -> None:
    low, high, judged = a_twin(1, 76), a_twin(2, 99), a_twin(3, 100)

    assert to_ask([low, high, judged], {judged.code: TwinVerdict.DIFFERENT}, frozenset()) == (high, low)


def test_at_most_ten_wait_at_a_time() -> None:
    many = [a_twin(number) for number in range(30)]

    first = to_ask(many, {}, frozenset())
    asked = frozenset(twin.code for twin in first)
    assert (len(first), to_ask(many, {}, asked)) == (AT_ONCE, ())
    judged = {twin.code: TwinVerdict.SAME for twin in first[:4]}
    assert len(to_ask(many, judged, asked)) == 4


def test_the_code_is_the_pairs_whatever_its_order_and_letter_case() -> None:
    twin = a_twin(1)

    assert replace(twin, names=("b1", "A1 "), one=twin.other).code == twin.code
    assert replace(twin, country="HN").code != twin.code


def test_a_pair_that_is_read_back_from_its_tab_has_its_code() -> None:
    twin = a_twin(1)

    assert SamePair(twin.country, *twin.names).code == twin.code
    assert SamePair(twin.country, *reversed(twin.names)).code == twin.code
