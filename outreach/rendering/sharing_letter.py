"""The letter that asks a structure to spread an event or news, and says why it is asked."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from outreach.domain.audience import Why
from outreach.domain.event import Event
from outreach.domain.message import Draft
from outreach.domain.organisation import organisation_of_structure
from outreach.domain.sharing import Letter
from outreach.rendering.correspondence import Office, Own, Posting
from outreach.rendering.day import long_day
from outreach.rendering.invitation import letter_languages
from outreach.rendering.sender import Sender
from outreach.rendering.sharing_words import audience_names, whys
from outreach.rendering.template import Template

A_DAY = timedelta(days=1)


def sharing_draft(letter: Letter, office: Office, template: Template) -> Draft:
    """The letter in the contact's language, else in those of the region. Raises MissingTranslationError."""
    structure, event = letter.suggestion.reach.structure, letter.shared.event
    country = office.region.country(structure.country)
    if country is None:
        raise ValueError("A structure is in a country of its region.")
    posting = Posting(
        letter.contact,
        letter.shared.occasion,
        structure.origin,
        expires=datetime.combine(event.end + A_DAY, time(), tzinfo=UTC),
        zone=country.zone,
        organisation=organisation_of_structure(structure),
    )
    languages = letter_languages(letter.contact, country, office.region.languages, template)
    return office.draft(_own(letter, office), template, posting, languages)


def _own(letter: Letter, office: Office) -> Own:
    structure, event = letter.suggestion.reach.structure, letter.shared.event
    codes = {reason.why for reason in letter.suggestion.reasons}

    def own(language: str, sender: Sender) -> Mapping[str, object]:
        del sender
        say = office.phrases.say
        return {
            "reader.name": letter.contact.name or structure.name,
            "structure.name": structure.name,
            "structure.local": "yes" if Why.LOCAL in codes else "",
            "activity.name": event.name,
            "activity.days": _days(event, language),
            "activity.place": _place(event, office, language),
            "activity.link": event.link,
            "activity.audience": audience_names(event.audiences, office.phrases, language),
            "activity.why": whys(letter.suggestion.reasons, office.region, office.phrases, language),
            "source.text": say("mail.source.structure", language, structure=structure.name),
        }

    return own


def _days(event: Event, language: str) -> str:
    first, last = long_day(event.start, language), long_day(event.end, language)
    return first if event.start == event.end else f"{first} \u2013 {last}"


def _place(event: Event, office: Office, language: str) -> str:
    country = office.region.country(event.country or "")
    return ", ".join(filter(None, (event.city, country.name(language) if country else event.place)))
