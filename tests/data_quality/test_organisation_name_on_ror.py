"""The gates on names of real organisations of the region, in the half that the word table was not made from."""

import pytest

from benchmarks.organisation_name import Recognised, measure, read, shared_names
from outreach.intake.organisation_name import CONFIRM, rank

NAMES = shared_names()

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not NAMES.exists(), reason="there is no shared data beside the checkout"),
]


def figures(*strata: str) -> Recognised:
    """The figures of the strata in the half "validate"."""
    queries, countries = read(NAMES)
    return measure([query for query in queries if query.half == "validate" and query.stratum in strata], countries)


@pytest.mark.parametrize("strata", [("cross-language",), ("cross-language", "displayed unknown")])
def test_names_in_another_language_are_confirmed_rightly_and_mostly(strata: tuple[str, ...]) -> None:
    """The gates: precision 0.98, recall 0.65, and 0.02 of false hits when the true one is absent."""
    of = figures(*strata)
    assert of.queries > 200
    assert of.precision >= 0.98
    assert of.recall >= 0.65
    assert of.absent <= 0.02


def test_half_of_the_acronyms_are_confirmed_and_nearly_all_of_those_rightly() -> None:
    """The gate is recall 0.5; precision is held beside it, as a wrong merge costs more than a missed one."""
    of = figures("acronym")
    assert of.queries > 400
    assert of.recall >= 0.5
    assert of.precision >= 0.97
    assert of.absent <= 0.075


@pytest.mark.parametrize("stratum", ["same language", "alias unknown"])
def test_other_names_are_rarely_confirmed_wrongly(stratum: str) -> None:
    """Former names no string can find, so these have a gate on precision only."""
    of = figures(stratum)
    assert of.precision >= 0.95
    assert of.absent <= 0.03


def test_nobody_displayed_is_confirmed_as_somebody_else() -> None:
    """Each displayed name among all of its country finds itself, or nobody where two have the same name."""
    _, countries = read(NAMES)
    known = [one for several in countries.values() for one in several]
    best = [rank(one.names[0], countries[str(one.country)], country=one.country)[0] for one in known]
    wrong = [one for one, match in zip(known, best, strict=True) if match.score >= CONFIRM and match.candidate != one]
    assert wrong == []
