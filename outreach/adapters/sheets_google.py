"""The spreadsheet as a Google Sheet: one request reads every tab, one writes; gspread is used for HTTP only."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, TypeVar

from requests import Session

from outreach.adapters.google_credentials import SCOPES, google_credentials
from outreach.adapters.google_fault import TROUBLE, GoogleError
from outreach.adapters.google_http import Elsewhere, GoogleHTTP, Patience
from outreach.domain.address import A1, a1, column_number, parse_a1
from outreach.domain.snapshot import Block, Cell, Grid, Merge, Remark, Snapshot
from outreach.errors import SettingsError
from outreach.intake.dates import EPOCH

TAB_FIELDS = "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),merges)"
COMPACT = {"prettyPrint": "false"}  # two fifths fewer bytes
ABOUT_TABS = {"fields": TAB_FIELDS} | COMPACT
ABOUT_PROTECTION = {
    "fields": "sheets(properties(title),protectedRanges(range,warningOnly,unprotectedRanges))"
} | COMPACT
AS_STORED = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"} | COMPACT
REFUSED = 400
Done = TypeVar("Done")
ATTEMPTS = 3
KEPT_SECONDS = 300
LONGEST_COMMENT = 2048
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
    """One spreadsheet by its id. What its tabs are is asked once and believed for five minutes, or until a refusal."""

    http: GoogleHTTP
    id: str
    _tabs: dict[str, Tab] = field(default_factory=dict)
    _asked: float = 0

    def read(self) -> Snapshot:
        """Every cell of every tab in one request; the first time another small one for the tabs. Raises SheetsError."""
        return self._despite_changes(self._snapshot)

    def write(self, blocks: Sequence[Block]) -> None:
        """All blocks in one request, RAW; one more before it where room is missing. Raises SheetsError.

        Days and times are written as the serial numbers that a sheet keeps them as.
        """
        if blocks:
            self._despite_changes(lambda: self._put(blocks))

    def comment(self, remarks: Sequence[Remark]) -> None:
        """One request, never repeated, as a second one would comment twice. Raises SheetsError."""
        tabs = self._known()
        wanted = [_comment(remark, tabs[remark.tab]) for remark in remarks if remark.tab in tabs]
        if wanted:
            self.http.batch_update(self.id, {"requests": wanted})

    def is_reserved(self, tab: str, column: int) -> bool | None:
        """As the port says: a protection that does more than warn spans the column from its second row on."""
        answer = self.http.spreadsheets_get(self.id, dict(ABOUT_PROTECTION))
        sheets = [one for one in answer.get("sheets", ()) if one["properties"]["title"] == tab]
        return any(_spans(one, column) for sheet in sheets for one in sheet.get("protectedRanges", ()))

    def _despite_changes(self, work: Callable[[], Done]) -> Done:
        """Done again after a refusal, once the tabs were looked at anew: people rename, delete and shorten them."""
        for _ in range(ATTEMPTS - 1):
            try:
                return work()
            except GoogleError as refused:
                if refused.code != REFUSED:
                    raise
            self._forget()
        return work()

    def _snapshot(self) -> Snapshot:
        tabs = tuple(self._known().values())
        answer = self.http.values_batch_get(self.id, [quoted(tab.title) for tab in tabs], dict(AS_STORED))
        found = answer.get("valueRanges", [])
        if len(found) != len(tabs):
            raise GoogleError(TROUBLE, passing=True)
        self._tabs = {tab.title: _resized(tab, one["range"]) for tab, one in zip(tabs, found, strict=True)}
        grids = {tab.title: Grid(tab.title, _rows(one), tab.merges) for tab, one in zip(tabs, found, strict=True)}
        return Snapshot(grids, {tab.title: LINK.format(id=self.id, gid=tab.id) for tab in tabs})

    def _put(self, blocks: Sequence[Block]) -> None:
        tabs = self._with_room(blocks)
        data = [_data(block, tabs[block.tab]) for block in blocks]
        self.http.values_batch_update(self.id, {"valueInputOption": "RAW", "data": data})

    def _with_room(self, blocks: Sequence[Block]) -> dict[str, Tab]:
        """The tabs, once they can hold the blocks. After a fault the tabs are looked at again: it may be done."""
        for attempt in range(1, ATTEMPTS + 1):
            room = _room(self._known(), blocks)
            if not room:
                break
            try:
                made = self.http.batch_update(self.id, {"requests": room, "includeSpreadsheetInResponse": True})
            except GoogleError as fault:
                if attempt == ATTEMPTS or not (fault.passing or fault.code == REFUSED):
                    raise
                self._forget()
                self.http.patience.sleep(self.http.patience.pause(attempt))
            else:
                self._learn(made["updatedSpreadsheet"])
        return self._known()

    def _known(self) -> dict[str, Tab]:
        if not self._tabs or self.http.patience.clock() - self._asked > KEPT_SECONDS:
            self._learn(self.http.spreadsheets_get(self.id, dict(ABOUT_TABS)))
        return self._tabs

    def _learn(self, about: Mapping[str, Any]) -> None:
        found = [_tab(one) for one in about.get("sheets", ()) if "gridProperties" in one.get("properties", {})]
        self._tabs, self._asked = {tab.title: tab for tab in found}, self.http.patience.clock()

    def _forget(self) -> None:
        self._tabs = {}


def open_google_sheets(
    spreadsheet_id: str, credentials: str, *, endpoint: str = "", patience: Patience | None = None
) -> GoogleSheets:
    """A spreadsheet by its id.

    credentials: the JSON of a service account or of an authorised user, or the path of its file.
    endpoint: where a stand-in for Google answers, for trials and tests; it needs none. Raises SettingsError.
    """
    return GoogleSheets(open_google(credentials, endpoint=endpoint, patience=patience), spreadsheet_id)


def open_google(
    credentials: str, *, endpoint: str = "", patience: Patience | None = None, scopes: Sequence[str] = SCOPES
) -> GoogleHTTP:
    """Google's services, asked under these credentials. Raises SettingsError."""
    if not credentials and not endpoint:
        raise SettingsError("Set OUTREACH_GOOGLE_CREDENTIALS to the service account's key; .env.example says how.")
    signer = google_credentials(credentials, endpoint=endpoint, scopes=scopes) if credentials else None
    http = GoogleHTTP(signer, None if signer else Session(), patience)
    if endpoint:
        http.session.mount("https://", Elsewhere(endpoint))
    return http


