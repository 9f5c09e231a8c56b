"""Answers from a folder of .eml files or a Maildir: for the demo, for rehearsals, and where another program fetches."""

import heapq
import re
import time
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from outreach.adapters.clock import SystemClock
from outreach.domain.received import Position, Received
from outreach.errors import MailError

AT_ONCE = 32 * 2**20  # octets of mail in memory; a bigger mail comes alone
_TICK = 0.05  # seconds; file systems give two files written within some 10 ms the same time
_HEADER = 64 * 2**10  # octets read of a mail when only its Message-ID is wanted
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^<>\r\n]+)>", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True, order=True)
class _Mail:
    """A file and its place in the order. number: the moment it came into the folder, then a hash of its name."""

    number: int
    file: Path
    size: int


class FolderMailbox:
    """The `Mailbox` port on a folder. A file's number is when it was put there, not what its Date or its mtime claim.

    That is its ctime, which no copying back-dates. A mail program that renames a file of a Maildir makes it
    come again, and whoever reads knows it by its fingerprint; one that is put there later is never missed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def arrived(self, since: Position, *, limit: int) -> Sequence[Received]:
        """As the port says; fewer than `limit` when they are big. MailError when the folder cannot be read."""
        try:
            return self._read(since, limit)
        except OSError as error:
            raise _unreadable(self._folder, error) from None

    def holds(self, message_ids: Collection[str]) -> frozenset[str]:
        """As the port says; Sent is the subfolder Sent or, in a Maildir, .Sent."""
        asked = {one.strip("<>").encode(): one for one in message_ids}
        try:
            places = (self._folder, self._folder / "Sent", self._folder / ".Sent")
            files = [mail.file for place in places if place.is_dir() for mail in _mails(place)]
            found = {message_id for file in files for message_id in _message_ids(file)}
        except OSError as error:
            raise _unreadable(self._folder, error) from None
        return frozenset(asked[message_id] for message_id in found & asked.keys())

    def close(self) -> None:
        """Nothing is open between two calls."""

    def _read(self, since: Position, limit: int) -> list[Received]:
        validity = _validity(self._folder)
        after = since.uid if since.validity == validity else 0
        found: list[Received] = []
        octets = 0
        for mail in heapq.nsmallest(limit, (mail for mail in self._settled() if mail.number > after)):
            octets += mail.size
            if found and octets > AT_ONCE:
                break
            raw = _content(mail.file)
            if raw is not None:
                found.append(Received(Position(validity, mail.number), raw))
        return found

    def _settled(self) -> list[_Mail]:
        """All mails, once the tick is over in which the newest came: another could still get a number before it."""
        mails = _mails(self._folder)
        newest = max((mail.number for mail in mails), default=0) >> 64
        if 0 <= SystemClock().now().timestamp() - newest / 10**9 < _TICK:
            time.sleep(_TICK)
            mails = _mails(self._folder)
        return mails


def _validity(folder: Path) -> int:
    """Another folder numbers its mails anew; beyond 32 bits, so that no UIDVALIDITY of a server is the same."""
    return 1 << 32 | zlib.crc32(str(folder.resolve()).encode("utf-8", "surrogateescape"))


def _mails(folder: Path) -> list[_Mail]:
    return [mail for file in _files(folder) if (mail := _numbered(file)) is not None]


def _files(folder: Path) -> Iterator[Path]:
    """Of a Maildir what lies in new and cur, else the .eml files; hidden ones are still being written."""
    maildir = [folder / name for name in ("new", "cur") if (folder / name).is_dir()]
    for place in maildir or [folder]:
        for file in place.iterdir():
            if not file.name.startswith(".") and (maildir or file.suffix.lower() == ".eml"):
                yield file


def _numbered(file: Path) -> _Mail | None:
    """The file in its place; None when it is none or has gone, as when a mail program renames it just now."""
    try:
        seen = file.stat()
    except FileNotFoundError:
        return None
    tie = int.from_bytes(sha256(file.name.encode("utf-8", "surrogateescape")).digest()[:8])
    return _Mail(seen.st_ctime_ns << 64 | tie, file, seen.st_size) if file.is_file() else None


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _message_ids(file: Path) -> list[bytes]:
    try:
        with file.open("rb") as stream:
            header = _END_OF_HEADER.split(stream.read(_HEADER), maxsplit=1)[0]
    except FileNotFoundError:
        return []
    return _MESSAGE_ID.findall(header)


def _unreadable(folder: Path, error: OSError) -> MailError:
    return MailError(f"The mailbox folder {folder} cannot be read ({error.strerror}): check OUTREACH_MAILBOX.")
