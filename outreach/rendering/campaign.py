"""Letters to many: what all readers of a campaign share is written once, what is each one's own is put in after.

A letter put together so has the same bytes as one that was written for its reader alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import escape

from outreach.rendering.letter import Letter, head, parts
from outreach.rendering.one_line import one_line
from outreach.rendering.stand_ins import checked, readable
from outreach.rendering.template import Template
from outreach.rendering.text_part import COLUMNS, laid_out

FIRST = 0xF000  # of Unicode's private use area; no sheet and no template holds its letters
MOST = 64  # personal facts in a language
SCHEMES = ("https://", "http://", "mailto:")
_LETTERS = re.compile(f"[{chr(FIRST)}-{chr(0xF8FF)}]")
_STAND_IN = re.compile(f"((?:{'|'.join(SCHEMES)})?[{chr(FIRST)}-{chr(0xF8FF)}])")

Shared = Callable[[str, Mapping[str, str]], Mapping[str, object]]
"""Facts in a language, with these values for the personal ones."""

Personal = Mapping[str, Mapping[str, str]]
"""What is a reader's own: by language, then by the fact's name, always in the same order."""


Pieces = tuple[str, ...]
"""A text cut at its stand-ins: every second piece is one, with the scheme before it that it stands for."""


@dataclass(frozen=True, slots=True)
class Form:
    """A letter with a stand-in for each personal fact in each language. sources: of body and footer of the text."""

    subject: Pieces
    html: Pieces
    notices: str
    sources: tuple[tuple[Pieces, Pieces], ...]
    languages: tuple[str, ...]


def form(template: Template, facts: Shared, languages: tuple[str, ...], personal: Personal) -> Form:
    """The letter without what is personal; of `personal` only its `shape` counts. Raises MissingTranslationError."""
    stands = [_stand_ins(number, personal[language]) for number, language in enumerate(languages)]
    texts = [
        (template.text(language), facts(language, stand)) for language, stand in zip(languages, stands, strict=True)
    ]
    subject, follows = head(template, texts)
    html, sources = parts(template, texts, follows, subject)
    cut = tuple((_cut(body), _cut(footer)) for body, footer in sources)
    notices = "".join(f"[{notice}]\n" for _, notice in follows)
    return Form(_cut(subject), _cut(html), notices, cut, languages)


def filled(form: Form, own: Personal) -> Letter:
    """The letter to one reader, with what is their own."""
    shown: dict[str, str] = {}
    said: dict[str, str] = {}
    for number, language in enumerate(form.languages):
        for place, value in enumerate(own[language].values()):
            letter, (scheme, as_html, plain, words) = _letter(number, place), _faces(value)
            shown[scheme + letter] = as_html
            said[scheme + letter] = plain
            said.setdefault(letter, words)
    pages = [
        f"{laid_out(_joined(body, said))}\n{'-' * COLUMNS}\n\n{laid_out(_joined(footer, said))}"
        for body, footer in form.sources
    ]
    text = "\n".join(filter(None, [form.notices, f"\n{'~' * COLUMNS}\n\n".join(pages)]))
    return Letter(_joined(form.subject, said), text, _joined(form.html, shown), form.languages)


def cleared(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts without letters that would be taken for stand-ins; whoever typed those saw nothing, or a box."""
    return {name: _LETTERS.sub(" ", value) for name, value in facts.items()}


def shape(values: Iterable[str]) -> tuple[str | None, ...]:
    """What templates may look at in personal facts: whether there is one, and how a link begins."""
    return tuple(_scheme(value) if value else None for value in values)


def _cut(text: str) -> Pieces:
    return tuple(_STAND_IN.split(text))


def _joined(pieces: Pieces, values: Mapping[str, str]) -> str:
    whole = list(pieces)
    whole[1::2] = [values.get(piece, piece) for piece in whole[1::2]]
    return "".join(whole)


def _stand_ins(number: int, personal: Mapping[str, str]) -> dict[str, str]:
    return {
        name: _scheme(value) + _letter(number, place) if value else ""
        for place, (name, value) in enumerate(personal.items())
    }


def _letter(number: int, place: int) -> str:
    return chr(FIRST + number * MOST + place)


@lru_cache(maxsize=8192)
def _faces(value: str) -> tuple[str, str, str, str]:
    """How a value's link begins, the value in HTML, in plain text, and in plain text where no link is wanted."""
    scheme, plain = _scheme(value), one_line(value)
    return scheme, str(escape(checked(plain) if scheme else plain)), plain, one_line(readable(value))


@lru_cache(maxsize=8192)
def _scheme(value: str) -> str:
    """How a link begins; "" of a value that is none. It stays beside the stand-in, as templates look at it."""
    return next((scheme for scheme in SCHEMES if value.startswith(scheme)), "")
