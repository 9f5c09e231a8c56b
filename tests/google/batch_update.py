"""`spreadsheets.batchUpdate`: many requests of many kinds, all of them or none."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.google import cell_requests, comment_requests, dimension_requests, range_requests, tab_requests
from tests.google.books import Drive, Spreadsheet
from tests.google.refusal import Refusal, invalid, refusal

Handler = Callable[[Spreadsheet, Mapping[str, Any], Drive], dict[str, Any]]
KINDS: Mapping[str, Handler] = {
    "addDimensionGroup": dimension_requests.add_dimension_group,
    "addNamedRange": range_requests.add_named_range,
    "addProtectedRange": range_requests.add_protected_range,
    "addSheet": tab_requests.add_sheet,
    "appendCells": cell_requests.append_cells,
    "appendDimension": dimension_requests.append_dimension,
    "autoResizeDimensions": dimension_requests.auto_resize_dimensions,
    "clearBasicFilter": range_requests.clear_basic_filter,
    "copyPaste": cell_requests.copy_paste,
    "cutPaste": cell_requests.cut_paste,
    "deleteDimension": dimension_requests.delete_dimension,
    "deleteDimensionGroup": dimension_requests.delete_dimension_group,
    "deleteNamedRange": range_requests.delete_named_range,
    "deleteProtectedRange": range_requests.delete_protected_range,
    "deleteSheet": tab_requests.delete_sheet,
    "duplicateSheet": tab_requests.duplicate_sheet,
    "findReplace": cell_requests.find_replace,
    "insertComment": comment_requests.insert_comment,
    "insertDimension": dimension_requests.insert_dimension,
    "mergeCells": range_requests.merge_cells,
    "moveDimension": dimension_requests.move_dimension,
    "repeatCell": cell_requests.repeat_cell,
    "setBasicFilter": range_requests.set_basic_filter,
    "setDataValidation": cell_requests.set_data_validation,
    "sortRange": cell_requests.sort_range,
    "trimWhitespace": cell_requests.trim_whitespace,
    "unmergeCells": range_requests.unmerge_cells,
    "updateCells": cell_requests.update_cells,
    "updateDimensionProperties": dimension_requests.update_dimension_properties,
    "updateNamedRange": range_requests.update_named_range,
    "updateProtectedRange": range_requests.update_protected_range,
    "updateSheetProperties": tab_requests.update_sheet_properties,
    "updateSpreadsheetProperties": tab_requests.update_spreadsheet_properties,
}


def batch_update(book: Spreadsheet, requests: Sequence[Mapping[str, Any]], drive: Drive) -> list[dict[str, Any]]:
    """The replies, one a request. A refused one undoes those before it."""
    if not requests:
        raise invalid("Must specify at least one request.")
    restore = book.snapshot()
    replies = []
    for number, request in enumerate(requests):
        try:
            replies.append(_applied(book, request, drive))
        except Refusal as told:
            restore()
            raise _placed(told, number, next(iter(request), "")) from None
    return replies


def _applied(book: Spreadsheet, request: Mapping[str, Any], drive: Drive) -> dict[str, Any]:
    if len(request) != 1:
        raise invalid("A request must be of exactly one kind.")
    ((kind, body),) = request.items()
    if kind not in KINDS:
        raise refusal(501, "UNIMPLEMENTED", f"{kind} is Google's, and this stand-in does not do it.")
    try:
        return KINDS[kind](book, body, drive)
    except KeyError as missing:
        raise invalid(f"{missing.args[0]} is required.") from None


def _placed(told: Refusal, number: int, kind: str) -> Refusal:
    words = f"Invalid requests[{number}].{kind}: {told}"
    return Refusal(told.code, told.error | {"message": words})
