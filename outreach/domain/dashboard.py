"""What the region shows to everybody, and to its members in the Dashboard tabs: counts, places, days; no person.

The tabs are those of LACRALO's Dashboard of 2009: Stats, ALSes, Countries, Country-breakdowns (facts, section 6).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.domain.candidate import Candidate, NoneKnown
from outreach.domain.country import Country
from outreach.domain.coverage import Coverage, CoverageState, Evidence
from outreach.domain.deadline import DeadlineKind
from outreach.domain.public_text import PublicLink, PublicText
from outreach.domain.structure import Structure

CCNSO = "ccnso"
QUARTERS = 20  # that the picture of coverage over time goes back
COMING = 12  # public events shown at most


class Membership(StrEnum):
    """Whether a country's ccTLD is in the ccNSO; nothing known, or rows that disagree, is not "no"."""

    IN = "in"
    OUT = "out"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """The members' tabs, as `config/sheets/` names them."""

    STRUCTURES = "structures"
    SURVEY = "survey"
    STAKEHOLDERS = "stakeholders"
    CALENDAR = "calendar"
    CALLS = "calls"
    OPPORTUNITIES = "opportunities"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class CountryLine:
    """A country as anybody may know it. heard: the newest day of which anything is known of it, None if nothing is."""

    country: Country
    state: CoverageState
    structures: int
    ccnso: Membership
    heard: date | None


@dataclass(frozen=True, slots=True)
class PublicStructure:
    """An accredited structure: an organisation, never its representative."""

    name: PublicText
    country: Country
    website: PublicLink | None
    accredited: date


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """An event that anybody may attend. country: of the region, else None, and place: as it was written."""

    name: PublicText
    start: date
    end: date
    country: Country | None
    place: PublicText | None
    city: PublicText | None
    link: PublicLink | None


@dataclass(frozen=True, slots=True)
class PublicDeadline:
    """The last day of a programme's window, for which anybody can apply. about: a meeting, a year, a name of it."""

    kind: DeadlineKind
    day: date
    about: PublicText | None
    link: PublicLink | None


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """How many countries were covered on a day: as is known now, and as was known then; None before there was data."""

    day: date
    now: int
    then: int | None


@dataclass(frozen=True, slots=True)
class SourceAge:
    """How many rows a members' tab holds, and the day from which on it has been as it is."""

    source: Source
    rows: int
    since: date | None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The whole of it on a day. It has no field that could hold a person; `tests/unit/domain` sees to that.

    structures, events: those whose text may be public; withheld: how many more there are, which a leader looks at.
    new_structures: how many were accredited in the fiscal year of the day.
    """

    day: date
    countries: tuple[CountryLine, ...]
    timeline: tuple[CoveragePoint, ...]
    structures: tuple[PublicStructure, ...]
    events: tuple[PublicEvent, ...]
    deadlines: tuple[PublicDeadline, ...]
    sources: tuple[SourceAge, ...]
    withheld: int
    new_structures: int = 0

    @property
    def covered(self) -> int:
        """How many countries have an accredited structure."""
        return len(self.with_structure)

    @property
    def with_structure(self) -> tuple[CountryLine, ...]:
        """The countries that have one."""
        return tuple(one for one in self.countries if one.state is CoverageState.COVERED)

    @property
    def without_structure(self) -> tuple[CountryLine, ...]:
        """The countries that have none."""
        return tuple(one for one in self.countries if one.state is not CoverageState.COVERED)


def country_lines(coverage: Coverage, evidence: Evidence) -> tuple[CountryLine, ...]:
    """A line a country, in the region's order."""
    members, heard = _memberships(evidence), _heard(evidence, coverage.day)
    return tuple(
        CountryLine(
            country=one.country,
            state=one.state,
            structures=one.structures,
            ccnso=members.get(one.country.code, Membership.UNKNOWN),
            heard=heard.get(one.country.code),
        )
        for one in coverage.countries
    )


def timeline_days(today: date) -> tuple[date, ...]:
    """The days of the picture, oldest first: the first of each quarter, as fiscal years begin with one, and today."""
    months = today.year * 12 + (today.month - 1) // 3 * 3
    firsts = [months - 3 * back for back in range(QUARTERS, -1, -1)]
    days = [date(month // 12, month % 12 + 1, 1) for month in firsts]
    return (*(day for day in days if day < today), today)


def coming(events: Iterable[PublicEvent], today: date) -> tuple[PublicEvent, ...]:
    """The next of the events, those that still go on included."""
    return tuple(sorted((one for one in events if one.end >= today), key=lambda one: (one.start, str(one.name))))[
        :COMING
    ]


def fiscal_year(day: date) -> date:
    """The first day of ICANN's fiscal year in which a day lies: 1 July."""
    return date(day.year if day >= date(day.year, 7, 1) else day.year - 1, 7, 1)


def new_structures(structures: Iterable[Structure], today: date) -> int:
    """How many were accredited in the fiscal year so far, and still are."""
    since = fiscal_year(today)
    return sum(one.is_accredited_on(today) and one.accredited >= since for one in structures if one.accredited)


def _memberships(evidence: Evidence) -> Mapping[str, Membership]:
    said: dict[str, set[bool]] = {}
    for one in evidence.stakeholders:
        if one.group == CCNSO:
            said.setdefault(one.country, set()).add(one.member)
    known = {True: Membership.IN, False: Membership.OUT}
    return {code: known[min(answers)] for code, answers in said.items() if len(answers) == 1}


def _heard(evidence: Evidence, today: date) -> Mapping[str, date]:
    newest: dict[str, date] = {}
    for code, day in _dated(evidence):
        if day is not None and day <= today:
            newest[code] = max(day, newest.get(code, day))
    return newest


def _dated(evidence: Evidence) -> Iterator[tuple[str, date | None]]:
    for structure in evidence.structures:
        days = (structure.applied, structure.accredited, structure.decertified)
        yield from ((structure.country, day) for day in days)
    for stakeholder in evidence.stakeholders:
        yield from ((stakeholder.country, day) for day in (stakeholder.asked, stakeholder.answered))
    answers: tuple[Candidate | NoneKnown, ...] = (*evidence.candidates, *evidence.none_known)
    for answer in answers:
        yield answer.country, answer.surveyed
