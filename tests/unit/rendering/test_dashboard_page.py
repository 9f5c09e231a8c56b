"""The public page: complete in every language, whole in itself, and nobody stands in it, whatever members typed."""

import html
import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.adapters.sheets_files import FileSheets
from outreach.catalog import load_catalog
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.dashboard import CoveragePoint, Dashboard, Source, SourceAge, timeline_days
from outreach.domain.deadline import Deadline, DeadlineKind
from outreach.domain.snapshot import Grid, Snapshot
from outreach.intake.desk import Desk, read_desk
from outreach.intake.folding import folded
from outreach.intake.publicity import dashboard_of
from outreach.rendering.dashboard_page import DashboardPaper, dashboard_pages
from outreach.rendering.dashboard_tabs import dashboard_tabs
from outreach.settings import ROOT
from tests.factories import a_structure
from tests.paper import REFRESH, same_as_golden
from tests.unit.intake.sheets import Sheet, sheets

CATALOG = load_catalog(ROOT, region="LACRALO")
LANGUAGES = ("en", "es", "pt", "fr")
DAY = date(2016, 7, 4)
VOID = {"meta", "link", "br"}
BUDGET = 300_000  # bytes of all pages together, which is far more than one reader loads
PAPER = DashboardPaper("LACRALO", "celac", LANGUAGES, CATALOG.layout, CATALOG.map, CATALOG.pages)


def board_of(desk: Desk) -> Dashboard:
    coverage = coverage_on(DAY, CATALOG.region, desk.evidence)
    points = [coverage_on(day, CATALOG.region, desk.evidence).covered for day in timeline_days(DAY)]
    timeline = tuple(
        CoveragePoint(day, count, count if day >= date(2016, 1, 1) else None)
        for day, count in zip(timeline_days(DAY), points, strict=True)
    )
    windows = (
        Deadline("f", DeadlineKind.FELLOWSHIP, date(2016, 9, 2), "ICANN58", link="https://fellowship.example"),
        Deadline("d", DeadlineKind.DRAFT, date(2016, 9, 1), "a trip, which is nobody else's business"),
        Deadline("n", DeadlineKind.NOMCOM, date(2016, 7, 3), "2016"),
    )
    sources = tuple(SourceAge(one, desk.rows.get(one, 0), date(2016, 6, 30)) for one in Source)
    return dashboard_of(desk, coverage, timeline, windows=windows, sources=sources)


@cache
def sample() -> Desk:
    seen = FileSheets(ROOT / "demo" / "lacralo-sample.xlsx").read()
    return read_desk(seen, CATALOG.schemas, CATALOG.hand, secret=b"")


@cache
def pages() -> dict[str, str]:
    return {name: page.decode() for name, page in dashboard_pages(board_of(sample()), PAPER).items()}


def shown(page: str) -> str:
    """All that the page says, its links included, folded."""
    return folded(html.unescape(re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)))


