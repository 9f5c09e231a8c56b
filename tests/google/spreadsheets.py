"""The methods of the Sheets interface, each from a call to its answer."""

from tests.google import values
from tests.google.about import about, properties
from tests.google.batch_update import batch_update
from tests.google.books import fill
from tests.google.call import Call, Json
from tests.google.refusal import invalid
from tests.google.tab_requests import add_sheet, copied
from tests.google.values import Reading


def create(call: Call) -> Json:
    """A spreadsheet with the tabs told, or one blank one."""
    told = call.body.get("properties", {})
    book = call.drive.create(told.get("title", "Untitled spreadsheet"))
    book.properties = {name: value for name, value in told.items() if name != "title"}
    if call.body.get("sheets"):
        fill(book, {}, call.drive.ids)
        for one in call.body["sheets"]:
            add_sheet(book, {"properties": {"sheetId": len(book.tabs)} | one.get("properties", {})}, call.drive)
    return about(book, call.drive.account)


def get(call: Call) -> Json:
    """The spreadsheet; its cells where the mask or includeGridData ask for them."""
    fields = call.one("fields")
    cells = "data" in fields or "*" in fields if fields else call.says("includeGridData")
    book = call.drive.spreadsheet(call.path[0])
    return about(book, call.drive.account, ranges=call.query.get("ranges", ()), cells=cells)


def update(call: Call) -> Json:
    """batchUpdate."""
    book = call.drive.spreadsheet(call.path[0])
    answer = {"spreadsheetId": book.id, "replies": batch_update(book, call.body.get("requests", []), call.drive)}
    call.drive.touched(book)
    if call.body.get("includeSpreadsheetInResponse"):
        ranges, cells = call.body.get("responseRanges", ()), bool(call.body.get("responseIncludeGridData"))
        answer["updatedSpreadsheet"] = about(book, call.drive.account, ranges=ranges, cells=cells)
    return answer


def copy_sheet(call: Call) -> Json:
    """sheets.copyTo: a tab into another spreadsheet."""
    source = call.drive.spreadsheet(call.path[0]).by_id(int(call.path[1]))
    book = call.drive.spreadsheet(call.body.get("destinationSpreadsheetId", ""))
    title, number = f"Copy of {source.title}", 1
    while book.by_title(title):
        number += 1
        title = f"Copy of {source.title} {number}"
    book.tabs.append(copied(source, call.drive.ids.next("sheet"), title))
    call.drive.touched(book)
    return properties(book, book.tabs[-1])


def values_get(call: Call) -> Json:
    """values.get."""
    return values.get(call.drive.spreadsheet(call.path[0]), call.path[1], _reading(call))


def values_batch_get(call: Call) -> Json:
    """values.batchGet."""
    book, reading = call.drive.spreadsheet(call.path[0]), _reading(call)
    found = [values.get(book, name, reading) for name in call.query.get("ranges", ())]
    return {"spreadsheetId": book.id} | ({"valueRanges": found} if found else {})


def values_update(call: Call) -> Json:
    """values.update."""
    book = call.drive.spreadsheet(call.path[0])
    if call.body.get("range", call.path[1]).replace("'", "") != call.path[1].replace("'", ""):
        told = f"Requested writing within range [{call.path[1]}], but body has range [{call.body['range']}]"
        raise invalid(told)
    typed = call.one("valueInputOption") == "USER_ENTERED"
    (writing,) = values.put(book, {"data": call.body | {"range": call.path[1]}}, typed=typed)
    call.drive.touched(book)
    return values.written(book, writing, _answering(call))


def values_batch_update(call: Call) -> Json:
    """values.batchUpdate."""
    book, body = call.drive.spreadsheet(call.path[0]), call.body
    if body.get("valueInputOption", "INPUT_VALUE_OPTION_UNSPECIFIED") == "INPUT_VALUE_OPTION_UNSPECIFIED":
        raise invalid("'valueInputOption' is required but not specified")
    data = {f"data[{number}]": one for number, one in enumerate(body.get("data", ()))}
    writings = values.put(book, data, typed=body["valueInputOption"] == "USER_ENTERED")
    call.drive.touched(book)
    responses = [values.written(book, writing, _answering_body(body)) for writing in writings]
    totals = {f"total{name[0].upper()}{name[1:]}": _total(responses, name) for name in COUNTED}
    if writings:
        totals["totalUpdatedSheets"] = len({id(writing.sheet) for writing in writings})
    told = {name: count for name, count in totals.items() if count}
    return {"spreadsheetId": book.id} | told | ({"responses": responses} if responses else {})


def values_append(call: Call) -> Json:
    """values.append."""
    book = call.drive.spreadsheet(call.path[0])
    typed, insert = call.one("valueInputOption") == "USER_ENTERED", call.one("insertDataOption") == "INSERT_ROWS"
    answer, writing = values.append(book, call.path[1], call.body, typed=typed, insert=insert)
    call.drive.touched(book)
    return answer | {"updates": values.written(book, writing, _answering(call))}


def values_clear(call: Call) -> Json:
    """values.clear."""
    book = call.drive.spreadsheet(call.path[0])
    cleared = values.clear(book, call.path[1])
    call.drive.touched(book)
    return {"spreadsheetId": book.id, "clearedRange": cleared}


def values_batch_clear(call: Call) -> Json:
    """values.batchClear."""
    book = call.drive.spreadsheet(call.path[0])
    cleared = [values.clear(book, name) for name in call.body.get("ranges", ())]
    call.drive.touched(book)
    return {"spreadsheetId": book.id, "clearedRanges": cleared}


COUNTED = ("updatedRows", "updatedColumns", "updatedCells")


def _total(responses: list[Json], name: str) -> int:
    return sum(one.get(name, 0) for one in responses)


def _reading(call: Call) -> Reading:
    return Reading(
        call.one("valueRenderOption", "FORMATTED_VALUE"),
        call.one("dateTimeRenderOption", "SERIAL_NUMBER"),
        _major(call.one("majorDimension")),
    )


def _answering(call: Call) -> Reading | None:
    if not call.says("includeValuesInResponse"):
        return None
    render = call.one("responseValueRenderOption", "FORMATTED_VALUE")
    dates = call.one("responseDateTimeRenderOption", "SERIAL_NUMBER")
    return Reading(render, dates, _major(call.body.get("majorDimension", "")))


def _answering_body(body: Json) -> Reading | None:
    if not body.get("includeValuesInResponse"):
        return None
    render = body.get("responseValueRenderOption", "FORMATTED_VALUE")
    return Reading(render, body.get("responseDateTimeRenderOption", "SERIAL_NUMBER"))


def _major(told: str) -> str:
    return "COLUMNS" if told == "COLUMNS" else "ROWS"
