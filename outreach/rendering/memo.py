"""The memo on the two countries in every language of the region: question, criteria, result, choice, all numbers."""

from collections.abc import Iterator
from fractions import Fraction

from outreach.domain.interval import Interval
from outreach.domain.selection import GateState
from outreach.domain.selection_choice import Choice, ChoiceState
from outreach.domain.selection_memo import Computation, Memo
from outreach.domain.snapshot import Snapshot
from outreach.rendering.day import long_day
from outreach.rendering.memo_blocks import Block, Chart, Heading, Items, Part, Text
from outreach.rendering.memo_results import outcome, pool_blocks
from outreach.rendering.memo_words import Words
from outreach.rendering.one_line import one_line
from outreach.rendering.phrases import Phrases

EXAMPLE = Fraction(2, 5)  # of the way from worst to best
NAMES_COLUMN = "K"  # of the Selection tab, where leaders put their names


def memo_parts(memo: Memo, seen: Snapshot, phrases: Phrases) -> tuple[Part, ...]:
    """The memo once in each language, the region's first one first. seen: knows the addresses of rows."""
    words = (Words(memo, phrases, language, seen) for language in memo.region.languages)
    return tuple(Part(one.language, one.say("language_name"), tuple(_blocks(one))) for one in words)


def _blocks(words: Words) -> Iterator[Block]:
    memo = words.memo
    first, second = map(words.pool, memo.method.pools)
    yield Heading(1, words.say("title"))
    yield Text(words.say("subtitle", region=memo.region.name, day=words.day))
    yield Text(words.say("private"))
    if memo.computation:
        yield Heading(2, words.say("in_short"))
        yield Items(tuple(_in_short(memo.computation, words)))
    yield Heading(2, words.say("question_heading"))
    yield Text(words.say("question", region=memo.region.name, first=first, second=second))
    yield from _method(words)
    if memo.computation:
        yield from _gates(memo.computation, words)
        for result in memo.computation.results:
            yield from pool_blocks(result, memo.computation, words)
        yield from _splits(memo.computation, words)
        yield Heading(2, words.say("choice_heading"))
        yield Items(
            tuple(f"{words.pool(one.pool.name)}: {_choice(one.choice, words)}" for one in memo.computation.results)
        )
        yield from _numbers(memo.computation, words)


def _in_short(computation: Computation, words: Words) -> Iterator[str]:
    for one in computation.results:
        chosen = "" if one.choice.state is ChoiceState.NOT_YET else f" {_choice(one.choice, words)}"
        yield f"{words.pool(one.pool.name)}: {outcome(one.pool, words)}{chosen}"


def _method(words: Words) -> Iterator[Block]:
    method, adoption = words.memo.method, words.memo.adoption
    yield Heading(2, words.say("method_heading"))
    if adoption:
        roles = ", ".join(words.phrases.say(f"mail.role.{role}", words.language) for role in adoption.roles)
        names = f"{one_line(adoption.names)} ({roles})" if adoption.names else roles
        yield Text(words.say("adopted", day=long_day(adoption.day, words.language), names=names, hash=method.hash))
    else:
        yield Text(words.say("not_adopted"), stands_out=True)
        yield Text(words.say("how_to_adopt", column=NAMES_COLUMN, hash=method.hash), stands_out=True)
    yield Chart(
        caption=words.say("criteria_caption"),
        head=words.heads("criterion", "counted", "worst", "best", "weight"),
        rows=tuple(
            (
                words.say(f"measure.{one.measure}"),
                words.say(f"counts.{one.measure}"),
                words.number(one.worst),
                words.number(one.best),
                words.number(method.shares[one.measure] * 100),
            )
            for one in method.criteria
        ),
        widths=(24, 42, 11, 13, 10),
        numbers=frozenset({2, 3, 4}),
    )
    yield Text(_example(words))
    yield Text(words.say("unknown"))


def _example(words: Words) -> str:
    """The sum of the first criterion, redone for a figure in the midst of its scale."""
    first = words.memo.method.criteria[0]
    weight = words.memo.method.shares[first.measure]
    amount = first.worst + (first.best - first.worst) * EXAMPLE
    points = words.points(Interval(weight * EXAMPLE, weight * EXAMPLE))
    numbers = {"amount": amount, "worst": first.worst, "best": first.best, "weight": weight * 100}
    facts = {name: words.number(number) for name, number in numbers.items()}
    return words.say("redo", criterion=words.say(f"measure.{first.measure}"), points=points, **facts)


def _gates(computation: Computation, words: Words) -> Iterator[Block]:
    coverage, gates = words.memo.coverage, words.memo.method.gates
    uncovered = [one for one in computation.assessed if one.country.code in coverage.uncovered()]
    yield Heading(2, words.say("gates_heading"))
    yield Text(words.say("gates", covered=coverage.covered, all=len(coverage.countries)))
    if uncovered:
        yield Chart(
            caption=words.say("gates_caption"),
            head=(*words.heads("country"), *(words.say(f"gate.{gate}") for gate in gates)),
            rows=tuple(
                (words.country(one.country.code), *(words.gate(one, gate) for gate in gates)) for one in uncovered
            ),
            widths=(30, *(18 for _ in gates)),
        )


def _splits(computation: Computation, words: Words) -> Iterator[Block]:
    first, second = map(words.pool, words.memo.method.pools)
    adopted, *others = words.memo.method.splits
    yield Heading(2, words.say("splits_heading", first=first, second=second))
    different = {pools[0].split for pools in computation.others}
    same = ", ".join(words.split(one) for one in others if one not in different)
    if not others:
        yield Text(words.say("splits_only", adopted=words.split(adopted)))
    if same:
        yield Text(words.say("splits_same", adopted=words.split(adopted), others=same))
    for pools in computation.others:
        other = pools[0].split
        moved = [one.code for one in words.memo.region.countries if one.splits[adopted] != one.splits[other]]
        facts = {"adopted": words.split(adopted), "other": words.split(other), "countries": words.countries(moved)}
        yield Text(words.say("splits_differ", **facts), stands_out=True)
        yield Items(tuple(f"{words.pool(pool.name)}: {outcome(pool, words)}" for pool in pools))


def _choice(choice: Choice, words: Words) -> str:
    country = words.country(choice.assessment.country.code) if choice.assessment else ""
    gates = words.gates(choice.assessment, GateState.FAILED) if choice.assessment else ""
    computed = words.countries(one.country.code for one in choice.pool.first) or "-"
    facts = {"reason": one_line(choice.reason), "names": one_line(choice.names), "computed": computed, "gates": gates}
    return words.say(f"choice.{choice.state}", country=country, **facts)


def _numbers(computation: Computation, words: Words) -> Iterator[Block]:
    shares = words.memo.method.shares
    yield Heading(2, words.say("numbers_heading"))
    yield Text(words.say("numbers"))
    for one in (one for result in computation.results for one in result.pool.ranked):
        yield Chart(
            caption=words.say(
                "numbers_caption", country=words.country(one.country.code), points=words.points(one.score)
            ),
            head=words.heads("criterion", "figure", "value", "weight", "points", "rows"),
            rows=tuple(
                (
                    words.say(f"measure.{entry.criterion.measure}"),
                    words.amount(entry.figure),
                    words.scale(entry.value),
                    words.number(shares[entry.criterion.measure] * 100),
                    words.points(entry.part),
                    words.rows(entry.figure.rows),
                )
                for entry in one.entries
            ),
            widths=(23, 12, 15, 10, 14, 26),
            numbers=frozenset({1, 2, 3, 4}),
        )
