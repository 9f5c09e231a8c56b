"""A block of cells laid into the part of a system tab; what stands in other columns stays as it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from outreach.adapters.xlsx_cell import Look, cell_element
from outreach.adapters.xlsx_layout import Layout
from outreach.adapters.xml_spans import DECLARATION, Edit, Element, parse, place_of, spliced, tagged
from outreach.domain.address import a1, parse_a1

ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks"),
)
OF_OLD_CONTENT = {"r", "spans", "ht", "customHeight", "hidden", "collapsed"}


def new_tab(layout: Layout, namespace: str) -> bytes:
    """An empty worksheet whose heading stays in view."""
    pane = {"ySplit": str(layout.heading), "topLeftCell": a1(layout.heading + 1, 1), "activePane": "bottomLeft"}
    view = tagged("sheetView", {"workbookViewId": "0"}, tagged("pane", pane | {"state": "frozen"}))
    content = tagged("sheetViews", {}, view) + tagged("sheetData", {})
    return DECLARATION + tagged("worksheet", {"xmlns": namespace}, content)


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
        own = {
            column: cell_element(a1(number, column), value, style, look)
            for column, value, style in layout.cells(number)
        }
        content = b"".join(cell for _, cell in sorted((kept | own).items()))
        attributes = dict(_traits(row, number, layout))
        if content or attributes:
            yield tagged("row", {"r": str(number)} | attributes, content)


def _traits(row: Element | None, number: int, layout: Layout) -> Iterator[tuple[str, str]]:
    """What a row is besides its cells; where the block stands, its height is made anew and nothing is hidden."""
    inside = number <= len(layout.rows)
    for name, value in row.attributes.items() if row else ():
        if name not in (OF_OLD_CONTENT if inside else {"r", "spans"}):
            yield name, value
    if height := layout.height(number):
        yield "ht", str(height)


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


def _columns(found: Element | None, layout: Layout) -> Iterator[bytes]:
    """The widths of the block's columns by what stands in them, and those of the others as they are, in order."""
    spans: list[tuple[int, int, Mapping[str, str]]] = [
        (column, column, {"min": "", "max": "", "width": str(width), "customWidth": "1"})
        for column, width in enumerate(layout.widths, start=layout.column)
    ]
    for one in found.children if found else ():
        first, last = int(one.attributes["min"]), int(one.attributes["max"])
        spans += [
            (first, min(last, layout.column - 1), one.attributes),
            (max(first, layout.last + 1), last, one.attributes),
        ]
    for first, last, attributes in sorted(spans, key=lambda span: span[:2]):
        if first <= last:
            yield tagged("col", {**attributes, "min": str(first), "max": str(last)})


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
    for address, target in layout.links():
        yield tagged("hyperlink", {"ref": address, **(pages.get(target) or {"location": target[1:]})})


def _links_outside(found: Element | None, layout: Layout) -> Iterator[Element]:
    for one in found.children if found else ():
        if not layout.covers(parse_a1(one.attributes["ref"].partition(":")[0])[1]):
            yield one
