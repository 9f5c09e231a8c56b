"""The Selection tab: the method's code, a row a country, and columns in which leaders and GSE say what they decide."""

from collections.abc import Iterable, Mapping

from outreach.domain.country import Country
from outreach.domain.selection import Assessment, GateState
from outreach.domain.selection_memo import Memo, PoolResult
from outreach.domain.snapshot import Block, Grid, Snapshot
from outreach.domain.system_tab import SystemTab
from outreach.rendering.memo_words import Words
from outreach.rendering.phrases import Phrases
from outreach.rendering.tab_cells import LANGUAGES, Row, block, both

OURS = ("code", "what", "pool", "points", "state")
THEIRS = ("travel", "gse", "penetration", "chosen", "reason", "names")
HASH = 64  # signs of a method's hash


def selection_tab(memo: Memo, seen: Snapshot, phrases: Phrases) -> Block:
    """The rows as they stand, in their order, each told anew; then the method and the countries that are not there yet.

    Rows are never taken out nor moved, so that nothing people wrote slides beside another code. Their columns are
    of the block only while the tab does not exist yet, to give them their headers.
    """
    head = selection_head(phrases)[: len(OURS) if SystemTab.SELECTION in seen.grids else None]
    standing = seen.grids.get(SystemTab.SELECTION, Grid(SystemTab.SELECTION, ())).rows[1:]
    known = [str(row[0] or "") if row else "" for row in standing]
    rows = _rows(memo, seen, phrases)
    new = [row for code, row in rows.items() if code not in known and (_is_wanted(code, memo))]
    kept = [rows.get(code) or _void(code, phrases) for code in known]
    return block(SystemTab.SELECTION, [head, *kept, *new])


def selection_head(phrases: Phrases) -> tuple[str, ...]:
    """The headers, our own first."""
    return tuple(both(f"selection.tab.head_{column}", phrases) for column in (*OURS, *THEIRS))


def _is_wanted(code: str, memo: Memo) -> bool:
    """The method, and every country without a structure."""
    return code == memo.method.hash or code in memo.coverage.uncovered()


def _void(code: str, phrases: Phrases) -> Row:
    """A method that is no longer the one in the file; nothing of a row that people put in between."""
    words = both("selection.tab.method", phrases), "", "", both("selection.tab.void", phrases)
    return (code, *words) if len(code) == HASH else (code or None, "", "", "", "")


def _rows(memo: Memo, seen: Snapshot, phrases: Phrases) -> Mapping[str, Row]:
    told = {one.country.code: one for one in memo.computation.assessed} if memo.computation else {}
    results = memo.computation.results if memo.computation else ()
    placed = {one.country.code: result for result in results for one in result.pool.ranked}
    speakers = tuple(Words(memo, phrases, language, seen) for language in LANGUAGES)
    rows: dict[str, Row] = {memo.method.hash: _method_row(memo, phrases, speakers)}
    for country in memo.region.countries:
        one, result = told.get(country.code), placed.get(country.code)
        rows[country.code] = _country_row(country, one, result, speakers)
    return rows


def _method_row(memo: Memo, phrases: Phrases, speakers: tuple[Words, ...]) -> Row:
    adoption = memo.adoption
    state = _each(speakers, "tab.adopted", day=adoption.day.isoformat()) if adoption else _each(speakers, "tab.waits")
    return (memo.method.hash, both("selection.tab.method", phrases), "", "", state)


def _country_row(
    country: Country, one: Assessment | None, result: PoolResult | None, speakers: tuple[Words, ...]
) -> Row:
    names = _joined(words.country(country.code) for words in speakers)
    place = country.splits[speakers[0].memo.method.splits[0]]
    pool = _joined(words.pool(place) for words in speakers)
    points = _joined(words.points(one.score) for words in speakers) if one and result else ""
    return (country.code, names, pool, points, _state(one, result, speakers))


def _state(one: Assessment | None, result: PoolResult | None, speakers: tuple[Words, ...]) -> str:
    if one is None:
        return _each(speakers, "tab.to_come")
    if result is None:
        return _joined(words.say("tab.not_compared", gates=words.gates(one, GateState.FAILED)) for words in speakers)
    ranked = result.pool.ranked
    if result.choice.is_made and result.choice.assessment == one:
        return _each(speakers, "tab.chosen")
    if len(ranked) == 1:
        return _each(speakers, "tab.only")
    place = 1 + sum(other.score.middle > one.score.middle for other in ranked)
    return _each(speakers, "tab.place", place=place, all=len(ranked))


def _each(speakers: tuple[Words, ...], key: str, **facts: object) -> str:
    return _joined(words.say(key, **facts) for words in speakers)


def _joined(texts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(texts))
