"""Coverage of a region on a day: in which countries there is an accredited structure, and what is known of the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.domain.candidate import Candidate, NoneKnown
from outreach.domain.country import Country, Region
from outreach.domain.origin import Origin
from outreach.domain.stakeholder import Answer, Stakeholder
from outreach.domain.structure import Structure


class CoverageState(StrEnum):
    """The state of a country, best first; the last three are three different kinds of not knowing."""

    COVERED = "covered"
    APPLIED = "applied"
    CANDIDATES = "candidates"
    ASKED_NONE_FOUND = "asked_none_found"
    ASKED_NO_ANSWER = "asked_no_answer"
    NOBODY_ASKED = "nobody_asked"


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the sheets say of the region's countries, of whatever day."""

    structures: tuple[Structure, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    none_known: tuple[NoneKnown, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()


@dataclass(frozen=True, slots=True)
class CountryCoverage:
    """The state of one country and the rows that prove it."""

    country: Country
    state: CoverageState
    structures: int
    candidates: int
    rows: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The region on a day, one entry a country in the region's order."""

    day: date
    region: Region
    countries: tuple[CountryCoverage, ...]

    @property
    def covered(self) -> int:
        """How many countries have an accredited structure: the n of "n of 33"."""
        return sum(one.state is CoverageState.COVERED for one in self.countries)

    def of(self, code: str) -> CountryCoverage | None:
        """The entry of a country, None when it is not of the region."""
        return next((one for one in self.countries if one.country.code == code), None)

    def uncovered_countries(self) -> tuple[Country, ...]:
        """The countries without an accredited structure, in the region's order."""
        return tuple(one.country for one in self.countries if one.state is not CoverageState.COVERED)

    def uncovered(self) -> frozenset[str]:
        """Codes of the countries without an accredited structure."""
        return frozenset(one.code for one in self.uncovered_countries())


def coverage_on(day: date, region: Region, evidence: Evidence) -> Coverage:
    """Coverage of `region` as the evidence tells it for `day`; evidence dated later is not looked at."""
    return Coverage(day, region, tuple(_of_country(day, country, evidence) for country in region.countries))


def _of_country(day: date, country: Country, evidence: Evidence) -> CountryCoverage:
    structures = [one for one in evidence.structures if one.country == country.code]
    accredited = [one for one in structures if one.is_accredited_on(day)]
    applying = [one for one in structures if one.is_applying_on(day)]
    candidates = [one for one in evidence.candidates if one.country == country.code and one.surveyed <= day]
    asked = [one for one in evidence.stakeholders if one.country == country.code and _by(one.asked, day)]
    none_found = [one for one in asked if _by(one.answered, day) and one.answer is Answer.NONE_FOUND]
    none_known = [one for one in evidence.none_known if one.country == country.code and one.surveyed <= day]
    found_by_stakeholders = [one for one in asked if _by(one.answered, day) and one.answer is Answer.FOUND]
    ladder: tuple[tuple[CoverageState, list[Origin]], ...] = (
        (CoverageState.COVERED, _rows(accredited)),
        (CoverageState.APPLIED, _rows(applying)),
        (CoverageState.CANDIDATES, _rows(candidates) + _rows(found_by_stakeholders)),
        (CoverageState.ASKED_NONE_FOUND, _rows(none_found) + _rows(none_known)),
        (CoverageState.ASKED_NO_ANSWER, _rows(asked)),
        (CoverageState.NOBODY_ASKED, []),
    )
    state, rows = next(step for step in ladder if step[1] or step[0] is CoverageState.NOBODY_ASKED)
    return CountryCoverage(country, state, len(accredited), len(candidates), tuple(rows))


def _rows(nouns: Iterable[Structure | Candidate | NoneKnown | Stakeholder]) -> list[Origin]:
    return [noun.origin for noun in nouns]


def _by(then: date | None, day: date) -> bool:
    return then is not None and then <= day
