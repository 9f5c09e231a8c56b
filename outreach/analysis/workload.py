"""What each liaison has in hand, by name: to spread the work, not to rank people."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from outreach.domain.case import Case
from outreach.domain.next_step import Owner
from outreach.domain.person import Person

COLUMNS = ["in_hand", "due", "overdue", "places"]
SOON = 7  # days


def by_liaison(cases: Iterable[Case], people: Iterable[Person], today: date) -> pd.DataFrame:
    """One row a liaison, by name, and whoever has places and nothing to do; the last row, "", is what nobody has.

    Columns: in_hand (open candidates), due (steps of theirs within a week), overdue, places (capacity).
    """
    places = {person.name: person.capacity for person in people if "liaison" in person.roles or person.liaison_for}
    rows = [_row(one, today) for one in cases if one.next]
    table = pd.DataFrame(rows, columns=["name", *COLUMNS[:3]])
    summed = table.groupby("name").sum() if rows else pd.DataFrame(columns=COLUMNS[:3])
    names = sorted(({*summed.index} | set(places)) - {""})
    found = summed.reindex(index=[*names, ""], fill_value=0).astype(int)
    found["places"] = [places.get(name, 0) for name in found.index]
    return found


def _row(case: Case, today: date) -> tuple[str, int, int, int]:
    step = case.next
    theirs = step is not None and step.owner is Owner.LIAISON
    late = theirs and step is not None and step.is_overdue(today)
    soon = theirs and step is not None and not late and (step.by - today).days <= SOON
    return (case.progress.liaison, 1, int(soon), int(late))
