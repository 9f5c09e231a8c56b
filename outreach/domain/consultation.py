"""Who was asked for candidates in which country and group, what they said, and whom to ask now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach.domain.candidate import Candidate, NoneKnown
from outreach.domain.coverage import Coverage, Evidence
from outreach.domain.origin import Origin
from outreach.domain.stakeholder import Answer, Stakeholder

MEMBERS = "members"
GROUPS = ("gac", "ccnso", "fellow", MEMBERS)
"""As `config/sheets/stakeholders.toml` has them, and the members, whose answers are the survey."""


class Finding(StrEnum):
    """What is known of a group in a country; "none found" is knowledge, "not asked" is none."""

    NOT_ASKED = "not_asked"
    NO_ANSWER = "no_answer"
    NONE_FOUND = "none_found"
    FOUND = "found"


class Why(StrEnum):
    """Why a group is to be asked now, or why it is not."""

    NOBODY_ASKED = "nobody_asked"
    ANSWER_AGED = "answer_aged"
    QUESTION_AGED = "question_aged"
    ANSWER_HOLDS = "answer_holds"
    ANSWER_AWAITED = "answer_awaited"


ASK = frozenset({Why.NOBODY_ASKED, Why.ANSWER_AGED, Why.QUESTION_AGED})


@dataclass(frozen=True, slots=True)
class ConsultationRules:
    """`config/consultation.toml`. How long an answer holds, and a question that got none."""

    answer_holds: timedelta
    question_holds: timedelta


@dataclass(frozen=True, slots=True)
class Said:
    """One row: who was asked when and what came of it. by: their name, as the row has it, or ""."""

    finding: Finding
    by: str
    asked: date | None
    answered: date | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Cell:
    """One group in one country. said: every row of it, the newest first; it may hold both yes and no."""

    country: str
    group: str
    said: tuple[Said, ...]

    @property
    def asked(self) -> int:
        """How many were asked."""
        return sum(one.asked is not None for one in self.said)

    @property
    def answered(self) -> int:
        """How many answered."""
        return sum(one.answered is not None for one in self.said)

    @property
    def found(self) -> int:
        """How many named somebody."""
        return sum(one.finding is Finding.FOUND for one in self.said)

    @property
    def finding(self) -> Finding:
        """The most that is known: somebody found, nobody found, no answer, not asked."""
        return max((one.finding for one in self.said), key=list(Finding).index, default=Finding.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Question:
    """A group to be asked. to: whom to write to, None where no row has an address and somebody must be looked for."""

    country: str
    group: str
    why: Why
    to: Stakeholder | None


def matrix(evidence: Evidence, countries: Iterable[str], *, today: date) -> tuple[Cell, ...]:
    """Every country and group, in their order; what is dated later than today is not looked at."""
    said = _said(evidence, today)
    return tuple(Cell(country, group, said.get((country, group), ())) for country in countries for group in GROUPS)


def why(cell: Cell, rules: ConsultationRules, *, today: date) -> Why:
    """Whether the newest answer or question of the cell still holds."""
    answers = [one.answered for one in cell.said if one.answered]
    if answers:
        return Why.ANSWER_HOLDS if today - max(answers) < rules.answer_holds else Why.ANSWER_AGED
    questions = [one.asked for one in cell.said if one.asked]
    if questions:
        return Why.ANSWER_AWAITED if today - max(questions) < rules.question_holds else Why.QUESTION_AGED
    return Why.NOBODY_ASKED


def questions(
    evidence: Evidence, coverage: Coverage, rules: ConsultationRules, *, resting: frozenset[str]
) -> tuple[Question, ...]:
    """Which groups to ask now, in countries without a structure: one person a group, the one asked longest ago.

    resting: ids of contacts that must not be written to now, or at all. Members are asked by the survey.
    """
    uncovered = coverage.uncovered()
    countries = [one.country.code for one in coverage.countries if one.country.code in uncovered]
    cells = [cell for cell in matrix(evidence, countries, today=coverage.day) if cell.group != MEMBERS]
    reasons = [(cell, why(cell, rules, today=coverage.day)) for cell in cells]
    spoken_to: set[str] = set(resting)
    made = []
    for cell, reason in reasons:
        if reason in ASK:
            to = _whom(cell, evidence.stakeholders, spoken_to)
            spoken_to |= {to.contact.id} if to and to.contact else set()
            made.append(Question(cell.country, cell.group, reason, to))
    return tuple(made)


def _whom(cell: Cell, stakeholders: Iterable[Stakeholder], spoken_to: set[str]) -> Stakeholder | None:
    """The one asked longest ago, or never, of those who may be written to and get no other question now."""
    own = [
        one
        for one in stakeholders
        if (one.country, one.group) == (cell.country, cell.group)
        and one.contact is not None
        and one.contact.may_write
        and one.contact.id not in spoken_to
    ]
    return min(own, key=lambda one: (one.asked or date.min, one.origin), default=None)


def _said(evidence: Evidence, today: date) -> Mapping[tuple[str, str], tuple[Said, ...]]:
    cells: dict[tuple[str, str], list[Said]] = {}
    for stakeholder in evidence.stakeholders:
        cells.setdefault((stakeholder.country, stakeholder.group), []).append(_of_stakeholder(stakeholder, today))
    answers: tuple[Candidate | NoneKnown, ...] = (*evidence.candidates, *evidence.none_known)
    for answer in answers:
        if answer.surveyed <= today:
            cells.setdefault((answer.country, MEMBERS), []).append(_of_member(answer))
    return {
        place: tuple(sorted(said, key=lambda one: (one.answered or one.asked or date.min, one.origin), reverse=True))
        for place, said in cells.items()
    }


def _of_stakeholder(row: Stakeholder, today: date) -> Said:
    asked = row.asked if row.asked and row.asked <= today else None
    answered = row.answered if row.answered and row.answered <= today else None
    return Said(_finding(row, asked, answered), row.name, asked or answered, answered, row.origin)


def _finding(row: Stakeholder, asked: date | None, answered: date | None) -> Finding:
    """An answer of which nothing says what it was is not taken for a no."""
    if answered and row.answer is not None:
        return Finding.FOUND if row.answer is Answer.FOUND else Finding.NONE_FOUND
    return Finding.NO_ANSWER if asked or answered else Finding.NOT_ASKED


def _of_member(row: Candidate | NoneKnown) -> Said:
    found = isinstance(row, Candidate)
    by = row.proposed_by if isinstance(row, Candidate) else row.answered_by
    return Said(Finding.FOUND if found else Finding.NONE_FOUND, by, row.surveyed, row.surveyed, row.origin)
