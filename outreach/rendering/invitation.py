"""The invitation of a candidate to a call: its facts in each language, its letter, its calendar entry, its bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from functools import lru_cache

from babel import Locale
from babel.lists import format_list

from outreach.domain.call import Call, Revision
from outreach.domain.candidate import Candidate
from outreach.domain.contact import Contact
from outreach.domain.country import Country, Region
from outreach.domain.invitation import LATEST, Invitation
from outreach.domain.message import Draft, message_key
from outreach.domain.organisation import organisation_of
from outreach.domain.web_answer import WebAction
from outreach.rendering.calendar_invite import EntryWords, invite
from outreach.rendering.campaign import Form, cleared, filled, form, shape
from outreach.rendering.day import LOCALES, long_day
from outreach.rendering.email import Addressing, compose
from outreach.rendering.headers import Mailbox
from outreach.rendering.letter import Letter
from outreach.rendering.moments import MomentWords, moment_words
from outreach.rendering.phrases import Phrases
from outreach.rendering.privacy import Privacy
from outreach.rendering.sender import Sender
from outreach.rendering.template import Template, grouped


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """All that an invitation says. country: the reader's; series: the other calls of the series still to come."""

    invitation: Invitation
    country: Country
    region: Region
    series: tuple[Call, ...]
    sender: Sender
    privacy: Privacy
    phrases: Phrases

    def in_language(self, language: str) -> Mapping[str, object]:
        """The facts as a language says them. Raises MissingTranslationError."""
        return self.shared(language, self.personal(language))

    def shared(self, language: str, personal: Mapping[str, str]) -> Mapping[str, object]:
        """The facts that all readers of a country share, and with them the `personal` ones as they are given."""
        return grouped({**cleared(self._of_call(language) | self._of_people(language)), **personal})

    def personal(self, language: str) -> dict[str, str]:
        """What is this reader's own."""
        contact, candidate = self.invitation.contact, self.invitation.candidate
        return {
            "reader.name": contact.name or candidate.name,
            "source.text": self._source(language),
            "sender.address": self.sender.reply_to,
            **self._of_answers(language),
        }

    def moment(self, language: str) -> MomentWords:
        """When the call is, for the reader."""
        return moment_words(self.invitation.call.starts, language, reader=self.country)

    def call_name(self, call: Call, language: str) -> str:
        """What a call is about: the topic's own name, else the title as its organisers wrote it."""
        return call_name(call, self.phrases, language)

    def _of_call(self, language: str) -> dict[str, str]:
        call, when = self.invitation.call.joined_in(language), self.moment(language)
        return {
            "call.topic": call.topic,
            "call.name": self.call_name(call, language),
            "call.title": call.title,
            "call.minutes": str(call.lasts // timedelta(minutes=1)),
            "call.languages": language_names(call.languages, language),
            "call.link": call.link,
            "call.bridge": call.bridge,
            "when.day": when.day,
            "when.short": when.short,
            "when.time": when.time,
            "when.place": when.place,
            "when.elsewhere": when.elsewhere,
            "series.others": self._others(language),
        }

    def _of_people(self, language: str) -> dict[str, str]:
        sender = self.sender
        return {
            "reader.kind": self.invitation.candidate.kind.value,
            "country.name": self.country.name(language),
            "region.name": self.region.name,
            "region.area": self.phrases.say(f"mail.area.{self.region.code}", language),
            "sender.name": sender.name or sender.organisation,
            "sender.role": self.phrases.say(f"mail.role.{sender.role}", language),
            "sender.organisation": sender.organisation,
            "sender.notice": sender.notice,
            "legal.text": self.privacy.footer(self.country.code, language),
        }

    def _of_answers(self, language: str) -> dict[str, str]:
        facts: dict[str, str] = {}
        for action in WebAction:
            answer = action.name.lower()
            word = self.phrases.say(f"mail.reply.{answer}", language)
            facts |= {f"reply.{answer}": word, f"reply.{answer}_link": self.sender.answer_link(action, word, language)}
        return facts

    def _source(self, language: str) -> str:
        return source_of(self.invitation.candidate, self.phrases, language)

    def _others(self, language: str) -> str:
        return calls_in_list(self.series, self.phrases, language, reader=self.country)


def call_name(call: Call, phrases: Phrases, language: str) -> str:
    """What a call is about: the topic's own name, else the title as its organisers wrote it."""
    key = f"mail.topic.{call.topic}"
    return phrases.say(key, language) if phrases.knows(key, language) else call.title


def source_of(candidate: Candidate, phrases: Phrases, language: str) -> str:
    """Where the address came from: every law of the region that asks anything asks for this."""
    day = long_day(candidate.surveyed, language)
    if not candidate.proposed_by:
        return phrases.say("mail.source.survey_unnamed", language, day=day)
    return phrases.say("mail.source.survey", language, day=day, proposer=candidate.proposed_by)


def calls_in_list(calls: Iterable[Call], phrases: Phrases, language: str, *, reader: Country) -> str:
    """The calls with their days, soonest first, as a part of a sentence."""
    said = [
        phrases.say(
            "mail.other_call.in_list",
            language,
            name=call_name(call, phrases, language),
            day=moment_words(call.starts, language, reader=reader).short,
        )
        for call in sorted(calls, key=lambda call: (call.starts, call.uid))
    ]
    return format_list(said, locale=LOCALES.get(language, language))


@lru_cache(maxsize=256)
def language_names(languages: tuple[str, ...], language: str) -> str:
    """`English and Spanish`, as `language` says it."""
    locale = Locale.parse(LOCALES.get(language, language))
    return format_list([locale.languages.get(one, one) for one in languages], locale=locale)


def letter_languages(
    contact: Contact, country: Country, region_languages: tuple[str, ...], template: Template
) -> tuple[str, ...]:
    """The contact's own language alone; if unknown or unwritten, all of the region's, the country's first."""
    if contact.language is not None and contact.language in template.texts:
        return (contact.language,)
    return tuple(sorted(region_languages, key=lambda language: language != country.language))


def invitation_letter(facts: InvitationFacts, template: Template, languages: tuple[str, ...]) -> Letter:
    """The letter in these languages. Raises MissingTranslationError, which is of this message alone."""
    own = {template.text(language).language: facts.personal(language) for language in languages}
    shapes = tuple(shape(values.values()) for values in own.values())
    common = replace(facts.sender, key="", reply_to="", links=None)
    return filled(_form(_Shared(facts, common, template, languages, shapes)), own)


class _Shared:
    """What an invitation shares with others: two that compare equal have the same form."""

    __slots__ = ("facts", "key", "languages", "template")

    def __init__(
        self,
        facts: InvitationFacts,
        sender: Sender,
        template: Template,
        languages: tuple[str, ...],
        shapes: tuple[tuple[str | None, ...], ...],
    ) -> None:
        self.facts, self.template, self.languages = facts, template, languages
        nouns = tuple(map(id, (template, facts.country, facts.region, facts.privacy, facts.phrases)))
        call = facts.invitation.call
        zones = tuple(str(one.starts.tzinfo) for one in (call, *facts.series))
        self.key = (nouns, languages, call, facts.series, zones, facts.invitation.candidate.kind, sender, shapes)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shared) and self.key == other.key


