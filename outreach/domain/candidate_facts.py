"""What the sheets and the ledger already prove about candidates, as the facts from which their stage follows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from outreach.domain.answer import BY_A_PERSON, Answer, AnswerKind
from outreach.domain.candidate import Candidate
from outreach.domain.history import History, Record
from outreach.domain.invitation import INVITATION
from outreach.domain.message import MessageState
from outreach.domain.organisation import organisation_of, organisation_of_structure
from outreach.domain.origin import Origin
from outreach.domain.stage import Evidence, Fact, FactKind, Proof
from outreach.domain.structure import Structure

FOLLOW_UP = "follow_up:"
NUMBERED = "#"  # how the evidence of an application begins whose number is known
_WANT_NO_MORE = frozenset({AnswerKind.OPT_OUT, AnswerKind.COMPLAINT})


def facts_by_candidate(
    candidates: Iterable[Candidate],
    history: History,
    structures: Iterable[Structure],
    *,
    held: Mapping[str, date],
    told: Mapping[Origin, tuple[Fact, ...]] | None = None,
) -> dict[Origin, tuple[Fact, ...]]:
    """By row, its facts.

    held: by topic, the day of the first call on it; the survey says which were attended, not when.
    told: by row, what members wrote of it in other tabs, which says more than what follows from the rest.
    """
    said = told or {}
    of_contact: dict[str, list[Fact]] = defaultdict(list)
    for record in filter(_reached_them, history.records):
        of_contact[record.contact].append(_of_record(record))
    for answer in history.answers:
        of_contact[answer.contact].extend(_of_answer(answer))
    of_organisation: dict[str, list[Fact]] = defaultdict(list)
    for structure in structures:
        of_organisation[organisation_of_structure(structure)].extend(_of_structure(structure))
    return {
        one.origin: _without_repeats(
            said.get(one.origin, ()),
            (
                *_of_row(one, held),
                *(of_contact.get(one.contact.id, ()) if one.contact else ()),
                *of_organisation.get(organisation_of(one) or "-", ()),
            ),
        )
        for one in candidates
    }


def _without_repeats(told: tuple[Fact, ...], follows: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """A call that the survey names too was attended on the day that is told; so it is with an application."""
    if not told:
        return follows
    attended = {one.evidence.reference for one in told if one.kind is FactKind.ATTENDED and one.evidence}
    applied = any(one.kind is FactKind.APPLIED for one in told)
    return (*told, *(one for one in follows if not _repeats(one, attended, applied=applied)))


def _repeats(fact: Fact, attended: set[str], *, applied: bool) -> bool:
    reference = fact.evidence.reference if fact.evidence else ""
    if fact.kind is FactKind.ATTENDED:
        return reference in attended
    return applied and fact.kind is FactKind.APPLIED and not reference.startswith(NUMBERED)


def _of_row(candidate: Candidate, held: Mapping[str, date]) -> Iterator[Fact]:
    row = Evidence(Proof.ROW, str(candidate.origin))
    yield Fact(FactKind.SURVEYED, candidate.surveyed, row, candidate.proposed_by)
    if candidate.contact and candidate.contact.may_write:
        yield Fact(FactKind.CONFIRMED, candidate.surveyed, row, candidate.proposed_by)
    for topic in sorted(candidate.attended):
        day = max(candidate.surveyed, held.get(topic, candidate.surveyed))
        yield Fact(FactKind.ATTENDED, day, Evidence(Proof.ATTENDANCE, topic))


def _reached_them(record: Record) -> bool:
    return record.state is MessageState.ACCEPTED and record.occasion.startswith((INVITATION, FOLLOW_UP))


def _of_record(record: Record) -> Fact:
    return Fact(FactKind.CONTACTED, record.since.date(), Evidence(Proof.MESSAGE, record.key))


def _of_answer(answer: Answer) -> Iterator[Fact]:
    proof = Evidence(Proof.MESSAGE, answer.mail)
    if answer.kind in BY_A_PERSON:
        yield Fact(FactKind.ANSWERED, answer.moment.date(), proof)
    elif answer.kind in _WANT_NO_MORE:
        yield Fact(FactKind.NOT_INTERESTED, answer.moment.date(), proof)


def _of_structure(structure: Structure) -> Iterator[Fact]:
    row = str(structure.origin)
    days = (
        (FactKind.APPLIED, structure.applied, structure.application or row),
        (FactKind.CERTIFIED, structure.accredited, row),
        (FactKind.DECERTIFIED, structure.decertified, row),
    )
    return (Fact(kind, day, Evidence(Proof.ROW, reference)) for kind, day, reference in days if day)
