"""Short sentences of the system in every language, by key; a missing one stops what needed it."""

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.errors import MissingTranslationError


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of `templates/_phrases/<language>/<subject>.toml`.

    entries: by language, then by dotted key ("problem.date_impossible.wrong"), a sentence with {placeholders}.
    """

    entries: Mapping[str, Mapping[str, str]]

    def say(self, key: str, language: str, /, **facts: object) -> str:
        """The sentence for `key` with its placeholders filled.

        Raises MissingTranslationError when the language lacks the sentence, or a fact for it is missing.
        """
        try:
            return self.entries[language][key].format_map(facts)
        except KeyError as missing:
            raise MissingTranslationError(
                f"Phrase {key} cannot be said in {language}: {missing} is missing; "
                f"add it to templates/_phrases/{language}/."
            ) from missing

    def knows(self, key: str, language: str) -> bool:
        """Whether there is such a sentence."""
        return key in self.entries.get(language, {})
