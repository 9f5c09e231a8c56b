"""A new Google spreadsheet after a blueprint: made, dressed and shared in a handful of requests."""

from collections.abc import Iterator
from typing import Any

from outreach.adapters.google_credentials import SHARING
from outreach.adapters.google_http import GoogleHTTP
from outreach.adapters.sheets_google import GoogleSheets, open_google
from outreach.domain.snapshot import Block
from outreach.rendering.blueprint import TYPED_IN, Blueprint, Heading, TabPlan, status_lookup

CREATE = "https://sheets.googleapis.com/v4/spreadsheets"
ROWS = 1000
BLUE = {"red": 0.91, "green": 0.93, "blue": 0.97}
BOLD = {"textFormat": {"bold": True}, "wrapStrategy": "WRAP", "backgroundColor": BLUE}

Request = dict[str, Any]


def make_spreadsheet(
    title: str, plan: Blueprint, http: GoogleHTTP, *, share_with: tuple[str, ...] = (), status_in: str | None = None
) -> str:
    """Makes the spreadsheet; its id. share_with: addresses that become editors; status_in: as of a workbook.

    Raises SheetsError; what was made by then stays in the account.
    """
    titles = [plan.read_me_title, *(tab.title for tab in plan.tabs.values()), *(block.tab for block in plan.system)]
    sheets = [{"properties": {"title": one, "sheetId": number}} for number, one in enumerate(titles, start=1)]
    made = http.request("post", CREATE, json={"properties": {"title": title}, "sheets": sheets}).json()
    spreadsheet: str = made["spreadsheetId"]
    http.batch_update(spreadsheet, {"requests": list(_dressing(plan, status_in))})
    GoogleSheets(http, spreadsheet).write((_read_me(plan), *plan.system))
    for address in share_with:
        http.insert_permission(spreadsheet, address, perm_type="user", role="writer", notify=False)
    return spreadsheet


def open_for_setup(credentials: str, *, endpoint: str = "") -> GoogleHTTP:
    """Google's services with the right to share what is made. Raises SettingsError."""
    return open_google(credentials, endpoint=endpoint, scopes=SHARING)


def _read_me(plan: Blueprint) -> Block:
    return Block(plan.read_me_title, tuple((line,) for line in plan.read_me))


def _dressing(plan: Blueprint, status_in: str | None) -> Iterator[Request]:
    for sheet, (key, tab) in enumerate(plan.tabs.items(), start=2):
        yield _frozen(sheet)
        yield _header(sheet, tab, status=key == status_in)
        for place, heading in enumerate(tab.headings):
            yield from _column(sheet, place, heading)
    for sheet, block in enumerate(plan.system, start=2 + len(plan.tabs)):
        yield _frozen(sheet)
        yield _protected(sheet, TYPED_IN.get(block.tab))  # type: ignore[call-overload] # the titles of the system's tabs


def _frozen(sheet: int) -> Request:
    properties = {"sheetId": sheet, "gridProperties": {"frozenRowCount": 1}}
    return {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.frozenRowCount"}}


def _header(sheet: int, tab: TabPlan, *, status: bool) -> Request:
    cells: list[dict[str, Any]] = [
        {"userEnteredValue": {"stringValue": one.text}, "note": one.note, "userEnteredFormat": BOLD}
        for one in tab.headings
    ]
    if status:
        formula = f'={{"Status";ARRAYFORMULA({status_lookup(tab, last_row=ROWS)})}}'
        cells.append({"userEnteredValue": {"formulaValue": formula}, "userEnteredFormat": BOLD})
    start = {"sheetId": sheet, "rowIndex": 0, "columnIndex": 0}
    return {
        "updateCells": {
            "rows": [{"values": cells}],
            "fields": "userEnteredValue,note,userEnteredFormat",
            "start": start,
        }
    }


def _column(sheet: int, place: int, heading: Heading) -> Iterator[Request]:
    below = {"sheetId": sheet, "startRowIndex": 1, "startColumnIndex": place, "endColumnIndex": place + 1}
    if heading.choices:
        values = [{"userEnteredValue": choice} for choice in heading.choices]
        rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "showCustomUi": True, "strict": False}
        yield {"setDataValidation": {"range": below, "rule": rule}}
    if heading.is_day:
        look = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}
        yield {"repeatCell": {"range": below, "cell": look, "fields": "userEnteredFormat.numberFormat"}}


def _protected(sheet: int, typed_in: int | None) -> Request:
    """Whoever edits it is warned; the column in which people write is left out."""
    protection: dict[str, Any] = {"range": {"sheetId": sheet}, "warningOnly": True, "description": "outreach"}
    if typed_in:
        column = {"sheetId": sheet, "startColumnIndex": typed_in - 1, "endColumnIndex": typed_in}
        protection["unprotectedRanges"] = [column]
    return {"addProtectedRange": {"protectedRange": protection}}
