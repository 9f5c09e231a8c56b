"""The Selection tab: what people wrote in its last columns, row by row."""

from outreach.domain.selection_choice import SelectionMark
from outreach.intake.table import Record

YES = "yes"


def mark(record: Record) -> SelectionMark:
    """A row as it stands."""
    return SelectionMark(
        code=record["code"] or "",
        origin=record.origin,
        travel=_yes(record["travel"]),
        gse=_yes(record["gse"]),
        chosen=record["chosen"] == YES,
        reason=record["reason"] or "",
        names=record["names"] or "",
        penetration=record["penetration"],
    )


def _yes(word: str | None) -> bool | None:
    return None if word is None else word == YES
