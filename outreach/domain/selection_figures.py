"""What the members' sheets say of a country for its selection: counts, their rows, and what nobody knows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from outreach.domain.call import Call
from outreach.domain.candidate import Candidate, CandidateKind
from outreach.domain.consultation import MEMBERS, Cell, Finding, matrix
from outreach.domain.country import Country, Region
from outreach.domain.coverage import Evidence
from outreach.domain.event import Event
from outreach.domain.organisation import organisation_of
from outreach.domain.origin import Origin
from outreach.domain.person import Person
from outreach.domain.selection import Figure, Measure

HOSTS = frozenset({"gac", "ccnso"})
UNKNOWN = frozenset({Finding.NOT_ASKED, Finding.NO_ANSWER})


@dataclass(frozen=True, slots=True)
class Sources:
    """All that is counted, as of `day`. penetration: by country, the per cent that members wrote, and the row."""

    day: date
    region: Region
    evidence: Evidence
    events: tuple[Event, ...] = ()
    calls: tuple[Call, ...] = ()
    people: tuple[Person, ...] = ()
    penetration: Mapping[str, tuple[int, Origin]] = field(default_factory=dict)


def figures_of(country: Country, sources: Sources) -> dict[Measure, Figure]:
    """Every measure of the country, whether or not it is a criterion."""
    return {measure: count(country, sources) for measure, count in _COUNTS.items()}


def consulted(code: str, sources: Sources) -> tuple[Cell, ...]:
    """Who was asked, answered and found somebody there, group by group."""
    return matrix(sources.evidence, [code], today=sources.day)


def _exactly(amount: int, rows: Iterable[Origin] = ()) -> Figure:
    return Figure(Fraction(amount), Fraction(amount), tuple(rows))


def _at_least(amount: int, rows: Iterable[Origin] = ()) -> Figure:
    return Figure(Fraction(amount), None, tuple(rows))


def _between(low: int, high: int, rows: Iterable[Origin]) -> Figure:
    return Figure(Fraction(low), Fraction(high), tuple(rows))


def _reachable(country: Country, sources: Sources) -> Figure:
    """Whoever has an address and agreed counts; who has no address yet may turn out to be reachable."""
    candidates = _candidates(country, sources)
    named = {_who(one) for one in candidates}
    reachable = {_who(one) for one in candidates if one.contact and one.contact.may_write}
    refused = {_who(one) for one in candidates if one.contact and not one.contact.may_write} - reachable
    return _of_survey(country, sources, len(reachable), len(named - refused))


def _organisations(country: Country, sources: Sources) -> Figure:
    found = {organisation_of(one) for one in _candidates(country, sources) if one.kind is CandidateKind.ORGANISATION}
    return _of_survey(country, sources, len(found), len(found))


def _attendance(country: Country, sources: Sources) -> Figure:
    """Before the first call was held nobody can have taken part, which says nothing of the country."""
    attending = [one for one in _candidates(country, sources) if one.attended]
    count = len({_who(one) for one in attending})
    if not attending and not any(call.starts.date() <= sources.day and not call.cancelled for call in sources.calls):
        return _at_least(0)
    return _of_survey(country, sources, count, count)


def _findings(country: Country, sources: Sources) -> Figure:
    cells = [cell for cell in consulted(country.code, sources) if cell.group != MEMBERS]
    found = sum(cell.finding is Finding.FOUND for cell in cells)
    unknown = sum(cell.finding in UNKNOWN for cell in cells)
    return _between(found, found + unknown, _rows(cells))


def _presence(country: Country, sources: Sources) -> Figure:
    """A group of which no row names anybody there is not known to be absent."""
    rows = [one for one in sources.evidence.stakeholders if one.country == country.code and one.group in HOSTS]
    return _between(len({one.group for one in rows}), len(HOSTS), [one.origin for one in rows])


def _language(country: Country, sources: Sources) -> Figure:
    calls = [one for one in sources.calls if country.language in one.languages and not one.cancelled]
    served = bool(calls) or country.language in sources.region.languages
    return _exactly(int(served), [one.origin for one in calls])


def _events(country: Country, sources: Sources) -> Figure:
    """A calendar that never named the country says nothing of what happens there."""
    there = [one for one in sources.events if one.country == country.code]
    coming = [one for one in there if one.end >= sources.day]
    return _exactly(len(coming), [one.origin for one in coming]) if there else _at_least(0)


def _liaisons(country: Country, sources: Sources) -> Figure:
    designated = [one for one in sources.people if country.code in one.liaison_for]
    return _exactly(len(designated), [one.origin for one in designated])


def _penetration(country: Country, sources: Sources) -> Figure:
    if country.code not in sources.penetration:
        return Figure(None, None)
    percent, row = sources.penetration[country.code]
    return _exactly(percent, [row])


def _of_survey(country: Country, sources: Sources, low: int, high: int) -> Figure:
    """Known once a member said anything of the country; "none found" is 0, "nobody was asked" may be anything."""
    [members] = [cell for cell in consulted(country.code, sources) if cell.group == MEMBERS]
    return _between(low, high, _rows([members])) if members.answered else _at_least(low)


def _candidates(country: Country, sources: Sources) -> list[Candidate]:
    everybody = sources.evidence.candidates
    return [one for one in everybody if one.country == country.code and one.surveyed <= sources.day]


def _who(candidate: Candidate) -> str:
    """The same for every row about one organisation or person."""
    contact = candidate.contact.id if candidate.contact else str(candidate.origin)
    return organisation_of(candidate) or contact


def _rows(cells: Iterable[Cell]) -> list[Origin]:
    return sorted(said.origin for cell in cells for said in cell.said if said.answered)


_COUNTS: Mapping[Measure, Callable[[Country, Sources], Figure]] = {
    Measure.REACHABLE_CANDIDATES: _reachable,
    Measure.CANDIDATE_ORGANISATIONS: _organisations,
    Measure.STAKEHOLDER_FINDINGS: _findings,
    Measure.CALL_ATTENDANCE: _attendance,
    Measure.LANGUAGE_SERVICE: _language,
    Measure.STAKEHOLDER_PRESENCE: _presence,
    Measure.COMING_EVENTS: _events,
    Measure.LIAISONS: _liaisons,
    Measure.INTERNET_PENETRATION: _penetration,
}
