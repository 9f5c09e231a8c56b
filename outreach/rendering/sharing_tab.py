"""The tab *Sharing*: each activity that is to be spread, through which structures, why they, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach.domain.audience import Suggestion
from outreach.domain.country import Region
from outreach.domain.history import History
from outreach.domain.message import MessageState
from outreach.domain.sharing import NotWritten, Shared, SharingPlan
from outreach.domain.snapshot import Block, Snapshot
from outreach.domain.structure import Structure
from outreach.domain.system_tab import SystemTab
from outreach.rendering.phrases import Phrases
from outreach.rendering.sharing_words import whys
from outreach.rendering.tab_cells import Row, block, both, heads, in_both, row_link


@dataclass(frozen=True, slots=True)
class SharingTable:
    """What the tab shows."""

    shared: Sequence[Shared]
    plan: SharingPlan
    history: History


def sharing(table: SharingTable, region: Region, phrases: Phrases, seen: Snapshot) -> Block:
    """A row an activity and structure; one row for an activity that can be shared through nobody."""
    head = heads(phrases, "where", "activity", "day", "country", "structure", "where_other", "why_structure", "state")
    states = {(one.contact, one.occasion): one.state for one in table.history.records}
    rows: list[Row] = []
    for one in table.shared:
        event = one.event
        about = (row_link(event.origin, seen), event.name, event.start.isoformat(), event.country or event.place)
        for each in one.sharing.suggestions:
            structure, why = each.reach.structure, _whys(each, region, phrases)
            state = _state(one, structure, table.plan, states)
            rows.append((*about, structure.name, row_link(structure.origin, seen), why, both(state, phrases)))
        if one.sharing.nobody:
            rows.append((*about, "", "", both(f"sharing.nobody.{one.sharing.nobody}", phrases), ""))
    return block(SystemTab.SHARING, [head, *rows] if rows else [head, (both("sharing.tab.nothing", phrases),)])


def _state(one: Shared, structure: Structure, plan: SharingPlan, states: Mapping[tuple[str, str], MessageState]) -> str:
    """The key of what became of the letter, or of why there is none."""
    kept_from = plan.kept_from.get((one.occasion, str(structure.origin)))
    sent = states.get((structure.contact.id if structure.contact else "", one.occasion))
    if kept_from and (sent is None or kept_from is not NotWritten.ALREADY_TOLD):
        return f"sharing.not_written.{kept_from}"
    return f"tabs.state.{sent or MessageState.PLANNED}"


def _whys(suggestion: Suggestion, region: Region, phrases: Phrases) -> str:
    return in_both(lambda language: whys(suggestion.reasons, region, phrases, language))
