"""One cell as a spreadsheet keeps it: what was entered, how it is shown, and what is pinned to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 # a sheet's serial numbers know no zone
SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Formula:
    """What was entered with "=" in front."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What a formula gives that cannot be computed: "#DIV/0!"."""

    name: str


Value = bool | int | float | str | None
Entered = Value | Formula
KINDS = {"#REF!": "REF", "#DIV/0!": "DIVIDE_BY_ZERO", "#NAME?": "NAME", "#VALUE!": "VALUE", "#N/A": "N_A"}


@dataclass(frozen=True, slots=True)
class Cell:
    """entered: None for a blank. form: its CellFormat as somebody chose it. rule: a DataValidationRule."""

    entered: Entered = None
    form: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    rule: Mapping[str, Any] | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_bare(self) -> bool:
        """Nothing at all is kept of it."""
        return self.entered is None and not (self.form or self.note or self.rule or self.more)

    @property
    def number_format(self) -> Mapping[str, str]:
        """Its NumberFormat, empty where Google picks one by the value."""
        return self.form.get("numberFormat", {})


BARE = Cell()


def extended(value: Entered | Fault) -> dict[str, Any]:
    """Google's ExtendedValue of it."""
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, Fault):
        return {"errorValue": {"type": KINDS.get(value.name, "ERROR")}}
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def entered_of(extended_value: Mapping[str, Any]) -> Entered:
    """What an ExtendedValue stands for; an empty one is a blank."""
    for key, value in extended_value.items():
        if key == "formulaValue":
            return Formula(value)
        return neat(value) if key == "numberValue" else value
    return None


def neat(number: float) -> int | float:
    """42.0 as Google writes it: 42."""
    whole = isinstance(number, float) and number.is_integer() and abs(number) < 1e15  # then digits get lost
    return int(number) if whole else number


def kept(value: Any) -> Value:
    """A value of Python as a sheet keeps it: days and times are numbers."""
    if isinstance(value, datetime):
        return neat((value.replace(tzinfo=None) - EPOCH).total_seconds() / SECONDS)
    if isinstance(value, date):
        return (value - EPOCH.date()).days
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / SECONDS
    return value
