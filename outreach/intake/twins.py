"""Finds rows that may be one organisation: the same website, or names that mean the same in any language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from outreach.domain.candidate import Candidate, CandidateKind
from outreach.domain.origin import Origin
from outreach.domain.same_organisation import SamePair
from outreach.domain.structure import Structure
from outreach.domain.twin import Twin, TwinVerdict
from outreach.intake.organisation_name import REVIEW, KnownOrganisation, rank
from outreach.intake.table import Record

SAME_WEBSITE = "same_website"
SHARED = (
    *("facebook.com", "instagram.com", "linkedin.com", "twitter.com", "x.com", "youtube.com", "wordpress.com"),
    *("blogspot.com", "google.com", "wixsite.com", "medium.com", "t.me", "wa.me"),
)


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    country: str
    origin: Origin
    host: str
    is_candidate: bool


def twins(candidates: Iterable[Candidate], structures: Iterable[Structure]) -> tuple[Twin, ...]:
    """Each pair of organisations of one country, at least one of them a candidate, that may be one."""
    listed = [
        _Listed(one.name, one.country, one.origin, host_of(one.website), is_candidate=True)
        for one in candidates
        if one.kind is CandidateKind.ORGANISATION
    ]
    listed += [
        _Listed(one.name, one.country, one.origin, host_of(one.website), is_candidate=False) for one in structures
    ]
    listed.sort(key=lambda one: (one.country, one.origin))
    found: dict[tuple[Origin, Origin], Twin] = {}
    for _, group in groupby(listed, key=lambda one: one.country):
        for twin in _of_country(list(group)):
            found.setdefault((twin.one, twin.other), twin)
    return tuple(found.values())


def verdict(record: Record) -> tuple[str, TwinVerdict | None]:
    """The code in a row of the tab, and what a person said of the pair."""
    return record["code"] or "", TwinVerdict(record["verdict"]) if record["verdict"] else None


def pair(record: Record) -> SamePair:
    """The two names in a row of the tab, whatever was said of them."""
    return SamePair(record["country"] or "", record["name"] or "", record["name_other"] or "")


def host_of(website: str) -> str:
    """The host of a website, "" where many share it or there is none."""
    host = (urlsplit(website if "//" in website else f"//{website}").hostname or "").removeprefix("www.")
    return "" if any(host == one or host.endswith(f".{one}") for one in SHARED) else host


def _of_country(listed: list[_Listed]) -> Iterator[Twin]:
    for place, one in enumerate(listed):
        others = [other for other in listed[place + 1 :] if one.is_candidate or other.is_candidate]
        for other in others:
            if one.host and one.host == other.host:
                yield _twin(one, other, SAME_WEBSITE, 100)
        known = [KnownOrganisation(str(number), (other.name,)) for number, other in enumerate(others)]
        for match in rank(one.name, known, country=one.country):
            if match.score >= REVIEW:
                yield _twin(one, others[int(match.candidate.id)], match.evidence, match.score)


def _twin(one: _Listed, other: _Listed, evidence: str, score: float) -> Twin:
    return Twin(one.origin, other.origin, (one.name, other.name), one.country, str(evidence), score)
