"""Header fields as raw bytes: text encoded by RFC 2047, addresses and ids never, no line that could be broken badly.

The standard library's `EmailMessage` is not used: on Python 3.10-3.13 it writes long ids and List-Unsubscribe addresses
as encoded words, and about every fourth accented subject wrongly.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from outreach.rendering.one_line import one_line

LINE = 76  # RFC 2047, 2: the longest line with an encoded word
WORD = 75  # RFC 2047, 2: the longest encoded word
LONG = 200  # a plain word beyond this is encoded, so that it can be cut
WORTH_BEGINNING = 30  # columns: with fewer left, an encoded word goes to the next line

_ATEXT = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~-"
_DOT_ATOM = re.compile(rf"[{_ATEXT}]+(\.[{_ATEXT}]+)*")
_ATOMS = re.compile(rf"[{_ATEXT}]+( [{_ATEXT}]+)*")
_Q_LITERAL = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")  # RFC 2047, 5 (3)
_NOT_IN_URI = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")
_NOT_IN_ID = re.compile(r"[^!-;=?-~]")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name to show, "" for none, and an address; local part and domain may be of any script."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands after the @, as A-label."""
        return _a_label(self.address.rpartition("@")[2])


@lru_cache(maxsize=1024)
def text_field(name: str, value: str) -> bytes:
    """A field of free text (Subject). ASCII words at either end stay readable; all between is encoded."""
    words = one_line(value).split(" ")
    odd = [place for place, word in enumerate(words) if _must_be_encoded(word)]
    lines = _Lines(name)
    if not odd:
        lines.add(*words)
        return lines.closed()
    first, last = odd[0], odd[-1] + 1
    lines.add(*words[:first])
    lines.add_encoded(" ".join(words[first:last]))
    lines.add(*words[last:])
    return lines.closed()


@lru_cache(maxsize=1024)
def mailbox_field(name: str, *mailboxes: Mailbox) -> bytes:
    """A field of addresses (From, To, Reply-To). Only a local part beyond ASCII makes it need SMTPUTF8 (RFC 6532).

    A name that holds an @ is left out: an address as a name sends mail to the spam folder.
    """
    lines = _Lines(name)
    for place, mailbox in enumerate(mailboxes, start=1):
        comma = "," if place < len(mailboxes) else ""
        shown = one_line(mailbox.name)
        address = address_spec(mailbox.address)
        if "@" in shown or not shown:
            lines.add(address + comma)
            continue
        if shown.isascii() and len(shown) <= LINE - len("Reply-To: ") and "=?" not in shown:
            lines.add(shown if _ATOMS.fullmatch(shown) else _quoted(shown))
        else:
            lines.add_encoded(shown)
        lines.add(f"<{address}>{comma}")
    return lines.closed()


def id_field(name: str, *ids: str) -> bytes:
    """A field of message ids without their <> (Message-ID, In-Reply-To): folded between ids, never encoded."""
    lines = _Lines(name)
    lines.add(*(f"<{_NOT_IN_ID.sub('', one)}>" for one in ids))
    return lines.closed()


def unsubscribe_fields(addresses: Iterable[str]) -> bytes:
    """List-Unsubscribe with these mailto: and https: addresses, folded between them only (RFC 2369).

    With an https: one also List-Unsubscribe-Post (RFC 8058). Without addresses nothing.
    """
    uris = [_uri(address) for address in addresses]
    if not uris:
        return b""
    lines = _Lines("List-Unsubscribe")
    lines.add(*(f"<{uri}>{',' if place < len(uris) else ''}" for place, uri in enumerate(uris, start=1)))
    one_click = any(uri.startswith("https:") for uri in uris)
    return lines.closed() + (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" if one_click else b"")


def plain_field(name: str, value: str) -> bytes:
    """A field of our own words, ASCII and short."""
    return f"{name}: {value}\r\n".encode("ascii")


def address_spec(address: str) -> str:
    """The address as it stands in a header: the domain as A-label, an unusual local part quoted."""
    local, _, domain = one_line(address).rpartition("@")
    if not _DOT_ATOM.fullmatch(local) and (local.isascii() or re.search(r'[\s"(),:;<>@\[\\\]]', local)):
        local = _quoted(local)
    return f"{local}@{_a_label(domain)}"


@lru_cache(maxsize=4096)
def _a_label(domain: str) -> str:
    if _DOT_ATOM.fullmatch(domain):
        return domain
    try:
        checked = validate_email(f"a@{domain}", check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return re.sub(r"[^\w.-]", "", domain)
    return checked.ascii_domain


def _uri(address: str) -> str:
    return _NOT_IN_URI.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), one_line(address))


def _quoted(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _must_be_encoded(word: str) -> bool:
    return not word.isascii() or "=?" in word or len(word) > LONG


class _Lines:
    """A field as it grows: each piece goes on the line if it fits, else on a new one; never right after the name."""

    def __init__(self, name: str) -> None:
        self._lines = [f"{name}:"]
        self._begun = False

    def add(self, *pieces: str) -> None:
        for piece in pieces:
            if self._begun and len(self._lines[-1]) + 1 + len(piece) > LINE:
                self._lines.append("")
            self._lines[-1] += f" {piece}"
            self._begun = True

    def add_encoded(self, text: str) -> None:
        if self._begun and LINE - len(self._lines[-1]) - 1 < WORTH_BEGINNING:
            self._lines.append("")
        self.add(*_encoded_words(text, first=LINE - len(self._lines[-1]) - 1))

    def closed(self) -> bytes:
        return "\r\n".join([*self._lines, ""]).encode()


def _encoded_words(text: str, *, first: int) -> Iterator[str]:
    """The text in words of at most 75 columns, the first of at most `first`; no character is cut in two.

    Q or B, whichever is shorter for the whole: readable where most letters are ASCII, compact where few are.
    """
    by_q = sum(1 if byte in _Q_LITERAL or byte == ord(" ") else 3 for byte in text.encode())
    by_b = 4 * -(-len(text.encode()) // 3)
    return _packed(text, "q" if by_q <= by_b else "b", min(first, WORD))


def _packed(text: str, kind: str, room: int) -> Iterator[str]:
    """Cut into as many characters a word as fit: 12 columns go to =?utf-8?q?...?=."""
    frame = len("=?utf-8?q??=")
    taken = b""
    filled = 0
    for character in text:
        octets = character.encode()
        width = _width_in_q(octets) if kind == "q" else len(octets)
        limit = room - frame if kind == "q" else (room - frame) // 4 * 3
        if taken and filled + width > limit:
            yield _encoded_word(taken, kind)
            taken, filled, room = b"", 0, WORD
        taken += octets
        filled += width
    yield _encoded_word(taken, kind)


def _width_in_q(octets: bytes) -> int:
    return sum(1 if byte in _Q_LITERAL or byte == ord(" ") else 3 for byte in octets)


def _encoded_word(octets: bytes, kind: str) -> str:
    if kind == "b":
        return f"=?utf-8?b?{base64.b64encode(octets).decode()}?="
    letters = (chr(byte) if byte in _Q_LITERAL else "_" if byte == ord(" ") else f"={byte:02X}" for byte in octets)
    return f"=?utf-8?q?{''.join(letters)}?="
