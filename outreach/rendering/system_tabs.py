"""The system's own tabs: every header and word of ours stands in both languages of the members."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from outreach.domain.answer import Answer, AnswerKind, latest_answers
from outreach.domain.approval import Batch
from outreach.domain.call import Call
from outreach.domain.candidate import Candidate
from outreach.domain.candidate_facts import FOLLOW_UP
from outreach.domain.coverage import Coverage, CoverageState
from outreach.domain.fault import Fault
from outreach.domain.history import History, Record, latest
from outreach.domain.invitation import titles_of
from outreach.domain.message import MessageState
from outreach.domain.person import Person
from outreach.domain.problem import Problem
from outreach.domain.snapshot import Block, Cell, Grid, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.domain.twin import Twin
from outreach.rendering.coverage_words import title
from outreach.rendering.phrases import Phrases
from outreach.rendering.problem_sentence import tell
from outreach.rendering.tab_cells import LANGUAGES, Row, block, both, heads, moment, row_link, say

if TYPE_CHECKING:  # pandas takes half a second, and only the caller needs it
    from pandas import DataFrame

APPROVED_BY = 8  # column H of Approvals, which leaders fill in
ANSWER_COLUMNS = 5  # of Answers; in the next one people say who dealt with it
ANSWER_CODE = 12  # signs of a mail's fingerprint that tell it from every other


@dataclass(frozen=True, slots=True)
class Offer:
    """A batch as leaders are asked to approve it. title: what would be sent; preview: where its page is."""

    batch: Batch
    title: str
    preview: str


def to_fix(faults: Iterable[Fault], phrases: Phrases, seen: Snapshot) -> Block:
    """The faults in the order of tabs, rows and columns, each told in its editors' language, and since when."""
    order = {tab: position for position, tab in enumerate(seen.grids)}

    def place(fault: Fault) -> tuple[object, ...]:
        problem = fault.problem
        return (order.get(problem.tab, len(order)), problem.tab, *_place(problem.cell), problem.code)

    head = heads(phrases, "where", "tab", "cell", "wrong", "right", "waits", "since")
    rows = [_fault_row(fault, phrases, seen) for fault in sorted(faults, key=place)]
    return block(SystemTab.TO_FIX, [head, *rows] if rows else [head, (both("tabs.nothing_to_fix", phrases),)])


def coverage(found: Coverage, by_sub_region: "DataFrame", phrases: Phrases) -> Block:
    """The region's figure, a row a country, then the counts by sub-region.

    by_sub_region: of `analysis.coverage_table`, a row a sub-region, a column a state and `countries`.
    """
    head = (
        say("tabs.head.code", phrases, "en"),
        say("tabs.head.country", phrases, "en"),
        say("tabs.head.country", phrases, "es"),
        *heads(phrases, "sub_region"),
        say("tabs.head.state", phrases, "en"),
        say("tabs.head.state", phrases, "es"),
        *heads(phrases, "structures", "candidates", "rows"),
    )
    states = [both(f"coverage.state.{state}", phrases) for state in CoverageState]
    return block(
        SystemTab.COVERAGE,
        [
            (" / ".join(title(found, language, phrases) for language in LANGUAGES),),
            head,
            *_country_rows(found, phrases),
            (),
            (*heads(phrases, "sub_region"), *states, *heads(phrases, "countries")),
            *_sub_region_rows(by_sub_region, phrases),
        ],
    )


def status(candidates: Iterable[Candidate], history: History, phrases: Phrases, seen: Snapshot) -> Block:
    """A row a candidate of the survey: what was last sent to them, what became of it, and what they answered."""
    newest, answered = latest(history.records), latest_answers(history.answers)
    head = heads(phrases, "where", "candidate", "country", "occasion")
    states = (say("tabs.head.state", phrases, "en"), say("tabs.head.state", phrases, "es"))
    listed = sorted(candidates, key=lambda one: one.origin)
    known = [(one, one.contact.id if one.contact else "") for one in listed]
    rows = [_status_row(one, newest.get(who), answered.get(who), phrases, seen) for one, who in known]
    return block(SystemTab.STATUS, [(*head, *states, *heads(phrases, "since", "answer", "received", "key")), *rows])


