"""The headers, parts and texts of a received mail, whatever is broken in it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from html.parser import HTMLParser

LONGEST = 100_000
BLOCKS = frozenset(
    {"p", "div", "br", "tr", "li", "hr", "h1", "h2", "h3", "h4", "table", "ul", "ol", "pre", "blockquote"}
)
UNSEEN = frozenset({"script", "style", "head", "title"})
TAG = re.compile(r"<[^>]{0,2000}>")


def parsed(raw: bytes) -> Message:
    """The mail of these bytes; what is no mail becomes one without headers."""
    raw = raw.lstrip()  # copies of mails are saved with empty lines before them
    try:
        return message_from_bytes(raw)
    except RecursionError:  # parts within parts a thousand deep: only its headers are read
        return BytesHeaderParser().parsebytes(raw)


def header(message: Message, name: str) -> str:
    """A header on one line, its encoded words (RFC 2047) read; "" when it is missing."""
    value = str(message.get(name, ""))
    with suppress(LookupError, ValueError, HeaderParseError):
        value = str(make_header(decode_header(value)))
    return " ".join(value.split())


def mailboxes(message: Message, *names: str) -> list[tuple[str, str]]:
    """The names and bare addresses in these headers, as far as they can be read; (name, "") where one cannot."""
    values = [header(message, name) for name in names]
    try:
        return getaddresses([value for value in values if value])
    except RecursionError:  # comments within comments a thousand deep
        return []


def sender_of(message: Message) -> tuple[str, str]:
    """The name and the bare address of the writer; ("", "") when there is none."""
    return next(iter(mailboxes(message, "from")), ("", ""))


def own_parts(message: Message) -> Iterator[Message]:
    """The parts of the mail itself: those of a mail attached to it are another's words."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        yield part
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(one for one in reversed(payload) if isinstance(one, Message))


def text_of(part: Message) -> str:
    """The text of a part, HTML as plain text; bytes that its charset does not know become a mark, never an error."""
    text = _decoded(part)[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    return plain_text(text) if part.get_content_type() == "text/html" else text


def body(message: Message) -> str:
    """What a person reads first: the first text part that says something, the plain ones before HTML."""
    texts = [part for part in own_parts(message) if _is_shown(part)]
    texts.sort(key=lambda part: part.get_content_type() == "text/html")
    return next((text for text in map(text_of, texts) if text.strip()), "")


def plain_text(html: str) -> str:
    """HTML as lines of text; what it quotes (blockquote) gets the mark ">"."""
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # the standard parser's answer to a broken declaration
        return TAG.sub(" ", html)
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [""]
        self._quoted = 0
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the base's)
        self._unseen = 0 if tag == "body" else self._unseen + (tag in UNSEEN)
        self._quoted += tag == "blockquote"
        if tag in BLOCKS:
            self._lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in UNSEEN))
        if tag in BLOCKS:
            self._lines.append("")
        self._quoted = max(0, self._quoted - (tag == "blockquote"))

    def handle_data(self, data: str) -> None:
        if self._unseen or not data:
            return
        lead = "" if self._lines[-1] or not self._quoted else "> "
        self._lines[-1] += lead + re.sub(r"\s+", " ", data) if data.strip() or self._lines[-1] else ""

    def text(self) -> str:
        lines = [line.strip() for line in self._lines]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _decoded(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return ""
    try:
        content = part.get_payload(decode=True)
        return content.decode(str(part.get_content_charset("utf-8")), "replace") if isinstance(content, bytes) else ""
    except (LookupError, ValueError):
        return payload if isinstance(payload, str) else ""


def _is_shown(part: Message) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"
