"""What an IMAP server's replies say, as imaplib hands them over: pieces of lines, each literal apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Piece = bytes | tuple[bytes, ...] | None

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_SHORT_BODY = re.compile(rb'BODY\[\] (?:NIL|"((?:[^"\\]|\\.)*)")')  # what a server may say for a literal
_ESCAPED = re.compile(rb"\\(.)")
_LISTED = re.compile(r'\(([^)]*)\) (?:"((?:[^"\\]|\\.)*)"|NIL) (.+)')
_SENT_NAMES = {"sent", "sent items", "sent mail", "sent messages"}  # of servers that flag none (before RFC 6154)


@dataclass(frozen=True, slots=True)
class ImapFolder:
    """A folder as LIST tells it. name: quoted, ready to be said; title: its last part, in small letters."""

    name: str
    flags: frozenset[str]
    title: str

    @property
    def opens(self) -> bool:
        """Whether it holds mails at all."""
        return not self.flags & {"\\noselect", "\\nonexistent"}


def uids(pieces: Sequence[Piece]) -> list[int]:
    """The UIDs of a FETCH that asked for nothing else, in ascending order."""
    return sorted({int(found[1]) for line, _ in _responses(pieces) if (found := _UID.search(line))})


def sizes(pieces: Sequence[Piece]) -> dict[int, int]:
    """UID -> octets, of a FETCH for RFC822.SIZE."""
    lines = [line for line, _ in _responses(pieces)]
    found = [(_UID.search(line), _SIZE.search(line)) for line in lines]
    return {int(uid[1]): int(size[1]) for uid, size in found if uid and size}


def bodies(pieces: Sequence[Piece]) -> dict[int, bytes]:
    """UID -> the whole mail, of a FETCH for BODY[]; what the server tells of its own accord has no body."""
    found: dict[int, bytes] = {}
    for line, literal in _responses(pieces):
        uid, short = _UID.search(line), _SHORT_BODY.search(line)
        if uid and literal is not None:
            found[int(uid[1])] = literal
        elif uid and short:
            found[int(uid[1])] = _ESCAPED.sub(rb"\1", short[1] or b"")
    return found


def folders(pieces: Sequence[Piece]) -> list[ImapFolder]:
    """The folders of a LIST; a name beyond ASCII, which none should have (RFC 3501, 5.1.3), is left out."""
    return [folder for piece in pieces if (folder := _folder(piece)) is not None]


def sent_among(listed: Sequence[ImapFolder]) -> list[str]:
    """The names of the folders of sent mail: those flagged so, else those called so."""
    flagged = [folder.name for folder in listed if folder.opens and "\\sent" in folder.flags]
    return flagged or [folder.name for folder in listed if folder.opens and folder.title in _SENT_NAMES]


def quoted(text: str) -> str:
    """Text as a quoted string; it must be ASCII without line ends."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _responses(pieces: Sequence[Piece]) -> Iterator[tuple[bytes, bytes | None]]:
    """Each response in one: what stands outside of its literal, before and after, and the literal."""
    line, literal = b"", None
    for piece in pieces:
        if isinstance(piece, tuple):
            line, literal = line + piece[0], piece[1]
        elif piece is not None:
            yield line + piece, literal
            line, literal = b"", None


def _folder(piece: Piece) -> ImapFolder | None:
    line = b"".join(piece[:1]) if isinstance(piece, tuple) else piece or b""
    found = _LISTED.fullmatch(line.decode("ascii", "replace"))
    if not found:
        return None
    name = found[3]
    if isinstance(piece, tuple):  # ... {4} and the name as a literal
        name = quoted(piece[1].decode("ascii", "replace"))
    if not name.isascii():
        return None
    title = name.strip('"').rpartition(found[2] or "\0")[2].lower()
    return ImapFolder(name, frozenset(found[1].lower().split()), title)
