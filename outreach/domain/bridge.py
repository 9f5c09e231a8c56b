"""How people come into a call: a bridge of their own for each language, and another one from some day on (facts 5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from outreach.domain.call import Call, WayIn
from outreach.domain.origin import Origin


@dataclass(frozen=True, slots=True)
class Bridge:
    """One row of the members' tab. first, last: the days on which it holds, both included; None where none is told."""

    way: WayIn
    first: date | None
    last: date | None
    origin: Origin

    def holds_on(self, day: date) -> bool:
        """Whether people come in by it on this day."""
        return (self.first or date.min) <= day <= (self.last or date.max)


def with_bridges(calls: Iterable[Call], bridges: Iterable[Bridge]) -> tuple[Call, ...]:
    """The calls with the bridges of their languages on their days, for what their own rows leave open."""
    known = tuple(bridges)
    return tuple(replace(call, ways=_ways(call, known)) for call in calls)


def _ways(call: Call, bridges: tuple[Bridge, ...]) -> tuple[WayIn, ...]:
    """By language in the order of the call's; of two that hold that which began last, as nobody closes an old row."""
    holding = [one for one in bridges if one.holds_on(call.starts.date())]
    newest = {one.way.language: one.way for one in sorted(holding, key=lambda one: one.first or date.min)}
    wanted = call.languages or tuple(sorted(newest))
    ways = (newest[language] for language in wanted if language in newest)
    left = (replace(way, number="" if call.bridge else way.number, link="" if call.link else way.link) for way in ways)
    return tuple(way for way in left if way.number or way.link)
