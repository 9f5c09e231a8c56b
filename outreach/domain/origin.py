"""Where a fact stands in the members' sheets, so that every number can be followed back to its rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A row of a tab; rows count from 1, as the sheet shows them."""

    tab: str
    row: int

    def __str__(self) -> str:
        """The row as people say it: `Survey!14`."""
        return f"{self.tab}!{self.row}"
