"""The workbook as a file among other programs: replaced at once or not at all, and never over somebody's work."""

import errno
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from outreach.adapters import sheets_files
from outreach.adapters.sheets_files import FileSheets
from outreach.adapters.xlsx_package import Package
from outreach.adapters.xlsx_patch import patched
from outreach.domain.snapshot import Block
from outreach.errors import SheetsError
from tests.unit.adapters.raw_workbook import cells, parts_in, parts_of, zipped

SAMPLE = Path(__file__).parents[3] / "demo" / "lacralo-sample.xlsx"
BLOCK = Block("Coverage", (("Code", "State"), ("AR", "covered")))


def content_with(value: int) -> bytes:
    return zipped(parts_of({"Survey": cells(f"<c><v>{value}</v></c>")}))


CONTENT = content_with(1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    workbook = tmp_path / "members.xlsx"
    workbook.write_bytes(CONTENT)
    return workbook


def edited_meanwhile(file: Path, edits: Sequence[int]) -> Callable[[Package, Sequence[Block]], Package]:
    """A patching during which the file is saved by somebody, as often as there are edits."""
    left = list(edits)

    def patching(package: Package, blocks: Sequence[Block]) -> Package:
        if left:
            file.write_bytes(content_with(left.pop(0)))
        return patched(package, blocks)

    return patching


def test_every_part_of_the_members_is_the_same_bytes_after_writing(tmp_path: Path) -> None:
    file = tmp_path / "sample.xlsx"
    file.write_bytes(SAMPLE.read_bytes())
    before = parts_in(file)

    FileSheets(file).write([BLOCK])

    after = parts_in(file)
    kept = set(before) - {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_the_same_input_makes_the_same_bytes(tmp_path: Path) -> None:
    files = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for file in files:
        file.write_bytes(CONTENT)
        FileSheets(file).write([BLOCK])

    assert files[0].read_bytes() == files[1].read_bytes()


def test_writing_the_same_again_leaves_the_file_alone(file: Path) -> None:
    FileSheets(file).write([BLOCK])
    before = file.stat()

    FileSheets(file).write([BLOCK])

    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_a_person_saved_after_the_read_is_kept(file: Path) -> None:
    sheets = FileSheets(file)
    sheets.read()
    file.write_bytes(content_with(2))

    sheets.write([BLOCK])

    assert sheets.read().grids["Survey"].rows == ((2,),)


def test_what_a_person_saves_during_the_write_is_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_files, "patched", edited_meanwhile(file, [2, 3]))

    FileSheets(file).write([BLOCK])

    grids = FileSheets(file).read().grids
    assert (grids["Survey"].rows, grids["Coverage"].rows) == (((3,),), BLOCK.rows)


def test_it_gives_up_on_a_file_that_is_saved_without_end(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_files, "patched", edited_meanwhile(file, range(2, 99)))

    with pytest.raises(SheetsError, match="saved again and again"):
        FileSheets(file).write([BLOCK])


def test_the_file_keeps_its_mode_and_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(file)

    FileSheets(link).write([BLOCK])

    assert (stat.S_IMODE(file.stat().st_mode), link.is_symlink()) == (0o640, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.xlsx", "members.xlsx"]


def test_a_full_disk_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sheets_files.os, "fsync", full)

    with pytest.raises(SheetsError, match="cannot be written \\(No space left on device\\)"):
        FileSheets(file).write([BLOCK])

    assert file.read_bytes() == CONTENT
    assert [path.name for path in file.parent.iterdir()] == ["members.xlsx"]


def test_a_read_only_file_is_not_replaced(file: Path) -> None:
    file.chmod(0o444)

    with pytest.raises(SheetsError, match="is read-only"):
        FileSheets(file).write([BLOCK])

    assert file.read_bytes() == CONTENT


@pytest.mark.parametrize("mark", [".~lock.members.xlsx#", "~$members.xlsx"])
def test_a_file_that_is_open_elsewhere_is_not_replaced_but_read(file: Path, mark: str) -> None:
    file.with_name(mark).touch()

    with pytest.raises(SheetsError, match="is open in another program"):
        FileSheets(file).write([BLOCK])

    assert file.read_bytes() == CONTENT
    assert list(FileSheets(file).read().grids) == ["Survey"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no Excel workbook"),
        (b"name,country\nAna,GT\n", "is no Excel workbook"),
        (b"PK\x03\x04 cut off", "is damaged"),
        (CONTENT[: len(CONTENT) // 2], "is damaged"),
        (zipped({"word/document.xml": "<w/>"}), "is damaged"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "of another kind"),
        (zipped({"xl/workbook.bin": "binary"}), "of another kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old .xls workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is protected by a password",
        ),
        (zipped(parts_of({"Survey": "<sheetData><row>"})), "is damaged"),
        (zipped(parts_of({"Survey": cells('<c t="s"><v>7</v></c>')})), "is damaged"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_in_one_sentence(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)

    with pytest.raises(SheetsError, match=said) as told:
        FileSheets(file).read()

    assert str(told.value).count("\n") == 0
    assert told.value.__cause__ is None


def test_a_missing_file_or_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SheetsError, match="There is no workbook"):
        FileSheets(tmp_path / "none.xlsx").read()
    with pytest.raises(SheetsError, match="is a folder"):
        FileSheets(tmp_path).write([BLOCK])


def told_by(act: Callable[[], object]) -> str:
    try:
        act()
    except SheetsError as error:
        return str(error)
    return ""


def test_a_damaged_byte_anywhere_is_told_or_does_no_harm(file: Path) -> None:
    told = set()
    for position in range(4, len(CONTENT), 97):
        file.write_bytes(CONTENT[:position] + bytes([CONTENT[position] ^ 0x55]) + CONTENT[position + 1 :])
        told |= {told_by(FileSheets(file).read), told_by(lambda: FileSheets(file).write([BLOCK]))}

    assert {sentence.removeprefix(f"{file} ").partition(":")[0] for sentence in told} == {"", "is damaged"}
