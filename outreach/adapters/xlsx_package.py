"""The parts inside an .xlsx file, and what the workbook part says of its tabs."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from outreach.adapters.xml_spans import Edit, Element, appended, parse, spliced, tagged

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = {
    TRANSITIONAL: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
CONTENT_TYPES = "[Content_Types].xml"
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ExpatError,
    EOFError,
    LookupError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """From one part to another: its id, the last word of its type, and the part or address it leads to."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab by its title, the kind of sheet it is and the part that holds its cells."""

    title: str
    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Package:
    """Parts by name, in the file's order; entries: what the zip says of each."""

    parts: Mapping[str, bytes]
    entries: Mapping[str, zipfile.ZipInfo] = field(default_factory=dict)

    def part(self, name: str) -> bytes:
        """A part by its name, whose case does not matter. Raises KeyError when there is none."""
        return self.parts[self.named(name)]

    def named(self, name: str) -> str:
        """The name as the zip has it; the one asked for when there is no such part."""
        if name in self.parts:
            return name
        wanted = name.lower()
        return next((known for known in self.parts if known.replace("\\", "/").lower() == wanted), name)

    def root(self, name: str) -> Element:
        """The root element of a part."""
        return parse(self.part(name))

    def with_parts(self, parts: Mapping[str, bytes]) -> "Package":
        """The same with these parts added or in place of others."""
        return replace(self, parts={**self.parts, **parts})

    def without(self, name: str) -> "Package":
        """The same without one part."""
        return replace(self, parts={known: content for known, content in self.parts.items() if known != name})


@dataclass(frozen=True, slots=True)
class Workbook:
    """The workbook part. namespace: of its elements; from_1904: its days are counted from 1904, not 1900."""

    part: str
    tabs: tuple[Tab, ...]
    kinds: Mapping[str, str]
    namespace: str
    from_1904: bool


def unpack(raw: bytes) -> Package:
    """The package of a file's bytes. Raises one of DAMAGED."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        entries = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}
        return Package({name: archive.read(entry) for name, entry in entries.items()}, entries)


def pack(package: Package) -> bytes:
    """The file's bytes: known parts keep their date and attributes, new ones are dated 1980; same in, same out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in package.parts.items():
            archive.writestr(_entry(name, package.entries.get(name)), content)
    return buffer.getvalue()


def _entry(name: str, known: zipfile.ZipInfo | None) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, known.date_time if known else (1980, 1, 1, 0, 0, 0))
    entry.compress_type = known.compress_type if known else zipfile.ZIP_DEFLATED
    entry.create_system = known.create_system if known else 0
    entry.external_attr = known.external_attr if known else 0
    return entry


def relations_part(part: str) -> str:
    """Where the relations of a part stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> Iterator[Relation]:
    """What a part leads to; nothing when it has no relations."""
    name = package.named(relations_part(part))
    if name not in package.parts:
        return
    for element in package.root(name).all("Relationship"):
        target = element.attribute("Target")
        inside = element.attribute("TargetMode") != "External"
        yield Relation(
            element.attribute("Id"),
            element.attribute("Type").rpartition("/")[2],
            _resolved(target, part) if inside else target,
        )


def _resolved(target: str, part: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target.replace("\\", "/"))).lstrip("/")


def with_child(package: Package, name: str, tag: str, attributes: Mapping[str, str]) -> Package:
    """The package with one more element in a part that is a list: content types, relations."""
    part = package.part(name)
    root = parse(part)
    child = tagged(f"{root.prefix}{tag}", attributes)
    return package.with_parts({package.named(name): spliced(part, [appended(root, part, child)])})


def without_children(package: Package, name: str, unwanted: Callable[[Element], bool]) -> Package:
    """The package without some elements of a part that is a list."""
    part = package.part(name)
    edits = [Edit(child.start, child.end, b"") for child in parse(part).children if unwanted(child)]
    return package.with_parts({package.named(name): spliced(part, edits)})


def workbook(package: Package) -> Workbook:
    """The workbook part with its tabs in order. Raises one of DAMAGED."""
    part = next(one.target for one in (*relations(package, ""), _NO_WORKBOOK) if one.kind == "officeDocument")
    root = package.root(part)
    known = {one.id: one for one in relations(package, part)}
    sheets = root.first("sheets")
    properties = root.first("workbookPr")
    return Workbook(
        part=package.named(part),
        tabs=tuple(_tab(sheet, known) for sheet in (sheets.all("sheet") if sheets else ())),
        kinds={one.kind: package.named(one.target) for one in known.values()},
        namespace=_namespace(root),
        from_1904=properties is not None and properties.attribute("date1904") in {"1", "true"},
    )


_NO_WORKBOOK = Relation("", "officeDocument", "xl/workbook.xml")


def _tab(sheet: Element, known: Mapping[str, Relation]) -> Tab:
    relation = known[sheet.attribute("id")]
    return Tab(sheet.attribute("name"), relation.kind, relation.target)


def _namespace(root: Element) -> str:
    declared = root.attributes.get(f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns", "")
    return declared if declared in RELATIONS else TRANSITIONAL
