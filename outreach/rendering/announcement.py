"""A call announced to a mailing list: one language, links, nothing attached, nothing that a list would break."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from outreach.domain.announcement import Announcement
from outreach.domain.call import Revision
from outreach.domain.country import Region
from outreach.domain.invitation import LATEST, occasion_of
from outreach.domain.message import Draft, message_key
from outreach.rendering.day import short_day
from outreach.rendering.email import Addressing, compose
from outreach.rendering.headers import Mailbox
from outreach.rendering.invitation import language_names
from outreach.rendering.letter import write
from outreach.rendering.moments import city, weekday_and_day
from outreach.rendering.phrases import Phrases
from outreach.rendering.sender import Sender
from outreach.rendering.template import Template, grouped


@dataclass(frozen=True, slots=True)
class AnnouncementFacts:
    """All that an announcement says."""

    announcement: Announcement
    region: Region
    sender: Sender
    phrases: Phrases

    def in_language(self, language: str) -> Mapping[str, object]:
        """The facts as a language says them: the moment in UTC, then where the organisation's office is."""
        call = self.announcement.call.joined_in(language)
        moment, office = call.starts.astimezone(UTC), call.starts.astimezone(ZoneInfo(self.region.zone))
        key = f"mail.topic.{call.topic}"
        name = self.phrases.say(key, language) if self.phrases.knows(key, language) else call.title
        return grouped(
            {
                "call.name": name,
                "call.title": call.title,
                "call.minutes": str(call.lasts // timedelta(minutes=1)),
                "call.languages": language_names(call.languages, language),
                "call.link": call.link,
                "call.bridge": call.bridge,
                "call.changed": self.announcement.changed,
                "call.cancelled": call.cancelled,
                "when.day": weekday_and_day(moment.date(), language),
                "when.short": short_day(moment.date(), language),
                "when.time": f"{moment:%H:%M} UTC",
                "when.elsewhere": f"{office:%H:%M} {city(self.region.zone, language)}",
                "region.name": self.region.name,
                "region.area": self.phrases.say(f"mail.area.{self.region.code}", language),
                "sender.name": self.sender.name or self.sender.organisation,
                "sender.role": self.phrases.say(f"mail.role.{self.sender.role}", language),
                "sender.organisation": self.sender.organisation,
                "sender.address": self.sender.reply_to,
            }
        )


def announcement_draft(facts: AnnouncementFacts, template: Template, *, revision: Revision) -> Draft:
    """The whole message, frozen for approval. Raises MissingTranslationError."""
    announcement = facts.announcement
    occasion, to = occasion_of(announcement.call), announcement.to
    key = message_key(announcement.contact, occasion, revision.sequence, facts.sender.scope)
    sender = facts.sender.writing(key)
    letter = write(template, replace(facts, sender=sender).in_language, (to.language,))
    addressing = Addressing(
        sender=sender.mailbox,
        recipient=Mailbox("", to.address),
        key=key,
        domain=sender.mailbox.domain,
        reply_to=sender.reply_mailbox,
    )
    return Draft(
        key=key,
        contact=announcement.contact,
        occasion=occasion,
        revision=revision.sequence,
        recipient=to.address,
        sender=sender.envelope,
        subject=letter.subject,
        languages=(to.language,),
        origin=str(announcement.call.origin),
        content=compose(letter, addressing),
        expires=announcement.call.starts.astimezone(UTC) - LATEST,
    )
