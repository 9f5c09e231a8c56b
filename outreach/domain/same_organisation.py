"""What follows when a person says that two rows are one organisation: they count as one, and stay two rows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from outreach.domain.candidate import Candidate, CandidateKind
from outreach.domain.coverage import Evidence
from outreach.domain.organisation import organisation_key
from outreach.domain.structure import Structure
from outreach.domain.twin import TwinVerdict, pair_code
from outreach.errors import LedgerError

NOTED = ("same organisations", "twins")
"""Kind and subject under which the ledger keeps the pairs that were said to be one."""


@dataclass(frozen=True, slots=True, order=True)
class SamePair:
    """Two names of one organisation in a country (ISO code)."""

    country: str
    one: str
    other: str

    @property
    def code(self) -> str:
        """The pair's identity in the tab *Same organisation*."""
        return pair_code(self.country, self.one, self.other)


def to_json(pairs: Iterable[SamePair]) -> str:
    """For the ledger: names of organisations, nothing of persons."""
    return json.dumps(sorted([one.country, one.one, one.other] for one in pairs), ensure_ascii=False)


def from_json(text: str) -> tuple[SamePair, ...]:
    """The pairs that `to_json` wrote. Raises LedgerError for any other text."""
    try:
        return tuple(SamePair(country, one, other) for country, one, other in json.loads(text))
    except (ValueError, TypeError):
        raise LedgerError("The ledger's note of same organisations cannot be read; restore it from a copy.") from None


def standing(
    remembered: Iterable[SamePair], listed: Iterable[SamePair], said: Mapping[str, TwinVerdict | None]
) -> tuple[SamePair, ...]:
    """The pairs that are one now. said: by code what stands in the tab, which outdoes what was remembered.

    listed: the pairs of the tab; a name that somebody changed there makes another code, and counts for nothing.
    """
    kept = {one for one in remembered if one.code not in said}
    judged = {one for one in listed if said.get(one.code) is TwinVerdict.SAME}
    return tuple(sorted(kept | judged))


def unified(evidence: Evidence, pairs: Iterable[SamePair]) -> Evidence:
    """The same rows; those of one organisation bear the same identity, the first of its names' keys."""
    leaders = _leaders(pairs)
    if not leaders:
        return evidence
    return replace(
        evidence,
        candidates=tuple(_candidate(one, leaders) for one in evidence.candidates),
        structures=tuple(_structure(one, leaders) for one in evidence.structures),
    )


def _leaders(pairs: Iterable[SamePair]) -> dict[str, str]:
    """By key of a name, the least key of all that are one with it, over any number of pairs."""
    leader: dict[str, str] = {}

    def of(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for pair in pairs:
        first, second = sorted(of(organisation_key(name, pair.country)) for name in (pair.one, pair.other))
        leader[second] = first
    return {key: of(key) for key in leader}


def _candidate(one: Candidate, leaders: Mapping[str, str]) -> Candidate:
    key = organisation_key(one.name, one.country)
    counts = one.kind is CandidateKind.ORGANISATION and key in leaders
    return replace(one, organisation=leaders[key]) if counts else one


def _structure(one: Structure, leaders: Mapping[str, str]) -> Structure:
    key = organisation_key(one.name, one.country)
    return replace(one, organisation=leaders[key]) if key in leaders else one