class Checker(HTMLParser):
    """Fails where elements do not nest or a name is given twice; keeps what it saw."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps it."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of a shape."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """What was opened last is closed first."""
        assert self.open.pop() == tag


def checked(page: str) -> Checker:
    checker = Checker()
    checker.feed(page)
    assert checker.open == []
    return checker


def test_a_page_a_language_all_linked_with_each_other_and_small() -> None:
    links = {name: set(re.findall(r'href="([a-z]+\.html)"', page)) for name, page in pages().items()}

    assert list(pages()) == ["index.html", "es.html", "pt.html", "fr.html"]
    assert all(found == set(pages()) - {name} for name, found in links.items())
    assert sum(len(page.encode()) for page in pages().values()) < BUDGET


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_in_itself(language: str) -> None:
    page = pages()[PAPER.file(language)]
    found = checked(page)
    names = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    used = {target for _, attrs in found.tags for target in re.findall(r"^#(.+)", attrs.get("href") or "")}
    labels = {name for _, attrs in found.tags for name in (attrs.get("aria-labelledby") or "").split()}

    assert {tag for tag, _ in found.tags} & {"script", "img", "iframe", "form", "object"} == set()
    assert [attrs["href"] for tag, attrs in found.tags if tag == "link" and "//" in (attrs["href"] or "")] == []
    assert "url(" not in page
    assert "@import" not in page
    assert len(names) == len(set(names))
    assert used | labels <= set(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_in_tiles_map_and_table_of_every_page(language: str) -> None:
    page = pages()[PAPER.file(language)]
    tiles = page.partition('<svg class="tiles"')[2].partition("</svg>")[0]
    region = page.partition('<svg class="map-region"')[2].partition("</svg>")[0]
    names = [html.escape(country.name(language)) for country in CATALOG.region.countries]

    assert len(names) == 33
    assert [name for name in names if f"<title>{name}</title>" not in tiles] == []
    assert [name for name in names if f"<title>{name} (" not in region] == []
    assert [name for name in names if f'<th scope="row">{name} ' not in page] == []


def test_windows_are_told_and_neither_trips_nor_what_is_past() -> None:
    page = pages()["index.html"]

    assert '<a href="https://fellowship.example" rel="noopener noreferrer">Fellowship ICANN58</a>' in page
    assert "a trip" not in page
    assert "NomCom" not in page


def test_nobody_of_the_sample_stands_in_any_page_or_tab() -> None:
    desk = sample()
    typed = {row[3] for row in FileSheets(ROOT / "demo" / "lacralo-sample.xlsx").read().grids["ALSes"].rows[3:]}
    persons = {*desk.persons, *(str(name) for name in typed if name)}
    blocks = dashboard_tabs(board_of(desk), CATALOG.phrases)
    tabs = folded(" | ".join(str(cell) for block in blocks for row in block.rows for cell in row))

    told = [shown(page) for page in pages().values()]
    assert len(persons) > 330
    assert [one for one in persons if any(folded(one) in text for text in (*told, tabs))] == []
    assert [text for text in (*told, tabs) if "@" in text] == []


@st.composite
def workbooks(draw: st.DrawFn) -> Desk:
    """A workbook in which an event and a structure, on any day of the page's, are named after people of the survey."""
    calendar, structures, survey = (draw(sheets(key)) for key in ("calendar", "structures", "survey"))
    member, contact = (cell(survey, name) for name in ("answered_by", "contact_name"))
    event = with_cells(calendar, name=f"Taller de {contact}", start=DAY, end=DAY, kind="Local", state=None)
    structure = with_cells(structures, name=member, country="Belize", accredited=date(2014, 1, 1), decertified=None)
    grids = {sheet.schema.title: Grid(sheet.schema.title, sheet.rows) for sheet in (event, structure, survey)}
    return read_desk(Snapshot(grids), CATALOG.schemas, CATALOG.hand, secret=b"")


def cell(sheet: Sheet, name: str) -> object:
    place = next(place for place, column in enumerate(sheet.columns) if column.field == name)
    return sheet.rows[1][place]


def with_cells(sheet: Sheet, **values: Any) -> Sheet:
    """The sheet with these values in its first row."""
    for column in sheet.columns:
        if column.field in values:
            sheet = sheet.with_cell(1, column, values[column.field])
    return sheet


@given(workbooks())
@settings(max_examples=4, deadline=None)
def test_nobody_of_a_generated_workbook_stands_in_the_page(desk: Desk) -> None:
    one = DashboardPaper("LACRALO", "celac", ("en",), CATALOG.layout, (), CATALOG.pages)
    board = board_of(desk)
    text = shown(dashboard_pages(board, one)["index.html"].decode())

    assert board.withheld >= 1
    assert [person for person in desk.persons if re.search(rf"\b{re.escape(folded(person))}\b", text)] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_is_the_one_that_was_looked_at(language: str) -> None:
    assert same_as_golden(f"dashboard.{language}.html", pages()[PAPER.file(language)].encode()), REFRESH


def test_hostile_names_stay_text() -> None:
    evidence = Evidence(structures=(a_structure("GT", name='<script>alert("x")</script>'),))

    page = dashboard_pages(board_of(Desk(evidence)), PAPER)["index.html"].decode()

    assert "&lt;script&gt;alert(" in page
    assert "<script" not in page
