"""The Progress tab: rows become facts about the candidates they name, each with its evidence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from outreach.domain.candidate import Candidate
from outreach.domain.origin import Origin
from outreach.domain.person import Person, named
from outreach.domain.problem import Problem, ProblemCode
from outreach.domain.stage import PROVEN_BY, Evidence, Fact, FactKind, Proof, counts
from outreach.intake.candidate_names import register
from outreach.intake.choices import nearest
from outreach.intake.folding import folded
from outreach.intake.reading import Fault
from outreach.intake.table import Record

Told = Mapping[Origin, tuple[Fact, ...]]
"""By the survey's row, what is told of its candidate."""

PUBLISHED = frozenset(
    {
        *(FactKind.DUE_DILIGENCE, FactKind.REGIONAL_ADVICE, FactKind.ALAC_VOTE),
        *(FactKind.CERTIFIED, FactKind.REJECTED, FactKind.DECERTIFIED),
        *(FactKind.ASKED_RECONSIDERATION, FactKind.ASKED_OMBUDSMAN, FactKind.ASKED_BOARD),
    }
)
"""What others decide and publish: a member's word is no evidence of it, its link is (facts 2.2)."""


def progress(
    records: Iterable[Record], candidates: Iterable[Candidate], people: tuple[Person, ...]
) -> tuple[Told, tuple[Problem, ...]]:
    """What the rows tell, by row of the survey; what names nobody, or has no evidence, is told instead."""
    known = register(candidates)
    told: dict[Origin, list[Fact]] = defaultdict(list)
    problems: list[Problem] = []
    for record in records:
        rows = known.find(record["candidate"], record["country"])
        read = _problem(record, "candidate", rows) if isinstance(rows, Fault) else _fact(record, rows[0], people)
        if isinstance(read, Problem):
            problems.append(read)
        elif not isinstance(rows, Fault):
            for candidate in rows:
                told[candidate.origin].append(read)
    return {origin: tuple(facts) for origin, facts in told.items()}, tuple(problems)


def _fact(record: Record, candidate: Candidate, people: tuple[Person, ...]) -> Fact | Problem:
    kind = FactKind(record["what"])
    evidence = _evidence(record, kind)
    if isinstance(evidence, Problem):
        return evidence
    by = _liaison(record, people) if kind is FactKind.LIAISON_NAMED else ""
    if isinstance(by, Problem):
        return by
    fact = Fact(kind, record["day"], evidence, by)
    if not counts(fact, candidate.kind):
        return _problem(record, "what", Fault(ProblemCode.STEP_NOT_THEIRS, facts={"name": candidate.name}))
    return fact


def _evidence(record: Record, kind: FactKind) -> Evidence | Problem:
    """An application's number, the link of what is published; of what people said the row itself, or a link."""
    link = record["link"] or ""
    if kind is FactKind.APPLIED:
        number = application_number(record["number"] or "")
        return Evidence(Proof.ROW, number) if number else _missing(record, "number")
    if link and Proof.LINK in PROVEN_BY[kind]:
        return Evidence(Proof.LINK, link)
    return _missing(record, "link") if kind in PUBLISHED else Evidence(Proof.ROW, str(record.origin))


def application_number(text: str) -> str:
    """The serial number of an application, the same however it was typed ("#214", "No. 214"); "" without one."""
    digits = re.search(r"\d+", text)
    return f"#{int(digits[0])}" if digits else ""


def _liaison(record: Record, people: tuple[Person, ...]) -> str | Problem:
    name = record["liaison"] or ""
    if not name:
        return _problem(record, "liaison", Fault(ProblemCode.MISSING_VALUE, facts={"column": "liaison"}))
    person = named(name, people)
    if person is not None:
        return person.name
    near = nearest(name, {folded(one.name): one.name for one in people})
    return _problem(record, "liaison", Fault(ProblemCode.PERSON_UNKNOWN, near))


def _missing(record: Record, field: str) -> Problem:
    return _problem(record, field, Fault(ProblemCode.EVIDENCE_MISSING))


def _problem(record: Record, field: str, fault: Fault) -> Problem:
    """At the field's cell; where the tab has no such column, at what happened."""
    return record.problem(field if field in record.cells else "what", fault, held_back=True)