def approvals(
    seen: Snapshot,
    offers: Collection[Offer],
    history: History,
    *,
    offered: frozenset[str] = frozenset(),
    phrases: Phrases,
    now: datetime,
) -> Block:
    """The rows as they stand, in their order and unchanged but for their state in column G, then the new offers.

    Rows are never taken out nor moved, so that no name slides beside another code. Column H, where leaders
    type, is of the block only while the tab does not exist yet, to give it its header. offered: hashes of all that
    waits in the ledger, as each process offers only its own.
    """
    head = heads(phrases, "batch", "title", "count", "languages", "offered", "preview", "state")
    if SystemTab.APPROVALS not in seen.grids:
        head += heads(phrases, "approved_by")
    standing = seen.grids.get(SystemTab.APPROVALS, Grid(SystemTab.APPROVALS, ()))
    kept = [(*row[:6], *(None,) * (6 - len(row))) for row in standing.rows[1:]]
    known = {row[0] for row in kept}
    new = [_offer_row(offer, now) for offer in offers if offer.batch.hash not in known]
    states = _offer_states(offered, offers, history)
    rows = [(*row, _offer_state(row[0], states, phrases)) for row in (*kept, *new)]
    return block(SystemTab.APPROVALS, [head, *rows])


def answers(
    history: History,
    seen: Snapshot,
    *,
    listed: Iterable[Candidate | Person],
    calls: Iterable[Call],
    phrases: Phrases,
) -> Block:
    """What waits for a person: when it was written, whose row, what it is, about which call; never its text.

    Rows stay where they are, as people write beside them who dealt with it: new ones come below. That column
    is of the block only while the tab does not exist yet, to give it its header.
    """
    head = heads(phrases, "answer_code", "received", "where", "answer", "occasion")
    if SystemTab.ANSWERS not in seen.grids:
        head += heads(phrases, "dealt_with")
    places = {one.contact.id: row_link(one.origin, seen) for one in listed if one.contact}
    titles = titles_of(calls)
    about = {record.key: titles.get(record.occasion, record.occasion) for record in history.records}
    open_ones = [one for one in history.answers if one.waits or _asks_for_a_person(one, about)]
    waiting = {one.mail[:ANSWER_CODE]: _answer_row(one, places, about, phrases) for one in open_ones}
    standing = seen.grids.get(SystemTab.ANSWERS, Grid(SystemTab.ANSWERS, ())).rows[1:]
    kept = [(*row, *(None,) * ANSWER_COLUMNS)[:ANSWER_COLUMNS] for row in standing]
    known = {row[0] for row in kept}
    rows = [waiting.get(str(row[0]), row) for row in kept]
    return block(SystemTab.ANSWERS, [head, *rows, *(row for code, row in waiting.items() if code not in known)])


def twins(seen: Snapshot, new: Iterable[Twin], *, phrases: Phrases, tab: SystemTab = SystemTab.TWINS) -> Block:
    """Pairs that may be one; rows stay where they are, as people write beside them what they are."""
    head = heads(phrases, "pair_code", "where", "name", "where_other", "name_other", "country", "why", "score")
    standing = seen.grids.get(tab, Grid(tab, ())).rows[1:]
    width = len(head)
    if tab not in seen.grids:
        head += heads(phrases, "verdict")
    kept = [(*row, *(None,) * width)[:width] for row in standing]
    return block(tab, [head, *kept, *(_twin_row(one, phrases, seen) for one in new)])


def _twin_row(twin: Twin, phrases: Phrases, seen: Snapshot) -> Row:
    one, other = (row_link(origin, seen) for origin in (twin.one, twin.other))
    why = both(f"tabs.evidence.{twin.evidence}", phrases)
    return (twin.code, one, twin.names[0], other, twin.names[1], twin.country, why, round(twin.score))


def _fault_row(fault: Fault, phrases: Phrases, seen: Snapshot) -> Row:
    problem = fault.problem
    wrong, right = tell(problem, phrases)
    place = seen.link(problem.tab, problem.cell) or f"{problem.tab}!{problem.cell}"
    return (place, problem.tab, problem.cell, wrong, right, both(_waits(problem), phrases), moment(fault.since))


