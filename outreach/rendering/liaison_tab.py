"""The tab *Liaisons*: for each candidate and stakeholder who is liaison or is proposed, why, and who would be next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from outreach.domain.country import Region
from outreach.domain.liaison import LiaisonPlan, Proposal, Unplaced
from outreach.domain.liaison_fit import Task
from outreach.domain.liaison_story import Story
from outreach.domain.snapshot import Block, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.rendering.liaison_words import barrier, next_best, reasons
from outreach.rendering.phrases import Phrases
from outreach.rendering.tab_cells import Row, block, both, heads, in_both, row_link


@dataclass(frozen=True, slots=True)
class LiaisonTable:
    """What the tab shows, by task: whom it is about, who was designated, and on which day."""

    plan: LiaisonPlan
    stories: Mapping[str, Story]
    present: Mapping[str, str]
    since: Mapping[str, date]


def liaisons(table: LiaisonTable, region: Region, phrases: Phrases, seen: Snapshot) -> Block:
    """A row a task, those of a country together."""
    head = heads(phrases, "where", "name", "duty", "country", "liaison", "state", "why_liaison", "next_best")
    placed = [(one.task, _placed(one, table, region, phrases)) for one in table.plan.proposals]
    unplaced = [(one.task, _unplaced(one, phrases)) for one in table.plan.unplaced]
    order = sorted((*placed, *unplaced), key=lambda one: (one[0].country, one[0].duty, table.stories[one[0].id].origin))
    return block(SystemTab.LIAISONS, [head, *((*_served(task, table, phrases, seen), *cells) for task, cells in order)])


def _served(task: Task, table: LiaisonTable, phrases: Phrases, seen: Snapshot) -> Row:
    story = table.stories[task.id]
    return (row_link(story.origin, seen), story.name, both(f"liaison.duty.{task.duty}", phrases), task.country)


def _placed(one: Proposal, table: LiaisonTable, region: Region, phrases: Phrases) -> Row:
    kept = table.present.get(one.task.id) == one.volunteer.id
    if kept:
        state = both("liaison.state.designated", phrases, day=table.since[one.task.id].isoformat())
    else:
        state = both("liaison.state.moves" if one.instead_of else "liaison.state.proposed", phrases)
    why = in_both(lambda language: reasons(one.reasons, region, phrases, language))
    return (
        one.volunteer.person.name,
        state,
        why,
        in_both(lambda language: next_best(one.next_best, phrases, language)),
    )


def _unplaced(one: Unplaced, phrases: Phrases) -> Row:
    why = in_both(lambda language: barrier(one, phrases, language))
    return ("", both("liaison.state.unplaced", phrases), why, "")
