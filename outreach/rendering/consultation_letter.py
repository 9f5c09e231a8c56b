"""The short letter that asks a stakeholder whom they know in a country without a structure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from outreach.domain.consultation import Question
from outreach.domain.contact import Contact
from outreach.domain.country import Country
from outreach.domain.message import Draft
from outreach.domain.stakeholder import Stakeholder
from outreach.domain.web_answer import WebAction
from outreach.rendering.correspondence import Office, Own, Posting, both_languages
from outreach.rendering.day import long_day
from outreach.rendering.sender import Sender
from outreach.rendering.template import Template


def consultation_draft(
    question: Question, office: Office, template: Template, *, occasion: str, expires: datetime
) -> Draft:
    """The question, in two languages. Raises MissingTranslationError; ValueError when there is nobody to ask."""
    to, country = question.to, office.region.country(question.country)
    if to is None or to.contact is None or country is None:
        raise ValueError("A question is to somebody with an address in the region.")
    posting = Posting(to.contact, occasion, to.origin, expires, zone=country.zone)
    languages = both_languages(to.contact, country, office.region, template)
    return office.draft(_own(question, to, to.contact, country, office), template, posting, languages)


def _own(question: Question, to: Stakeholder, contact: Contact, country: Country, office: Office) -> Own:
    say = office.phrases.say

    def own(language: str, sender: Sender) -> Mapping[str, object]:
        group, name = say(f"consultation.group.{question.group}", language), country.name(language)
        no = say("mail.reply.no", language)
        # the page behind a link on the web speaks of a call, so this word goes by mail in any case
        by_mail = replace(sender, links=None)
        return {
            "reader.name": contact.name or group,
            "country.name": name,
            "survey.link": office.region.survey,
            "asked.day": _day(to.asked, language),
            "reply.no": no,
            "reply.no_link": by_mail.answer_link(WebAction.NO, no, language),
            "source.text": say("mail.source.stakeholder", language, group=group, country=name),
        }

    return own


def _day(day: date | None, language: str) -> str:
    return long_day(day, language) if day else ""
