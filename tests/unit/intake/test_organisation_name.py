"""Names of organisations: what is the same in another language, what only looks so, and what may be handed in."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.errors import ConfigError
from outreach.intake.cognate import stem
from outreach.intake.organisation_name import CONFIRM, REVIEW, Evidence, KnownOrganisation, names_of, rank
from outreach.intake.organisation_table import parse_words, shipped_words
from outreach.intake.organisation_words import terms

TABLE = """
[stop]
es = "de la"
[kinds]
school = { es = "escuela" }
[qualities]
[fields]
music = { es = "música", en = "music" }
[places]
[legal]
forms = "ltda"
[near]
[alike]
[abbreviations]
em = "escuela música"
[demonyms]
[shares]
"""


@dataclass(frozen=True, slots=True)
class Named:
    """An object of a caller, with a name."""

    name: str


def best_score(name: str, candidate: str, country: str | None = "GT") -> float:
    """The score of one candidate."""
    return rank(name, [candidate], country=country)[0].score


@pytest.mark.parametrize(
    ("name", "candidate", "country"),
    [
        ("ISOC Guatemala", "Internet Society Guatemala Chapter", "GT"),
        ("ISOC Guatemala", "Capítulo Guatemala de Internet Society", "GT"),
        ("Capítulo Guatemala de Internet Society", "Internet Society Guatemala Chapter", "GT"),
        ("Guatemala Internet Users Association", "Asociación de Usuarios de Internet de Guatemala", "GT"),
        ("Stichting Internet Gebruikers Suriname", "Suriname Internet Users Foundation", "SR"),
        ("Asosyasyon Itilizatè Entènèt Ayiti", "Association haïtienne des utilisateurs d'Internet", "HT"),
        ("Federal University of Xirimbó", "UNIVERSIDADE FEDERAL DE XIRIMBO", "BR"),
        ("Xirimbó Consumers' Foundation", "Fundação de Consumidores de Xirimbó Ltda.", "BR"),
        ("State University of Pará", "Universidade do Estado do Pará", "BR"),
        ("Instituto Antártico Zulueta", "Zulueta Antarctic Institute", "UY"),
    ],
)
def test_the_same_name_in_another_language_is_to_be_confirmed(name: str, candidate: str, country: str) -> None:
    assert (best_score(name, candidate, country), best_score(candidate, name, country)) >= (CONFIRM, CONFIRM)


@pytest.mark.parametrize(
    ("name", "candidate", "country"),
    [
        ("Internet Society Barbados Chapter", "Internet Society Grenada Chapter", "BB"),
        ("ISOC Guyana", "Internet Society Guyane", "GY"),
        ("Universidad Nacional de Córdoba", "Universidad Nacional de Rosario", "AR"),
        ("Asociación de Usuarios de Internet de Guatemala", "Internet Society Guatemala Chapter", "GT"),
        ("Fundación Zulueta", "Fundación Paz y Bien", "UY"),
        ("Universidad Nacional", "Universidad Católica", "CR"),
    ],
)
def test_another_place_or_country_is_not_even_for_review(name: str, candidate: str, country: str) -> None:
    assert max(best_score(name, candidate, country), best_score(candidate, name, country)) < REVIEW


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Federal Institute of Xirimbó", "Universidade Federal de Xirimbó"),
        ("Hospital Xirimbó", "Universidade Xirimbó"),
        ("Northern Xirimbó Association", "Associação Xirimbó do Sul"),
    ],
)
def test_another_kind_or_rank_is_never_confirmed(name: str, candidate: str) -> None:
    assert best_score(name, candidate, "BR") < CONFIRM


def test_another_country_is_said_to_contradict() -> None:
    match = rank("ISOC Barbados", ["Internet Society Grenada Chapter"], country="BB")[0]
    assert (match.evidence, match.apart) == (Evidence.CONTRADICTED, ("barbados", "grenada", "chapter"))


def test_two_that_are_as_likely_are_both_for_review() -> None:
    found = rank("University of Zulueta", ["Universidad de Zulueta", "Universidad Zulueta"], country="UY")
    assert [(match.evidence, REVIEW <= match.score < CONFIRM) for match in found] == [(Evidence.AS_LIKELY, True)] * 2


def test_the_very_name_wins_over_its_translation() -> None:
    found = rank("Universidad de Zulueta", ["University of Zulueta", "UNIVERSIDAD DE ZULUETA"], country="UY")
    assert [(match.name, match.evidence) for match in found] == [
        ("UNIVERSIDAD DE ZULUETA", Evidence.SAME_NAME),
        ("University of Zulueta", Evidence.SOME_WORDS),
    ]
    assert found[0].score == 100 > CONFIRM > found[1].score


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("AUIX", "Asociación de Usuarios de Internet de Xirimbó"),
        ("A.U.I.X.", "Xirimbó Internet Users Association"),
        ("TecZu", "Tecnológico Zulueta"),
        ("IIAX", "Xirimbó Antarctic Research Institute"),
        ("FAXIR", "FAXIR - Faculdade Mirante"),
        ("Uniluz", "Universidade da Luz"),
    ],
)
def test_an_acronym_is_understood_in_the_name_s_language_and_in_others(short: str, name: str) -> None:
    match = rank(short, [name, "Ministerio de Pesca"], country="UY")[0]
    assert (match.name, match.evidence, match.score >= CONFIRM) == (name, Evidence.ACRONYM, True)


def test_an_acronym_that_fits_two_is_not_confirmed() -> None:
    found = rank("UTX", ["Universidad Tecnológica de Xalco", "Universidad Tecnológica de Xirimbó"], country="MX")
    assert [match.score < CONFIRM for match in found] == [True, True]


def test_an_organisation_known_by_its_acronym_alone_is_found_by_its_full_name() -> None:
    found = rank("Asociación de Usuarios de Internet de Xirimbó", [("a", ["AUIX"]), ("b", ["RTY"])], country="GT")
    assert (found[0].candidate, found[0].evidence, found[0].score >= CONFIRM) == (
        ("a", ["AUIX"]),
        Evidence.ACRONYM,
        True,
    )


def test_an_acronym_does_not_speak_against_the_full_name_on_record() -> None:
    known = KnownOrganisation("a", ("UCZ", "Universidad Central de Zapote"), "CR")
    assert rank("Universidad Católica de Zulueta", [known], country="CR")[0].score < REVIEW


def test_any_of_an_organisation_s_names_may_be_meant() -> None:
    known = KnownOrganisation("a", ("Zulueta 2000", "Fundación Zulueta para la Música", "FZM"), "UY")
    match = rank("Zulueta Music Foundation", [known], country="UY")[0]
    assert (match.candidate, match.name, match.score >= CONFIRM) == (known, known.names[1], True)


@pytest.mark.parametrize(
    "candidate",
    [
        "Uno",
        ["Uno"],
        (7, ["Uno"]),
        ("id", ("Uno",)),
        {"id": 7, "names": ["Uno"]},
        {"name": "Uno"},
        {"names": {"en": "Uno"}},
        {"names": [{"value": "Uno", "lang": "en"}, {"value": None}]},
        Named("Uno"),
        KnownOrganisation("a", ("Uno", " ")),
    ],
)
def test_candidates_come_in_many_shapes(candidate: object) -> None:
    assert names_of(candidate) == ("Uno",)


@pytest.mark.parametrize("candidate", [None, 7, "", {"names": None}, {"display": "Uno"}, [None, 3]])
def test_what_names_nobody_is_no_candidate_and_no_fault(candidate: object) -> None:
    (match,) = rank("Uno", [candidate], country="GT")

    assert (names_of(candidate), match.candidate, match.score) == ((), candidate, 0.0)


@pytest.mark.parametrize("name", ["", " ", "!!!", "国际互联网协会", "Общество", "A" * 5000, "a" * 40, "\0", "1"])
def test_a_word_without_end_or_in_another_script_is_no_acronym_of_anything(name: str) -> None:
    assert rank(name, ["Internet Society Guatemala", "Amantes Anónimos"], country="GT")[0].score < REVIEW


def test_strings_in_a_sequence_are_all_names_of_one() -> None:
    assert names_of(("Uno", "Dos")) == ("Uno", "Dos")


def test_nothing_asked_or_nothing_known_is_no_match() -> None:
    assert rank("Zulueta", [], country="UY") == []
    assert [match.score for match in rank(" ", ["Zulueta", ()], country="UY")] == [0.0, 0.0]


names = st.text(alphabet="abcdeé SXT.&-()1", max_size=30)


@settings(max_examples=150)
@given(names, st.lists(names, max_size=5))
def test_whatever_is_typed_scores_lie_between_0_and_100_best_first(name: str, known: list[str]) -> None:
    found = rank(name, known, country="UY")
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    assert sum(score >= CONFIRM for score in scores) <= 1
    assert sorted(match.candidate for match in found) == sorted(known)
    assert found == rank(name, known, country="UY")


def test_cognates_have_one_stem_and_places_that_look_alike_do_not() -> None:
    assert len({stem(word) for word in ("tecnológica", "technological", "technologique", "tecnologicos")}) == 1
    assert len({stem(word) for word in ("sociedad", "sociedade", "society", "société", "societies")}) == 1
    assert len({stem(word) for word in ("Pará", "Paraná", "Morelos", "Morelia", "Lima", "Limón")}) == 6


def test_a_small_word_with_its_accent_is_a_name() -> None:
    assert [term.word for term in terms("Universidade para o Pará", shipped_words())] == ["universidade", "para"]


def test_a_table_of_one_s_own_can_be_handed_in() -> None:
    words = parse_words(TABLE, [])
    assert [term.key for term in words.read("Music EM Ltda")] == ["music", "school", "music"]
    assert rank("Escuela de Música", ["EM"], country=None, words=words)[0].score >= CONFIRM


def test_a_form_in_two_rows_stops_with_its_name() -> None:
    with pytest.raises(ConfigError, match="two rows: musica"):
        parse_words(TABLE.replace("[places]", 'song = { pt = "música" }\n[places]'), [])


def test_every_group_of_the_table_names_its_rows() -> None:
    words = shipped_words()
    assert {key for pair in words.near for key in pair} - words.forms.keys() == set()
    assert words.shares.keys() - words.forms.keys() == set()
