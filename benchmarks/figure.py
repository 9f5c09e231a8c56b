"""One line of the table in the README, as every benchmark gives it."""  # noqa: INP001 (a folder of programs to run, not a package)

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, what came of it, what it is held against, and how it stands to that.

    value, beside: with their units; ratio: ours divided by the other, "met" or "missed" beside a limit, "" for none.
    """

    what: str
    value: str
    beside: str = ""
    ratio: str = ""


def within(value: float, limit: float) -> str:
    """How a value stands to the limit that it must stay below."""
    return f"{'met' if value <= limit else 'missed'} ({value / limit:.2f})"