def _waits(problem: Problem) -> str:
    return "tabs.waits.yes" if problem.held_back else "tabs.waits.no"


def _country_rows(found: Coverage, phrases: Phrases) -> list[Row]:
    return [
        (
            one.country.code,
            one.country.name("en"),
            one.country.name("es"),
            _sub_region(one.country.splits[found.region.split], phrases),
            say(f"coverage.state.{one.state}", phrases, "en"),
            say(f"coverage.state.{one.state}", phrases, "es"),
            one.structures,
            one.candidates,
            ", ".join(map(str, one.rows)),
        )
        for one in found.countries
    ]


def _sub_region_rows(table: "DataFrame", phrases: Phrases) -> list[Row]:
    return [(_sub_region(str(name), phrases), *map(int, counts)) for name, *counts in table.itertuples(name=None)]


def _sub_region(name: str, phrases: Phrases) -> str:
    """In both languages; a split of the sub-regions that has no phrases is shown as it is named in the data."""
    key = f"tabs.sub_region.{name}"
    return both(key, phrases) if phrases.knows(key, LANGUAGES[0]) else name


def _status_row(
    candidate: Candidate, record: Record | None, answer: Answer | None, phrases: Phrases, seen: Snapshot
) -> Row:
    where = row_link(candidate.origin, seen)
    said = (both(f"tabs.answer.{answer.kind}", phrases), moment(answer.moment)) if answer else ("", "")
    if record is None:
        words = [say("tabs.nobody_invited", phrases, language) for language in LANGUAGES]
        return (where, candidate.name, candidate.country, "", *words, "", *said, candidate.key)
    words = [say(f"tabs.state.{_state(record, answer)}", phrases, language) for language in LANGUAGES]
    about = (candidate.country, record.occasion, *words, moment(record.since))
    return (where, candidate.name, *about, *said, candidate.key)


def _state(record: Record, answer: Answer | None) -> str:
    """The message's state; one that was sent and came back for good is told as that."""
    came_back = answer is not None and answer.kind is AnswerKind.BOUNCED and answer.message in {"", record.key}
    return "bounced" if came_back and record.state is MessageState.ACCEPTED else record.state


def _asks_for_a_person(answer: Answer, about: Mapping[str, str]) -> bool:
    """A yes to a follow-up is told that a person will write."""
    return answer.kind is AnswerKind.YES and about.get(answer.message, "").startswith(FOLLOW_UP)


def _answer_row(answer: Answer, places: Mapping[str, str], about: Mapping[str, str], phrases: Phrases) -> Row:
    return (
        answer.mail[:ANSWER_CODE],
        moment(answer.moment),
        places.get(answer.contact, ""),
        both(f"tabs.answer.{answer.kind}", phrases),
        about.get(answer.message, ""),
    )


def _offer_row(offer: Offer, now: datetime) -> Row:
    languages = sorted({"+".join(draft.languages) for draft in offer.batch.drafts})
    count = len(offer.batch.drafts)
    return (offer.batch.hash, offer.title, count, ", ".join(languages), moment(now), offer.preview)


def _offer_state(batch: Cell, states: Mapping[str, str], phrases: Phrases) -> str | None:
    """What is said of a row; nothing of one that somebody put in between, without a code."""
    return both(f"tabs.offer.{states.get(str(batch), 'void')}", phrases) if batch else None


def _offer_states(offered: frozenset[str], offers: Collection[Offer], history: History) -> Mapping[str, str]:
    """By hash of the batch; one that is neither approved nor still offered is void."""
    gone = {MessageState.PLANNED, MessageState.WITHDRAWN}
    approved = {record.batch: "approved" for record in history.records if record.batch and record.state not in gone}
    return dict.fromkeys((*offered, *(offer.batch.hash for offer in offers)), "waiting") | approved


def _place(cell: str) -> tuple[int, int, str]:
    """Row, then column; A1 order, where column AA comes after Z."""
    found = re.fullmatch(r"([A-Z]*)(\d*)", cell)
    letters, digits = found.groups() if found else (cell, "")
    return (int(digits or 0), len(letters), letters)
