"""When a flow runs first on a day, by the few kinds of cron lines that our schedules use."""

from datetime import date, time

DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


def first_run(cron: str, day: date) -> time | None:
    """The local time of the first run that day; None when there is none.

    cron: minute, hour, day of the month, "*", days of the week by name; numbers, lists, ranges and steps.
    """
    minutes, hours, days, _, weekdays = cron.split()
    by_month = days == "*" or day.day in _numbers(days)
    by_week = weekdays == "*" or day.weekday() in _weekdays(weekdays)
    return time(min(_numbers(hours)), min(_numbers(minutes))) if by_month and by_week else None


def _numbers(field: str) -> list[int]:
    found: list[int] = []
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        found += range(int(first), int(last or first) + 1, int(step or 1))
    return found


def _weekdays(field: str) -> list[int]:
    ends = [DAYS.index(name) for name in field.split("-")]
    return list(range(ends[0], ends[-1] + 1))
