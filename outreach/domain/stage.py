"""The stages from a name in a survey to an accredited structure, and which evidence brings a candidate to each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.domain.candidate import CandidateKind
from outreach.domain.origin import Origin


class Stage(StrEnum):
    """Where a candidate stands (facts 2.2, 2.3). The first ones are a ladder; what follows leaves it or ends it."""

    SURVEYED = "surveyed"
    CONFIRMED = "confirmed"
    LIAISON_NAMED = "liaison_named"
    CONTACTED = "contacted"
    ANSWERED = "answered"
    ATTENDING = "attending"
    INTENDS_TO_APPLY = "intends_to_apply"
    APPLIED = "applied"
    DUE_DILIGENCE = "due_diligence"
    REGIONAL_ADVICE = "regional_advice"
    ALAC_VOTE = "alac_vote"
    CERTIFIED = "certified"
    REJECTED = "rejected"
    RECONSIDERATION = "reconsideration"
    OMBUDSMAN = "ombudsman"
    BOARD_REVIEW = "board_review"
    DECERTIFIED = "decertified"
    TAKES_PART = "takes_part"
    PAUSED = "paused"
    NOT_INTERESTED = "not_interested"


class Proof(StrEnum):
    """What a piece of evidence is."""

    ROW = "row"
    MESSAGE = "message"
    ATTENDANCE = "attendance"
    LINK = "link"


class FactKind(StrEnum):
    """What happened to a candidate. Of one day, they happened in this order."""

    SURVEYED = "surveyed"
    CONFIRMED = "confirmed"
    LIAISON_NAMED = "liaison_named"
    CONTACTED = "contacted"
    ANSWERED = "answered"
    ATTENDED = "attended"
    INTENDS_TO_APPLY = "intends_to_apply"
    APPLIED = "applied"
    DUE_DILIGENCE = "due_diligence"
    REGIONAL_ADVICE = "regional_advice"
    ALAC_VOTE = "alac_vote"
    TAKES_PART = "takes_part"
    NOT_INTERESTED = "not_interested"
    PAUSED = "paused"
    RESUMED = "resumed"
    REJECTED = "rejected"
    ASKED_RECONSIDERATION = "asked_reconsideration"
    ASKED_OMBUDSMAN = "asked_ombudsman"
    ASKED_BOARD = "asked_board"
    CERTIFIED = "certified"
    DECERTIFIED = "decertified"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a fact. reference: a row ("Survey!14"), a message's key, a call's topic, or an address."""

    proof: Proof
    reference: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened on a day, and what proves it. by: who did it (the liaison's name), where that matters."""

    kind: FactKind
    day: date
    evidence: Evidence | None
    by: str = ""


LADDER: tuple[Stage, ...] = (
    Stage.SURVEYED,
    Stage.CONFIRMED,
    Stage.LIAISON_NAMED,
    Stage.CONTACTED,
    Stage.ANSWERED,
    Stage.ATTENDING,
    Stage.INTENDS_TO_APPLY,
    Stage.APPLIED,
    Stage.DUE_DILIGENCE,
    Stage.REGIONAL_ADVICE,
    Stage.ALAC_VOTE,
)
REVIEWS = frozenset({Stage.RECONSIDERATION, Stage.OMBUDSMAN, Stage.BOARD_REVIEW})
ENDED = frozenset({Stage.CERTIFIED, Stage.TAKES_PART, Stage.DECERTIFIED, Stage.NOT_INTERESTED})

_SAID_OR_WRITTEN = frozenset({Proof.ROW, Proof.MESSAGE})
_PUBLISHED = frozenset({Proof.ROW, Proof.LINK})

PROVEN_BY: dict[FactKind, frozenset[Proof]] = {
    FactKind.SURVEYED: frozenset({Proof.ROW}),
    FactKind.CONFIRMED: frozenset({Proof.ROW}),
    FactKind.LIAISON_NAMED: frozenset({Proof.ROW}),
    FactKind.CONTACTED: frozenset({Proof.MESSAGE}),
    FactKind.ANSWERED: _SAID_OR_WRITTEN,
    FactKind.ATTENDED: frozenset({Proof.ATTENDANCE}),
    FactKind.INTENDS_TO_APPLY: _SAID_OR_WRITTEN,
    FactKind.APPLIED: _PUBLISHED,
    FactKind.DUE_DILIGENCE: _PUBLISHED,
    FactKind.REGIONAL_ADVICE: _PUBLISHED,
    FactKind.ALAC_VOTE: _PUBLISHED,
    FactKind.CERTIFIED: _PUBLISHED,
    FactKind.REJECTED: _PUBLISHED,
    FactKind.ASKED_RECONSIDERATION: _PUBLISHED,
    FactKind.ASKED_OMBUDSMAN: _PUBLISHED,
    FactKind.ASKED_BOARD: _PUBLISHED,
    FactKind.DECERTIFIED: _PUBLISHED,
    FactKind.TAKES_PART: frozenset({Proof.ROW, Proof.MESSAGE, Proof.LINK}),
    FactKind.PAUSED: _SAID_OR_WRITTEN,
    FactKind.RESUMED: _SAID_OR_WRITTEN,
    FactKind.NOT_INTERESTED: _SAID_OR_WRITTEN,
}

_OF_ORGANISATIONS = frozenset(
    {
        FactKind.APPLIED,
        FactKind.INTENDS_TO_APPLY,
        FactKind.DUE_DILIGENCE,
        FactKind.REGIONAL_ADVICE,
        FactKind.ALAC_VOTE,
        FactKind.CERTIFIED,
        FactKind.REJECTED,
        FactKind.ASKED_RECONSIDERATION,
        FactKind.ASKED_OMBUDSMAN,
        FactKind.ASKED_BOARD,
        FactKind.DECERTIFIED,
    }
)
_OF_INDIVIDUALS = frozenset({FactKind.TAKES_PART})


def counts(fact: Fact, kind: CandidateKind) -> bool:
    """Whether the fact is proven by what can prove it, and can happen to a candidate of this kind."""
    foreign = _OF_INDIVIDUALS if kind is CandidateKind.ORGANISATION else _OF_ORGANISATIONS
    if fact.evidence is None or not fact.evidence.reference.strip():
        return False
    return fact.kind not in foreign and fact.evidence.proof in PROVEN_BY[fact.kind]


def together(*told: Mapping[Origin, tuple[Fact, ...]]) -> dict[Origin, tuple[Fact, ...]]:
    """By row, all that is told of it."""
    rows = {row for one in told for row in one}
    return {row: tuple(fact for one in told for fact in one.get(row, ())) for row in sorted(rows)}
