"""A template, the facts, the languages -> a letter: its subject, its text, and the same as HTML."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import TemplateError

from outreach.errors import MissingTranslationError
from outreach.rendering.template import Template, Text
from outreach.rendering.text_part import COLUMNS, laid_out

Texts = list[tuple[Text, Mapping[str, object]]]
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
    texts = [(template.text(language), facts(language)) for language in languages]
    try:
        subject, follows = head(template, texts)
        html, sources = parts(template, texts, follows, subject)
    except TemplateError as error:
        raise MissingTranslationError(
            f"The {template.kind} in {' + '.join(languages)} cannot be written: {error.message}; "
            f"correct templates/{template.kind}/."
        ) from None
    notices = "".join(f"[{notice}]\n" for _, notice in follows)
    pages = [f"{laid_out(body)}\n{'-' * COLUMNS}\n\n{laid_out(footer)}" for body, footer in sources]
    text = "\n".join(filter(None, [notices, f"\n{'~' * COLUMNS}\n\n".join(pages)]))
    return Letter(subject, text, html, languages)


def head(template: Template, texts: Texts) -> tuple[str, list[tuple[str, str]]]:
    """The subject, and for each further language the notice that its text follows."""
    say = template.paper.phrases.say
    follows = [(text.language, say("mail.follows", text.language)) for text, _ in texts[1:]]
    return _subject(texts), follows


def _subject(texts: Texts) -> str:
    """In full in the reader's likeliest language, then short in the others."""
    (first, facts), *others = texts
    return " · ".join([first.heading("Subject", facts), *(text.heading("Short", told) for text, told in others)])


def parts(
    template: Template, texts: Texts, follows: list[tuple[str, str]], subject: str
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The HTML, and in each language the sources of the text's body and footer, which `laid_out` makes into lines."""
    say = template.paper.phrases.say
    sections: list[dict[str, object]] = []
    sources: list[tuple[str, str]] = []
    for text, facts in texts:
        html, footer = text.body.html_of(facts), text.footer.html_of(facts)
        direction = say("mail.direction", text.language)
        sections.append({"language": text.language, "direction": direction, "html": html, "footer": footer})
        sources.append((text.body.text.render(facts), text.footer.text.render(facts)))
    first, facts = texts[0]
    html_part = template.paper.layout.render(
        subject=subject,
        letterhead=first.heading("Letterhead", facts),
        preview=first.heading("Preview", facts),
        follows=follows,
        sections=sections,
    )
    return html_part, tuple(sources)
