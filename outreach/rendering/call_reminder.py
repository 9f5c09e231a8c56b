"""The reminder of a call, to who said yes: when it is by their clock, and how to come in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC

from outreach.domain.invitation import LATEST, reminder_occasion
from outreach.domain.message import Draft
from outreach.rendering.correspondence import Office, Posting
from outreach.rendering.invitation import InvitationFacts
from outreach.rendering.sender import Sender
from outreach.rendering.template import Template


def call_reminder_draft(facts: InvitationFacts, template: Template, languages: tuple[str, ...]) -> Draft:
    """The whole message, frozen for approval; their calendar has the entry. Raises MissingTranslationError."""
    call, invitation = facts.invitation.call, facts.invitation
    posting = Posting(
        invitation.contact,
        reminder_occasion(call),
        invitation.candidate.origin,
        call.starts.astimezone(UTC) - LATEST,
        zone=facts.country.zone,
    )

    def own(language: str, sender: Sender) -> Mapping[str, object]:
        when, joined = facts.moment(language), call.joined_in(language)
        return {
            **replace(facts, sender=sender).personal(language),
            "call.name": facts.call_name(call, language),
            "call.title": call.title,
            "call.link": joined.link,
            "call.bridge": joined.bridge,
            "when.day": when.day,
            "when.short": when.short,
            "when.time": when.time,
            "when.place": when.place,
            "when.elsewhere": when.elsewhere,
        }

    office = Office(facts.region, facts.sender, facts.privacy, facts.phrases)
    return office.draft(own, template, posting, languages)
