"""The letters that follow when nobody answered an invitation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from outreach.domain.call import Call
from outreach.domain.country import Country
from outreach.domain.follow_up import FollowUp
from outreach.domain.message import Draft
from outreach.domain.organisation import organisation_of
from outreach.domain.web_answer import WebAction
from outreach.rendering.correspondence import Office, Own, Posting
from outreach.rendering.day import long_day
from outreach.rendering.invitation import call_name, calls_in_list, letter_languages, source_of
from outreach.rendering.sender import Sender
from outreach.rendering.template import Template


@dataclass(frozen=True, slots=True)
class Calls:
    """about: the call of the last invitation, None when its row is gone; to_come: open ones, not yet heard of."""

    about: Call | None
    to_come: tuple[Call, ...]


def follow_up_draft(
    one: FollowUp, calls: Calls, office: Office, template: Template, *, country: Country, expires: datetime
) -> Draft:
    """The mail of one step. Raises MissingTranslationError."""
    posting = Posting(
        one.contact,
        one.step.occasion,
        one.candidate.origin,
        expires,
        zone=country.zone,
        organisation=organisation_of(one.candidate) or one.contact.id,
    )
    languages = letter_languages(one.contact, country, office.region.languages, template)
    return office.draft(_own(one, calls, country, office), template, posting, languages)


def _own(one: FollowUp, calls: Calls, country: Country, office: Office) -> Own:
    phrases = office.phrases
    day = one.last.astimezone(ZoneInfo(country.zone)).date() if one.last else one.due

    def own(language: str, sender: Sender) -> Mapping[str, object]:
        unnamed = phrases.say("follow_up.our_calls", language)
        return {
            "reader.name": one.contact.name or one.candidate.name,
            "country.name": country.name(language),
            "told.name": call_name(calls.about, phrases, language) if calls.about else unnamed,
            "told.day": long_day(day, language),
            "calls.next": calls_in_list(calls.to_come, phrases, language, reader=country),
            "source.text": source_of(one.candidate, phrases, language),
            **words_to_answer(lambda key: phrases.say(key, language), sender, language),
        }

    return own


def words_to_answer(say: Callable[[str], str], sender: Sender, language: str) -> dict[str, str]:
    """Yes and no as words to reply with, by mail in any case: the pages behind links on the web speak of a call."""
    by_mail = replace(sender, links=None)
    facts: dict[str, str] = {}
    for name, action in (("yes", WebAction.YES), ("no", WebAction.NO)):
        word = say(f"mail.reply.{name}")
        facts |= {f"reply.{name}": word, f"reply.{name}_link": by_mail.answer_link(action, word, language)}
    return facts
