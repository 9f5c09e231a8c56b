"""Mail into a folder, one .eml file a message: for the demo, for rehearsals, and for reading before the first send."""

import os
from datetime import datetime
from pathlib import Path

from outreach.adapters.wire import wire_bytes
from outreach.domain.message import Draft, Outcome, OutcomeKind
from outreach.errors import MailError


class FolderMailer:
    """The `Mailer` port on a folder, which is made when the first message comes. Nothing is ever overwritten."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, draft: Draft, *, now: datetime) -> Outcome:
        """Writes `<key>.eml`: whole and on the disk, or not at all. MailError when the folder cannot be written."""
        content = wire_bytes(draft, now=now)
        file = self._folder / f"{draft.key}.eml"
        try:
            if file.exists():
                return _there_already(file.read_bytes(), content)
            _write(file, content)
        except OSError as error:
            raise MailError(f"Mail cannot be written to {self._folder}: {error.strerror}; make room there.") from None
        return Outcome(OutcomeKind.ACCEPTED, "in the folder")

    def probe(self) -> tuple[str, ...]:
        """As the port says: the folder can be written in."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MailError(f"Mail cannot be written to {self._folder}: {error.strerror}; make room there.") from None
        return ()

    def close(self) -> None:
        """Nothing is open between two messages."""


def _there_already(kept: bytes, content: bytes) -> Outcome:
    if _without_date(kept) == _without_date(content):
        return Outcome(OutcomeKind.ACCEPTED, "already in the folder")
    return Outcome(OutcomeKind.REFUSED, "another text of this message is already in the folder")


def _without_date(content: bytes) -> bytes:
    return content.partition(b"\r\n")[2]


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # or a power cut could undo the renaming after the ledger has called it accepted
    finally:
        os.close(folder)
