"""The tab *Who was asked*: territory by group, what came of asking, and whom to ask now; then who said it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from outreach.domain.consultation import ASK, GROUPS, MEMBERS, Cell, ConsultationRules, Finding, Question, Said, why
from outreach.domain.country import Region
from outreach.domain.snapshot import Block, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.rendering.phrases import Phrases
from outreach.rendering.tab_cells import Row, block, both, heads, row_link, say


@dataclass(frozen=True, slots=True)
class Consultation:
    """What the tab shows. cells: a country's groups together, in order; questions: those to be asked now."""

    cells: Sequence[Cell]
    questions: Iterable[Question]
    rules: ConsultationRules
    today: date


def consultation(found: Consultation, region: Region, phrases: Phrases, seen: Snapshot) -> Block:
    """A row a country and a column a group; below, a row for everybody who was asked or answered."""
    groups = [both(f"consultation.group.{group}", phrases) for group in GROUPS]
    to_ask = {(one.country, one.group): one for one in found.questions}
    countries = list(dict.fromkeys(cell.country for cell in found.cells))
    grid = []
    for code in countries:
        cells = [cell for cell in found.cells if cell.country == code]
        now = "; ".join(_now(cell, found, to_ask.get((code, cell.group)), phrases, seen) for cell in cells)
        grid.append((*_country(code, region), *(_summary(cell, phrases) for cell in cells), now))
    said = [(cell, one) for cell in found.cells for one in cell.said if one.asked or one.answered]
    return block(
        SystemTab.CONSULTATION,
        [
            (*heads(phrases, "code"), *_names(phrases), *groups, *heads(phrases, "ask_now")),
            *grid,
            (),
            (*heads(phrases, "code"), *_names(phrases), *heads(phrases, "group", "found", "by", "asked", "answered")),
            *((*_country(cell.country, region), *_said(cell.group, one, phrases, seen)) for cell, one in said),
        ],
    )


def _names(phrases: Phrases) -> tuple[str, ...]:
    return tuple(say("tabs.head.country", phrases, language) for language in ("en", "es"))


def _country(code: str, region: Region) -> Row:
    country = region.country(code)
    return (code, country.name("en"), country.name("es")) if country else (code, code, code)


def _summary(cell: Cell, phrases: Phrases) -> str:
    """What is known of a group: every finding that there is, and how many of those asked answered."""
    findings = {one.finding for one in cell.said} or {Finding.NOT_ASKED}
    told = [both(f"consultation.finding.{one}", phrases) for one in reversed(Finding) if one in findings]
    count = f" ({cell.answered}/{cell.asked})" if cell.asked else ""
    return f"{'; '.join(told)}{count}"


def _now(cell: Cell, found: Consultation, question: Question | None, phrases: Phrases, seen: Snapshot) -> str:
    """Why the group is asked now or not, and whom; of members the survey asks."""
    group = both(f"consultation.group.{cell.group}", phrases)
    reason = why(cell, found.rules, today=found.today)
    days = [day for one in cell.said for day in ((one.answered,) if one.answered else (one.asked,)) if day]
    told = both(f"consultation.why.{reason}", phrases, day=max(days).isoformat() if days else "")
    if cell.group == MEMBERS or reason not in ASK or question is None:
        return f"{group}: {told}"
    to = row_link(question.to.origin, seen) if question.to else both("consultation.nobody.to_ask", phrases)
    return f"{group}: {told} → {to}"


def _said(group: str, one: Said, phrases: Phrases, seen: Snapshot) -> Row:
    days = [day.isoformat() if day else "" for day in (one.asked, one.answered)]
    finding = both(f"consultation.finding.{one.finding}", phrases)
    return (both(f"consultation.group.{group}", phrases), finding, one.by, *days, row_link(one.origin, seen))
