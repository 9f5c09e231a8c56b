"""Tables for spreadsheet programs, in which nothing that a person typed is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "\ufeff"  # by which spreadsheet programs know that the letters are UTF-8


def csv_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with lines that end in CRLF (RFC 4180); the same rows, the same bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return (MARK + out.getvalue()).encode()


def _guarded(cell: object) -> str:
    """An apostrophe before what a spreadsheet program would compute, also behind spaces."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
