"""A candidate's case: where it stands, what proves it, and whose the next step is until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from outreach.domain.call import Call
from outreach.domain.candidate import Candidate
from outreach.domain.next_step import NextStep, ReminderRules, next_step
from outreach.domain.origin import Origin
from outreach.domain.person import Person
from outreach.domain.pipeline import Progress, progress_of
from outreach.domain.stage import Fact, FactKind, Stage

UNANSWERED = frozenset({Stage.SURVEYED, Stage.CONFIRMED, Stage.LIAISON_NAMED, Stage.CONTACTED})
"""Stages in which mails may follow when no answer comes."""

HEARD = frozenset(
    {
        *(FactKind.CONFIRMED, FactKind.ANSWERED, FactKind.ATTENDED, FactKind.INTENDS_TO_APPLY),
        *(FactKind.APPLIED, FactKind.TAKES_PART, FactKind.RESUMED),
    }
)
"""What shows that their address is still theirs, and that they care."""


@dataclass(frozen=True, slots=True)
class Case:
    """One candidate. next: None only once the case has come to its end.

    kept_until: the last day on which their address may be used, None where addresses are kept for ever;
    expired: whether it is past, so that nothing is written to it.
    """

    candidate: Candidate
    progress: Progress
    next: NextStep | None
    kept_until: date | None = None
    expired: bool = False

    @property
    def rests(self) -> bool:
        """Whether nobody is invited any more: it has ended, is paused, or the address is too old."""
        return self.expired or self.progress.ended or self.progress.stage is Stage.PAUSED

    @property
    def moved_on(self) -> bool:
        """Whether no mail follows up on it, as more is known of it than that we wrote."""
        return self.expired or self.progress.stage not in UNANSWERED


def cases(
    candidates: Iterable[Candidate],
    facts: Mapping[Origin, Iterable[Fact]],
    rules: ReminderRules,
    *,
    liaisons: Mapping[str, str],
    today: date,
    keeps: timedelta | None = None,
) -> tuple[Case, ...]:
    """The case of each candidate, in the survey's order. What is dated after today has not happened yet.

    facts: by the survey's row; liaisons: by country who is its liaison, where nobody was named to the candidate.
    keeps: how long an address may be used after they were named or last heard from.
    """
    found = []
    for candidate in sorted(candidates, key=lambda one: one.origin):
        happened = tuple(fact for fact in facts.get(candidate.origin, ()) if fact.day <= today)
        progress = progress_of(happened, candidate.kind)
        known = progress if progress.liaison else replace(progress, liaison=liaisons.get(candidate.country, ""))
        until = _last_heard(candidate, happened) + keeps if keeps and candidate.contact else None
        expired = until is not None and until < today
        found.append(Case(candidate, known, next_step(candidate, known, today, rules), until, expired=expired))
    return tuple(found)


def _last_heard(candidate: Candidate, facts: Iterable[Fact]) -> date:
    """The day on which they were named, or the last on which they did something or were confirmed."""
    return max((candidate.surveyed, *(fact.day for fact in facts if fact.kind in HEARD)))


def resting(cases: Iterable[Case]) -> frozenset[Origin]:
    """The rows of candidates whom nobody invites any more."""
    return frozenset(case.candidate.origin for case in cases if case.rests)


def moved_on(cases: Iterable[Case]) -> frozenset[Origin]:
    """The rows of candidates whom no mail follows up on."""
    return frozenset(case.candidate.origin for case in cases if case.moved_on)


def liaisons(cases: Iterable[Case]) -> dict[Origin, str]:
    """By row, the name of the liaison, "" where there is none."""
    return {case.candidate.origin: case.progress.liaison for case in cases}


def liaisons_by_country(people: Iterable[Person]) -> dict[str, str]:
    """By ISO code, the name of the country's liaison; of several the first in the People tab."""
    names: dict[str, str] = {}
    for person in sorted(people, key=lambda person: person.origin):
        for country in person.liaison_for:
            names.setdefault(country, person.name)
    return names


def first_held(calls: Iterable[Call], today: date) -> dict[str, date]:
    """By topic, the day of the first call on it that was held by today."""
    days: dict[str, date] = {}
    for call in sorted(calls, key=lambda call: call.starts):
        if not call.cancelled and call.starts.date() <= today:
            days.setdefault(call.topic, call.starts.date())
    return days
