"""A draft as it goes over the wire: the Date in front of its frozen bytes, and the envelope they travel in."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email

from outreach.domain.message import Draft

_PLAIN_ADDRESS = re.compile(r"[^\s<>@\"\\\x00-\x1f\x7f]+@[A-Za-z0-9.-]+")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_LONGEST_LINE = 998  # octets without CRLF (RFC 5322, 2.1.1)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and its envelope. sender, recipient: domain as A-label; sender may be "" (no bounces wanted)."""

    key: str
    sender: str
    recipient: str
    content: bytes

    @property
    def needs_smtputf8(self) -> bool:
        """Whether a local part or a header has letters beyond ASCII (RFC 6531)."""
        headers = self.content.partition(b"\r\n\r\n")[0]
        return not (self.sender.isascii() and self.recipient.isascii() and headers.isascii())

    @property
    def needs_8bitmime(self) -> bool:
        """Whether the text has octets beyond ASCII (RFC 6152)."""
        return not self.content.isascii()

    @property
    def has_long_line(self) -> bool:
        """Whether a line is longer than RFC 5322 allows; servers break or refuse it."""
        start, end = 0, len(self.content)
        while end - start > _LONGEST_LINE:
            start = self.content.rfind(b"\n", start, start + _LONGEST_LINE + len(b"\r\n")) + 1
            if not start:
                return True
        return False

    @property
    def quoted(self) -> bytes:
        """What follows DATA: leading dots doubled, closed by a dot alone (RFC 5321, 4.5.2)."""
        end = b".\r\n" if self.content.endswith(b"\r\n") else b"\r\n.\r\n"
        dotted = self.content.startswith(b".") or b"\n." in self.content
        return (_LEADING_DOT.sub(b"..", self.content) if dotted else self.content) + end


def wire_bytes(draft: Draft, *, now: datetime) -> bytes:
    """The message in RFC 5322, every line ended by CRLF. A bare CR or LF is one too: two servers must not disagree."""
    date = f"Date: {format_datetime(now)}\r\n".encode()
    pairs = draft.content.count(b"\r\n")
    even = pairs == draft.content.count(b"\n") == draft.content.count(b"\r")
    return date + (draft.content if even else _LINE_END.sub(b"\r\n", draft.content))


def letter(draft: Draft, *, now: datetime) -> Letter | None:
    """The draft in its envelope; None when one of its addresses cannot stand in SMTP."""
    try:
        sender, recipient = draft.sender and _on_the_wire(draft.sender), _on_the_wire(draft.recipient)
    except EmailNotValidError:
        return None
    return Letter(draft.key, sender, recipient, wire_bytes(draft, now=now))


def _on_the_wire(address: str) -> str:
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    parts = validate_email(address, check_deliverability=False, globally_deliverable=False)
    return f"{parts.local_part}@{parts.ascii_domain}"
