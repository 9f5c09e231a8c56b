"""Tasks behind the public page: what was known when, what of it all is for the public, and the files themselves."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from outreach.bootstrap import app
from outreach.domain.coverage import Coverage, coverage_on
from outreach.domain.dashboard import CoveragePoint, Dashboard, Source, SourceAge, timeline_days
from outreach.domain.snapshot import Snapshot
from outreach.domain.watch import meetings_over
from outreach.domain.window_deadlines import window_deadlines
from outreach.intake.desk import Desk, grid_of
from outreach.intake.publicity import dashboard_of
from outreach.rendering.dashboard_page import DashboardPaper, dashboard_pages
from tasks.policy import acts, reads

PUBLIC = "public"


@reads
def recall_timeline(desk: Desk, *, today: date) -> tuple[CoveragePoint, ...]:
    """Coverage on the first day of each quarter and today: by what is known now, and by what the archive knew then."""
    region, evidence = app().catalog.region, desk.evidence
    days = timeline_days(today)
    known = _known_then(days)
    return tuple(CoveragePoint(day, coverage_on(day, region, evidence).covered, known.get(day)) for day in days)


@reads
def find_dashboard(coverage: Coverage, desk: Desk, timeline: tuple[CoveragePoint, ...], *, seen: Snapshot) -> Dashboard:
    """What of everything is for the public."""
    programmes, today = app().catalog.programmes, coverage.day
    windows = window_deadlines(
        programmes.windows, desk.opportunities, str, over=meetings_over(programmes.meetings, today), today=today
    )
    return dashboard_of(desk, coverage, timeline, windows=windows, sources=_sources(desk, seen))


@acts
def publish_pages(board: Dashboard) -> Path:
    """Puts a page a language into `public/` of the state folder, each in one step; where they are."""
    catalog = app().catalog
    languages = tuple(dict.fromkeys((*catalog.region.languages, *catalog.phrases.entries)))
    paper = DashboardPaper(
        catalog.region.name, catalog.region.split, languages, catalog.layout, catalog.map, catalog.pages
    )
    folder = app().settings.state / PUBLIC
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in dashboard_pages(board, paper).items():
        _replace(folder / name, content)
    return folder


def _known_then(days: tuple[date, ...]) -> Mapping[date, int]:
    """How many countries were covered on each day by what had been read at its end; without days before that."""
    world = app()
    known = {}
    for day in days:
        pull = world.archive.as_known(datetime.combine(day + timedelta(days=1), time(), UTC))
        if pull is not None:
            evidence = world.desk(pull.snapshot).evidence
            known[day] = coverage_on(day, world.catalog.region, evidence).covered
    return known


def _sources(desk: Desk, seen: Snapshot) -> tuple[SourceAge, ...]:
    world = app()
    since = world.archive.unchanged_since()
    grids = {source: grid_of(seen, world.catalog.schemas[source]) for source in Source}
    ages = {source: since.get(grid.title) for source, grid in grids.items() if grid}
    return tuple(SourceAge(one, desk.rows.get(one, 0), age.date() if age else None) for one, age in ages.items())


def _replace(path: Path, content: bytes) -> None:
    """Readers see the page before or the page after, never a half of one; one that is the same stays untouched."""
    if path.is_file() and path.read_bytes() == content:
        return
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
