"""The notice that an event was moved or cancelled: old and new, why it concerns the reader, and a calendar entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from babel.dates import format_interval

from outreach.domain.event import Version
from outreach.domain.event_notice import EventNotice
from outreach.domain.message import Draft
from outreach.rendering.calendar_invite import EntryWords
from outreach.rendering.correspondence import Office, Posting
from outreach.rendering.day import LOCALES
from outreach.rendering.event_entry import event_entry
from outreach.rendering.headers import Mailbox
from outreach.rendering.invitation import letter_languages
from outreach.rendering.sender import Sender
from outreach.rendering.template import Template

CountryNames = Mapping[str, Mapping[str, str]]
"""By ISO code and language, the countries of the world."""

ONLINE = "online"
THIN_SPACE, NARROW_SPACE = "\u2009", "\u202f"


@dataclass(frozen=True, slots=True)
class EventLetter:
    """A notice and what it is written with."""

    notice: EventNotice
    office: Office
    countries: CountryNames

    def draft(self, template: Template) -> Draft:
        """The whole message, frozen for approval. Raises MissingTranslationError."""
        notice, region = self.notice, self.office.region
        country = region.country(notice.contact.country)
        posting = Posting(
            notice.contact,
            notice.change.occasion,
            notice.tied.origin,
            _last_moment(notice),
            zone=country.zone if country else region.zone,
            revision=notice.change.now.sequence,
        )
        languages = letter_languages(notice.contact, country or region.countries[0], region.languages, template)

        def entry(organiser: Mailbox, guest: Mailbox) -> bytes | None:
            return self._entry(organiser, guest, languages[0])

        return self.office.draft(self._own, template, posting, languages, entry=entry)

    def _own(self, language: str, _sender: Sender) -> Mapping[str, object]:
        notice, say = self.notice, self.office.phrases.say
        return {
            "reader.name": notice.contact.name or notice.tied.name,
            "event.name": notice.change.event.name,
            "event.link": notice.change.now.link,
            "event.was_sent": "yes" if notice.has_entry else "",
            "now.days": days(notice.change.now, language),
            "now.place": self._place(notice.change.now, language),
            "before.days": days(notice.told, language),
            "before.place": self._place(notice.told, language),
            "why.text": say(f"affected.letter.{notice.tied.tie}", language),
            "source.text": say(f"affected.source.{notice.tied.tie}", language, region=self.office.region.name),
        }

    def _place(self, version: Version, language: str) -> str:
        if version.form == ONLINE:
            return self.office.phrases.say("affected.online", language)
        return place(version, self.countries, language)

    def _entry(self, organiser: Mailbox, guest: Mailbox, language: str) -> bytes | None:
        """None where the event is cancelled and was never put into their calendar: there is nothing to take out."""
        change = self.notice.change
        if change.now.cancelled and not self.notice.has_entry:
            return None
        told = f"{days(change.now, language)}\n{self._place(change.now, language)}\n{change.now.link}".strip()
        words = EntryWords(change.event.name, told, language)
        return event_entry(change.name, change.now, change.since, organiser=organiser, attendee=guest, words=words)


def days(version: Version, language: str) -> str:
    """`3-9 November 2016`, as the language shortens it."""
    locale = LOCALES.get(language, language)
    said: str = format_interval(version.start, version.end, skeleton="yMMMMd", locale=locale)
    return said.replace(THIN_SPACE, " ").replace(NARROW_SPACE, " ")


def place(version: Version, countries: CountryNames, language: str) -> str:
    """City and country as a language names them; a country that we do not know as it was written."""
    names = countries.get(version.country, {})
    country = names.get(language) or names.get("en") or version.country
    return ", ".join(dict.fromkeys(filter(None, (version.city, country))))


def _last_moment(notice: EventNotice) -> datetime:
    """The evening before the first day on which anybody may still expect the event, or has to be there."""
    first = max(notice.change.now.start, notice.told.start)
    return datetime.combine(first, time(), tzinfo=UTC) - timedelta(hours=1)
