"""A new Google spreadsheet after a blueprint: made, dressed and shared in a handful of requests."""

from collections.abc import Iterator
from typing import Any

from outreach.adapters.google_credentials import SHARING
from outreach.adapters.google_http import GoogleHTTP
from outreach.adapters.sheets_google import GoogleSheets, open_google
from outreach.domain.snapshot import Block
from outreach.domain.system_tab import SystemTab
from outreach.rendering.blueprint import TYPED_IN, Blueprint, Heading, TabPlan, status_column_formula

CREATE = "https://sheets.googleapis.com/v4/spreadsheets"
WIDE, NARROW, PAGE = 220, 130, 800  # pixels
LONG = 16  # signs of a header that needs a wide column
LOCALE = "en_GB"  # days are typed day first, as in the region, and formulas have commas, as ours do
BLUE = {"red": 0.91, "green": 0.93, "blue": 0.97}
BOLD = {"textFormat": {"bold": True}, "wrapStrategy": "WRAP", "backgroundColor": BLUE}

Request = dict[str, Any]


def make_spreadsheet(
    title: str,
    plan: Blueprint,
    http: GoogleHTTP,
    *,
    share_with: tuple[str, ...] = (),
    leaders: tuple[str, ...] = (),
    status_in: str | None = None,
) -> str:
    """Makes the spreadsheet; its id. share_with: addresses that become editors; status_in: as of a workbook.

    leaders: addresses that become editors too, and alone may say who leads and put names to approvals.

    Raises SheetsError; what was made by then stays in the account.
    """
    titles = [plan.read_me_title, *(tab.title for tab in plan.tabs.values()), *(block.tab for block in plan.system)]
    sheets = [{"properties": {"title": one, "sheetId": number}} for number, one in enumerate(titles, start=1)]
    made = http.request(
        "post", CREATE, json={"properties": {"title": title, "locale": LOCALE}, "sheets": sheets}
    ).json()
    spreadsheet: str = made["spreadsheetId"]
    http.batch_update(spreadsheet, {"requests": list(_dressing(plan, status_in))})
    GoogleSheets(http, spreadsheet).write((_read_me(plan), *plan.system))
    for address in dict.fromkeys((*share_with, *leaders)):
        http.insert_permission(spreadsheet, address, perm_type="user", role="writer", notify=False)
    if leaders:
        http.batch_update(spreadsheet, {"requests": list(_reserved(plan, leaders))})
    return spreadsheet


def open_for_setup(credentials: str, *, endpoint: str = "") -> GoogleHTTP:
    """Google's services with the right to share what is made. Raises SettingsError."""
    return open_google(credentials, endpoint=endpoint, scopes=SHARING)


def _read_me(plan: Blueprint) -> Block:
    return Block(plan.read_me_title, tuple((line,) for line in plan.read_me))


def _dressing(plan: Blueprint, status_in: str | None) -> Iterator[Request]:
    yield _width(1, 0, PAGE)
    for sheet, (key, tab) in enumerate(plan.tabs.items(), start=2):
        yield _frozen(sheet)
        yield _header(sheet, tab.headings)
        for place, heading in enumerate(tab.headings):
            yield from _column(sheet, place, heading)
        if key == status_in:
            yield from _status(sheet, tab, plan.status)
    for sheet, block in enumerate(plan.system, start=2 + len(plan.tabs)):
        yield _frozen(sheet)
        yield _protected({"sheetId": sheet}, TYPED_IN.get(SystemTab(block.tab), range(0)))


def _frozen(sheet: int) -> Request:
    properties = {"sheetId": sheet, "gridProperties": {"frozenRowCount": 1}}
    return {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.frozenRowCount"}}


def _header(sheet: int, headings: tuple[Heading, ...]) -> Request:
    cells = [_headed({"stringValue": one.text}, one) for one in headings]
    return _cells(sheet, 0, cells)


def _headed(value: dict[str, str], heading: Heading) -> dict[str, Any]:
    return {"userEnteredValue": value, "note": heading.note, "userEnteredFormat": BOLD}


def _cells(sheet: int, place: int, cells: list[dict[str, Any]]) -> Request:
    """Into the first row, from a column (from 0) on."""
    start = {"sheetId": sheet, "rowIndex": 0, "columnIndex": place}
    fields = "userEnteredValue,note,userEnteredFormat"
    return {"updateCells": {"rows": [{"values": cells}], "fields": fields, "start": start}}


def _width(sheet: int, place: int, pixels: int) -> Request:
    span = {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
    return {"updateDimensionProperties": {"range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}


def _status(sheet: int, tab: TabPlan, heading: Heading) -> Iterator[Request]:
    """A last column, warned of, as whatever somebody types there stops the formula."""
    place = len(tab.headings)
    yield _cells(sheet, place, [_headed({"formulaValue": status_column_formula(tab, heading.text)}, heading)])
    yield _width(sheet, place, WIDE)
    yield _protected({"sheetId": sheet, "startColumnIndex": place, "endColumnIndex": place + 1}, range(0))


def _column(sheet: int, place: int, heading: Heading) -> Iterator[Request]:
    yield _width(sheet, place, WIDE if len(heading.text) > LONG else NARROW)
    below = {"sheetId": sheet, "startRowIndex": 1, "startColumnIndex": place, "endColumnIndex": place + 1}
    if heading.choices:
        values = [{"userEnteredValue": choice} for choice in heading.choices]
        rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "showCustomUi": True, "strict": False}
        yield {"setDataValidation": {"range": below, "rule": rule}}
    if heading.is_day:
        look = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}
        yield {"repeatCell": {"range": below, "cell": look, "fields": "userEnteredFormat.numberFormat"}}


def _reserved(plan: Blueprint, leaders: tuple[str, ...]) -> Iterator[Request]:
    """The column of names in Approvals and the whole of People, for these editors and the account itself alone."""
    approvals = next(n for n, one in enumerate(plan.system, start=2 + len(plan.tabs)) if one.tab == SystemTab.APPROVALS)
    people = next(number for number, key in enumerate(plan.tabs, start=2) if key == "people")
    for area in (_columns_of(approvals, TYPED_IN[SystemTab.APPROVALS]), {"sheetId": people}):
        protection = {"range": area, "editors": {"users": list(leaders)}, "description": "leaders"}
        yield {"addProtectedRange": {"protectedRange": protection}}


def _columns_of(sheet: int, numbers: range) -> dict[str, int]:
    return {"sheetId": sheet, "startColumnIndex": numbers.start - 1, "endColumnIndex": numbers.stop - 1}


def _protected(area: dict[str, int], typed_in: range) -> Request:
    """Whoever edits it is warned; the columns in which people write are left out."""
    protection: dict[str, Any] = {"range": area, "warningOnly": True, "description": "outreach"}
    if typed_in:
        protection["unprotectedRanges"] = [_columns_of(area["sheetId"], typed_in)]
    return {"addProtectedRange": {"protectedRange": protection}}
