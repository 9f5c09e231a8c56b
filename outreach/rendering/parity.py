"""Whether the languages of a template say the same: facts, links, numbers, names and shape, compared by count."""

import re
from collections import Counter
from collections.abc import Iterable

from outreach.rendering.fact_names import fact_names
from outreach.rendering.markdown_source import read_markdown
from outreach.rendering.template import HEADINGS, Template

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LINK = re.compile(r"(?:https?://|mailto:|cid:)[^\s)>\"]+")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_NAME = re.compile(r"\b(?:[A-Z]{2,}\d*|[A-Z][a-z]+[A-Z]\w*)\b")  # ICANN, NomCom


def differences(template: Template) -> tuple[str, ...]:
    """A sentence for each thing that one language has more or less often than the first; none when all agree."""
    (first, base), *others = ((language, _said(template, language)) for language in sorted(template.texts))
    return tuple(
        f"templates/{template.kind}/: {language}.md.j2 has {what} {counted[what]} times, {first}.md.j2 {base[what]}."
        for language, counted in others
        for what in sorted(base.keys() | counted.keys())
        if base[what] != counted[what]
    )


def _said(template: Template, language: str) -> Counter[str]:
    """Everything that must be the same, counted; the same name may stand more often for grammar's sake."""
    source = template.text(language).source
    literal = _JINJA.sub(" ", source)
    names = {*_NAME.findall(literal), *(name for name in template.names if name in literal)}
    return Counter(
        [
            *_each("the fact", fact_names(source, template.paper.text)),
            *_each("the link", _LINK.findall(literal)),
            *_each("the number", _NUMBER.findall(_LINK.sub(" ", literal))),
            *_each("the name", names - set(HEADINGS)),
            *_each("a", _shape(source)),
        ]
    )


def _each(kind: str, found: Iterable[str]) -> list[str]:
    return [f"{kind} {one}" for one in found]


def _shape(source: str) -> list[str]:
    """Headings, lists, panels and buttons, in any order."""
    body = source.partition("\n\n")[2]
    kinds = ("heading_open", "list_item_open", "panel_open", "button_open", "paragraph_open", "statement")
    return [token.type.removesuffix("_open") for token in read_markdown(body).tokens if token.type in kinds]
