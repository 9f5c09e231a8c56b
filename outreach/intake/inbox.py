"""What a received mail is: a reply, an RSVP, an opt-out, a bounce, ...; any bytes get a verdict."""

import re
from collections.abc import Iterator
from email.message import Message
from email.utils import getaddresses, parseaddr

from outreach.domain.failure import MailKind, Verdict
from outreach.intake.automatic import answers_something, has_null_path, is_auto_reply, is_bulk, is_by_program
from outreach.intake.bounce import STATUS_PARTS, failures_of, is_delayed
from outreach.intake.folding import folded
from outreach.intake.mail_text import header, own_parts, parsed, text_of
from outreach.intake.opt_out import asks_by_subject, asks_in_words
from outreach.intake.quote import new_text

DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-?daemon|mdaemon)\b", re.IGNORECASE)
ID = re.compile(r"<([^<>\s]+)>")
UID = re.compile(r"^UID[^:\r\n]*:([^\r\n]+)", re.MULTILINE)
PARTSTAT = re.compile(r"PARTSTAT=\"?(ACCEPTED|DECLINED|TENTATIVE)", re.IGNORECASE)
REPLY_METHOD = re.compile(r"^METHOD:REPLY\s*$", re.MULTILINE | re.IGNORECASE)
PARTSTATS = {"accepted": "yes", "declined": "no", "tentative": "maybe"}
WORDS = {"yes": "yes", "si": "yes", "sim": "yes", "oui": "yes", "no": "no", "nao": "no", "non": "no"}
WORDS |= {"maybe": "maybe", "quizas": "maybe", "tal vez": "maybe", "talvez": "maybe", "peut etre": "maybe"}
RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
REFERENCES = ("in-reply-to", "references")


def classify(raw: bytes) -> Verdict:
    """The verdict on a mail as it came in. Never raises."""
    message = parsed(raw)
    kind = _kind(message)
    calendar = _calendar_reply(message)
    failures = failures_of(message) if kind in {MailKind.BOUNCE, MailKind.DELAY} else ()
    return Verdict(
        kind=kind,
        failures=failures,
        words=new_text(message) if kind in {MailKind.REPLY, MailKind.RSVP} else "",
        rsvp=_rsvp(message) if kind is MailKind.RSVP else "",
        refers_to=(*_references(message), *UID.findall(calendar)),
        sender=parseaddr(header(message, "from"))[1],
        sent_to=tuple(
            address for _, address in getaddresses([header(message, name) for name in RECIPIENTS]) if address
        ),
    )


def _kind(message: Message) -> MailKind:
    kinds = {part.get_content_type() for part in message.walk()}
    if "message/feedback-report" in kinds:
        return MailKind.COMPLAINT
    if kinds & set(STATUS_PARTS):
        return MailKind.DELAY if is_delayed(message) else MailKind.BOUNCE
    if _calendar_reply(message):
        return MailKind.RSVP
    by_daemon = DAEMON.match(parseaddr(header(message, "from"))[1]) or has_null_path(message)
    if by_daemon and failures_of(message):
        return MailKind.BOUNCE
    if is_auto_reply(message):
        return MailKind.AUTO_REPLY
    return _kind_of_persons(message)


def _kind_of_persons(message: Message) -> MailKind:
    if is_by_program(message) or is_bulk(message) or not parseaddr(header(message, "from"))[1]:
        return MailKind.OTHER
    if asks_by_subject(message) or asks_in_words(message):
        return MailKind.OPT_OUT
    if _rsvp(message):
        return MailKind.RSVP
    return MailKind.REPLY if answers_something(message) else MailKind.OTHER


def _rsvp(message: Message) -> str:
    """Yes, no or maybe: of a calendar, else the whole first line of the new text, else the whole subject."""
    found = PARTSTAT.search(_calendar_reply(message).replace("\n ", ""))
    if found:
        return PARTSTATS[found[1].lower()]
    first = next((line for line in new_text(message).splitlines() if line.strip()), "")
    return WORDS.get(folded(first)) or WORDS.get(folded(header(message, "subject")), "")


def _calendar_reply(message: Message) -> str:
    texts = (text_of(part) for part in own_parts(message) if part.get_content_type() == "text/calendar")
    return next((text for text in texts if REPLY_METHOD.search(text)), "")


def _references(message: Message) -> Iterator[str]:
    for name in REFERENCES:
        yield from ID.findall(header(message, name))
    for part in message.walk():
        if part is not message:
            yield from ID.findall(header(part, "message-id"))
            yield from filter(None, [header(part, "original-envelope-id")])
        if part.get_content_type() == "text/rfc822-headers":
            yield from ID.findall(" ".join(re.findall(r"(?im)^message-id:\s*(\S+)", text_of(part))))
