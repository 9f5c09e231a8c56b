"""System tabs written into a workbook part by part, so that no other part of it changes a byte."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from outreach.adapters.xlsx_cell import Look
from outreach.adapters.xlsx_formulas import recalculated
from outreach.adapters.xlsx_layout import Layout, laid_out
from outreach.adapters.xlsx_package import (
    CONTENT_TYPES,
    RELATIONS,
    Package,
    Workbook,
    relations_part,
    with_child,
    workbook,
)
from outreach.adapters.xlsx_styles import with_styles
from outreach.adapters.xlsx_tab import links_kept, new_tab, with_block
from outreach.adapters.xml_spans import DECLARATION, Element, appended, parse, rewritten, spliced, tagged
from outreach.domain.snapshot import Block
from outreach.errors import SheetsError

PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
LONGEST_TITLE = 31


def patched(package: Package, blocks: Sequence[Block]) -> Package:
    """The workbook with the blocks in their tabs; equal to the one given when all stood there already.

    Raises SheetsError for a title that no workbook can have, one of DAMAGED when the workbook is broken.
    """
    result = package
    for block in blocks:
        result = _with_block(_with_tab(result, block), block)
    if result.parts == package.parts:
        return package
    return recalculated(result, package)


def _with_tab(package: Package, block: Block) -> Package:
    """The workbook with a tab of the block's title, added at the end if need be."""
    book = workbook(package)
    _check_title(block.tab, book)
    if any(tab.title == block.tab for tab in book.tabs):
        return package
    folder = posixpath.join(posixpath.dirname(book.part), "worksheets")
    names = (f"{folder}/sheet{number}.xml" for number in count(1))
    part = next(name for name in names if package.named(name) not in package.parts)
    package = package.with_parts({part: new_tab(laid_out(block), book.namespace)})
    package, relation = _joined(package, book, part, "worksheet")
    return _listed(package, book, block.tab, relation)


def _check_title(title: str, book: Workbook) -> None:
    if not title or len(title) > LONGEST_TITLE or set(title) & set("[]:*?/\\") or "'" in {title[0], title[-1]}:
        raise SheetsError(
            f"No workbook can have a tab titled {title!r}: choose another title of at most 31 characters."
        )
    for tab in book.tabs:
        if tab.title.casefold() == title.casefold() and (tab.title != title or tab.kind != "worksheet"):
            raise SheetsError(
                f"The workbook has a tab {tab.title!r} of its own: rename it, as the system writes {title!r}."
            )


def _listed(package: Package, book: Workbook, title: str, relation: str) -> Package:
    """The tab in the workbook's list of sheets."""
    part = package.part(book.part)
    sheets = parse(part).first("sheets")
    if sheets is None:
        raise ValueError("the workbook has no list of sheets")
    number = max((int(sheet.attribute("sheetId")) for sheet in sheets.children), default=0) + 1
    attributes = {"xmlns:r": RELATIONS[book.namespace], "name": title, "sheetId": str(number), "r:id": relation}
    sheet = tagged(f"{sheets.prefix}sheet", attributes)
    return package.with_parts({book.part: spliced(part, [appended(sheets, part, sheet)])})


def _joined(package: Package, book: Workbook, part: str, kind: str) -> tuple[Package, str]:
    """The workbook part led to another one, whose content type is declared; and the relation's id."""
    declared = {"PartName": f"/{part}", "ContentType": CONTENT.format(kind=kind)}
    package = with_child(package, CONTENT_TYPES, "Override", declared)
    name = package.named(relations_part(book.part))
    relation = next(_free_ids(package.root(name).children))
    target = posixpath.relpath(part, posixpath.dirname(book.part) or ".")
    attributes = {"Id": relation, "Type": f"{RELATIONS[book.namespace]}/{kind}", "Target": target}
    return with_child(package, name, "Relationship", attributes), relation


def _free_ids(taken: Iterable[Element]) -> Iterator[str]:
    known = {one.attribute("Id") for one in taken}
    return (identifier for number in count(1) if (identifier := f"rId{number}") not in known)


def _with_block(package: Package, block: Block) -> Package:
    layout = laid_out(block)
    package = _with_stylesheet(package)
    book = workbook(package)
    name = package.named(next(tab.part for tab in book.tabs if tab.title == block.tab))
    styles, numbers = with_styles(package.part(book.kinds["styles"]), book.namespace)
    package, pages = _with_pages(package, name, layout, RELATIONS[book.namespace])
    part = with_block(package.part(name), layout, Look(numbers, book.from_1904), pages)
    return package.with_parts({book.kinds["styles"]: styles, name: part})


def _with_stylesheet(package: Package) -> Package:
    """The workbook with a styles part; very small programs write none."""
    book = workbook(package)
    if book.kinds.get("styles") in package.parts:
        return package
    part = posixpath.join(posixpath.dirname(book.part), "styles.xml")
    begun = DECLARATION + tagged("styleSheet", {"xmlns": book.namespace}, b"\n")
    return _joined(package.with_parts({part: begun}), book, part, "styles")[0]


def _with_pages(
    package: Package, name: str, layout: Layout, namespace: str
) -> tuple[Package, Mapping[str, Mapping[str, str]]]:
    """The tab led to the pages its cells link to, and by page the attributes of a link to it."""
    pages, kept = layout.pages(), links_kept(package.part(name), layout)
    relations = package.named(relations_part(name))
    part = package.parts.get(relations, DECLARATION + tagged("Relationships", {"xmlns": PACKAGE_RELATIONS}))
    root = parse(part)
    standing = [one for one in root.children if one.attribute("Id") in kept or not _is_link(one)]
    if not pages and standing == root.children:
        return package, {}
    ids = dict(zip(pages, _free_ids(standing), strict=False))
    leading = {"Type": f"{namespace}/hyperlink", "TargetMode": "External"}
    added = [tagged(f"{root.prefix}Relationship", {"Id": ids[page], "Target": page} | leading) for page in pages]
    content = b"".join([*(part[one.start : one.end] for one in standing), *added])
    package = package.with_parts({relations: spliced(part, [rewritten(root, content)])})
    return package, {page: {"xmlns:r": namespace, "r:id": ids[page]} for page in pages}


def _is_link(relation: Element) -> bool:
    return relation.attribute("Type").endswith("/hyperlink")
