"""What the invented readers of a rehearsal write back, as their programs would send it."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from outreach.domain.message import Draft
from outreach.domain.rehearsal import Reaction

WORDS = {
    Reaction.REPLY: "Gracias, nos interesa. ¿De qué se trata? / Thank you, tell us more.",
    Reaction.AWAY: "Estoy de vacaciones. / I am away.",
    Reaction.OPT_OUT: "BAJA",
}
PARTSTAT = {Reaction.YES: "ACCEPTED", Reaction.NO: "DECLINED"}


def answering_mail(draft: Draft, reaction: Reaction, *, own: str, at: datetime) -> bytes | None:
    """The mail that comes back to the address `own`; None of silence."""
    if reaction is Reaction.SILENCE:
        return None
    if reaction is Reaction.BOUNCE:
        return _bounce(draft, own, at)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = draft.recipient, own, format_datetime(at)
    mail["Message-ID"] = f"<answer-{draft.key}@rehearsal.example>"
    mail["In-Reply-To"] = f"<{draft.key}@{own.rpartition('@')[2]}>"
    mail["Subject"] = f"Re: {draft.subject}"
    if reaction is Reaction.AWAY:
        mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(WORDS.get(reaction, "Respuesta del calendario / Answer of the calendar"))
    if reaction in PARTSTAT:
        mail.add_alternative(
            _calendar(draft, PARTSTAT[reaction], own), maintype="text", subtype="calendar", params={"method": "REPLY"}
        )
    return bytes(mail)


def _calendar(draft: Draft, answer: str, own: str) -> bytes:
    lines = (
        *("BEGIN:VCALENDAR", "PRODID:-//Rehearsal//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT"),
        *(f"UID:{draft.occasion.partition(':')[2]}@{own.rpartition('@')[2]}", "SEQUENCE:0", "DTSTAMP:20160101T000000Z"),
        *(f"ORGANIZER:mailto:{own}", f"ATTENDEE;PARTSTAT={answer}:mailto:{draft.recipient}"),
        *("END:VEVENT", "END:VCALENDAR", ""),
    )
    return "\r\n".join(lines).encode()


def _bounce(draft: Draft, own: str, at: datetime) -> bytes:
    lines = (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>",
        *(f"To: {own}", f"Date: {format_datetime(at)}", "Subject: Undelivered Mail Returned to Sender"),
        *("Return-Path: <>", "Auto-Submitted: auto-replied", "MIME-Version: 1.0"),
        *('Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"', ""),
        *("--=_b", "Content-Type: text/plain", "", "550 5.1.1 User unknown", ""),
        *("--=_b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example"),
        *(f"Original-Envelope-Id: {draft.key}", "", f"Final-Recipient: rfc822; {draft.recipient}"),
        *("Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550 5.1.1 User unknown", "", "--=_b--", ""),
    )
    return "\r\n".join(lines).encode()
