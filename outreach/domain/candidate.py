"""Somebody the survey named as a possible At-Large member in a country: an organisation or an individual."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from outreach.domain.contact import Contact
from outreach.domain.origin import Origin


class CandidateKind(StrEnum):
    """Individuals have no door of their own to LACRALO, so the two kinds end differently (facts 2.3)."""

    ORGANISATION = "organisation"
    INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True)
class Background:
    """What programmes ask of an individual; None is not known. born: a year; studies_in: ISO code."""

    born: int | None = None
    student: bool | None = None
    studies_in: str | None = None
    english: bool | None = None
    nextgen_before: bool | None = None
    fellowships: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A survey answer that names somebody. attended: topics of the calls they took part in.

    organisation: its identity where a person said that two names are one, else ""
    sector: of `config/sheets/survey.toml`, "" when not known.
    key: "NAME|ADDRESS" as they were typed: what a formula beside the row can look up in the Status tab.
    """

    name: str
    kind: CandidateKind
    country: str
    proposed_by: str
    surveyed: date
    contact: Contact | None
    attended: frozenset[str]
    origin: Origin
    key: str = ""
    website: str = ""
    sector: str = ""
    organisation: str = ""
    background: Background = Background()


@dataclass(frozen=True, slots=True)
class NoneKnown:
    """A survey answer that says the country was thought about and nobody was found: knowledge, not a gap."""

    country: str
    answered_by: str
    surveyed: date
    origin: Origin


def withheld(candidates: Iterable[Candidate], rows: Collection[Origin]) -> tuple[Candidate, ...]:
    """The same candidates; those of these rows may not be written to."""
    return tuple(_silent(one) if one.origin in rows else one for one in candidates)


def _silent(candidate: Candidate) -> Candidate:
    contact = candidate.contact
    return replace(candidate, contact=replace(contact, may_write=False)) if contact else candidate
