"""The Bridges tab: rows become the ways into calls, by language and day; two that both begin on a day are told."""

from collections.abc import Iterable

from outreach.domain.bridge import Bridge
from outreach.domain.call import WayIn
from outreach.domain.problem import Problem, ProblemCode
from outreach.intake.reading import Fault
from outreach.intake.table import Record


def bridges(records: Iterable[Record]) -> tuple[tuple[Bridge, ...], tuple[Problem, ...]]:
    """The bridges of a tab, one a language; rows of which it cannot be told what they mean wait."""
    made: dict[tuple[str, object], Bridge] = {}
    problems: list[Problem] = []
    for record in records:
        fault = _fault(record) or _twice(record, made)
        if fault:
            problems.append(fault)
        else:
            made |= {(one.way.language, one.first): one for one in _bridges(record)}
    return tuple(made.values()), tuple(problems)


def _bridges(record: Record) -> Iterable[Bridge]:
    for language in record["languages"]:
        way = WayIn(language, record["number"] or "", record["link"] or "")
        yield Bridge(way, record["first"], record["last"], record.origin)


def _fault(record: Record) -> Problem | None:
    first, last = record["first"], record["last"]
    if first and last and last < first:
        return record.problem("last", Fault(ProblemCode.END_BEFORE_START, facts={"start": str(first)}), held_back=True)
    if record["number"] or record["link"] or record.faulty & {"number", "link"}:
        return None
    cell = next((field for field in ("number", "link") if field in record.cells), "languages")
    return record.problem(cell, Fault(ProblemCode.BRIDGE_LEADS_NOWHERE), held_back=True)


def _twice(record: Record, made: dict[tuple[str, object], Bridge]) -> Problem | None:
    other = next((made[key] for key in ((one, record["first"]) for one in record["languages"]) if key in made), None)
    if other is None:
        return None
    cell = "first" if "first" in record.cells else "languages"
    fault = Fault(ProblemCode.BRIDGE_TWICE, facts={"row": str(other.origin.row)})
    return record.problem(cell, fault, held_back=True)
