"""ICANN's fiscal year, by which trips and plans are counted: from 1 July to 30 June."""

import re
from dataclasses import dataclass
from datetime import date

JULY = 7
CENTURY = 2000
_NAMED = re.compile(r"\bFY\s?(?:20)?(\d{2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """One year, by the two digits of its name: 17 is FY17, which ended on 30 June 2017."""

    number: int

    @property
    def begins(self) -> date:
        """1 July."""
        return date(CENTURY + self.number - 1, JULY, 1)

    @property
    def ends(self) -> date:
        """30 June."""
        return date(CENTURY + self.number, 6, 30)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.begins <= day <= self.ends

    def __str__(self) -> str:
        """As everybody writes it: `FY17`."""
        return f"FY{self.number:02}"


def fiscal_year_of(day: date) -> FiscalYear:
    """The year in which a day lies."""
    return FiscalYear(day.year - CENTURY + (day.month >= JULY))


def fiscal_year_named(text: str) -> FiscalYear | None:
    """The year that a text names ("CROPP FY17: trips"), None when it names none."""
    found = _NAMED.search(text)
    return FiscalYear(int(found[1])) if found else None
