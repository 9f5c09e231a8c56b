"""A declared tab: its titles, its columns, what they are called by whom, and how each is read."""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from outreach.domain.same_again import same_again
from outreach.errors import ConfigError
from outreach.intake.folding import folded

LANGUAGES = ("en", "es", "pt", "fr")
TYPES = frozenset(
    {"text", "country", "countries", "place", "date", "timestamp", "time", "zone", "weekday"}
    | {"email", "link", "phone", "choice", "choices", "languages", "integer"}
)

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. names: its headers by language, the first is the one to suggest.

    required: column and cells must be there; present: the column must, its cells may be blank.
    decides: sending stops while the column is there under a name that is not understood.
    expected: it is told when the column is not there at all, though rows go on without it.
    personal: a person is named here, whose name must not stand on a public page.
    choices: for each value that the program knows, the words that members use for it.
    """

    field: str
    type: str
    names: Names
    required: bool = False
    present: bool = False
    decides: bool = False
    expected: bool = False
    personal: bool = False
    choices: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schema:
    """One tab. ours: written by the system, so that it may be missing; needed: sending stops without it.

    editor: the column that names who typed the row, None when no column does.
    optional: members make the tab when they need it, so that its absence is no fault.
    """

    key: str
    titles: Names
    columns: tuple[Column, ...]
    editor_language: str | None = None
    ours: bool = False
    needed: bool = False
    editor: str | None = None
    optional: bool = False

    @property
    def title(self) -> str:
        """The title to suggest."""
        return next(iter(self.titles.values()))[0]


def parse_schema(key: str, text: str) -> Schema:
    """The schema in a TOML text. Raises ConfigError naming what is wrong in it."""
    table = tomllib.loads(text)
    columns = tuple(_column(key, name, plain) for name, plain in table["columns"].items())
    return Schema(
        key=key,
        titles=_names(table["titles"]),
        columns=columns,
        editor_language=table.get("editor_language"),
        ours=table.get("ours", False),
        needed=table.get("needed", False),
        editor=table.get("editor"),
        optional=table.get("optional", False),
    )


def _column(key: str, name: str, plain: Mapping[str, Any]) -> Column:
    if plain.get("type", "text") not in TYPES:
        raise ConfigError(f"config/sheets/{key}.toml: column {name} has no known type; use one of {sorted(TYPES)}.")
    return Column(
        field=name,
        type=plain.get("type", "text"),
        names=_names(plain),
        required=plain.get("required", False),
        present=plain.get("present", False) or plain.get("required", False),
        decides=plain.get("decides", False),
        expected=plain.get("expected", False),
        personal=plain.get("personal", False) or plain.get("type") == "email",
        choices={value: tuple(words) for value, words in plain.get("choices", {}).items()},
    )


def _names(plain: Mapping[str, Any]) -> Names:
    return {language: tuple(plain[language]) for language in LANGUAGES if language in plain}


@same_again(most=1024)
def ranked(names: Names) -> dict[str, tuple[str, int]]:
    """Every folded name, with the language it is of and its place there; of two languages the plainer place."""
    known: dict[str, tuple[str, int]] = {}
    for language, words in names.items():
        for rank, word in enumerate(words):
            standing = known.setdefault(folded(word), (language, rank))
            known[folded(word)] = min(standing, (language, rank), key=lambda one: one[1])
    return known
