"""A template, the facts, the languages -> a letter: its subject, its text, and the same as HTML."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import TemplateError

from outreach.errors import MissingTranslationError
from outreach.rendering.template import Template, Text
from outreach.rendering.text_part import COLUMNS

Facts = Callable[[str], Mapping[str, object]]  # what a language says of the facts, as `template.grouped` gives them


@dataclass(frozen=True, slots=True)
class Letter:
    """What a recipient reads. text, html: the same words, in each of the languages, the reader's first."""

    subject: str
    text: str
    html: str
    languages: tuple[str, ...]


def write(template: Template, facts: Facts, languages: tuple[str, ...]) -> Letter:
    """The letter in these languages, the reader's first; several stand one below the other.

    Raises MissingTranslationError when a text, a phrase or a fact is missing in one of them.
    """
    say = template.paper.phrases.say
    texts = [(template.text(language), facts(language)) for language in languages]
    follows = [(language, say("mail.follows", language)) for language in languages[1:]]
    try:
        subject = _subject(texts)
        html, text = _parts(template, texts, follows, subject)
    except TemplateError as error:
        raise MissingTranslationError(
            f"The {template.kind} in {' + '.join(languages)} cannot be written: {error.message}; "
            f"correct templates/{template.kind}/."
        ) from None
    return Letter(subject, text, html, languages)


def _subject(texts: list[tuple[Text, Mapping[str, object]]]) -> str:
    """In full in the reader's likeliest language, then short in the others."""
    (first, facts), *others = texts
    return " · ".join([first.heading("Subject", facts), *(text.heading("Short", told) for text, told in others)])


def _parts(
    template: Template, texts: list[tuple[Text, Mapping[str, object]]], follows: list[tuple[str, str]], subject: str
) -> tuple[str, str]:
    say = template.paper.phrases.say
    sections: list[dict[str, object]] = []
    pages: list[str] = []
    for text, facts in texts:
        html, lines = text.body.filled(facts)
        footer, footer_lines = text.footer.filled(facts)
        direction = say("mail.direction", text.language)
        sections.append({"language": text.language, "direction": direction, "html": html, "footer": footer})
        pages.append(f"{lines}\n{'-' * COLUMNS}\n\n{footer_lines}")
    first, facts = texts[0]
    html_part = template.paper.layout.render(
        subject=subject,
        letterhead=first.heading("Letterhead", facts),
        preview=first.heading("Preview", facts),
        follows=follows,
        sections=sections,
    )
    notices = "".join(f"[{notice}]\n" for _, notice in follows)
    return html_part, "\n".join(filter(None, [notices, f"\n{'~' * COLUMNS}\n\n".join(pages)]))
