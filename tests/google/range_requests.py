"""Requests of batchUpdate about what lies over cells: merges, named and protected ranges, the filter."""

from collections.abc import Mapping
from typing import Any

from tests.google.about import named_json, protected_json
from tests.google.area import Bounds, area_of
from tests.google.books import Drive, Spreadsheet
from tests.google.fields import mask_of, merged
from tests.google.refusal import invalid
from tests.google.sheet import Sheet

Body = Mapping[str, Any]
Reply = dict[str, Any]


def merge_cells(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """All in one, or each row or column on its own; only the top left value stays."""
    area = area_of(body["range"])
    sheet = book.by_id(area.sheet)
    bounds = sheet.bounds(area)
    _unmerge(sheet, bounds)
    for part in _parts(bounds, body.get("mergeType", "MERGE_ALL")):
        if part.size > 1:
            sheet.merges.append(part.on(sheet.id))
            for place in [place for place in sheet.cells if place in part and place != (part.top, part.left)]:
                sheet.enter(place, None)
    return {}


def unmerge_cells(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Every merge that lies in the range."""
    area = area_of(body["range"])
    sheet = book.by_id(area.sheet)
    _unmerge(sheet, sheet.bounds(area))
    return {}


def _unmerge(sheet: Sheet, bounds: Bounds) -> None:
    for merge in [merge for merge in sheet.merges if sheet.bounds(merge).meets(bounds)]:
        if not bounds.holds(sheet.bounds(merge)):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
        sheet.merges.remove(merge)


def _parts(bounds: Bounds, how: str) -> list[Bounds]:
    if how == "MERGE_ROWS":
        return [Bounds(row, row + 1, bounds.left, bounds.right) for row in range(bounds.top, bounds.bottom)]
    if how == "MERGE_COLUMNS":
        return [Bounds(bounds.top, bounds.bottom, column, column + 1) for column in range(bounds.left, bounds.right)]
    return [bounds]


def add_named_range(book: Spreadsheet, body: Body, drive: Drive) -> Reply:
    """A name for a range, unique in the spreadsheet."""
    asked = body["namedRange"]
    _refuse_name(book, asked.get("name", ""))
    area = area_of(asked.get("range", {}))
    book.by_id(area.sheet)
    number = asked.get("namedRangeId") or drive.ids.next("named")
    book.named[number] = (asked["name"], area)
    return {"addNamedRange": {"namedRange": named_json(book, number)}}


def update_named_range(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """Another name, another range."""
    asked, mask = body["namedRange"], mask_of(body["fields"])
    number = _known_named(book, asked.get("namedRangeId", ""))
    name, area = book.named[number]
    if ("name" in mask or "*" in mask) and asked.get("name") != name:
        name = asked.get("name", "")
        _refuse_name(book, name)
    if "range" in mask or "*" in mask:
        area = area_of(asked["range"])
    book.named[number] = (name, area)
    return {}


def delete_named_range(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """The name goes, the cells stay."""
    del book.named[_known_named(book, body["namedRangeId"])]
    return {}


def _known_named(book: Spreadsheet, number: str) -> str:
    if number not in book.named:
        raise invalid(f"Cannot find a named range with ID: {number}")
    return number


def _refuse_name(book: Spreadsheet, name: str) -> None:
    if not name.replace("_", "a").replace(".", "a").isalnum() or name[0].isdigit():
        raise invalid(f"The name {name} is not a valid name for a range.")
    if any(known.casefold() == name.casefold() for known, _ in book.named.values()):
        raise invalid(f"A named range with the name {name} already exists.")


def add_protected_range(book: Spreadsheet, body: Body, drive: Drive) -> Reply:
    """A range, or a whole tab, that only some may edit or that warns who edits."""
    asked = {name: value for name, value in body["protectedRange"].items() if value not in (False, None, "")}
    number = asked.get("protectedRangeId") or drive.ids.next("protected")
    sheet = _protect(book, number, asked)
    return {"addProtectedRange": {"protectedRange": protected_json(sheet.protected[number], [])}}


def update_protected_range(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """The masked parts of a protection."""
    asked, mask = dict(body["protectedRange"]), mask_of(body["fields"])
    number = asked.get("protectedRangeId", 0)
    sheet = _home_of(book, number)
    before = sheet.protected.pop(number)
    told = protected_json(before, [])
    _protect(book, number, {name: one for name, one in merged(told, asked, mask).items() if one is not False})
    return {}


def delete_protected_range(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """The protection goes."""
    number = body["protectedRangeId"]
    del _home_of(book, number).protected[number]
    return {}


def _protect(book: Spreadsheet, number: int, asked: dict[str, Any]) -> Sheet:
    area = area_of(asked.get("range", {}))
    if "namedRangeId" in asked:
        area = book.named[_known_named(book, asked["namedRangeId"])][1]
    sheet = book.by_id(area.sheet)
    rest = {name: value for name, value in asked.items() if name not in {"range", "requestingUserCanEdit"}}
    sheet.protected[number] = rest | {"protectedRangeId": number, "area": area}
    return sheet


def _home_of(book: Spreadsheet, number: int) -> Sheet:
    for sheet in book.tabs:
        if number in sheet.protected:
            return sheet
    raise invalid(f"No protected range with ID: {number}")


def set_basic_filter(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """The one filter of a tab; without a range it spans the grid."""
    asked = body["filter"]
    area = area_of(asked.get("range", {}))
    sheet = book.by_id(area.sheet)
    rest = {name: value for name, value in asked.items() if name != "range"}
    sheet.filter = rest | {"area": sheet.bounds(area).on(sheet.id)}
    return {}


def clear_basic_filter(book: Spreadsheet, body: Body, _drive: Drive) -> Reply:
    """No filter any more; without one nothing happens."""
    book.by_id(body.get("sheetId", 0)).filter = None
    return {}
