"""The letter that tells somebody who came to a call what is open to them now."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from outreach.domain.country import Country
from outreach.domain.meeting import Programme
from outreach.domain.message import Draft
from outreach.domain.next_step_offer import Offer
from outreach.domain.organisation import organisation_of
from outreach.rendering.correspondence import Office, Own, Posting
from outreach.rendering.day import long_day
from outreach.rendering.invitation import letter_languages, source_of
from outreach.rendering.sender import Sender
from outreach.rendering.template import Template

GROUPS = {
    Programme.FELLOWSHIP: "fellowship",
    Programme.NEXTGEN: "nextgen",
    Programme.NOMCOM: "nomcom",
}


def next_step_draft(offer: Offer, office: Office, template: Template, country: Country) -> Draft:
    """The letter; it expires with the first of its windows. Raises MissingTranslationError."""
    posting = Posting(
        offer.contact,
        offer.occasion,
        offer.candidate.origin,
        datetime.combine(offer.closes, time(23, 59), tzinfo=UTC),
        zone=country.zone,
        organisation=organisation_of(offer.candidate) or offer.contact.id,
    )
    languages = letter_languages(offer.contact, country, office.region.languages, template)
    return office.draft(_own(offer, office), template, posting, languages)


def _own(offer: Offer, office: Office) -> Own:
    windows = {route.window.programme: route.window for route in offer.routes}

    def own(language: str, sender: Sender) -> Mapping[str, object]:
        del sender
        als = windows.get(Programme.ALS_APPLICATION)
        facts = {
            "reader.name": offer.contact.name or offer.candidate.name,
            "source.text": source_of(offer.candidate, office.phrases, language),
            "als.link": als.link if als else "",
        }
        for programme, group in GROUPS.items():
            window = windows.get(programme)
            facts[f"{group}.link"] = window.link if window else ""
            facts[f"{group}.closes"] = long_day(window.closes, language) if window and window.closes else ""
            facts[f"{group}.meeting"] = window.meeting if window else ""
        facts.pop("nomcom.meeting")
        return facts

    return own
