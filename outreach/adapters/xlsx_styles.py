"""The few cell styles the system's tabs need, found among a workbook's own or appended to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from outreach.adapters.xml_spans import Edit, Element, appended, parse, place_of, spliced, tagged

HEADING_FILL = "FFDDE7F0"
LINK_COLOUR = "FF0B57A4"
FIRST_OWN_FORMAT = 164  # lower numbers are Excel's built-in formats
ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
FIRST_ITEMS: Mapping[str, bytes] = {
    "fonts": b'<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',
    "fills": b'<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": b"<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellXfs": b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    "cellStyles": b'<cellStyle name="Normal" xfId="0" builtinId="0"/>',
}
APPLYING = {"numFmtId": "applyNumberFormat", "fontId": "applyFont", "fillId": "applyFill"}


class Style(StrEnum):
    """What a cell of ours looks like; of dates and times, the number format itself.

    title: a line above the heading. guarded: text that would become a formula when somebody edits it.
    """

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    GUARDED = "guarded"
    SENTENCE = "sentence"
    LINK = "link"
    DATE = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"
    TIME = "hh:mm"


def with_styles(part: bytes, namespace: str) -> tuple[bytes, Mapping[Style, int]]:
    """The styles part with ours in it and the number of each; the same bytes when all were there."""
    book = _Stylesheet(part, {"xmlns": namespace} if parse(part).prefix else {})
    for items in FIRST_ITEMS:
        book.items(items)
    bold, link = book.font(b"<b/>"), book.font(b"<u/>" + tagged("color", {"rgb": LINK_COLOUR}))
    filled = book.place("fills", "fill", {}, _solid(HEADING_FILL))
    top, wrapped = {"vertical": "top"}, {"vertical": "top", "wrapText": "1"}
    numbers = {
        Style.TITLE: book.cell(top, fontId=bold),
        Style.HEADING: book.cell({"vertical": "center", "wrapText": "1"}, fontId=bold, fillId=filled),
        Style.TEXT: book.cell(wrapped),
        Style.GUARDED: book.cell(wrapped, quotePrefix=1),
        Style.SENTENCE: book.cell(top),
        Style.LINK: book.cell(wrapped, fontId=link),
    }
    for style in (Style.DATE, Style.MOMENT, Style.TIME):
        numbers[style] = book.cell(top, numFmtId=book.number_format(style))
    return book.part, numbers


def _solid(colour: str) -> bytes:
    inside = tagged("fgColor", {"rgb": colour}) + tagged("bgColor", {"indexed": "64"})
    return tagged("patternFill", {"patternType": "solid"}, inside)


@dataclass(slots=True)
class _Stylesheet:
    """A styles part that grows by what it does not hold yet. outermost: attributes every new item needs."""

    part: bytes
    outermost: Mapping[str, str]

    def font(self, traits: bytes) -> int:
        """The workbook's first font, plain but for these traits."""
        first = self.items("fonts").children[0]
        kept = (one for one in first.children if one.name not in {"b", "i", "u", "strike", "color"})
        return self.place("fonts", "font", {}, traits + b"".join(self.part[one.start : one.end] for one in kept))

    def number_format(self, code: str) -> int:
        """The id under which a number is shown by this code."""
        known = {one.attribute("formatCode"): int(one.attribute("numFmtId")) for one in self.items("numFmts").children}
        number = known.get(code, max([FIRST_OWN_FORMAT - 1, *known.values()]) + 1)
        if code not in known:
            self.place("numFmts", "numFmt", {"numFmtId": str(number), "formatCode": code})
        return number

    def cell(self, alignment: Mapping[str, str], **parts: int) -> int:
        """A cell's style made of these fonts, fills and formats."""
        plain = {"numFmtId": 0, "fontId": 0, "fillId": 0, "borderId": 0, "xfId": 0}
        applied = {APPLYING[name]: 1 for name in parts if name in APPLYING}
        numbers = plain | parts | applied | {"applyAlignment": 1}
        attributes = {name: str(number) for name, number in numbers.items()}
        return self.place("cellXfs", "xf", attributes, tagged("alignment", alignment))

    def place(self, items: str, tag: str, attributes: Mapping[str, str], content: bytes = b"") -> int:
        """The position of such an item in a list of items, where it is added if there is none."""
        listed = self.items(items)
        item = tagged(tag, {**self.outermost, **attributes}, content)
        wanted = _shape(parse(item))
        shapes = [_shape(known) for known in listed.children]
        if wanted in shapes:
            return shapes.index(wanted)
        self.part = spliced(self.part, [appended(listed, self.part, item, count=str(len(shapes) + 1))])
        return len(shapes)

    def items(self, name: str) -> Element:
        """The list of this name, made with the items every workbook begins with if it is missing or empty."""
        root = parse(self.part)
        found = root.first(name)
        if found is not None and (found.children or name not in FIRST_ITEMS):
            return found
        begun = tagged(name, self.outermost, FIRST_ITEMS.get(name, b""))
        edit = Edit(found.start, found.end, begun) if found else place_of(root, name, begun, order=ORDER)
        self.part = spliced(self.part, [edit])
        made = parse(self.part).first(name)
        if made is None:
            raise ValueError(f"the styles have no {name}")
        return made


Shape = tuple[str, frozenset[tuple[str, str]], tuple["Shape", ...]]


def _shape(element: Element) -> Shape:
    """What an item is, however it is written."""
    attributes = frozenset(item for item in element.attributes.items() if item[0] != "xmlns")
    return (element.name, attributes, tuple(map(_shape, element.children)))
