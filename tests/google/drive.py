"""Drive v3 as far as spreadsheets need it: list, create, get, rename, copy, delete, export, share, comment."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import datetime

import openpyxl

from tests.google.books import SPREADSHEET, Spreadsheet, fill
from tests.google.call import Call, Json
from tests.google.look import look_at
from tests.google.refusal import drive_refusal
from tests.google.sheet import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TERM = re.compile(
    r"""(?P<name>\w+)\s*(?P<sign>=|!=|contains)\s*(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|true|false)"""
    r"""|(?P<parent>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s+in\s+parents"""
)
USUAL = ("kind", "id", "name", "mimeType")
USUAL_LIST = f"kind,incompleteSearch,nextPageToken,files({','.join(USUAL)})"
USUAL_FILE = ",".join(USUAL)
USUAL_PERMISSION = "kind,id,type,role,allowFileDiscovery"


def files_list(call: Call) -> Json:
    """The files that the query names, the last changed first."""
    wanted = _wanted(call.one("q"))
    size = int(call.one("pageSize", "100"))
    start = int(call.one("pageToken", "0"))
    found = sorted(call.drive.files.values(), key=lambda book: book.modified, reverse=True)
    found = [book for book in found if book.shared and wanted(book)]
    answer: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    answer["files"] = [file_json(book) for book in found[start : start + size]]
    return answer | ({"nextPageToken": str(start + size)} if len(found) > start + size else {})


def files_create(call: Call) -> Json:
    """A blank file of the kind asked for."""
    book = call.drive.create(call.body.get("name", "Untitled"))
    book.mime = call.body.get("mimeType", SPREADSHEET)
    book.parents = list(call.body.get("parents", ()))
    return file_json(book)


def files_get(call: Call) -> Json:
    """What Drive says of a file."""
    return file_json(call.drive.file(call.path[0]))


def files_update(call: Call) -> Json:
    """Another name, other folders."""
    book = call.drive.file(call.path[0])
    book.title = call.body.get("name", book.title)
    gone = call.one("removeParents").split(",")
    book.parents = [parent for parent in book.parents if parent not in gone]
    book.parents += [parent for parent in call.one("addParents").split(",") if parent]
    call.drive.touched(book)
    return file_json(book)


def files_copy(call: Call) -> Json:
    """A file once more, with its tabs and their ids."""
    source = call.drive.file(call.path[0])
    copy = call.drive.create(call.body.get("name", f"Copy of {source.title}"))
    copy.tabs = [sheet.copy() for sheet in source.tabs]
    copy.named, copy.properties = dict(source.named), dict(source.properties)
    copy.parents = list(call.body.get("parents", source.parents))
    return file_json(copy)


def files_delete(call: Call) -> None:
    """The file goes for good."""
    del call.drive.files[call.drive.file(call.path[0]).id]


def files_export(call: Call) -> tuple[str, bytes]:
    """The file in another format: CSV and TSV of its first tab, or XLSX of all."""
    book, kind = call.drive.file(call.path[0]), call.one("mimeType")
    if kind in {"text/csv", "text/tab-separated-values"}:
        return kind, _separated(book, "," if kind == "text/csv" else "\t")
    if kind == XLSX:
        return kind, _workbook(book)
    raise drive_refusal(400, "badRequest", "The requested conversion is not supported.", "convertTo")


def files_upload(call: Call) -> Json:
    """Drive v2's upload of a CSV file in place of all tabs."""
    book = call.drive.file(call.path[0])
    rows = list(csv.reader(io.StringIO(call.raw.decode("utf-8-sig"))))
    fill(book, {book.title: rows}, call.drive.ids)
    call.drive.touched(book)
    return {"kind": "drive#file", "id": book.id, "title": book.title, "mimeType": book.mime}


def permissions_list(call: Call) -> Json:
    """Who may do what with a file."""
    book = call.drive.file(call.path[0])
    return {"kind": "drive#permissionList", "permissions": list(book.permissions.values())}


def permissions_create(call: Call) -> Json:
    """Shares a file with a person, a group, a domain or anyone; who has a part in it already keeps the higher one."""
    book, asked = call.drive.file(call.path[0]), call.body
    kind, address = asked.get("type", "user"), asked.get("emailAddress", asked.get("domain", ""))
    known = next((one for one in book.permissions.values() if address and one["displayName"] == address), None)
    if known:
        known["role"] = known["role"] if known["role"] == "owner" else asked.get("role", "reader")
        return known
    told: Json = {"kind": "drive#permission", "type": kind, "role": asked.get("role", "reader")}
    if kind == "anyone":
        told |= {"id": "anyoneWithLink", "displayName": "", "allowFileDiscovery": False}
    else:
        told |= {name: asked[name] for name in ("emailAddress", "domain") if name in asked}
        told |= {"id": call.drive.ids.next("permission"), "displayName": address, "deleted": False}
        told |= {"pendingOwner": False} if kind == "user" else {}
    book.permissions[told["id"]] = told
    return told


def permissions_delete(call: Call) -> None:
    """Shares no longer."""
    book = call.drive.file(call.path[0])
    if call.path[1] not in book.permissions:
        raise drive_refusal(404, "notFound", f"Permission not found: {call.path[1]}.", "permissionId")
    del book.permissions[call.path[1]]


def comments_list(call: Call) -> Json:
    """The file's comments."""
    return {"kind": "drive#commentList", "comments": list(call.drive.file(call.path[0]).comments)}


def comments_create(call: Call) -> Json:
    """One more comment."""
    book = call.drive.file(call.path[0])
    if not call.one("fields"):
        raise drive_refusal(400, "required", "The 'fields' parameter is required for this method.", "fields")
    comment = {"kind": "drive#comment", "id": call.drive.ids.next("comment")} | dict(call.body)
    book.comments.append(comment)
    return comment


def file_json(book: Spreadsheet) -> Json:
    """A File with all that this stand-in knows of it."""
    told: Json = {
        "kind": "drive#file",
        "id": book.id,
        "name": book.title,
        "mimeType": book.mime,
        "createdTime": _moment(book.created),
        "modifiedTime": _moment(book.modified),
        "version": str(book.version),
        "trashed": False,
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
    }
    return told | ({"parents": book.parents} if book.parents else {})


def _moment(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03}Z"


def _wanted(query: str) -> Callable[[Spreadsheet], bool]:
    terms = list(TERM.finditer(query))
    left = re.sub(r"\band\b|[\s()]", "", TERM.sub("", query))
    if left:
        raise drive_refusal(400, "invalid", "Invalid Value", "q")
    return lambda book: all(_fits(term, book) for term in terms)


def _fits(term: re.Match[str], book: Spreadsheet) -> bool:
    if term["parent"]:
        return _unquoted(term["parent"]) in book.parents
    value = _unquoted(term["value"])
    facts: Mapping[str, str] = {"mimeType": book.mime, "name": book.title, "trashed": "false"}
    fact = facts.get(term["name"], "")
    if term["sign"] == "contains":
        return value.casefold() in fact.casefold()
    return (fact == value) == (term["sign"] == "=")


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text[0] in "\"'" else text


def _separated(book: Spreadsheet, delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(_texts(book, book.tabs[0]))
    return text.getvalue().removesuffix("\r\n").encode()


def _texts(book: Spreadsheet, sheet: Sheet) -> list[list[str]]:
    look, (rows, columns) = look_at(book, sheet), sheet.used()
    return [[look.formatted(sheet.cell(row, column)) for column in range(columns)] for row in range(rows)]


def _workbook(book: Spreadsheet) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in book.tabs:
        look, page = look_at(book, sheet), workbook.create_sheet(sheet.title)
        for (row, column), cell in sheet.cells.items():
            if cell.entered is not None:
                page.cell(row + 1, column + 1).value = look.rendered(cell, "FORMULA", "SERIAL_NUMBER")
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
