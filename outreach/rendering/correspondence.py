"""Letters to one person: what they all say, and how they become drafts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from outreach.domain.contact import Contact
from outreach.domain.country import Country, Region
from outreach.domain.message import Draft, message_key
from outreach.domain.origin import Origin
from outreach.domain.web_answer import WebAction
from outreach.rendering.email import Addressing, compose
from outreach.rendering.headers import Mailbox
from outreach.rendering.letter import write
from outreach.rendering.phrases import Phrases
from outreach.rendering.privacy import Privacy
from outreach.rendering.sender import Sender
from outreach.rendering.template import Template, grouped

Own = Callable[[str, Sender], Mapping[str, object]]
"""What a letter says in a language beyond what all of them say, by dotted name; the sender already carries its key."""

Entry = Callable[[Mailbox, Mailbox], bytes | None]
"""The calendar entry from an organiser for a guest; None where there is none for them."""


@dataclass(frozen=True, slots=True)
class Posting:
    """To whom a letter goes and what it is about. expires: from when on it is too late; zone: the reader's.

    revision: which version of what it is about it tells.
    """

    contact: Contact
    occasion: str
    origin: Origin
    expires: datetime
    zone: str = ""
    organisation: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """On whose behalf letters are written. sender: who signs them."""

    region: Region
    sender: Sender
    privacy: Privacy
    phrases: Phrases

    def draft(
        self,
        own: Own,
        template: Template,
        posting: Posting,
        languages: tuple[str, ...],
        *,
        entry: Entry | None = None,
    ) -> Draft:
        """The whole message, frozen for approval. Raises MissingTranslationError."""
        key = message_key(posting.contact.id, posting.occasion, posting.revision, self.sender.scope)
        sender = self.sender.writing(key)
        writing = replace(self, sender=sender)
        letter = write(template, lambda language: writing.facts(own, posting, language), languages)
        stop = self.phrases.say("mail.reply.stop", languages[0])
        addressing = Addressing(
            sender=sender.mailbox,
            recipient=Mailbox(posting.contact.name, posting.contact.address),
            key=key,
            domain=sender.mailbox.domain,
            reply_to=sender.reply_mailbox,
            unsubscribe=sender.unsubscribe(stop, languages[0]),
        )
        calendar = entry(sender.organiser, addressing.recipient) if entry else None
        return Draft(
            key=key,
            contact=posting.contact.id,
            occasion=posting.occasion,
            revision=posting.revision,
            recipient=posting.contact.address,
            sender=sender.envelope,
            subject=letter.subject,
            languages=languages,
            origin=str(posting.origin),
            content=compose(letter, addressing, calendar=calendar),
            expires=posting.expires,
            zone=posting.zone,
            organisation=posting.organisation,
        )

    def facts(self, own: Own, posting: Posting, language: str) -> Mapping[str, object]:
        """The facts as a language says them."""
        sender, say = self.sender, self.phrases.say
        stop = say("mail.reply.stop", language)
        return grouped(
            {
                "region.name": self.region.name,
                "region.area": say(f"mail.area.{self.region.code}", language),
                "sender.name": sender.name or sender.organisation,
                "sender.role": say(f"mail.role.{sender.role}", language),
                "sender.organisation": sender.organisation,
                "sender.address": sender.reply_to,
                "sender.notice": sender.notice,
                "legal.text": self.privacy.footer(posting.contact.country, language),
                "reply.stop": stop,
                "reply.stop_link": sender.answer_link(WebAction.STOP, stop, language),
                **own(language, sender),
            }
        )


def both_languages(contact: Contact, country: Country | None, region: Region, template: Template) -> tuple[str, ...]:
    """Two languages, the reader's first: their own or their country's, then the next in which the region works."""
    likely = (contact.language or "", country.language if country else "", *region.languages)
    written = dict.fromkeys(language for language in likely if language in template.texts)
    first = next(iter(written))
    return (first, *(language for language in region.languages if language in written and language != first))[:2]
