"""Which row of today is which row of before: told by what stands in it, wherever it has moved (decision 6)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

Cells = Mapping[str, str]
"""What stands in a row, by the name of the column; blank cells are left out."""

Pair = tuple[str, str]

RARE = 20  # values that more rows bear, then and now, do not lead to a row; they only add to a likeness
COMMON = 0.25  # what a value of a common column counts beside one of another column
LIKE_ENOUGH = 0.34  # of the weight of all that stands in the fuller of the two rows


def recognise(
    rows: Sequence[Cells], before: Sequence[Cells], *, common: Collection[str] = ()
) -> tuple[int | None, ...]:
    """For each row its place among those `before`, None for a new one. Rows without any cell are never recognised.

    common: columns whose few values many rows share, such as a country; they tell little of who a row is.
    First whole rows, those beside the same neighbour before others; then rows of which a rare part is left;
    last a row that differs in one cell from the one that stood between the same neighbours. Of a row and its copies
    one keeps the place, the others are new; so is a row of which nothing rare is left. No row of `before` is
    found twice.
    """
    matching = _Matching(rows, before, frozenset(common))
    matching.whole_rows()
    matching.edited_rows()
    matching.rows_between_the_same_neighbours()
    return tuple(matching.found.get(row) for row in range(len(rows)))


@dataclass
class _Matching:
    rows: Sequence[Cells]
    before: Sequence[Cells]
    common: frozenset[str]
    found: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def whole_rows(self) -> None:
        """Rows of which nothing was edited."""
        now, then = [frozenset(row.items()) for row in self.rows], [frozenset(row.items()) for row in self.before]
        for step in (-1, 1):
            self._in_order(_beside(now, step), _beside(then, step))
        self._in_order(now, then)

    def edited_rows(self) -> None:
        """Rows that share enough with a row of before, the likest first; of equals those that moved least."""
        now, then = self._left()
        bearers = Counter(pair for row in (*self.rows, *self.before) for pair in row.items())
        weights = {pair: self._telling(pair[0]) / log2(1 + count) for pair, count in bearers.items()}
        likenesses = [
            (-likeness, abs(row - place), row, place)
            for row, place in self._candidates(now, then, bearers)
            if (likeness := _likeness(self.rows[row], self.before[place], weights)) >= LIKE_ENOUGH
        ]
        for _, _, row, place in sorted(likenesses):
            self._match(row, place)

    def rows_between_the_same_neighbours(self) -> None:
        """Rows edited in the one cell that told them from others."""
        for row in self._left()[0]:
            above = self.found.get(row - 1, -1) if row else -1
            below = self.found.get(row + 1, len(self.before)) if row + 1 < len(self.rows) else len(self.before)
            between = above + 1
            if below == between + 1 and _differing(self.rows[row], self.before[between]) == 1:
                self._match(row, between)

    def _in_order(self, now: Sequence[frozenset[object]], then: Sequence[frozenset[object]]) -> None:
        places = defaultdict(list)
        for place in reversed(range(len(then))):
            if place not in self.taken and self.before[place]:
                places[then[place]].append(place)
        for row, content in enumerate(now):
            if row not in self.found and places[content]:
                self._match(row, places[content].pop())

    def _candidates(self, now: Iterable[int], then: Iterable[int], bearers: Counter[Pair]) -> Iterator[tuple[int, int]]:
        leading = defaultdict(list)
        for place in then:
            for pair in self.before[place].items():
                if bearers[pair] <= RARE and pair[0] not in self.common:
                    leading[pair].append(place)
        for row in now:
            for place in {place for pair in self.rows[row].items() for place in leading.get(pair, ())}:
                yield row, place

    def _telling(self, column: str) -> float:
        return COMMON if column in self.common else 1

    def _left(self) -> tuple[list[int], list[int]]:
        now = [row for row, cells in enumerate(self.rows) if cells and row not in self.found]
        then = [place for place, cells in enumerate(self.before) if cells and place not in self.taken]
        return now, then

    def _match(self, row: int, place: int) -> None:
        if row not in self.found and place not in self.taken:
            self.found[row] = place
            self.taken.add(place)


def _beside(contents: Sequence[frozenset[Pair]], step: int) -> list[frozenset[object]]:
    """Each content together with the one `step` rows further; at the edge the sheet's end stands for it."""
    around = range(len(contents))
    return [
        frozenset({("content", content), ("beside", contents[row + step] if row + step in around else None)})
        for row, content in enumerate(contents)
    ]


def _differing(one: Cells, other: Cells) -> int:
    return len({name for name, _ in one.items() ^ other.items()})


def _likeness(one: Cells, other: Cells, weights: Mapping[Pair, float]) -> float:
    shared = sum(weights[pair] for pair in one.items() & other.items())
    return shared / max(sum(weights[pair] for pair in row.items()) for row in (one, other))
