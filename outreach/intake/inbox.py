"""What a received mail is: a reply, an RSVP, an opt-out, a bounce, ...; any bytes get a verdict."""

import re
from collections.abc import Iterator
from email.message import Message

from outreach.domain.failure import MailKind, Verdict
from outreach.intake.automatic import (
    answers_something,
    is_auto_reply,
    is_bulk,
    is_by_program,
)
from outreach.intake.bounce import failures_of, has_delivery_status, is_delayed, json_notice
from outreach.intake.daemon import is_bare_report, returns_a_mail, still_tries
from outreach.intake.mail_text import header, mailboxes, own_parts, parsed, sender_of, text_of
from outreach.intake.opt_out import asks_by_subject, asks_in_words
from outreach.intake.quote import new_text
from outreach.intake.rsvp import calendar_reply, rsvp

ID = re.compile(r"<([^<>\s]+)>")
UID = re.compile(r"^UID[^:\r\n]*:([^\r\n]+)", re.MULTILINE)
RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
REFERENCES = ("in-reply-to", "references")


def classify(raw: bytes) -> Verdict:
    """The verdict on a mail as it came in. Never raises."""
    message = parsed(raw)
    kind = _kind(message)
    calendar = calendar_reply(message)
    failures = failures_of(message) if kind in {MailKind.BOUNCE, MailKind.DELAY} else ()
    return Verdict(
        kind=kind,
        failures=failures,
        words=new_text(message) if kind in {MailKind.REPLY, MailKind.RSVP} else "",
        rsvp=rsvp(message) if kind is MailKind.RSVP else "",
        refers_to=(*_references(message), *UID.findall(calendar)),
        sender=sender_of(message)[1],
        sent_to=tuple(address for _, address in mailboxes(message, *RECIPIENTS) if address),
    )


def _kind(message: Message) -> MailKind:
    told = (tell(message) for tell in (_of_a_report, _of_an_answer, _of_a_daemon, _of_a_program))
    return next((kind for kind in told if kind), None) or _of_a_person(message)


def _of_a_report(message: Message) -> MailKind | None:
    """What a report made for programs says it is (RFC 3464, RFC 5965, the notices of mail services)."""
    kinds, notice = {part.get_content_type() for part in own_parts(message)}, json_notice(message)
    if "message/feedback-report" in kinds or "complaint" in notice:
        return MailKind.COMPLAINT
    if has_delivery_status(message):
        return MailKind.DELAY if is_delayed(message) else MailKind.BOUNCE
    if notice:
        return MailKind.BOUNCE if "bounce" in notice else MailKind.OTHER
    return None


def _of_an_answer(message: Message) -> MailKind | None:
    return MailKind.RSVP if calendar_reply(message) else None


def _of_a_daemon(message: Message) -> MailKind | None:
    """A mail system's own words, where they name whom they failed to reach."""
    if not returns_a_mail(message):
        return None
    return MailKind.DELAY if still_tries(message) else MailKind.BOUNCE


def _of_a_program(message: Message) -> MailKind | None:
    if is_auto_reply(message):
        return MailKind.AUTO_REPLY
    return MailKind.BOUNCE if is_bare_report(message) else None


def _of_a_person(message: Message) -> MailKind:
    if is_by_program(message) or is_bulk(message) or not sender_of(message)[1]:
        return MailKind.OTHER
    if asks_by_subject(message) or asks_in_words(message):
        return MailKind.OPT_OUT
    if rsvp(message):
        return MailKind.RSVP
    return MailKind.REPLY if answers_something(message) else MailKind.OTHER


def _references(message: Message) -> Iterator[str]:
    for name in REFERENCES:
        yield from ID.findall(header(message, name))
    for part in message.walk():
        if part is not message:
            yield from ID.findall(header(part, "message-id"))
            yield from filter(None, [header(part, "original-envelope-id")])
        if part.get_content_type() == "text/rfc822-headers":
            yield from ID.findall(" ".join(re.findall(r"(?im)^message-id:\s*(\S+)", text_of(part))))
