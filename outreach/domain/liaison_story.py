"""What a new liaison must know of whom they look after: what happened so far, and what to do within how many days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from outreach.domain.candidate import Candidate
from outreach.domain.next_step import ReminderRules, next_step
from outreach.domain.origin import Origin
from outreach.domain.pipeline import progress_of
from outreach.domain.stage import Evidence, Fact, FactKind, Proof
from outreach.domain.stakeholder import Stakeholder


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the story. phrase: its key; facts: for its placeholders."""

    day: date
    phrase: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One candidate or stakeholder. group: kind of the one, body of the other; todo: a phrase's key."""

    name: str
    origin: Origin
    group: str
    happened: tuple[Happened, ...]
    todo: str
    within: timedelta


def of_candidate(candidate: Candidate, facts: Iterable[Fact], rules: ReminderRules, *, today: date) -> Story:
    """Each stage that the candidate came to, and the step that is next once they have a liaison."""
    known = sorted(
        (fact for fact in facts if fact.day <= today), key=lambda one: (one.day, list(FactKind).index(one.kind))
    )
    named = Fact(FactKind.LIAISON_NAMED, today, Evidence(Proof.ROW, str(candidate.origin)), candidate.name)
    progress = progress_of([*known, named], candidate.kind)
    step = next_step(candidate, progress, today, rules)
    return Story(
        candidate.name,
        candidate.origin,
        candidate.kind,
        tuple(_stages(candidate, known, rules)),
        f"pipeline.action.{step.what}" if step else "liaison.todo.nothing",
        rules.ages.get(progress.stage, rules.again),
    )


def of_stakeholder(one: Stakeholder, within: timedelta) -> Story:
    """Whether they were asked, and what they said."""
    asked = [Happened(one.asked, "liaison.history.asked")] if one.asked else []
    said = f"consultation.finding.{one.answer}" if one.answer else "liaison.history.answered"
    answered = [Happened(one.answered, said)] if one.answered else []
    return Story(one.name, one.origin, one.group, (*asked, *answered), "liaison.todo.ask", within)


def _stages(candidate: Candidate, known: list[Fact], rules: ReminderRules) -> Iterable[Happened]:
    """Only what counts leads to another stage, or renews one (a further call)."""
    before = None
    for number in range(1, len(known) + 1):
        progress = progress_of(known[:number], candidate.kind)
        now = progress.stage, progress.since
        if now != before and progress.since:
            attended = len(progress.attended)
            facts = {"attended": attended, "calls": max(rules.calls, attended)}
            yield Happened(progress.since, f"pipeline.stage.{progress.stage}", facts)
        before = now
