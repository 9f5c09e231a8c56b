"""The spreadsheet as it once stood, out of the archive: for looking back."""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.domain.snapshot import Block, Remark, Snapshot
from outreach.errors import SheetsError

_PAST = "What is past cannot be written: this was to look back only."


@dataclass(frozen=True, slots=True)
class ArchivedSheets:
    """The `Sheets` port on one reading; it can only be read."""

    snapshot: Snapshot

    def read(self) -> Snapshot:
        """The members' tabs as they were read."""
        return self.snapshot

    def write(self, blocks: Sequence[Block]) -> None:
        """Never. Raises SheetsError."""
        del blocks
        raise SheetsError(_PAST)

    def comment(self, remarks: Sequence[Remark]) -> None:
        """Never. Raises SheetsError."""
        del remarks
        raise SheetsError(_PAST)

    def is_reserved(self, tab: str, column: int) -> None:
        """As the port says: nobody knows any more."""
