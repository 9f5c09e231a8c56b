"""Mails that come in, as mail programs and servers write them; the people and the words are invented."""

from email.message import EmailMessage
from textwrap import dedent

OURS = "outreach@lacralo.example"
DATE = "Fri, 01 Jul 2016 10:00:00 +0000"


def a_mail(sender: str, text: str, **headers: str) -> bytes:
    """A mail of a person to us; further headers by name, with _ for -."""
    mail = EmailMessage()
    plain = {"From": sender, "To": OURS, "Date": DATE, "Subject": "Re: A call about the DNS"}
    for name, value in (plain | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        mail[name] = value
    mail.set_content(text)
    return bytes(mail)


def an_out_of_office(sender: str, **headers: str) -> bytes:
    """What a program answers for somebody who is away."""
    automatic = {"Auto_Submitted": "auto-replied", "Subject": "Fuera de la oficina: A call about the DNS"}
    return a_mail(sender, "Estoy de vacaciones hasta el lunes.\n", **automatic, **headers)


def a_bounce(recipient: str, key: str, *, status: str = "5.1.1", action: str = "failed", to: str = OURS) -> bytes:
    """A delivery status (RFC 3464) about the message with this key."""
    words = "550 5.1.1 User unknown" if status.startswith("5") else "452 4.2.2 The mailbox is full"
    report = f"""\
        From: Mail Delivery System <MAILER-DAEMON@mx.chapines.example>
        To: {to}
        Date: {DATE}
        Subject: Undelivered Mail Returned to Sender
        Return-Path: <>
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

        --=_b
        Content-Type: text/plain

        Your message could not be delivered to <{recipient}>: {words}

        --=_b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.chapines.example
        Original-Envelope-Id: {key}

        Final-Recipient: rfc822; {recipient}
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; {words}

        --=_b
        Content-Type: text/rfc822-headers

        Message-ID: <{key}@lacralo.example>
        From: LACRALO <{OURS}>
        To: {recipient}
        Subject: A call about the DNS

        --=_b--
        """
    return dedent(report).replace("\n", "\r\n").encode()


def a_calendar_reply(sender: str, *, uid: str, answer: str = "ACCEPTED") -> bytes:
    """What a calendar sends when somebody presses its button (RFC 6047)."""
    entry = f"""\
        BEGIN:VCALENDAR
        PRODID:-//Example//Calendar//EN
        VERSION:2.0
        METHOD:REPLY
        BEGIN:VEVENT
        UID:{uid}
        SEQUENCE:0
        DTSTAMP:20160701T100000Z
        DTSTART:20160718T230000Z
        ORGANIZER:mailto:{OURS}
        ATTENDEE;PARTSTAT={answer}:mailto:{sender}
        END:VEVENT
        END:VCALENDAR
        """
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"], mail["Subject"] = sender, OURS, DATE, "Accepted: A call about the DNS"
    mail.set_content("They will come.\n")
    content = dedent(entry).replace("\n", "\r\n").encode()
    mail.add_alternative(content, maintype="text", subtype="calendar", params={"method": "REPLY"})
    return bytes(mail)
