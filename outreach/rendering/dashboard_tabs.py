"""The Dashboard as tabs of the spreadsheet: Stats, ALSes, Countries, breakdowns, as LACRALO kept them in 2009."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from outreach.domain.country import Country
from outreach.domain.coverage import CoverageState
from outreach.domain.dashboard import CountryLine, Dashboard, Membership, fiscal_year
from outreach.domain.snapshot import Block
from outreach.domain.system_tab import SystemTab
from outreach.rendering.day import long_day
from outreach.rendering.phrases import Phrases
from outreach.rendering.tab_cells import LANGUAGES, Row, block, both, heads


def dashboard_tabs(board: Dashboard, phrases: Phrases) -> tuple[Block, ...]:
    """All four. Of a structure they say organisation, country and website, never its representative."""
    return (
        block(SystemTab.STATS, list(_stats(board, phrases))),
        block(SystemTab.ALSES, list(_structures(board, phrases))),
        block(SystemTab.COUNTRIES, list(_countries(board, phrases))),
        block(SystemTab.BREAKDOWNS, list(_breakdowns(board, phrases))),
    )


def _stats(board: Dashboard, phrases: Phrases) -> Iterator[Row]:
    """Computed from the rest, as members know it."""
    states = Counter(one.state for one in board.countries)
    members = Counter(one.ccnso for one in board.countries)
    yield (_dated("tabs.stats.on", board.day, phrases), None)
    yield both("tabs.stats.countries", phrases), len(board.countries)
    yield both("tabs.stats.structures", phrases), sum(one.structures for one in board.countries)
    yield _dated("tabs.stats.new", fiscal_year(board.day), phrases), board.new_structures
    yield from ((both(f"coverage.state.{state}", phrases), states[state]) for state in CoverageState)
    yield from ((both(f"tabs.ccnso_long.{known}", phrases), members[known]) for known in Membership)
    yield both("tabs.stats.withheld", phrases), board.withheld


def _structures(board: Dashboard, phrases: Phrases) -> Iterator[Row]:
    yield heads(phrases, "organisation", "code", "country", "website", "accredited")
    for one in board.structures:
        website = str(one.website) if one.website else ""
        yield str(one.name), one.country.code, _names([one.country]), website, one.accredited.isoformat()


def _countries(board: Dashboard, phrases: Phrases) -> Iterator[Row]:
    yield heads(phrases, "code", "country", "structures", "ccnso", "heard")
    for one in board.countries:
        known = both(f"tabs.ccnso.{one.ccnso}", phrases)
        heard = one.heard.isoformat() if one.heard else ""
        yield one.country.code, _names([one.country]), one.structures, known, heard


def _breakdowns(board: Dashboard, phrases: Phrases) -> Iterator[Row]:
    """With and without a structure, in the ccNSO or not, and each of the one with each of the other."""
    yield heads(phrases, "breakdown", "count", "codes", "countries")
    halves = {"with_als": board.with_structure, "without_als": board.without_structure}
    for name, lines in halves.items():
        yield _breakdown(both(f"tabs.breakdown.{name}", phrases), lines)
    for known in Membership:
        lines = tuple(one for one in board.countries if one.ccnso is known)
        yield _breakdown(both(f"tabs.ccnso_long.{known}", phrases), lines)
    for name, half in halves.items():
        for known in Membership:
            label = f"{both(f'tabs.breakdown.{name}', phrases)}; {both(f'tabs.ccnso_long.{known}', phrases)}"
            yield _breakdown(label, [one for one in half if one.ccnso is known])


def _breakdown(label: str, lines: Iterable[CountryLine]) -> Row:
    countries = [one.country for one in lines]
    return label, len(countries), ", ".join(one.code for one in countries), _names(countries)


def _names(countries: Iterable[Country]) -> str:
    return ", ".join(" / ".join(dict.fromkeys(map(one.name, LANGUAGES))) for one in countries)


def _dated(key: str, day: date, phrases: Phrases) -> str:
    """The sentence in both languages, each with the day as it writes it."""
    return " / ".join(phrases.say(key, language, day=long_day(day, language)) for language in LANGUAGES)
