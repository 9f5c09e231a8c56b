"""The public page of coverage, one a language: it stands alone, asks nobody anything and names no person."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_interval, format_timedelta
from markupsafe import Markup

from outreach.domain.coverage import CoverageState
from outreach.domain.dashboard import CountryLine, Dashboard, PublicDeadline, PublicEvent, PublicStructure
from outreach.rendering.chart import timeline_svg
from outreach.rendering.day import LOCALES, long_day
from outreach.rendering.map import View, map_svg
from outreach.rendering.page import Pages, render
from outreach.rendering.phrases import Phrases
from outreach.rendering.picture import colours, sprite
from outreach.rendering.tile_layout import Layout
from outreach.rendering.tile_svg import tiles_svg

TEMPLATE = "dashboard.html.j2"
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DashboardPaper:
    """What every page is drawn on. region: its name; split: which sub-regions its tables use.

    languages: of the pages, the first one the region's own; map: none where the region has no map.
    """

    region: str
    split: str
    languages: tuple[str, ...]
    layout: Layout
    map: tuple[View, ...]
    pages: Pages

    @property
    def phrases(self) -> Phrases:
        """What the page says."""
        return self.pages.phrases

    def file(self, language: str) -> str:
        """The name of the page in this language."""
        return "index.html" if language == self.languages[0] else f"{language}.html"


def dashboard_pages(board: Dashboard, paper: DashboardPaper) -> dict[str, bytes]:
    """By file name, a page a language; the first one's is `index.html`. The same board gives the same bytes."""
    return {paper.file(language): _page(board, paper, language).encode() for language in paper.languages}


def _page(board: Dashboard, paper: DashboardPaper, language: str) -> str:
    states = {one.country.code: one.state for one in board.countries}
    names = {one.country.code: one.country.name(language) for one in board.countries}
    words = _Words(paper.phrases, language, board.day)
    counted = Counter(states.values())
    counts = [(state, words.state(state), counted[state]) for state in CoverageState]
    title = words.say("coverage.of", covered=board.covered, all=len(states), day=long_day(board.day, language))
    told = words.say("coverage.alternative", of=title, counts="; ".join(f"{word}: {n}" for _, word, n in counts))
    return render(
        paper.pages,
        TEMPLATE,
        language=language,
        languages={other: paper.file(other) for other in paper.languages},
        region=paper.region,
        title=title,
        covered=board.covered,
        total=len(states),
        day=long_day(board.day, language),
        colours=Markup(colours()),  # noqa: S704 # made of our own constants
        sprite=Markup(sprite()),  # noqa: S704 # as above
        counts=counts,
        sub_regions=_sub_regions(board, paper, words),
        tiles=Markup(tiles_svg(states, names, paper.layout, title=told)),  # noqa: S704 # it escapes names itself
        maps=[Markup(map_svg(one, states, names, title=words.say(f"dashboard.map.{one.name}"))) for one in paper.map],  # noqa: S704 # as above
        timeline=Markup(_timeline(board, words)),  # noqa: S704 # as above
        points=[(words.day(one.day), one.now, one.then) for one in reversed(board.timeline)],
        deadlines=[_deadline(one, words) for one in board.deadlines],
        events=[_event(one, words) for one in board.events],
        countries=sorted((_country(one, words) for one in board.countries), key=_by_name),
        structures=_by_country(board.structures, names),
        sources=[
            (words.say(f"dashboard.source.{one.source}"), one.rows, words.day(one.since), words.ago(one.since))
            for one in board.sources
        ],
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Phrases, days and ages in one language, as seen from one day."""

    phrases: Phrases
    language: str
    today: date

    def say(self, key: str, **facts: object) -> str:
        return self.phrases.say(key, self.language, **facts)

    def state(self, state: CoverageState) -> str:
        return self.say(f"coverage.state.{state}")

    def day(self, day: date | None) -> str:
        return long_day(day, self.language) if day else self.say("dashboard.never")

    def ago(self, day: date | None) -> str:
        """`94 days ago`; "" of no day."""
        if day is None:
            return ""
        if day >= self.today:
            return self.say("dashboard.today")
        return format_timedelta(
            day - self.today, granularity="day", threshold=2, add_direction=True, locale=self._locale
        )

    def in_days(self, day: date) -> str:
        """`in 12 days`."""
        if day == self.today:
            return self.say("dashboard.today")
        ahead = day - self.today
        return format_timedelta(ahead, granularity="day", threshold=2, add_direction=True, locale=self._locale)

    def span(self, first: date, last: date) -> str:
        """`27-30 Jun 2016`, as the language writes it."""
        return format_interval(first, last, "yMMMd", locale=self._locale)

    @property
    def _locale(self) -> str:
        return LOCALES.get(self.language, self.language)


def _sub_regions(board: Dashboard, paper: DashboardPaper, words: _Words) -> list[tuple[str, int, int]]:
    """Name, how many of its countries are covered, how many it has."""
    every = Counter(one.country.splits[paper.split] for one in board.countries)
    covered = Counter(one.country.splits[paper.split] for one in board.with_structure)
    return [(_named(name, words), covered[name], count) for name, count in sorted(every.items())]


def _named(name: str, words: _Words) -> str:
    key = f"tabs.sub_region.{name}"
    return words.say(key) if words.phrases.knows(key, words.language) else name


def _timeline(board: Dashboard, words: _Words) -> str:
    first, last = board.timeline[0], board.timeline[-1]
    total = len(board.countries)
    title = words.say(
        "dashboard.timeline.title",
        first=words.day(first.day),
        was=first.now,
        last=words.day(last.day),
        now=last.now,
        all=total,
    )
    return timeline_svg(board.timeline, total, title=title)


def _event(event: PublicEvent, words: _Words) -> Row:
    country = event.country.name(words.language) if event.country else str(event.place or "")
    return {
        "when": words.span(event.start, event.end),
        "name": str(event.name),
        "where": ", ".join(filter(None, (str(event.city or ""), country))),
        "link": str(event.link or ""),
    }


def _deadline(deadline: PublicDeadline, words: _Words) -> Row:
    kind = words.say(f"dashboard.deadline.{deadline.kind}")
    about = str(deadline.about or "")
    name = about if kind.casefold() in about.casefold() else " ".join(filter(None, (kind, about)))
    left = words.in_days(deadline.day)
    return {"when": words.day(deadline.day), "left": left, "name": name, "link": str(deadline.link or "")}


def _country(line: CountryLine, words: _Words) -> Row:
    return {
        "code": line.country.code,
        "name": line.country.name(words.language),
        "state": line.state,
        "word": words.state(line.state),
        "structures": line.structures,
        "heard": words.day(line.heard),
        "ago": words.ago(line.heard),
    }


def _by_name(row: Row) -> str:
    """As a dictionary would: an accent changes no place."""
    return _unaccented(str(row["name"]))


def _unaccented(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


def _by_country(
    structures: Iterable[PublicStructure], names: Mapping[str, str]
) -> list[tuple[str, Sequence[PublicStructure]]]:
    found: dict[str, list[PublicStructure]] = {}
    for one in structures:
        found.setdefault(names[one.country.code], []).append(one)
    return sorted(found.items(), key=lambda pair: _unaccented(pair[0]))
