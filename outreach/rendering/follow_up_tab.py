"""The Follow-up tab: by liaison, who is to be written to again, what is overdue, and what a person takes over."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from outreach.domain.follow_up import FollowUp, FollowUpPlan, Held
from outreach.domain.origin import Origin
from outreach.domain.snapshot import Block, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.rendering.phrases import Phrases
from outreach.rendering.tab_cells import Row, block, both, heads, row_link


class State(StrEnum):
    """How pressing it is, most first; the words are in `templates/_phrases/*/follow_up.toml`."""

    HANDED_OVER = "handed_over"
    OVERDUE = "overdue"
    DUE = "due"
    LATER = "later"


def follow_up(
    plan: FollowUpPlan, liaisons: Mapping[Origin, str], phrases: Phrases, seen: Snapshot, *, today: date
) -> Block:
    """A row a step; whose it is comes first, then how pressing it is. liaisons: by row, "" is leadership's."""
    head = heads(phrases, "owner", "state", "where", "candidate", "country", "next", "due", "last", "held")
    listed = sorted(
        (*plan.now, *plan.later, *plan.handed_over),
        key=lambda one: (liaisons.get(one.candidate.origin, ""), _order(one, today), one.due, one.candidate.origin),
    )
    leadership = both("pipeline.owner.leadership", phrases)
    rows = [_row(one, liaisons.get(one.candidate.origin) or leadership, phrases, seen, today) for one in listed]
    return block(SystemTab.FOLLOW_UP, [head, *rows])


def _row(one: FollowUp, owner: str, phrases: Phrases, seen: Snapshot, today: date) -> Row:
    state = state_of(one, today)
    day = one.due.isoformat()
    held = both(f"follow_up.held.{one.held}", phrases, day=day) if one.held else ""
    return (
        owner,
        both(f"follow_up.state.{state}", phrases),
        row_link(one.candidate.origin, seen),
        one.candidate.name,
        one.candidate.country,
        both("follow_up.task.mail" if one.step.template else "follow_up.task.person", phrases),
        day,
        one.last.date().isoformat() if one.last else "",
        held,
    )


def state_of(one: FollowUp, today: date) -> State:
    """How a step stands on a day; what waits for a day of work is not overdue yet."""
    if one.due > today or one.held is Held.NOT_YET:
        return State.LATER
    if not one.step.template:
        return State.HANDED_OVER
    return State.OVERDUE if one.due < today else State.DUE


def _order(one: FollowUp, today: date) -> int:
    return list(State).index(state_of(one, today))
