"""The notice that a call was moved or cancelled, to whoever was told otherwise: old and new, and a calendar entry."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC

from outreach.domain.call import Revision
from outreach.domain.message import Draft, message_key
from outreach.domain.notice import Notice, NoticeKind, ToldCall
from outreach.rendering.calendar_invite import cancellation, invite
from outreach.rendering.email import Addressing, compose
from outreach.rendering.headers import Mailbox
from outreach.rendering.invitation import InvitationFacts, entry_words
from outreach.rendering.letter import write
from outreach.rendering.moments import moment_words
from outreach.rendering.template import Template, grouped

_ENTRY = {NoticeKind.MOVED: invite, NoticeKind.CANCELLED: cancellation}


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """All that a notice says. now: the call as it stands; before: as the reader was told, None if nobody kept it."""

    notice: Notice
    now: InvitationFacts
    before: ToldCall | None

    def in_language(self, language: str) -> Mapping[str, object]:
        """The facts as a language says them. Raises MissingTranslationError."""
        return {**self.now.in_language(language), **grouped(self._before(language))}

    def _before(self, language: str) -> dict[str, str]:
        if self.before is None or self.before.starts == self.notice.invitation.call.starts:
            return dict.fromkeys(("before.day", "before.time", "before.place", "before.elsewhere"), "")
        words = moment_words(self.before.starts, language, reader=self.now.country)
        return {
            "before.day": words.day,
            "before.time": words.time,
            "before.place": words.place,
            "before.elsewhere": words.elsewhere,
        }


def notice_draft(facts: NoticeFacts, template: Template, languages: tuple[str, ...], *, revision: Revision) -> Draft:
    """The whole message, frozen for approval. Raises MissingTranslationError."""
    invitation = facts.notice.invitation
    contact, call = invitation.contact, invitation.call
    key = message_key(contact.id, invitation.occasion, revision.sequence, facts.now.sender.scope)
    sender = facts.now.sender.writing(key)
    written = replace(facts, now=replace(facts.now, sender=sender))
    letter = write(template, written.in_language, languages)
    recipient = Mailbox(contact.name, contact.address)
    addressing = Addressing(
        sender=sender.mailbox,
        recipient=recipient,
        key=key,
        domain=sender.mailbox.domain,
        reply_to=sender.reply_mailbox,
        unsubscribe=sender.unsubscribe(facts.now.phrases.say("mail.reply.stop", languages[0]), languages[0]),
    )
    words, joined = entry_words(written.now, languages), call.joined_in(languages[0])
    entry = _ENTRY[facts.notice.kind](joined, revision, organiser=sender.organiser, attendee=recipient, words=words)
    return Draft(
        key=key,
        contact=contact.id,
        occasion=invitation.occasion,
        revision=revision.sequence,
        recipient=contact.address,
        sender=sender.envelope,
        subject=letter.subject,
        languages=languages,
        origin=str(invitation.candidate.origin),
        content=compose(letter, addressing, calendar=entry),
        expires=call.starts.astimezone(UTC),
        zone=facts.now.country.zone,
    )
