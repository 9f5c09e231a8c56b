"""Coverage in words: the figure, and all that the picture shows for those who do not see it."""

from collections import Counter
from collections.abc import Mapping

from outreach.domain.coverage import Coverage, CoverageState
from outreach.rendering.day import long_day
from outreach.rendering.phrases import Phrases


def title(coverage: Coverage, language: str, phrases: Phrases) -> str:
    """How many of how many countries are covered, and on which day."""
    return phrases.say(
        "coverage.of",
        language,
        covered=coverage.covered,
        all=len(coverage.countries),
        day=long_day(coverage.day, language),
    )


def alternative_text(coverage: Coverage, language: str, phrases: Phrases) -> str:
    """What the picture says: n of all, and how many countries are in each state."""
    said = [
        phrases.say("coverage.count", language, state=phrases.say(f"coverage.state.{state}", language), count=count)
        for state, count in counts(coverage).items()
    ]
    return phrases.say("coverage.alternative", language, of=title(coverage, language, phrases), counts="; ".join(said))


def counts(coverage: Coverage) -> Mapping[CoverageState, int]:
    """How many countries are in each state, every state named, best first."""
    counted = Counter(one.state for one in coverage.countries)
    return {state: counted[state] for state in CoverageState}
