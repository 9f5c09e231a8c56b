"""A letter becomes a message: the whole RFC 5322 text but for its Date, the same bytes for the same input.

multipart/mixed                      only with attachments or a calendar entry
  multipart/alternative
    text/plain
    text/html                        inside multipart/related with the pictures it shows
    text/calendar; method=REQUEST    what Gmail and Outlook make buttons of; last, as Exchange writes it
  application/ics                    the same entry for everybody else
"""

import base64
import hashlib
import re
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from outreach.rendering.headers import Mailbox, id_field, mailbox_field, plain_field, text_field, unsubscribe_fields
from outreach.rendering.letter import Letter

_LINE_END = re.compile(rb"[ \t]*(?:\r\n|\r|\n)")
_METHOD = re.compile(rb"^METHOD:([A-Z]+)\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Addressing:
    """From whom to whom. key: of the message, 26 letters; unsubscribe: mailto: and https: addresses.

    domain: of the Message-ID, the installation's own and always the same, as the id must not change.
    """

    sender: Mailbox
    recipient: Mailbox
    key: str
    domain: str
    reply_to: Mailbox | None = None
    unsubscribe: tuple[str, ...] = ()

    @property
    def message_id(self) -> str:
        """What stands in the Message-ID, without its <>: the same on every attempt."""
        return f"{self.key}@{self.domain}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the HTML shows as `cid:ID`; id: like an address ("tiles@lacralo.example"); kind: "image/png"."""

    id: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file at the end; name: ASCII, as no client reads another in the same way; kind: "application/pdf"."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Part:
    """A MIME entity: its header fields from Content-Type on, and its body with CRLF line ends."""

    headers: bytes
    body: bytes

    def __bytes__(self) -> bytes:
        return self.headers + b"\r\n" + self.body


def compose(
    letter: Letter,
    addressing: Addressing,
    *,
    calendar: bytes | None = None,
    pictures: tuple[Picture, ...] = (),
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """The message without its Date. calendar: an entry with the METHOD it is sent for."""
    alternatives = [_text_part("plain", letter.text, letter), _html_part(letter, addressing, pictures)]
    if calendar is not None:
        alternatives.append(_calendar_part(calendar))
        attachments = (*attachments, Attachment("invite.ics", "application/ics", calendar))
    whole = _multipart("alternative", alternatives, addressing)
    if attachments:
        whole = _multipart("mixed", [whole, *map(_attached, attachments)], addressing)
    return _heading(letter, addressing) + bytes(whole)


def stamp(content: bytes, now: datetime) -> bytes:
    """The message as it goes out at `now` (aware): its Date in front."""
    return plain_field("Date", format_datetime(now)) + content


def _heading(letter: Letter, addressing: Addressing) -> bytes:
    fields = [
        mailbox_field("From", addressing.sender),
        mailbox_field("To", addressing.recipient),
        mailbox_field("Reply-To", addressing.reply_to) if addressing.reply_to else b"",
        text_field("Subject", letter.subject),
        id_field("Message-ID", addressing.message_id),
        plain_field("Content-Language", ", ".join(letter.languages)),
        # nobody's out-of-office answers it (RFC 3834)
        plain_field("Auto-Submitted", "auto-generated"),
        unsubscribe_fields(addressing.unsubscribe),
        plain_field("MIME-Version", "1.0"),
    ]
    return b"".join(fields)


def _html_part(letter: Letter, addressing: Addressing, pictures: tuple[Picture, ...]) -> _Part:
    html = _text_part("html", letter.html, letter)
    if not pictures:
        return html
    return _multipart("related", [html, *map(_shown, pictures)], addressing, extra='; type="text/html"')


def _text_part(kind: str, text: str, letter: Letter) -> _Part:
    headers = _content(f"text/{kind}; charset=utf-8", "quoted-printable")
    language = plain_field("Content-Language", ", ".join(letter.languages))
    return _Part(headers + language, _quoted_printable(text.encode()))


def _calendar_part(calendar: bytes) -> _Part:
    """`method` equal to METHOD, or calendars ignore it (RFC 6047, 2.4)."""
    found = _METHOD.search(calendar)
    method = found[1].decode() if found else "PUBLISH"
    headers = _content(f"text/calendar; charset=utf-8; method={method}", "base64")
    return _Part(headers, _base64(calendar))


def _attached(file: Attachment) -> _Part:
    name = re.sub(r"[^A-Za-z0-9._-]", "-", file.name)
    headers = _content(f'{file.kind};\r\n name="{name}"', "base64")
    return _Part(
        headers + plain_field("Content-Disposition", f'attachment;\r\n filename="{name}"'), _base64(file.content)
    )


def _shown(picture: Picture) -> _Part:
    headers = _content(picture.kind, "base64") + id_field("Content-ID", picture.id)
    return _Part(headers + plain_field("Content-Disposition", "inline"), _base64(picture.content))


def _multipart(kind: str, parts: list[_Part], addressing: Addressing, *, extra: str = "") -> _Part:
    """The boundary comes from the message's key; "=_" can stand neither in quoted-printable nor in base64."""
    boundary = f"=_{kind}_{hashlib.sha256(f'{kind} {addressing.message_id}'.encode()).hexdigest()[:24]}"
    delimiter = f"--{boundary}".encode()
    body = b"".join(delimiter + b"\r\n" + bytes(part) for part in parts) + delimiter + b"--\r\n"
    return _Part(plain_field("Content-Type", f'multipart/{kind}{extra};\r\n boundary="{boundary}"'), body)


def _content(kind: str, encoding: str) -> bytes:
    return plain_field("Content-Type", kind) + plain_field("Content-Transfer-Encoding", encoding)


def _quoted_printable(text: bytes) -> bytes:
    """Lines of at most 76 columns, closed by CRLF; spaces at line ends are dropped: `b2a_qp` miscounts them."""
    canonical = text.rstrip()
    if b"\r" in canonical or b" \n" in canonical or b"\t\n" in canonical:
        canonical = _LINE_END.sub(b"\n", canonical)
    return b"\r\n".join(map(_quoted_line, canonical.split(b"\n"))) + b"\r\n"


@lru_cache(maxsize=8192)
def _quoted_line(line: bytes) -> bytes:
    """Most lines of a campaign are the same in every letter."""
    return b2a_qp(line).replace(b"\n", b"\r\n")


@lru_cache(maxsize=64)
def _base64(content: bytes) -> bytes:
    """A calendar entry stands in its message twice."""
    return base64.encodebytes(content).replace(b"\n", b"\r\n")
