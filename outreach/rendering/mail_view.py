"""A finished message as a person sees it: headers, text, HTML with its pictures inside, calendar entries."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from functools import lru_cache
from typing import cast

from icalendar import Calendar

HEADERS = {
    "to": "To",
    "from": "From",
    "reply_to": "Reply-To",
    "date": "Date",
    "language": "Content-Language",
    "message_id": "Message-ID",
}
SHOWN_OF_EVENT = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "STATUS", "SEQUENCE", "UID", "ORGANIZER")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An entry's facts by iCalendar name, in the order they are shown."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MailView:
    """One message. headers: by key of the `pages.header` phrases; html: "" when there is none, no `cid:` left."""

    subject: str
    sender: str
    to: str
    language: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    calendar: tuple[CalendarEntry, ...]


@lru_cache(maxsize=256)
def view(content: bytes) -> MailView:
    """What is in the bytes of an .eml file."""
    message = message_from_bytes(content, policy=policy.default)
    return MailView(
        subject=_header(message, "Subject"),
        sender=_header(message, "From"),
        to=_header(message, "To"),
        language=next((str(part["Content-Language"]) for part in message.walk() if part["Content-Language"]), "?"),
        headers=tuple((key, _header(message, name)) for key, name in HEADERS.items() if message[name]),
        text=_body(message, "plain"),
        html=_with_pictures(_body(message, "html"), message),
        calendar=tuple(_calendar_entries(message)),
    )


def _header(message: EmailMessage, name: str) -> str:
    return str(message[name] or "")


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else _decoded(part)


def _decoded(part: MIMEPart) -> str:
    return cast("bytes", part.get_payload(decode=True)).decode(part.get_content_charset("utf-8"), errors="replace")


def _with_pictures(html: str, message: EmailMessage) -> str:
    """The pictures a mail carries, put into the HTML, as a page cannot look into the mail."""
    pictures = {
        str(part["Content-ID"]).strip("<> "): part
        for part in message.walk()
        if part["Content-ID"] and _is_picture(part)
    }
    return re.sub(
        r"cid:([^\"'\s>)]+)",
        lambda found: _data_uri(pictures[found[1]]) if found[1] in pictures else found[0],
        html,
    )


def _is_picture(part: EmailMessage) -> bool:
    return part.get_content_maintype() == "image"


def _data_uri(part: EmailMessage) -> str:
    content = base64.b64encode(cast("bytes", part.get_payload(decode=True))).decode()
    return f"data:{part.get_content_type()};base64,{content}"


def _calendar_entries(message: EmailMessage) -> Iterator[CalendarEntry]:
    """Of the part that calendars act on; the same entry as an attachment is not shown twice."""
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            calendar = Calendar.from_ical(_decoded(part))
            method = str(calendar.get("METHOD", ""))
            for event in calendar.walk("VEVENT"):
                facts = [(name, _fact(event[name])) for name in SHOWN_OF_EVENT if name in event]
                yield CalendarEntry((("METHOD", method), *facts))


def _fact(value: object) -> str:
    moment = getattr(value, "dt", None)
    return str(value) if moment is None else f"{moment:%Y-%m-%d %H:%M} {getattr(moment, 'tzinfo', '') or ''}".strip()
