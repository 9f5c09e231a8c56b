"""Cells of the system's own tabs: words in both languages of the members, days, links to rows."""

from collections.abc import Callable, Sequence
from datetime import datetime

from outreach.domain.origin import Origin
from outreach.domain.snapshot import Block, Cell, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.rendering.phrases import Phrases

LANGUAGES = ("en", "es")
Row = tuple[Cell, ...]


def heads(phrases: Phrases, *keys: str) -> tuple[str, ...]:
    """The headers with these names."""
    return tuple(both(f"tabs.head.{key}", phrases) for key in keys)


def both(key: str, phrases: Phrases, **facts: object) -> str:
    """A phrase in both languages, once where they agree."""
    return " / ".join(dict.fromkeys(say(key, phrases, language, **facts) for language in LANGUAGES))


def say(key: str, phrases: Phrases, language: str, **facts: object) -> str:
    """A phrase in one language."""
    return phrases.say(key, language, **facts)


def in_both(said: Callable[[str], str]) -> str:
    """What is said in each language, once where they agree."""
    return " / ".join(dict.fromkeys(map(said, LANGUAGES)))


def moment(when: datetime) -> str:
    """To the minute; whether it is UTC, the header says."""
    return when.strftime("%Y-%m-%d %H:%M")


def row_link(origin: Origin, seen: Snapshot) -> str:
    """Where a click leads to a row, else its name."""
    return seen.link(origin.tab, f"A{origin.row}") or f"{origin.tab}!A{origin.row}"


def block(tab: SystemTab, rows: Sequence[Row]) -> Block:
    """The rows of a tab, made equally wide."""
    width = max(map(len, rows))
    return Block(tab, tuple((*row, *(None,) * (width - len(row))) for row in rows))
