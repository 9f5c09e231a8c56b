"""`config/meetings.toml` becomes ICANN's meetings, the windows of its programmes and what they ask for."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from outreach.domain.meeting import IcannRegion, Meeting, Programme, Venue, Window
from outreach.domain.routing import RoutingRules
from outreach.errors import ConfigError
from outreach.intake.folding import folded
from outreach.intake.meeting_number import Series


@dataclass(frozen=True, slots=True)
class Programmes:
    """The whole file. regions: ICANN's, by country, which are in `config/regions.toml`."""

    meetings: tuple[Meeting, ...]
    windows: tuple[Window, ...]
    rules: RoutingRules
    series: Series = ()
    regions: Mapping[str, IcannRegion] = field(default_factory=dict)


def parse_programmes(text: str) -> Programmes:
    """The programmes in a TOML text. Raises ConfigError for what is missing, and windows that end before they open."""
    table = tomllib.loads(text)
    try:
        rules = table["rules"]
        youngest, oldest = rules["nextgen_ages"]
        found = Programmes(
            tuple(_meeting(row) for row in table.get("meeting", ())),
            tuple(_window(row) for row in table.get("window", ())),
            RoutingRules((youngest, oldest), rules["fellowship_from_age"], rules["fellowships_at_most"]),
            tuple((label, tuple(map(folded, names))) for label, names in table["series"].items()),
        )
    except (KeyError, ValueError) as fault:
        raise ConfigError(f"config/meetings.toml cannot be used: {fault} is missing or no value we know.") from None
    _check(found)
    return found


def _check(found: Programmes) -> None:
    numbers = [meeting.number for meeting in found.meetings]
    if len(set(numbers)) != len(numbers):
        raise ConfigError("config/meetings.toml has a meeting twice: one that moved gets a second venue instead.")
    for window in found.windows:
        if window.meeting and window.meeting not in numbers:
            raise ConfigError(f"config/meetings.toml has a window for {window.meeting}, but no such meeting.")
        if window.opens and window.closes and window.closes < window.opens:
            raise ConfigError(f"config/meetings.toml: the {window.programme} window of {window.meeting} ends too soon.")


def _meeting(row: Mapping[str, Any]) -> Meeting:
    return Meeting(row["number"], tuple(_venue(one) for one in row["venue"]), policy_forum=row["policy_forum"])


def _venue(row: Mapping[str, Any]) -> Venue:
    return Venue(
        announced=_day(row.get("announced", date.min)),
        city=row["city"],
        country=row["country"],
        region=IcannRegion(row["region"]),
        starts=_day(row["starts"]) if "starts" in row else None,
        ends=_day(row["ends"]) if "ends" in row else None,
    )


def _window(row: Mapping[str, Any]) -> Window:
    programme = Programme(row["programme"])
    if programme is Programme.ALS_APPLICATION:
        return Window(programme, "", date.min, date.max, row["link"])
    return Window(
        programme=programme,
        meeting=row.get("meeting", ""),
        opens=_day(row["opens"]) if "opens" in row else None,
        closes=_day(row["closes"]) if "closes" in row else None,
        link=row["link"],
    )


def _day(value: object) -> date:
    """A TOML day; a day within quotes or with a time is a slip."""
    if type(value) is not date:
        raise ValueError(value)
    return value
