"""How a block of cells looks in a workbook: heading, widths, heights, and which cells lead somewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import ceil

from outreach.adapters.xlsx_cell import link_of, shown_lines, style_of, written
from outreach.adapters.xlsx_styles import Style
from outreach.domain.address import a1
from outreach.domain.snapshot import Block, Cell

NARROWEST, WIDEST, WIDEST_HEADING = 10, 60, 24
LINE, HIGHEST = 15, 405  # points; Excel's limit is 409
MOST_LINKS = 65_000  # Excel opens no sheet with more than 65,530
UNWRAPPED = {Style.TITLE, Style.SENTENCE, Style.DATE, Style.MOMENT, Style.TIME}


@dataclass(frozen=True, slots=True)
class Layout:
    """A block as a workbook can hold it. column: its first, from 1; heading: how many rows stand above the content."""

    rows: tuple[tuple[Cell, ...], ...]
    column: int
    heading: int
    widths: tuple[int, ...]

    @property
    def last(self) -> int:
        """The block's last column."""
        return self.column + len(self.widths) - 1

    def covers(self, column: int) -> bool:
        """Whether a column is the block's."""
        return self.column <= column <= self.last

    def cells(self, number: int) -> Iterator[tuple[int, Cell, Style]]:
        """Column, value and style of what stands in a row of the sheet; nothing below the block."""
        if number > len(self.rows):
            return
        row = self.rows[number - 1]
        alone = _alone(row)
        for column, value in enumerate(row, start=self.column):
            if value is not None:
                yield column, value, self._style(number, value, alone=alone)

    def height(self, number: int) -> int:
        """Points a row needs to show its wrapped text. 0: one line, as any row."""
        lines = [
            1,
            *(self._lines(column, value) for column, value, style in self.cells(number) if style not in UNWRAPPED),
        ]
        return min(max(lines) * LINE, HIGHEST) if max(lines) > 1 else 0

    def links(self) -> Iterator[tuple[str, str]]:
        """Address and target of the cells that lead somewhere."""
        cells = (
            (a1(number, column), link_of(value))
            for number, row in enumerate(self.rows, start=1)
            for column, value in enumerate(row, start=self.column)
        )
        return islice(((address, target) for address, target in cells if target), MOST_LINKS)

    def pages(self) -> tuple[str, ...]:
        """The addresses of pages among the links, each once."""
        return tuple(dict.fromkeys(target for _, target in self.links() if not target.startswith("#")))

    def _style(self, number: int, value: Cell, *, alone: bool) -> Style:
        if number <= self.heading and isinstance(value, str):
            return Style.TITLE if alone else Style.HEADING
        return style_of(value, sentence=alone)

    def _lines(self, column: int, value: Cell) -> int:
        room = self.widths[column - self.column] - 1
        return sum(max(1, ceil(len(line) / room)) for line in shown_lines(value))


def laid_out(block: Block) -> Layout:
    """The block with every value as it will stand, short rows filled with blanks."""
    width = max(map(len, block.rows), default=0)
    rows = tuple((*map(written, row), *(None,) * (width - len(row))) for row in block.rows)
    heading = next((number for number, row in enumerate(rows, start=1) if not _alone(row)), 1)
    return Layout(rows, block.column, heading, tuple(_width(column, rows, heading) for column in range(width)))


def _alone(row: tuple[Cell, ...]) -> bool:
    """Whether a row is one sentence in a table of several columns, which may run on to the right."""
    return len(row) > 1 and sum(value is not None for value in row) == 1


def _width(column: int, rows: tuple[tuple[Cell, ...], ...], heading: int) -> int:
    """As wide as the longest line asks for, within bounds; a heading may break into lines."""
    lengths = [
        min(max(map(len, shown_lines(row[column]))), WIDEST_HEADING if number <= heading else WIDEST)
        for number, row in enumerate(rows, start=1)
        if not _alone(row)
    ]
    return min(max([NARROWEST, *(length + 2 for length in lengths)]), WIDEST)
