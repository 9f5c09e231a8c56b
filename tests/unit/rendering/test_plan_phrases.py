"""Every reason, stage, step and finding of the plan can be said in every language, with the facts that it has."""

from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest

from outreach.catalog import load_phrases
from outreach.domain import audience, consultation, trip_fit
from outreach.domain.deadline import DeadlineKind
from outreach.domain.follow_up import Held
from outreach.domain.liaison_fit import Barrier, ReasonCode
from outreach.domain.meeting import Programme
from outreach.domain.next_step import Action, Owner
from outreach.domain.publics import Audience
from outreach.domain.routing import Condition, Way
from outreach.domain.selection import Gate, GateState, Measure, Outcome
from outreach.domain.selection_choice import ChoiceState
from outreach.domain.sharing import NotWritten
from outreach.domain.stage import Stage

PHRASES = load_phrases(Path(__file__).parents[3] / "templates" / "_phrases")
SUBJECTS: dict[str, type[StrEnum]] = {
    "liaison.reason": ReasonCode,
    "liaison.barrier": Barrier,
    "pipeline.stage": Stage,
    "pipeline.action": Action,
    "pipeline.owner": Owner,
    "follow_up.held": Held,
    "routing.programme": Programme,
    "routing.way": Way,
    "routing.condition": Condition,
    "consultation.finding": consultation.Finding,
    "consultation.why": consultation.Why,
    "selection.measure": Measure,
    "selection.counts": Measure,
    "selection.gate": Gate,
    "selection.gate_state": GateState,
    "selection.outcome": Outcome,
    "selection.choice": ChoiceState,
    "deadline.what": DeadlineKind,
    "trip.verdict": trip_fit.Verdict,
    "trip.bar": trip_fit.Bar,
    "trip.ask": trip_fit.Ask,
    "sharing.why": audience.Why,
    "sharing.nobody": audience.Nobody,
    "sharing.not_written": NotWritten,
    "sharing.audience": Audience,
}
OWN = tuple(f"{name}." for name in {subject.partition(".")[0] for subject in SUBJECTS})


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
@pytest.mark.parametrize(("subject", "codes"), SUBJECTS.items())
def test_every_code_has_its_sentence_and_no_sentence_is_without_a_code(
    subject: str, codes: type[StrEnum], language: str
) -> None:
    found = {key.removeprefix(f"{subject}.") for key in PHRASES.entries[language] if key.startswith(f"{subject}.")}

    assert found == {code.value for code in codes}


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_every_group_that_is_consulted_has_its_name(language: str) -> None:
    missing = [one for one in consultation.GROUPS if not PHRASES.knows(f"consultation.group.{one}", language)]

    assert missing == []


@pytest.mark.parametrize("language", ["es", "pt", "fr"])
def test_every_language_says_the_same_with_the_same_facts(language: str) -> None:
    english = {key: placeholders(text) for key, text in PHRASES.entries["en"].items() if key.startswith(OWN)}
    other = {key: placeholders(text) for key, text in PHRASES.entries[language].items() if key.startswith(OWN)}

    assert other == english
