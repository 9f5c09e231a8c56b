"""Sheets as members would keep them, generated: clean ones, and the same with one fault put in."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from outreach.catalog import load_catalog
from outreach.domain.address import a1
from outreach.domain.problem import ProblemCode
from outreach.domain.snapshot import Cell, Grid, Snapshot
from outreach.intake.desk import Desk, read_desk
from outreach.intake.schema import Column, Schema

CATALOG = load_catalog(Path(__file__).resolve().parents[3], region="LACRALO")
COUNTRIES = [name for country in CATALOG.region.countries for name in country.names.values()]
WORDS = st.sampled_from(["Red", "Usuarios", "Digital", "Foro", "Puente", "Island", "Voices", "Net", "Círculo"])
NAMES = st.lists(WORDS, min_size=2, max_size=4).map(" ".join)
DAYS = st.dates(date(2014, 1, 1), date(2019, 12, 31))
ADDRESSES = st.builds("{}.{}@{}.example".format, WORDS, WORDS, WORDS).map(str.lower).filter(str.isascii)

CLEAN: dict[str, st.SearchStrategy[Any]] = {
    "text": NAMES,
    "country": st.sampled_from(COUNTRIES),
    "place": st.sampled_from([*COUNTRIES, "", "Regional", "online"]),
    "countries": st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=3, unique=True).map(", ".join),
    "date": DAYS,
    "timestamp": st.datetimes(datetime(2014, 1, 1), datetime(2019, 12, 31)),  # noqa: DTZ001 # a sheet's cells have no zone
    "time": st.times().map(lambda moment: time(moment.hour, moment.minute)),
    "zone": st.sampled_from(["UTC", "America/Guatemala", "America/Port_of_Spain"]),
    "email": ADDRESSES,
    "link": st.builds("https://{}.example/{}".format, WORDS, WORDS).filter(str.isascii),
    "phone": st.from_regex(r"\+50[1-9] [0-9]{4} [0-9]{4}", fullmatch=True),
    "languages": st.sampled_from(["Español", "English", "Español, English", "Português", "français"]),
    "integer": st.integers(1, 120),
}

ANYWHERE: list[tuple[Cell, ProblemCode]] = [("#REF!", ProblemCode.CELL_ERROR), ("=A1&B2", ProblemCode.FORMULA)]
FAULTS: dict[str, list[tuple[Cell, ProblemCode]]] = {
    "country": [
        ("Guatemla", ProblemCode.COUNTRY_UNKNOWN),
        ("Belice ", ProblemCode.STRAY_SPACES),
        ("St. Kitts", ProblemCode.COUNTRY_SPELLING),
        ("Puerto Rico", ProblemCode.COUNTRY_OUTSIDE),
        ("Guatemala y Belice", ProblemCode.COUNTRY_UNKNOWN),
    ],
    "place": [("Hondurras", ProblemCode.COUNTRY_UNKNOWN), ("Aruba", ProblemCode.COUNTRY_OUTSIDE)],
    "countries": [("Guatemala, Hondruas", ProblemCode.COUNTRY_UNKNOWN)],
    "date": [
        ("31/09/2016", ProblemCode.DATE_IMPOSSIBLE),
        ("31/09", ProblemCode.DATE_IMPOSSIBLE),
        ("03/04/2016", ProblemCode.DATE_AMBIGUOUS),
        ("por confirmar", ProblemCode.DATE_UNREADABLE),
        ("12-14 oct 2016", ProblemCode.DATE_UNREADABLE),
        ("2106-05-16", ProblemCode.DATE_FAR_OFF),
    ],
    "timestamp": [("03/04/2016", ProblemCode.DATE_AMBIGUOUS), ("ayer", ProblemCode.DATE_UNREADABLE)],
    "time": [("por la noche", ProblemCode.TIME_UNREADABLE), ("25:00", ProblemCode.TIME_UNREADABLE)],
    "zone": [("EST", ProblemCode.ZONE_UNKNOWN), ("GMT-3", ProblemCode.ZONE_UNKNOWN)],
    "email": [
        ("ana@red.example, luz@red.example", ProblemCode.EMAIL_SEVERAL),
        ("ana(at)red.example", ProblemCode.EMAIL_INVALID),
        ("ana@red", ProblemCode.EMAIL_INVALID),
        ("la de siempre", ProblemCode.EMAIL_INVALID),
        (" ana@red.example", ProblemCode.STRAY_SPACES),
        ('=HYPERLINK("mailto:ana@red.example","Ana")', ProblemCode.FORMULA),
    ],
    "link": [("www,red.example", ProblemCode.LINK_INVALID), ("ver su página", ProblemCode.LINK_INVALID)],
    "phone": [(612345678, ProblemCode.PHONE_AS_NUMBER)],
    "choice": [("tal vez, no sé", ProblemCode.CHOICE_UNKNOWN)],
    "choices": [("quién sabe", ProblemCode.CHOICE_UNKNOWN)],
    "languages": [("Lunfardo", ProblemCode.LANGUAGE_UNKNOWN)],
    "integer": [("una hora", ProblemCode.NUMBER_UNREADABLE)],
}


@dataclass(frozen=True)
class Sheet:
    """A workbook whose tab of `schema` holds `rows`, header first; the other tabs are as they should be."""

    schema: Schema
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def with_cell(self, row: int, column: Column, value: Cell) -> "Sheet":
        """The same sheet with another value in one cell; row 0 is the header."""
        position = self.columns.index(column)
        changed = [list(cells) for cells in self.rows]
        changed[row][position] = value
        return replace(self, rows=tuple(map(tuple, changed)))

    def address(self, row: int, column: Column) -> str:
        """Where the cell stands."""
        return a1(row + 1, self.columns.index(column) + 1)

    def read(self) -> Desk:
        """What intake makes of it."""
        title = self.schema.title
        schemas = {self.schema.key: self.schema}
        grids = {title: Grid(title, self.rows)}
        if self.schema.key == "trips":
            schemas["calendar"] = CATALOG.schemas["calendar"]
            grids["Calendar"] = self._calendar()
        return read_desk(Snapshot(grids), schemas, CATALOG.hand, secret=b"")

    def _calendar(self) -> Grid:
        """The events to which the trips of this sheet go."""
        event = next(place for place, column in enumerate(self.columns) if column.field == "event")
        names = [row[event] for row in self.rows[1:] if row[event]] or ["Foro"]
        return Grid("Calendar", (("Event", "Start date"), *((name, date(2017, 5, 2)) for name in dict.fromkeys(names))))


@st.composite
def sheets(draw: st.DrawFn, key: str) -> Sheet:
    """A clean sheet: headers in English, Spanish or both, in any order, two to six rows."""
    schema = CATALOG.schemas[key]
    columns = tuple(column for column in draw(st.permutations(schema.columns)) if column.field != "weekday")
    header = tuple(draw(headers(column)) for column in columns)
    rows = tuple(tuple(draw(values(column, number)) for column in columns) for number in range(draw(st.integers(2, 6))))
    return Sheet(schema, columns, (header, *(_in_order(row, columns) for row in rows)))


def headers(column: Column) -> st.SearchStrategy[str]:
    english, spanish = column.names["en"], column.names["es"]
    both = st.builds("{} / {}".format, st.sampled_from(english), st.sampled_from(spanish))
    return st.one_of(st.just(english[0]), st.just(spanish[0]), both)


def values(column: Column, number: int) -> st.SearchStrategy[Any]:
    if column.type in ("choice", "choices"):
        return st.sampled_from([words[0] for words in column.choices.values()])
    if column.type == "text":
        return CLEAN["text"].map(lambda name: f"{name} FY{14 + number}")
    return CLEAN[column.type]


def _in_order(row: tuple[Cell, ...], columns: tuple[Column, ...]) -> tuple[Cell, ...]:
    """The dates of a row in the order of their meaning: a start before its end, an application before its outcome."""
    places = [position for position, column in enumerate(columns) if column.type == "date"]
    meant = sorted(places, key=lambda position: ORDER.index(columns[position].field))
    days = iter(sorted(row[position] for position in places))  # type: ignore[type-var] # dates, as CLEAN makes them
    dated = {position: next(days) for position in meant}
    return tuple(dated.get(position, cell) for position, cell in enumerate(row))


ORDER = (
    *("applied", "accredited", "decertified", "start", "end", "opens", "closes", "asked", "answered", "date"),
    *("drafted", "reviewed", "concurred", "submitted", "departs", "returns", "reported", "approved"),
    *("leave_from", "leave_until"),
)
