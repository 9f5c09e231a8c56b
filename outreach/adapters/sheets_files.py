"""The spreadsheet as an XLSX file: for the demo, and for those who have no Google account."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from outreach.adapters.xlsx_grids import grids
from outreach.adapters.xlsx_package import DAMAGED, Package, pack, unpack
from outreach.adapters.xlsx_patch import patched
from outreach.domain.snapshot import Block, Remark, Snapshot
from outreach.errors import SheetsError

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class FileSheets:
    """A workbook by its path. Every call opens the file as it stands at that moment."""

    path: Path

    def read(self) -> Snapshot:
        """Every tab, hidden ones too. Raises SheetsError when there is no workbook that can be read."""
        with _damage_told(self.path):
            found = {grid.title: grid for grid in grids(_unpacked(self.path, _content(self.path)))}
        return Snapshot(found, {title: "#'{}'!{{cell}}".format(title.replace("'", "''")) for title in found})

    def write(self, blocks: Sequence[Block]) -> None:
        """Patches the tabs of the blocks into the file and leaves all else in it as it is, byte by byte.

        The file is replaced at once, or not at all; not when nothing changes. What somebody saves
        meanwhile is never overwritten: then the newer file is patched. Raises SheetsError.
        """
        for _attempt in range(ATTEMPTS):
            content = _content(self.path)
            with _damage_told(self.path):
                before = _unpacked(self.path, content)
                after = patched(before, blocks)
            if after is before or _replaced(self.path, content, pack(after)):
                return
        raise SheetsError(
            f"{self.path} is being saved again and again by another program: close it there, then repeat."
        )

    def comment(self, remarks: Sequence[Remark]) -> None:
        """Nothing: a comment in a file reaches nobody who does not open it, and *To fix* stands in the same file."""

    def is_reserved(self, tab: str, column: int) -> None:
        """None: whoever may write the file may write all of it."""


def _content(path: Path) -> bytes:
    """The file's bytes. Raises SheetsError."""
    if path.is_dir():
        raise SheetsError(f"{path} is a folder: name the .xlsx file in it.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SheetsError(f"There is no workbook {path}: check the name and the folder.") from None
    except OSError as error:
        raise SheetsError(
            f"{path} cannot be opened ({error.strerror}): close it elsewhere or ask for access."
        ) from None


def _unpacked(path: Path, content: bytes) -> Package:
    """The parts of the file. Raises SheetsError when it is another kind of file, else one of DAMAGED."""
    if content.startswith(OLD_OFFICE):
        if ENCRYPTED in content:
            raise SheetsError(f"{path} is protected by a password: open it, remove the password and save it again.")
        raise SheetsError(f"{path} is an old .xls workbook: open it and save it as .xlsx.")
    if not content.startswith(b"PK"):
        raise SheetsError(f"{path} is no Excel workbook: open it in a spreadsheet program and save it as .xlsx.")
    package = unpack(content)
    if "mimetype" in package.parts or "xl/workbook.bin" in package.parts:
        raise SheetsError(f"{path} is a workbook of another kind: open it and save it as .xlsx.")
    return package


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    try:
        yield
    except DAMAGED:
        raise SheetsError(f"{path} is damaged: open it and save it again as .xlsx, or take an older copy.") from None


def _replaced(path: Path, before: bytes, after: bytes) -> bool:
    """Puts the new content in the file's place; False when somebody saved it since it was `before`."""
    place = path.resolve()  # a link to the workbook stays a link
    _check_free(place)
    try:
        with _drafted(place, after) as draft:
            if place.read_bytes() != before:
                return False
            draft.replace(place)
        _settle(place.parent)
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise SheetsError(f"{path} cannot be written ({reason}): free it or make room, then repeat.") from None
    return True


def _check_free(path: Path) -> None:
    """Raises SheetsError when the file is read-only or open in a program that would overwrite it later."""
    if not path.stat().st_mode & 0o222:
        raise SheetsError(f"{path} is read-only: allow writing to it, then repeat.")
    for mark in (path.with_name(f".~lock.{path.name}#"), path.with_name(f"~${path.name}")):
        if mark.exists():
            raise SheetsError(
                f"{path} is open in another program: close it there (or delete {mark.name}), then repeat."
            )


@contextmanager
def _drafted(place: Path, content: bytes) -> Iterator[Path]:
    """A file beside the place, safe on the disk, with the mode of the one it will replace; gone afterwards."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.stem}-", suffix=".tmp")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(place.stat().st_mode & 0o7777)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
