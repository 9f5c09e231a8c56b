"""The part of the memo on one pool: who is first, who was asked, and how firm it is."""

from collections import Counter
from collections.abc import Iterator

from outreach.domain.consultation import GROUPS, Cell
from outreach.domain.selection import GateState, Outcome, Pool
from outreach.domain.selection_memo import Computation, Left, PoolResult, Robustness, Without
from outreach.rendering.memo_blocks import Block, Chart, Heading, Items, Text
from outreach.rendering.memo_words import Words

NEAREST = 3  # changes of a weight that are told: those that need the least


def pool_blocks(result: PoolResult, computation: Computation, words: Words) -> Iterator[Block]:
    """Result, table, what nobody has said of the first country yet, and how firm it is."""
    pool = result.pool
    yield Heading(2, words.pool(pool.name))
    yield Text(outcome(pool, words), stands_out=True)
    if not pool.ranked:
        return
    if pool.outcome in {Outcome.LEADING, Outcome.TIED}:
        yield Text(_bad_and_good(pool, words))
    yield _table(pool, computation, words)
    unsaid = {one.country.code: words.gates(one, GateState.OPEN) for one in pool.first}
    yield Items(tuple(_open(code, gates, words) for code, gates in unsaid.items() if gates))
    if result.robustness:
        yield Heading(3, words.say("firm_heading"))
        yield from _firm(result, result.robustness, words)


def outcome(pool: Pool, words: Words) -> str:
    """What the computation says, in a sentence."""
    if not pool.ranked:
        return words.say("outcome.nobody")
    return words.say(
        f"outcome.{pool.outcome}",
        countries=words.countries(one.country.code for one in pool.first),
        points=words.points(pool.first[0].score),
        rivals=words.countries(one.country.code for one in pool.rivals),
    )


def _bad_and_good(pool: Pool, words: Words) -> str:
    lowest, highest = (max(one.score.low for one in pool.ranked), max(one.score.high for one in pool.ranked))
    bad = words.countries(one.country.code for one in pool.ranked if one.score.low == lowest)
    good = words.countries(one.country.code for one in pool.ranked if one.score.high == highest)
    return words.say("bad_good", bad=bad, good=good)


def _table(pool: Pool, computation: Computation, words: Words) -> Chart:
    groups = tuple(words.phrases.say(f"consultation.group.{group}", words.language) for group in GROUPS)
    return Chart(
        caption=words.say("pool_caption", pool=words.pool(pool.name)),
        head=(*words.heads("country", "points"), *groups),
        rows=tuple(
            (
                words.country(one.country.code),
                words.points(one.score),
                *(_reach(cell, words) for cell in computation.reach[one.country.code]),
            )
            for one in pool.ranked
        ),
        widths=(30, 22, *(12 for _ in groups)),
        numbers=frozenset({1}),
    )


def _reach(cell: Cell, words: Words) -> str:
    if not cell.asked:
        return words.phrases.say("consultation.finding.not_asked", words.language)
    return f"{cell.asked} / {cell.answered} / {cell.found}"


def _open(code: str, gates: str, words: Words) -> str:
    return words.say("open_gate", country=words.country(code), gates=gates)


def _firm(result: PoolResult, robustness: Robustness, words: Words) -> Iterator[Block]:
    first = result.pool.first[0].country.code
    if result.pool.outcome is not Outcome.TIED:
        yield Text(_share(first, robustness, words))
        yield Items(tuple(_flips(first, robustness, words)))
        yield Items(tuple(_without(result, words)))
    topsis, borda = (words.country(ranked[0]) for ranked in (robustness.topsis, robustness.borda))
    yield Text(words.say("second_opinions", topsis=topsis, borda=borda))
    yield Chart(
        caption=words.say("shares_caption"),
        head=words.heads("country", "anywhere", "nearby"),
        rows=tuple(
            (words.country(code), words.share(share), words.share(robustness.nearby[code]))
            for code, share in sorted(robustness.anywhere.items(), key=lambda one: (-one[1], one[0]))
        ),
        widths=(40, 30, 30),
        numbers=frozenset({1, 2}),
    )


def _share(code: str, robustness: Robustness, words: Words) -> str:
    anywhere, nearby = words.share(robustness.anywhere[code]), words.share(robustness.nearby[code])
    return words.say("share", country=words.country(code), anywhere=anywhere, nearby=nearby)


def _flips(code: str, robustness: Robustness, words: Words) -> Iterator[str]:
    nearest = sorted(robustness.flips, key=lambda one: abs(one.at - one.agreed))[:NEAREST]
    if not nearest:
        yield words.say("no_flip", country=words.country(code))
    for flip in nearest:
        yield words.say(
            "flip",
            country=words.country(code),
            other=words.country(flip.first_then),
            criterion=words.say(f"measure.{flip.measure}"),
            agreed=words.weight(flip.agreed),
            at=words.weight(flip.at),
        )


def _without(result: PoolResult, words: Words) -> Iterator[str]:
    """The changes, or that there are none."""
    first = tuple(one.country.code for one in result.pool.first)
    tried = Counter(one.left for one in result.without)
    changing = [one for one in result.without if one.first != first]
    for one in changing:
        yield _changes(one, words)
    if changing:
        yield words.say("without_others")
    else:
        counts = {"criteria": tried[Left.CRITERION], "respondents": tried[Left.RESPONDENT]}
        counts["organisations"] = tried[Left.ORGANISATION]
        yield words.say("survives", country=words.countries(first), **counts)


def _changes(one: Without, words: Words) -> str:
    return words.say(
        f"without_{one.left}",
        criterion=words.say(f"measure.{one.measure}") if one.measure else "",
        rows=", ".join(link.text for link in words.rows(one.rows)),
        countries=words.countries(one.first),
    )
