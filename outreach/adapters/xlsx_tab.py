"""A block of cells laid into the part of a system tab; what stands in other columns stays as it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from outreach.adapters.xlsx_cell import Look, cell_element, link_of, shown_length, style_of, written
from outreach.adapters.xlsx_styles import Style
from outreach.adapters.xml_spans import Edit, Element, parse, place_of, spliced, tagged
from outreach.domain.address import a1, parse_a1
from outreach.domain.snapshot import Block, Cell

ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks"),
)
NARROWEST, WIDEST, WIDEST_HEADING = 8, 60, 24
MOST_LINKS = 65_000  # Excel opens no sheet with more than 65,530
OF_OLD_CONTENT = {"r", "spans", "ht", "customHeight", "hidden", "collapsed"}


@dataclass(frozen=True, slots=True)
class Layout:
    """A block as a workbook can hold it: rows of one width, from `column` to `last` (both count from 1)."""

    rows: tuple[tuple[Cell, ...], ...]
    column: int
    last: int

    @property
    def heading(self) -> int:
        """How many rows stand above the content: the first with several cells, and the titles over it."""
        return next((number for number, row in enumerate(self.rows, start=1) if not self.alone(row)), 1)

    def alone(self, row: tuple[Cell, ...]) -> bool:
        """Whether a row is one sentence in a table of several columns."""
        return self.last > self.column and sum(value is not None for value in row) == 1

    def covers(self, column: int) -> bool:
        """Whether a column is the block's."""
        return self.column <= column <= self.last


def laid_out(block: Block) -> Layout:
    """The block with every value as it will stand, short rows filled with blanks."""
    width = max(map(len, block.rows), default=0)
    rows = ((*map(written, row), *(None,) * (width - len(row))) for row in block.rows)
    return Layout(tuple(rows), block.column, block.column + width - 1)


def new_tab(layout: Layout, namespace: str) -> bytes:
    """An empty worksheet whose heading stays in view."""
    pane = {"ySplit": str(layout.heading), "topLeftCell": a1(layout.heading + 1, 1), "activePane": "bottomLeft"}
    view = tagged("sheetView", {"workbookViewId": "0"}, tagged("pane", pane | {"state": "frozen"}))
    content = tagged("sheetViews", {}, view) + tagged("sheetData", {})
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + tagged(
        "worksheet", {"xmlns": namespace}, content
    )


def pages_linked(layout: Layout) -> tuple[str, ...]:
    """The addresses of pages in the block, each once."""
    links = (target for _, target in _links(layout))
    return tuple(dict.fromkeys(target for target in links if not target.startswith("#")))


def links_kept(part: bytes, layout: Layout) -> frozenset[str]:
    """The relations that links in other columns go by."""
    found = parse(part).first("hyperlinks")
    return frozenset(link.attribute("id") for link in _links_outside(found, layout))


def with_block(part: bytes, layout: Layout, look: Look, pages: Mapping[str, Mapping[str, str]]) -> bytes:
    """The worksheet with the block in it. pages: by address, the attributes that lead a link to it."""
    root = parse(part)
    data = root.first("sheetData")
    if data is None:
        raise ValueError("a worksheet has no cells")
    outermost = {"xmlns": root.attributes[f"xmlns:{root.prefix[:-1]}"]} if root.prefix else {}
    rows = b"".join(_rows(part, data, layout, look))
    edits = [
        Edit(data.start, data.end, tagged("sheetData", outermost, rows)),
        *_replaced(root, "cols", b"".join(_columns(root.first("cols"), layout)), outermost),
        *_replaced(root, "mergeCells", _merges(part, root.first("mergeCells"), layout), outermost),
        *_replaced(root, "hyperlinks", b"".join(_hyperlinks(part, root, layout, pages)), outermost),
        *(Edit(one.start, one.end, b"") for one in root.all("dimension")),
    ]
    return spliced(part, edits)


def _replaced(root: Element, name: str, content: bytes, outermost: Mapping[str, str]) -> Iterator[Edit]:
    """The child of this name with other content: changed, added, or taken out when nothing is left."""
    found = root.first(name)
    text = tagged(name, outermost, content) if content else b""
    if found is not None:
        yield Edit(found.start, found.end, text)
    elif text:
        yield place_of(root, name, text, order=ORDER)


