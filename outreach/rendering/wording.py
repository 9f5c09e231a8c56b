"""The operator's sentences in another language: found whole among pairs, and filled with the same facts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

HOLE = re.compile(r"\{(\w+)\}")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.?!]) +(?=\S)")


@dataclass(frozen=True)
class Saying:
    """One sentence in two languages, with the same {placeholders} in both."""

    english: str
    other: str

    @cached_property
    def fixed(self) -> list[str]:
        """The words between the placeholders."""
        return HOLE.split(self.english)[::2]

    def said(self, sentence: str) -> dict[str, str] | None:
        """The facts of a sentence that is this one; None when it is another."""
        if not sentence.startswith(self.fixed[0]) or not sentence.endswith(self.fixed[-1]):
            return None
        if not all(words in sentence for words in self.fixed):
            return None
        found = self._pattern.fullmatch(sentence)
        return found.groupdict() if found else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        seen: set[str] = set()
        pattern = ""
        for index, part in enumerate(HOLE.split(self.english)):
            if index % 2 == 0:
                pattern += re.escape(part)
            else:
                pattern += f"(?P={part})" if part in seen else f"(?P<{part}>.*?)"
                seen.add(part)
        return re.compile(pattern, re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wording:
    """Pairs of sentences, those with the most words of their own first."""

    sayings: tuple[Saying, ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """From pairs of English and the other language."""
        sayings = [Saying(english, other) for english, other in pairs]
        return cls(tuple(sorted(sayings, key=lambda one: -sum(map(len, one.fixed)))))

    def say(self, sentence: str) -> str:
        """The sentence in the other language, and so its facts where they are words too; as it was where none fits."""
        inner = sentence.strip()
        if inner != sentence:
            return sentence.replace(inner, self.say(inner), 1) if inner else sentence
        told = self._whole(sentence)
        if told is not None:
            return told
        parts = _BETWEEN_SENTENCES.split(sentence)
        return " ".join(self._whole(part) or part for part in parts) if len(parts) > 1 else sentence

    def _whole(self, sentence: str) -> str | None:
        for saying in self.sayings:
            facts = saying.said(sentence)
            if facts is not None:
                return saying.other.format_map({name: self._fact(fact, sentence) for name, fact in facts.items()})
        return None

    def _fact(self, fact: str, within: str) -> str:
        return self.say(fact) if len(fact) < len(within) else fact
