"""The monthly part of a digest: how many candidates stand at each stage, and how coverage has gone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from outreach.domain.stage import ENDED, Stage
from outreach.domain.standing import Standing

MONTHS = 6  # of which the trend tells


@dataclass(frozen=True, slots=True)
class Month:
    """funnel: stages at which somebody stands, in their order, and how many; trend: covered countries by day."""

    funnel: tuple[tuple[Stage, int], ...]
    trend: tuple[tuple[date, int], ...]


def is_monthly(since: date | None, today: date) -> bool:
    """Whether it is the reader's first digest of a month."""
    return since is None or (since.year, since.month) != (today.year, today.month)


def month_of(standing: Standing) -> Month:
    """Everybody whose case has not come to its end."""
    stages = Counter(case.progress.stage for case in standing.cases)
    funnel = tuple((stage, stages[stage]) for stage in Stage if stages[stage] and stage not in ENDED)
    return Month(funnel, standing.trend)


def trend(covered_on: Callable[[date], int], today: date) -> tuple[tuple[date, int], ...]:
    """Covered countries on the first of each of the last months, and today in this one; as is known now."""
    months = today.year * 12 + today.month - 1
    firsts = (date(month // 12, month % 12 + 1, 1) for month in range(months - MONTHS + 1, months))
    return tuple((day, covered_on(day)) for day in (*firsts, today))
