"""What members' formulas need when tabs they may look at have changed under them."""

import re

from outreach.adapters.xlsx_package import CONTENT_TYPES, Package, relations_part, without_children, workbook
from outreach.adapters.xml_spans import parse, place_of, rewritten, spliced, tagged

FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
ORDER = (
    *("fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "workbookProtection"),
    *("bookViews", "sheets", "functionGroups", "externalReferences", "definedNames", "calcPr"),
)


def recalculated(package: Package, before: Package) -> Package:
    """The workbook asked to compute its formulas when it is next opened, if it has any."""
    tabs = [package.named(tab.part) for tab in workbook(package).tabs]
    changed = [name for name in tabs if before.parts.get(name) != package.parts[name]]
    if any(_formulas(before, name) != _formulas(package, name) for name in changed):
        package = _without_chain(package)
    return _asked(package) if any(_formulas(package, name) for name in tabs) else package


def _formulas(package: Package, name: str) -> int:
    return len(FORMULA.findall(package.parts.get(name, b"")))


def _without_chain(package: Package) -> Package:
    """No list of formulas in the order of computing: Excel calls one damaged that names a cell without formula."""
    book = workbook(package)
    chain = book.kinds.get("calcChain")
    if chain is None:
        return package
    package = without_children(package, CONTENT_TYPES, lambda one: one.attribute("PartName") == f"/{chain}")
    relations = package.named(relations_part(book.part))
    package = without_children(package, relations, lambda one: one.attribute("Type").endswith("/calcChain"))
    return package.without(chain)


def _asked(package: Package) -> Package:
    name = workbook(package).part
    part = package.part(name)
    root = parse(part)
    found, asked = root.first("calcPr"), {"fullCalcOnLoad": "1"}
    if found is not None:
        edit = rewritten(found, b"", **asked)
    else:
        edit = place_of(root, "calcPr", tagged(f"{root.prefix}calcPr", asked), order=ORDER)
    return package.with_parts({name: spliced(part, [edit])})