@lru_cache(maxsize=256)
def _form(shared: _Shared) -> Form:
    """One a country, call, sender and kind of reader; it keeps its nouns, so that their ids stay theirs."""
    personal = {language: shared.facts.personal(language) for language in shared.languages}
    return form(shared.template, shared.facts.shared, shared.languages, personal)


def entry_words(facts: InvitationFacts, languages: tuple[str, ...]) -> EntryWords:
    """What the calendar entry says: summary in the first language, description in all."""
    call, first = facts.invitation.call, languages[0]
    summary = facts.phrases.say(
        "mail.calendar.summary", first, name=facts.call_name(call, first), region=facts.region.name
    )
    return EntryWords(summary, "\n\n".join(_description(facts, language) for language in languages), first)


def _description(facts: InvitationFacts, language: str) -> str:
    call, say = facts.invitation.call.joined_in(language), facts.phrases.say
    lines = [call.title]
    if call.link:
        lines.append(say("mail.calendar.join", language, link=call.link))
    if call.bridge:
        lines.append(say("mail.calendar.telephone", language, bridge=call.bridge))
    lines.append(say("mail.calendar.languages", language, languages=language_names(call.languages, language)))
    words = {answer: say(f"mail.reply.{answer}", language) for answer in ("yes", "no")}
    lines.append(say("mail.calendar.answer", language, **words))
    return "\n".join(lines)


def invitation_draft(
    facts: InvitationFacts, template: Template, languages: tuple[str, ...], *, revision: Revision
) -> Draft:
    """The whole message, frozen for approval. Raises MissingTranslationError."""
    invitation = facts.invitation
    key = message_key(invitation.contact.id, invitation.occasion, revision.sequence, facts.sender.scope)
    sender = facts.sender.writing(key)
    letter = invitation_letter(replace(facts, sender=sender), template, languages)
    recipient = Mailbox(invitation.contact.name, invitation.contact.address)
    stop = facts.phrases.say("mail.reply.stop", languages[0])
    addressing = Addressing(
        sender=sender.mailbox,
        recipient=recipient,
        key=key,
        domain=sender.mailbox.domain,
        reply_to=sender.reply_mailbox,
        unsubscribe=sender.unsubscribe(stop, languages[0]),
    )
    entry = invite(
        invitation.call.joined_in(languages[0]),
        revision,
        organiser=sender.organiser,
        attendee=recipient,
        words=entry_words(facts, languages),
    )
    return Draft(
        key=key,
        contact=invitation.contact.id,
        occasion=invitation.occasion,
        revision=revision.sequence,
        recipient=invitation.contact.address,
        sender=sender.envelope,
        subject=letter.subject,
        languages=languages,
        origin=str(invitation.candidate.origin),
        content=compose(letter, addressing, calendar=entry),
        expires=invitation.call.starts.astimezone(UTC) - LATEST,
        zone=facts.country.zone,
        organisation=organisation_of(invitation.candidate) or invitation.contact.id,
    )
