"""Where each element of an XML part stands in its bytes, so that a change leaves every other byte as it is."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.parsers import expat

START_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Element:
    """An element between `start` and `end`; its content stands between `inner` and `close`.

    tag and attributes are named as written, with their prefixes.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int = 0
    close: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The tag without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """What stands before the name, with its colon; mostly nothing."""
        return self.tag[: -len(self.name)]

    def all(self, name: str) -> Iterator["Element"]:
        """The children of this name, whatever their prefix."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Element | None":
        """The first child of this name."""
        return next(self.all(name), None)

    def attribute(self, name: str) -> str:
        """The attribute of this name, whatever its prefix; "" when there is none."""
        return next((value for key, value in self.attributes.items() if key.rpartition(":")[2] == name), "")


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes from `start` to before `end` give way to `text`."""

    start: int
    end: int
    text: bytes


def parse(part: bytes) -> Element:
    """The root element. Raises ExpatError when it is not well formed, ValueError when no workbook has it so."""
    if part.startswith(UTF_16):
        raise ValueError("a part of the workbook is written in UTF-16")
    document = Element("", {}, 0)
    open_elements = [document]
    parser = expat.ParserCreate()

    def started(tag: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        found = START_TAG.match(part, start)
        element = Element(tag, attributes, start, found.end() if found else start)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def ended(_tag: str) -> None:
        element = open_elements.pop()
        if part[element.inner - 2 : element.inner] == b"/>":
            element.close = element.end = element.inner
        else:
            element.close = parser.CurrentByteIndex
            element.end = part.index(b">", element.close) + 1

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(part, True)  # noqa: FBT003 # expat's own signature
    return document.children[0]


def spliced(part: bytes, edits: Iterable[Edit]) -> bytes:
    """The part with the edits made; they must not overlap."""
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    if any(one.end > other.start for one, other in pairwise(ordered)):
        raise ValueError("two edits of a part overlap")
    pieces, position = [], 0
    for edit in ordered:
        pieces += [part[position : edit.start], edit.text]
        position = edit.end
    return b"".join([*pieces, part[position:]])


def appended(element: Element, part: bytes, text: bytes, **attributes: str) -> Edit:
    """`text` as the last content of an element, of which some attributes change."""
    return rewritten(element, part[element.inner : element.close] + text, **attributes)


def rewritten(element: Element, content: bytes, **attributes: str) -> Edit:
    """Another content for an element, of which some attributes change; without content it is written empty."""
    return Edit(element.start, element.end, tagged(element.tag, element.attributes | attributes, content))


def place_of(root: Element, name: str, text: bytes, *, order: Sequence[str]) -> Edit:
    """`text` as a new child `name` of the root, at its place in the order that the schema prescribes."""
    before = set(order[: order.index(name)])
    after = next((child.start for child in root.children if child.name not in before), root.close)
    return Edit(after, after, text)


def tagged(tag: str, attributes: Mapping[str, str], content: bytes = b"") -> bytes:
    """An element, in ASCII with character references, so that it fits whatever encoding the part is in."""
    written = "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items())
    start = f"<{tag}{written}".encode("ascii", "xmlcharrefreplace")
    return start + b">" + content + f"</{tag}>".encode("ascii") if content else start + b"/>"


def escaped(text: str) -> str:
    """Text as it stands between tags or quotes."""
    for character, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;")):
        text = text.replace(character, reference)
    return text


def _refuse_doctype(*_declaration: object) -> None:
    raise ValueError("a part of the workbook declares a document type")
