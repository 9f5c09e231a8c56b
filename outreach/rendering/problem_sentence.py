"""A fault in a sheet, told to its editor: what is wrong, and what would be right."""

from collections.abc import Mapping
from datetime import date

from outreach.domain.problem import Problem
from outreach.rendering.day import long_day
from outreach.rendering.phrases import Phrases

LONGEST = 80  # signs of a cell that a sentence repeats


def tell(problem: Problem, phrases: Phrases) -> tuple[str, str]:
    """What is wrong and what to do about it, in the editors' language; in English where that has no sentences.

    Raises MissingTranslationError when the phrases of a fault are incomplete.
    """
    key = f"problem.{problem.code}"
    language = problem.language if phrases.knows(f"{key}.wrong", problem.language) else "en"
    facts = {
        "tab": problem.tab,
        "value": _shortened(problem.value),
        "suggestion": problem.suggestion,
        **_spoken(problem.facts, language),
    }
    knows = bool(problem.suggestion) and phrases.knows(f"{key}.right", language)
    right = phrases.say(f"{key}.right" if knows else f"{key}.ask", language, **facts)
    return phrases.say(f"{key}.wrong", language, **facts), right


def _shortened(value: str) -> str:
    plain = " ".join(value.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def _spoken(facts: Mapping[str, str], language: str) -> dict[str, str]:
    """The facts; a day among them is written out in the language, and as typed under its name with `_iso`."""
    spoken = dict(facts)
    for name, fact in facts.items():
        day = _day(fact)
        if day is not None:
            spoken |= {name: long_day(day, language), f"{name}_iso": fact}
    return spoken


def _day(fact: str) -> date | None:
    try:
        return date.fromisoformat(fact)
    except ValueError:
        return None
