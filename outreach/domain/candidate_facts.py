"""What the sheets and the ledger already prove about candidates, as the facts from which their stage follows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from outreach.domain.answer import BY_A_PERSON, Answer, AnswerKind
from outreach.domain.candidate import Candidate
from outreach.domain.history import History, Record
from outreach.domain.invitation import INVITATION
from outreach.domain.message import MessageState
from outreach.domain.organisation import organisation_key, organisation_of
from outreach.domain.origin import Origin
from outreach.domain.stage import Evidence, Fact, FactKind, Proof
from outreach.domain.structure import Structure

FOLLOW_UP = "follow_up:"
_WANT_NO_MORE = frozenset({AnswerKind.OPT_OUT, AnswerKind.COMPLAINT})


def facts_by_candidate(
    candidates: Iterable[Candidate],
    history: History,
    structures: Iterable[Structure],
    *,
    held: Mapping[str, date],
) -> dict[Origin, tuple[Fact, ...]]:
    """By row, its facts.

    held: by topic, the day of the first call on it; the sheet says which were attended, not when.
    """
    of_contact: dict[str, list[Fact]] = defaultdict(list)
    for record in history.records:
        of_contact[record.contact].extend(_of_record(record))
    for answer in history.answers:
        of_contact[answer.contact].extend(_of_answer(answer))
    of_organisation: dict[str, list[Fact]] = defaultdict(list)
    for structure in structures:
        of_organisation[organisation_key(structure.name, structure.country)].extend(_of_structure(structure))
    return {
        one.origin: (
            *_of_row(one, held),
            *(of_contact.get(one.contact.id, ()) if one.contact else ()),
            *of_organisation.get(organisation_of(one) or "-", ()),
        )
        for one in candidates
    }


def _of_row(candidate: Candidate, held: Mapping[str, date]) -> Iterator[Fact]:
    yield Fact(FactKind.SURVEYED, candidate.surveyed, Evidence(Proof.ROW, str(candidate.origin)), candidate.proposed_by)
    for topic in sorted(candidate.attended):
        day = max(candidate.surveyed, held.get(topic, candidate.surveyed))
        yield Fact(FactKind.ATTENDED, day, Evidence(Proof.ATTENDANCE, topic))


def _of_record(record: Record) -> Iterator[Fact]:
    if record.state is MessageState.ACCEPTED and record.occasion.startswith((INVITATION, FOLLOW_UP)):
        yield Fact(FactKind.CONTACTED, record.since.date(), Evidence(Proof.MESSAGE, record.key))


def _of_answer(answer: Answer) -> Iterator[Fact]:
    proof = Evidence(Proof.MESSAGE, answer.mail)
    if answer.kind in BY_A_PERSON:
        yield Fact(FactKind.ANSWERED, answer.moment.date(), proof)
    elif answer.kind in _WANT_NO_MORE:
        yield Fact(FactKind.NOT_INTERESTED, answer.moment.date(), proof)


def _of_structure(structure: Structure) -> Iterator[Fact]:
    days = (
        (FactKind.APPLIED, structure.applied),
        (FactKind.CERTIFIED, structure.accredited),
        (FactKind.DECERTIFIED, structure.decertified),
    )
    return (Fact(kind, day, Evidence(Proof.ROW, str(structure.origin))) for kind, day in days if day)