def quoted(title: str) -> str:
    """A tab's title in A1 notation."""
    return "'{}'".format(title.replace("'", "''"))


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


def _resized(tab: Tab, seen: str) -> Tab:
    """The tab with its size of now: a range is named as far as the grid goes, and its rows and columns come and go."""
    corner = A1.fullmatch(seen.rpartition("!")[2].rpartition(":")[2])
    return replace(tab, rows=int(corner[2]), columns=column_number(corner[1])) if corner else tab


def _spans(protection: Mapping[str, Any], column: int) -> bool:
    area = protection.get("range", {})
    wide = area.get("startColumnIndex", 0) < column <= area.get("endColumnIndex", column)
    high = area.get("startRowIndex", 0) <= 1 and "endRowIndex" not in area
    return wide and high and not protection.get("warningOnly") and not protection.get("unprotectedRanges")


def _merge(found: Mapping[str, int]) -> Merge:
    return Merge(
        first_row=found.get("startRowIndex", 0) + 1,
        first_column=found.get("startColumnIndex", 0) + 1,
        last_row=found["endRowIndex"],
        last_column=found["endColumnIndex"],
    )


def _rows(found: Mapping[str, Any]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(None if cell == "" else cell for cell in row) for row in found.get("values", ()))


def _room(tabs: Mapping[str, Tab], blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Requests for the tabs, rows and columns that the blocks need and that are not there."""
    missing = dict.fromkeys(block.tab for block in blocks if block.tab not in tabs)
    return [*_additions(missing, blocks), *_growth(tabs, blocks)]


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


def _comment(remark: Remark, tab: Tab) -> dict[str, Any]:
    row, column = parse_a1(remark.cell)
    coordinate = {"sheetId": tab.id, "rowIndex": row - 1, "columnIndex": column - 1}
    wanted: dict[str, Any] = {"coordinate": coordinate, "content": remark.text[:LONGEST_COMMENT]}
    return {"insertComment": wanted | ({"assigneeEmailAddress": remark.assignee} if remark.assignee else {})}


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
