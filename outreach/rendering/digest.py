"""A digest as a message to its reader, with the coverage picture in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from urllib.parse import quote

from markupsafe import Markup

from outreach.domain.contact import Contact
from outreach.domain.digest import Digest, digest_occasion
from outreach.domain.message import Draft, message_key
from outreach.domain.person import Person
from outreach.domain.plus_address import bounce_address
from outreach.rendering.coverage_words import alternative_text
from outreach.rendering.digest_words import Part, digest_words
from outreach.rendering.email import Addressing, Picture, compose
from outreach.rendering.headers import Mailbox, address_spec
from outreach.rendering.letter import Facts, Letter, write
from outreach.rendering.template import Template
from outreach.rendering.tile_grid import WIDTH, picture
from outreach.rendering.tile_layout import Layout

FALLBACK = "en"
OLD = timedelta(days=3)  # after its day a digest only confuses
_SHOWN = Markup('<img src="cid:{id}" alt="{alternative}" width="{width}" style="max-width:100%;height:auto;border:0">')


@dataclass(frozen=True, slots=True)
class DigestPaper:
    """What digests are made on. sender: also who is replied to; domain: of the installation, never changed.

    plus: whether our own domain takes plus-addresses; scope: of the ledger, as in `App`.
    """

    template: Template
    layout: Layout
    sender: Mailbox
    domain: str
    plus: bool = False
    scope: str = ""


def digest_drafts(digests: Iterable[tuple[Person, Digest]], paper: DigestPaper) -> tuple[Draft, ...]:
    """A draft for each reader who has an address, the same for the same digest. Raises MissingTranslationError."""
    return tuple(
        _draft(person, person.contact, digest, paper) for person, digest in digests if person.contact is not None
    )


def digest_letter(digest: Digest, language: str, paper: DigestPaper) -> tuple[Letter, tuple[Picture, ...]]:
    """The letter in this language and the picture that it shows; none in a quiet week.

    It is written twice, as what is a picture in the HTML is words in the text.
    """
    if digest.is_quiet:
        return write(paper.template, _facts(digest, "", paper), (language,)), ()
    phrases = paper.template.paper.phrases
    tiles = picture(digest.coverage, paper.layout, language=language, phrases=phrases, changed=digest.changed)
    shown = Picture(f"tiles-{digest.day.isoformat()}@{paper.domain}", "image/png", tiles)
    alternative = alternative_text(digest.coverage, language, phrases)
    markup = _SHOWN.format(id=shown.id, alternative=alternative, width=WIDTH)
    seen, read = (write(paper.template, _facts(digest, one, paper), (language,)) for one in (markup, alternative))
    return Letter(read.subject, read.text, seen.html, (language,)), (shown,)


def _draft(person: Person, reader: Contact, digest: Digest, paper: DigestPaper) -> Draft:
    occasion = digest_occasion(digest.day)
    key = message_key(reader.id, occasion, 0, paper.scope)
    language = next((one for one in person.languages if one in paper.template.texts), FALLBACK)
    letter, pictures = digest_letter(digest, language, paper)
    addressing = Addressing(
        sender=paper.sender,
        recipient=Mailbox(reader.name or person.name, reader.address),
        key=key,
        domain=paper.domain,
        unsubscribe=(_stop_link(language, paper),),
    )
    return Draft(
        key=key,
        contact=reader.id,
        occasion=occasion,
        revision=0,
        recipient=reader.address,
        sender=bounce_address(paper.sender.address, key) if paper.plus else paper.sender.address,
        subject=letter.subject,
        languages=letter.languages,
        origin=str(person.origin),
        content=compose(letter, addressing, pictures=pictures),
        expires=datetime.combine(digest.day, time(), tzinfo=UTC) + OLD,
    )


def _facts(digest: Digest, shown: str, paper: DigestPaper) -> Facts:
    """What the texts name. shown: the coverage picture, as markup or in words."""

    def facts(language: str) -> dict[str, object]:
        phrases = paper.template.paper.phrases
        words = digest_words(digest, language, phrases)
        told = SimpleNamespace(
            region=digest.coverage.region.name,
            subject=words.subject,
            preview=next(_worth_previewing(words.quiet, words.parts), words.coverage),
            quiet=words.quiet,
            coverage=words.coverage,
            first=words.first,
            parts=(*words.parts, Part(words.health_heading, (words.health,))),
            picture=shown,
        )
        stop = SimpleNamespace(stop=phrases.say("mail.reply.stop", language), stop_link=_stop_link(language, paper))
        return {"digest": told, "reply": stop}

    return facts


def _worth_previewing(quiet: str, parts: Iterable[Part]) -> Iterator[str]:
    if quiet:
        yield quiet
    yield from (line.text for part in parts for line in part.lines)


def _stop_link(language: str, paper: DigestPaper) -> str:
    word = paper.template.paper.phrases.say("mail.reply.stop", language)
    return f"mailto:{address_spec(paper.sender.address)}?subject={quote(word)}"
