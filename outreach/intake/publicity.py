"""What of the members' cells may stand on a public page: nothing that holds a person's name or address."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from outreach.domain.country import Country, Region
from outreach.domain.coverage import Coverage
from outreach.domain.dashboard import (
    CoveragePoint,
    Dashboard,
    PublicDeadline,
    PublicEvent,
    PublicStructure,
    SourceAge,
    coming,
    country_lines,
    new_structures,
)
from outreach.domain.deadline import Deadline, DeadlineKind, by_day
from outreach.domain.event import Event
from outreach.domain.public_text import PublicLink, PublicText
from outreach.domain.structure import Structure
from outreach.intake.desk import Desk
from outreach.intake.folding import folded

PUBLIC_KINDS = frozenset({"in_territory", "regional", ""})
"""Kinds of calendar rows; an issue is no event that anybody could attend."""

WINDOWS = frozenset({DeadlineKind.FELLOWSHIP, DeadlineKind.NEXTGEN, DeadlineKind.NOMCOM, DeadlineKind.WINDOW})
"""Last days that concern anybody; those of trips and years are the organisation's own business."""

SHORTEST = 3
Made = TypeVar("Made", PublicText, PublicLink)


class Discretion:
    """Knows everybody who is named in the sheets, and lets no line pass in which one of them stands."""

    def __init__(self, persons: Iterable[str], region: Region) -> None:
        """persons: cells that name people, in whatever way (`Desk.persons`)."""
        places = {_plain(name) for one in region.countries for name in (*one.names.values(), *one.aliases)}
        named = {_plain(part) for cell in persons for part in _parts(cell)}
        self._names = tuple(f" {name} " for name in sorted(named - places) if len(name) >= SHORTEST)

    def text(self, line: str) -> PublicText | None:
        """The line, None when it is not for the public."""
        return self._checked(line, PublicText)

    def link(self, address: str) -> PublicLink | None:
        """The address of a page, None when it is none or not for the public."""
        return self._checked(address, PublicLink)

    def _checked(self, line: str, make: Callable[[str], Made]) -> Made | None:
        within = f" {_plain(line)} "
        if any(name in within for name in self._names):
            return None
        try:
            return make(line)
        except ValueError:
            return None


def public_structures(
    structures: Iterable[Structure], region: Region, discretion: Discretion, *, today: date
) -> tuple[tuple[PublicStructure, ...], int]:
    """Those that are accredited on the day, by country and name; how many more may name a person."""
    accredited = [one for one in structures if one.is_accredited_on(today)]
    made = [_structure(one, _countries(region), discretion) for one in accredited]
    shown = [one for one in made if one]
    order = {country.code: place for place, country in enumerate(region.countries)}
    return tuple(sorted(shown, key=lambda one: (order[one.country.code], str(one.name)))), len(made) - len(shown)


def public_events(
    events: Iterable[Event], region: Region, discretion: Discretion
) -> tuple[tuple[PublicEvent, ...], int]:
    """The events that anybody may attend; how many more may name a person."""
    public = [one for one in events if one.kind in PUBLIC_KINDS and not one.cancelled]
    made = [_event(one, _countries(region), discretion) for one in public]
    shown = tuple(one for one in made if one)
    return shown, len(made) - len(shown)


def public_deadlines(
    deadlines: Iterable[Deadline], discretion: Discretion, *, today: date
) -> tuple[PublicDeadline, ...]:
    """The windows that are not over, the nearest first; a window whose name may be a person's is shown without it."""
    return tuple(
        PublicDeadline(one.kind, one.day, discretion.text(one.about), discretion.link(one.link))
        for one in by_day(deadlines)
        if one.kind in WINDOWS and one.day and one.day >= today
    )


def dashboard_of(
    desk: Desk,
    coverage: Coverage,
    timeline: tuple[CoveragePoint, ...],
    *,
    windows: Iterable[Deadline] = (),
    sources: tuple[SourceAge, ...] = (),
) -> Dashboard:
    """What of the desk is for the public on the coverage's day. windows: last days; those of programmes count."""
    day, region = coverage.day, coverage.region
    discretion = Discretion(desk.persons, region)
    structures, hidden = public_structures(desk.evidence.structures, region, discretion, today=day)
    events, private = public_events(desk.events, region, discretion)
    return Dashboard(
        day=day,
        countries=country_lines(coverage, desk.evidence),
        timeline=timeline,
        structures=structures,
        events=coming(events, day),
        deadlines=public_deadlines(windows, discretion, today=day),
        sources=sources,
        withheld=hidden + private,
        new_structures=new_structures(desk.evidence.structures, day),
    )


def _structure(one: Structure, countries: Mapping[str, Country], discretion: Discretion) -> PublicStructure | None:
    name, country = discretion.text(one.name), countries.get(one.country)
    if name is None or country is None or one.accredited is None:
        return None
    return PublicStructure(name, country, discretion.link(one.website), one.accredited)


def _event(one: Event, countries: Mapping[str, Country], discretion: Discretion) -> PublicEvent | None:
    name, country = discretion.text(one.name), countries.get(one.country or "")
    if name is None:
        return None
    place = None if country else discretion.text(one.place)
    return PublicEvent(name, one.start, one.end, country, place, discretion.text(one.city), discretion.link(one.link))


def _countries(region: Region) -> Mapping[str, Country]:
    return {country.code: country for country in region.countries}


def _parts(cell: str) -> list[str]:
    """Whom a cell names: in "Ana Xol, secretary" Ana Xol; "ICANN" typed for a name names nobody."""
    first, *others = re.split(r"[,;/|()<>\n]| [-\u2013\u2014] ", cell)
    pieces = [cell, first, *(other for other in others if " " in other.strip())]
    return [piece for piece in pieces if not re.fullmatch(r"\s*[A-Z0-9]+\s*", piece)]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))
