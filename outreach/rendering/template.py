"""A kind of message: one folder below `templates/`, read into a text a language and the facts they need."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from jinja2 import Template as Jinja
from jinja2 import TemplateError
from markupsafe import Markup

from outreach.errors import ConfigError, MissingTranslationError
from outreach.rendering.fact_names import fact_names
from outreach.rendering.markdown_source import read_markdown
from outreach.rendering.one_line import one_line
from outreach.rendering.stationery import Stationery

ABOUT = "template.toml"
SOURCE = ".md.j2"
HEADINGS = ("Letterhead", "Subject", "Short", "Preview")
_HEADING = re.compile(rf"({'|'.join(HEADINGS)}): (.+)")


@dataclass(frozen=True, slots=True)
class Body:
    """A text to be filled, as HTML and as plain text."""

    html: Jinja
    text: Jinja

    def html_of(self, facts: Mapping[str, object]) -> Markup:
        """The HTML with the facts in it."""
        return Markup(self.html.render(facts))  # noqa: S704 - its template escapes


@dataclass(frozen=True, slots=True)
class Text:
    """A message in one language. headings: by name of `HEADINGS`; source: as its author wrote it, no footer."""

    language: str
    headings: Mapping[str, Jinja]
    body: Body
    footer: Body
    source: str

    def heading(self, name: str, facts: Mapping[str, object]) -> str:
        """A heading with its facts, on one line."""
        return one_line(self.headings[name].render(facts))


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of message.

    samples: of each fact that the texts may name, by language or, under "", for all of them;
    names: words that stand in every language; paper: what the letters are written on.
    """

    kind: str
    texts: Mapping[str, Text]
    samples: Mapping[str, Mapping[str, str]]
    names: tuple[str, ...]
    paper: Stationery

    def text(self, language: str) -> Text:
        """The text in a language. Raises MissingTranslationError."""
        if language not in self.texts:
            raise MissingTranslationError(
                f"There is no {self.kind} in {language}: add templates/{self.kind}/{language}{SOURCE}."
            )
        return self.texts[language]

    def sample(self, language: str) -> dict[str, object]:
        """The sample facts as this language says them, for `letter.write`."""
        return grouped({name: said.get(language, said.get("", "")) for name, said in self.samples.items()})


def grouped(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts by dotted name ("call.title") as templates look them up: a group, then its attribute."""
    groups: dict[str, dict[str, object]] = {}
    for name, value in facts.items():
        group, _, attribute = name.partition(".")
        groups.setdefault(group, {})[attribute] = value
    return {group: SimpleNamespace(**attributes) for group, attributes in groups.items()}


def parse_template(kind: str, files: Mapping[str, str], paper: Stationery) -> Template:
    """The contents of a template's folder by file name: `template.toml`, and `LANGUAGE.md.j2` for each language.

    Raises ConfigError that names every fault.
    """
    try:
        about = tomllib.loads(files[ABOUT])
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"templates/{kind}/{ABOUT} is missing or no TOML: {error}.") from None
    samples = _samples(about)
    texts: dict[str, Text] = {}
    faults: list[str] = []
    for name in sorted(name for name in files if name.endswith(SOURCE)):
        language = name.removesuffix(SOURCE)
        try:
            footer = paper.footer(about["footer"], language)
            faults += _unknown_facts(f"templates/{kind}/{name}", files[name] + footer, samples, paper)
            texts[language] = _read(language, files[name], footer, paper)
        except (ConfigError, TemplateError) as error:
            faults.append(f"templates/{kind}/{name} cannot be read: {error}")
    if faults or not texts:
        raise ConfigError(" ".join(faults) or f"templates/{kind}/ has no text; add en{SOURCE}.")
    return Template(kind, texts, samples, tuple(about.get("names", ())), paper)


def _samples(about: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {name: said if isinstance(said, dict) else {"": said} for name, said in about.get("facts", {}).items()}


def _unknown_facts(
    where: str, source: str, samples: Mapping[str, Mapping[str, str]], paper: Stationery
) -> Iterator[str]:
    for name in sorted(set(fact_names(source, paper.text)) - samples.keys()):
        yield f"{where} names {name}, which template.toml does not list; list it, or correct the name."


def _read(language: str, source: str, footer: str, paper: Stationery) -> Text:
    headings, body = _without_headings(source)
    return Text(
        language=language,
        headings={name: paper.text.from_string(heading) for name, heading in headings.items()},
        body=_body(body, paper),
        footer=_body(footer, paper),
        source=source,
    )


def _without_headings(source: str) -> tuple[dict[str, str], str]:
    """The lines before the first blank one, and the rest."""
    head, _, body = source.lstrip().partition("\n\n")
    headings = {found[1]: found[2] for found in map(_HEADING.fullmatch, head.split("\n")) if found}
    missing = [name for name in HEADINGS if name not in headings]
    if missing:
        raise ConfigError(f"it must begin with the lines {', '.join(f'{name}: ...' for name in missing)}.")
    return headings, body


def _body(markdown: str, paper: Stationery) -> Body:
    source = read_markdown(markdown)
    return Body(html=paper.html_template(source), text=paper.text.from_string(source.text()))
