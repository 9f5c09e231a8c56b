"""The spreadsheet as a Google Sheet: one request reads every tab, one writes; gspread is used for HTTP only."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from google.auth.exceptions import GoogleAuthError
from google.oauth2 import credentials as user
from google.oauth2 import service_account
from requests import Session

from outreach.adapters.google_http import Elsewhere, GoogleHTTP, Patience
from outreach.domain.address import a1
from outreach.domain.snapshot import Block, Cell, Grid, Merge, Snapshot
from outreach.errors import SettingsError, SheetsError
from outreach.intake.dates import EPOCH

SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]
ABOUT_TABS = "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),merges)"
AS_STORED = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
ROOM_ATTEMPTS = 3
LINK = "https://docs.google.com/spreadsheets/d/{id}/edit#gid={gid}&range={{cell}}"


@dataclass(frozen=True, slots=True)
class Tab:
    """What Google says of a tab besides its cells."""

    id: int
    title: str
    rows: int
    columns: int
    merges: tuple[Merge, ...]


@dataclass(slots=True)
class GoogleSheets:
    """One spreadsheet by its id."""

    http: GoogleHTTP
    id: str

    def read(self) -> Snapshot:
        """Every tab: one small request for their names, one for all of their cells. Raises SheetsError."""
        tabs = self._tabs()
        ranges = [quoted(tab.title) for tab in tabs]
        answer = self.http.values_batch_get(self.id, ranges, dict(AS_STORED))
        found = answer.get("valueRanges", [])
        grids = {tab.title: Grid(tab.title, _rows(one), tab.merges) for tab, one in zip(tabs, found, strict=True)}
        return Snapshot(grids, {tab.title: LINK.format(id=self.id, gid=tab.id) for tab in tabs})

    def write(self, blocks: Sequence[Block]) -> None:
        """Makes room where it is missing, then writes all blocks in one request. Raises SheetsError."""
        tabs = self._with_room(blocks)
        data = [_data(block, tabs[block.tab]) for block in blocks]
        self.http.values_batch_update(self.id, {"valueInputOption": "RAW", "data": data})

    def _with_room(self, blocks: Sequence[Block]) -> dict[str, Tab]:
        """The tabs, once they can hold the blocks. A reply that was lost shows in the next look at them."""
        for attempt in range(ROOM_ATTEMPTS):
            tabs = {tab.title: tab for tab in self._tabs()}
            missing = dict.fromkeys(block.tab for block in blocks if block.tab not in tabs)
            room = [*_additions(missing, blocks), *_growth(tabs, blocks)]
            if not room:
                return tabs
            try:
                self.http.batch_update(self.id, {"requests": room})
            except SheetsError:
                if attempt == ROOM_ATTEMPTS - 1:
                    raise
        return {tab.title: tab for tab in self._tabs()}

    def _tabs(self) -> list[Tab]:
        about = self.http.spreadsheets_get(self.id, {"fields": ABOUT_TABS})
        return [_tab(sheet) for sheet in about.get("sheets", ()) if "gridProperties" in sheet.get("properties", {})]


def open_google_sheets(
    spreadsheet_id: str, credentials: str, *, endpoint: str = "", patience: Patience | None = None
) -> GoogleSheets:
    """A spreadsheet by its id.

    credentials: the JSON of a service account or of an authorised user, or the path of its file.
    endpoint: where a stand-in for Google answers, for trials and tests. Raises SettingsError.
    """
    http = (
        GoogleHTTP(_credentials(credentials), None, patience) if credentials else GoogleHTTP(None, Session(), patience)
    )
    if endpoint:
        http.session.mount("https://", Elsewhere(endpoint))
    elif not credentials:
        raise SettingsError("Set OUTREACH_GOOGLE_CREDENTIALS to the service account's key; .env.example says how.")
    return GoogleSheets(http, spreadsheet_id)


def quoted(title: str) -> str:
    """A tab's title in A1 notation."""
    return "'{}'".format(title.replace("'", "''"))


def _credentials(text: str) -> Any:  # noqa: ANN401 # google-auth's classes have no common one
    try:
        found = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8"))
        kind = service_account if found.get("type") == "service_account" else user
        maker = kind.Credentials
        if kind is service_account:
            return maker.from_service_account_info(found, scopes=SCOPES)
        return maker.from_authorized_user_info(found, scopes=SCOPES)
    except (OSError, ValueError, GoogleAuthError):
        raise SettingsError(
            "OUTREACH_GOOGLE_CREDENTIALS is neither the path nor the text of a service account's JSON key."
        ) from None


def _tab(sheet: Mapping[str, Any]) -> Tab:
    properties = sheet["properties"]
    size = properties["gridProperties"]
    return Tab(
        id=properties.get("sheetId", 0),
        title=properties["title"],
        rows=size.get("rowCount", 0),
        columns=size.get("columnCount", 0),
        merges=tuple(map(_merge, sheet.get("merges", ()))),
    )


def _merge(found: Mapping[str, int]) -> Merge:
    return Merge(
        first_row=found.get("startRowIndex", 0) + 1,
        first_column=found.get("startColumnIndex", 0) + 1,
        last_row=found["endRowIndex"],
        last_column=found["endColumnIndex"],
    )


def _rows(found: Mapping[str, Any]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(None if cell == "" else cell for cell in row) for row in found.get("values", ()))


def _additions(missing: Iterable[str], blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [{"addSheet": {"properties": {"title": title, "gridProperties": _size(title, blocks)}}} for title in missing]


def _size(title: str, blocks: Sequence[Block]) -> dict[str, int]:
    mine = [block for block in blocks if block.tab == title]
    rows = max(len(block.rows) for block in mine)
    columns = max(block.column + _width(block) - 1 for block in mine)
    return {"rowCount": max(rows, 100), "columnCount": max(columns, 8), "frozenRowCount": 1}


def _growth(tabs: Mapping[str, Tab], blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Rows or columns that existing tabs lack, told as a size so that a repetition changes nothing."""
    wanted: list[dict[str, Any]] = []
    for tab in (tabs[title] for title in dict.fromkeys(block.tab for block in blocks) if title in tabs):
        size = _size(tab.title, blocks)
        rows, columns = max(tab.rows, size["rowCount"]), max(tab.columns, size["columnCount"])
        if (rows, columns) != (tab.rows, tab.columns):
            grid = {"rowCount": rows, "columnCount": columns}
            properties = {"sheetId": tab.id, "gridProperties": grid}
            fields = "gridProperties(rowCount,columnCount)"
            wanted.append({"updateSheetProperties": {"properties": properties, "fields": fields}})
    return wanted


def _width(block: Block) -> int:
    return max((len(row) for row in block.rows), default=0)


def _data(block: Block, tab: Tab) -> dict[str, object]:
    """Down to the last row of the tab, so that nothing of a longer past is left; "" blanks a cell, null would not."""
    width = max(_width(block), 1)
    rows = [[_written(cell) for cell in (*row, *(None,) * (width - len(row)))] for row in block.rows]
    below = max(tab.rows - len(rows), 0)
    last = a1(max(len(rows) + below, 1), block.column + width - 1)
    place = f"{quoted(block.tab)}!{a1(1, block.column)}:{last}"
    return {"range": place, "values": rows + [[""] * width] * below}


def _written(cell: Cell) -> object:
    """Days and times as the serial numbers that a sheet keeps them as."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return (cell.date() - EPOCH).days + _fraction(cell.time())
    if isinstance(cell, date):
        return (cell - EPOCH).days
    return _fraction(cell) if isinstance(cell, time) else cell


def _fraction(moment: time) -> float:
    return (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400
