"""What the stand-in answers to each method of Sheets v4, Drive v3 and the token endpoint."""

from collections.abc import Callable, Mapping
from typing import Any

from outreach.domain.address import a1
from tests.google.store import Area, Cell, Refusal, Spreadsheet, Tab, invalid

Body = Mapping[str, Any]
Query = Mapping[str, list[str]]


def about(book: Spreadsheet) -> dict[str, Any]:
    """spreadsheets.get without the cells."""
    return {
        "spreadsheetId": book.id,
        "properties": {"title": book.title, "locale": "en_US", "timeZone": "Etc/GMT"},
        "sheets": [_sheet(position, tab) for position, tab in enumerate(book.tabs)],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
    }


def _sheet(position: int, tab: Tab) -> dict[str, Any]:
    grid = {"rowCount": tab.rows, "columnCount": tab.columns} | ({"frozenRowCount": tab.frozen} if tab.frozen else {})
    properties = {"sheetId": tab.id, "title": tab.title, "index": position, "sheetType": "GRID", "gridProperties": grid}
    return {"properties": properties} | ({"merges": tab.merges} if tab.merges else {})


def values(area: Area, query: Query) -> dict[str, Any]:
    """One ValueRange: rows without their trailing blanks, and without trailing blank rows."""
    shown = query.get("valueRenderOption", ["FORMATTED_VALUE"])[0]
    rows = [
        [
            _shown(area.tab.cells.get((row, column)), shown)
            for column in range(area.left, min(area.right, area.tab.columns))
        ]
        for row in range(area.top, min(area.bottom, area.tab.rows))
    ]
    cut = [_trimmed(row) for row in rows]
    while cut and not cut[-1]:
        cut.pop()
    answer: dict[str, Any] = {"range": _named(area), "majorDimension": "ROWS"}
    return answer | ({"values": cut} if cut else {})


def write(book: Spreadsheet, ranges: list[Body], *, typed: bool) -> list[dict[str, Any]]:
    """values.update of each range, all or none; null leaves a cell as it is."""
    areas = [(book.area(one["range"]), one.get("values", [])) for one in ranges]
    for area, rows in areas:
        _refuse_beyond(area, rows)
    for area, rows in areas:
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value is not None:
                    area.tab.put(area.top + row, area.left + column, value, typed=typed)
    book.changes += 1
    return [_written(book, area, rows) for area, rows in areas]


def _refuse_beyond(area: Area, rows: list[list[Any]]) -> None:
    width = max(map(len, rows), default=0)
    if area.top + len(rows) > area.tab.rows or area.left + width > area.tab.columns:
        raise invalid(
            f"Range ({_named(area)}) exceeds grid limits. Max rows: {area.tab.rows}, max columns: {area.tab.columns}"
        )
    if area.top + len(rows) > area.bottom or area.left + width > area.right:
        raise invalid(f"Requested writing within range [{_named(area)}], but tried writing outside of it")


def _written(book: Spreadsheet, area: Area, rows: list[list[Any]]) -> dict[str, Any]:
    width = max(map(len, rows), default=0)
    return {
        "spreadsheetId": book.id,
        "updatedRange": _named(area),
        "updatedRows": len(rows),
        "updatedColumns": width,
        "updatedCells": sum(map(len, rows)),
    }


def update(book: Spreadsheet, requests: list[Body]) -> list[dict[str, Any]]:
    """spreadsheets.batchUpdate of the request types that the program uses, and of those that people's edits need."""
    replies = []
    for request in requests:
        ((kind, body),) = request.items()
        if kind not in REQUESTS:
            raise Refusal(501, "UNIMPLEMENTED", f"The stand-in does not know {kind}.")
        replies.append(REQUESTS[kind](book, body))
    book.changes += 1
    return replies


def _add_sheet(book: Spreadsheet, body: Body) -> dict[str, Any]:
    properties = body.get("properties", {})
    grid = properties.get("gridProperties", {})
    title = properties.get("title", f"Sheet{len(book.tabs) + 1}")
    tab = book.add(title, grid.get("rowCount", 1000), grid.get("columnCount", 26))
    tab.frozen = grid.get("frozenRowCount", 0)
    return {"addSheet": {"properties": _sheet(len(book.tabs) - 1, tab)["properties"]}}


def _delete_sheet(book: Spreadsheet, body: Body) -> dict[str, Any]:
    if len(book.tabs) == 1:
        raise invalid("Invalid requests[0].deleteSheet: You can't remove all the sheets in a document.")
    book.tabs.remove(book.by_id(body["sheetId"]))
    return {}


def _update_properties(book: Spreadsheet, body: Body) -> dict[str, Any]:
    properties = body["properties"]
    tab = book.by_id(properties["sheetId"])
    grid = properties.get("gridProperties", {})
    tab.title = properties.get("title", tab.title)
    tab.rows, tab.columns = grid.get("rowCount", tab.rows), grid.get("columnCount", tab.columns)
    return {}


def _merge(book: Spreadsheet, body: Body) -> dict[str, Any]:
    area = body["range"]
    tab = book.by_id(area["sheetId"])
    tab.merges.append(dict(area))
    for row in range(area["startRowIndex"], area["endRowIndex"]):
        for column in range(area["startColumnIndex"], area["endColumnIndex"]):
            if (row, column) != (area["startRowIndex"], area["startColumnIndex"]):
                tab.cells.pop((row, column), None)
    return {}


def _insert_rows(book: Spreadsheet, body: Body) -> dict[str, Any]:
    _shift(book, body, sign=1)
    return {}


def _delete_rows(book: Spreadsheet, body: Body) -> dict[str, Any]:
    _shift(book, body, sign=-1)
    return {}


def _shift(book: Spreadsheet, body: Body, *, sign: int) -> None:
    span = body["range"]
    tab, first, last = book.by_id(span["sheetId"]), span["startIndex"], span["endIndex"]
    by_row = span["dimension"] == "ROWS"
    kept: dict[tuple[int, int], Cell] = {}
    for place, cell in tab.cells.items():
        along = place[0] if by_row else place[1]
        if sign < 0 and first <= along < last:
            continue
        moved = along + sign * (last - first) if along >= first else along
        kept[(moved, place[1]) if by_row else (place[0], moved)] = cell
    tab.cells = kept
    if by_row:
        tab.rows += sign * (last - first)
    else:
        tab.columns += sign * (last - first)


REQUESTS: Mapping[str, Callable[[Spreadsheet, Body], dict[str, Any]]] = {
    "addSheet": _add_sheet,
    "deleteSheet": _delete_sheet,
    "updateSheetProperties": _update_properties,
    "mergeCells": _merge,
    "insertDimension": _insert_rows,
    "deleteDimension": _delete_rows,
}


def _shown(cell: Cell | None, how: str) -> Any:
    if cell is None or cell.value is None:
        return ""
    if how == "FORMULA" and cell.formula:
        return cell.formula
    if how == "FORMATTED_VALUE":
        return str(cell.value).upper() if isinstance(cell.value, bool) else str(cell.value)
    return cell.value


def _trimmed(row: list[Any]) -> list[Any]:
    end = len(row)
    while end and row[end - 1] == "":
        end -= 1
    return row[:end]


def _named(area: Area) -> str:
    title = area.tab.title if area.tab.title.isalnum() else "'{}'".format(area.tab.title.replace("'", "''"))
    last = a1(min(area.bottom, area.tab.rows), min(area.right, area.tab.columns))
    return f"{title}!{a1(area.top + 1, area.left + 1)}:{last}"
