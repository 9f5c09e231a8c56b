"""The Calls tab: rows become teleconferences, each at one moment and with an identity that survives a move."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from outreach.domain.call import Call
from outreach.domain.problem import Problem, ProblemCode
from outreach.intake.folding import folded
from outreach.intake.reading import Fault
from outreach.intake.table import Record
from outreach.intake.times import spoken_weekday

USUAL_MINUTES = 60
CANCELLED = "cancelled"


def calls(records: Iterable[Record]) -> tuple[tuple[Call, ...], tuple[Problem, ...]]:
    """The calls of a tab. A call's identity is its series, its topic, and which of that topic it is in the tab."""
    made: list[Call] = []
    problems: list[Problem] = []
    times_held: Counter[str] = Counter()
    for record in records:
        name = _slug(f"{record['series'] or ''} {record['topic']}")
        times_held[name] += 1
        uid = name if times_held[name] == 1 else f"{name}-{times_held[name]}"
        found = [*_weekday_problems(record), *_clock_problems(record)]
        problems += found
        if not found:
            made.append(_call(record, uid))
    return tuple(made), tuple(problems)


def _call(record: Record, uid: str) -> Call:
    return Call(
        uid=uid,
        series=record["series"] or "",
        topic=record["topic"],
        title=record["title"] or record.shown["topic"],
        starts=datetime.combine(record["date"], record["time"], tzinfo=record["zone"]),
        lasts=timedelta(minutes=record["minutes"] or USUAL_MINUTES),
        languages=record["languages"] or (),
        bridge=record["bridge"] or "",
        link=record["link"] or "",
        origin=record.origin,
        cancelled=record["state"] == CANCELLED,
        event=record["event"] or "",
    )


def _weekday_problems(record: Record) -> list[Problem]:
    """A weekday that is not the date's means that one of the two is wrong, so the call waits."""
    if record["weekday"] in (None, record["date"].weekday()):
        return []
    right = spoken_weekday(record["date"].weekday(), record.language)
    fault = Fault(ProblemCode.WEEKDAY_DISAGREES, right, {"date": record["date"].isoformat()})
    return [record.problem("weekday", fault, held_back=True)]


def _clock_problems(record: Record) -> list[Problem]:
    """A local time that a change of the clocks leaves out, or brings twice, means two moments, so the call waits."""
    local = datetime.combine(record["date"], record["time"], tzinfo=record["zone"])
    readings = [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    if readings[0] == readings[1]:
        return []
    there = sorted(moment.astimezone(record["zone"]) for moment in readings)
    is_there = local.replace(tzinfo=None) in {moment.replace(tzinfo=None) for moment in there}
    code = ProblemCode.TIME_TWICE if is_there else ProblemCode.TIME_SKIPPED
    facts = {"zone": str(record["zone"]), "hour": f"{local:%H:%M}"}
    for name, moment in zip(("first", "second"), there, strict=True):
        facts |= {name: f"{moment:%Y-%m-%d %H:%M}", f"{name}_utc": f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"}
    return [record.problem("time", Fault(code, facts=facts), held_back=True)]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")
