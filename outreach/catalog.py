"""`config/` and `templates/` become typed objects; every fault in them is reported at once."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from outreach.domain.invitation import InvitationRules
from outreach.rendering.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Rules:
    """`config/rules.toml`: who may approve, and when people are invited."""

    leaders: frozenset[str]
    invitation: InvitationRules


def parse_rules(text: str) -> Rules:
    """The rules in a TOML text."""
    table = tomllib.loads(text)
    invitation = table["invitation"]
    return Rules(
        leaders=frozenset(table["approval"]["leaders"]),
        invitation=InvitationRules(
            at_most=timedelta(days=invitation["at_most_days"]),
            at_least=timedelta(hours=invitation["at_least_hours"]),
            spacing=timedelta(days=invitation["spacing_days"]),
        ),
    )


def load_phrases(folder: Path) -> Phrases:
    """The phrases below `folder`: one folder a language, one TOML file a subject; keys are joined with dots."""
    languages = sorted(path for path in folder.iterdir() if path.is_dir())
    return Phrases({path.name: _phrases_of(path) for path in languages})


def _phrases_of(folder: Path) -> dict[str, str]:
    phrases: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        phrases.update(_dotted(tomllib.loads(path.read_text(encoding="utf-8"))))
    return phrases


def _dotted(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