def _rows(part: bytes, data: Element, layout: Layout, look: Look) -> Iterator[bytes]:
    standing = dict(_numbered(data.children, int))
    for number in sorted({*standing, *range(1, len(layout.rows) + 1)}):
        row = standing.get(number)
        kept = dict(_kept(part, row, number, layout)) if row else {}
        cells = kept | dict(_own(number, layout, look))
        content = b"".join(cells[column] for column in sorted(cells))
        old = {"r", "spans"} if number > len(layout.rows) else OF_OLD_CONTENT
        attributes = {name: value for name, value in row.attributes.items() if name not in old} if row else {}
        if content or attributes:
            yield tagged("row", {"r": str(number)} | attributes, content)


def _kept(part: bytes, row: Element, number: int, layout: Layout) -> Iterator[tuple[int, bytes]]:
    """The cells of a row that are not the block's, by column."""
    for column, cell in _numbered(row.children, lambda address: parse_a1(address)[1]):
        if layout.covers(column):
            continue
        if "r" in cell.attributes:
            yield column, part[cell.start : cell.end]
        else:
            yield column, tagged(cell.tag, {"r": a1(number, column)} | cell.attributes, part[cell.inner : cell.close])


def _numbered(elements: Iterable[Element], read: Callable[[str], int]) -> Iterator[tuple[int, Element]]:
    """Rows or cells with their number; one that names none follows the one before."""
    number = 0
    for element in elements:
        address = element.attributes.get("r")
        number = read(address) if address else number + 1
        yield number, element


def _own(number: int, layout: Layout, look: Look) -> Iterator[tuple[int, bytes]]:
    """The block's cells in a row of the sheet, by column."""
    if number > len(layout.rows):
        return
    row = layout.rows[number - 1]
    alone = layout.alone(row)
    for column, value in enumerate(row, start=layout.column):
        if value is not None:
            yield column, cell_element(a1(number, column), value, _style(number, value, layout, alone=alone), look)


def _style(number: int, value: Cell, layout: Layout, *, alone: bool) -> Style:
    if number <= layout.heading and isinstance(value, str):
        return Style.TITLE if alone else Style.HEADING
    return style_of(value, sentence=alone)


def _columns(found: Element | None, layout: Layout) -> Iterator[bytes]:
    """The widths of the block's columns by what stands in them, and those of the others as they are, in order."""
    spans = [(column, column, _width(column, layout)) for column in range(layout.column, layout.last + 1)]
    for one in found.children if found else ():
        first, last = int(one.attributes["min"]), int(one.attributes["max"])
        spans += [
            (first, min(last, layout.column - 1), one.attributes),
            (max(first, layout.last + 1), last, one.attributes),
        ]
    for first, last, attributes in sorted(spans, key=lambda span: span[:2]):
        if first <= last:
            yield tagged("col", {**attributes, "min": str(first), "max": str(last)})


def _width(column: int, layout: Layout) -> Mapping[str, str]:
    """As wide as the longest value asks for, within bounds; a heading breaks into lines, a sentence runs on."""
    lengths = [
        min(shown_length(row[column - layout.column]), WIDEST if number > layout.heading else WIDEST_HEADING)
        for number, row in enumerate(layout.rows, start=1)
        if not layout.alone(row)
    ]
    width = min(max([NARROWEST, *lengths]) + 2, WIDEST)
    return {"min": "", "max": "", "width": str(width), "customWidth": "1"}


def _merges(part: bytes, found: Element | None, layout: Layout) -> bytes:
    """The merged cells that touch no column of the block, whose values they would hide."""
    kept = b""
    for one in found.children if found else ():
        first, _, last = one.attributes["ref"].partition(":")
        left, right = parse_a1(first)[1], parse_a1(last or first)[1]
        if right < layout.column or left > layout.last:
            kept += part[one.start : one.end]
    return kept


def _hyperlinks(part: bytes, root: Element, layout: Layout, pages: Mapping[str, Mapping[str, str]]) -> Iterator[bytes]:
    for one in _links_outside(root.first("hyperlinks"), layout):
        yield part[one.start : one.end]
    for address, target in _links(layout):
        yield tagged("hyperlink", {"ref": address, **(pages.get(target) or {"location": target[1:]})})


def _links_outside(found: Element | None, layout: Layout) -> Iterator[Element]:
    for one in found.children if found else ():
        if not layout.covers(parse_a1(one.attributes["ref"].partition(":")[0])[1]):
            yield one


def _links(layout: Layout) -> Iterator[tuple[str, str]]:
    """Address and target of the block's cells that lead somewhere."""
    targets = (
        (a1(number, column), link_of(value))
        for number, row in enumerate(layout.rows, start=1)
        for column, value in enumerate(row, start=layout.column)
    )
    return islice(((address, target) for address, target in targets if target), MOST_LINKS)
