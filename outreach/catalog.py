"""`config/` and `templates/` become typed, cross-checked objects; every fault in them is reported at once."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from outreach.domain.consultation import ConsultationRules
from outreach.domain.country import Region
from outreach.domain.deadline import DeadlineRules
from outreach.domain.follow_up import Cadence
from outreach.domain.invitation import InvitationRules
from outreach.domain.liaison_fit import LiaisonRules
from outreach.domain.next_step import ReminderRules
from outreach.domain.personal import RetentionRules
from outreach.domain.place import Place
from outreach.domain.same_again import same_again
from outreach.domain.selection import Method
from outreach.domain.sending import SendingRules
from outreach.domain.sharing import SharingRules
from outreach.domain.trip_rules import TripProgramme
from outreach.domain.watch import Setting
from outreach.errors import ConfigError
from outreach.intake.cadence import parse_cadence
from outreach.intake.cells import Hand
from outreach.intake.consultation_rules import parse_consultation_rules
from outreach.intake.country_name import Gazetteer, parse_countries, parse_icann_regions, parse_region
from outreach.intake.deadline_rules import parse_deadline_rules
from outreach.intake.liaison_rules import parse_liaison_rules
from outreach.intake.meeting_number import Series
from outreach.intake.meetings import Programmes, parse_programmes
from outreach.intake.pipeline_rules import parse_reminder_rules
from outreach.intake.places import parse_places
from outreach.intake.schema import Schema, parse_schema
from outreach.intake.selection_method import parse_selection
from outreach.intake.sharing_rules import parse_sharing_rules
from outreach.intake.trip_rules import parse_trip_programme
from outreach.rendering.map import View, parse_map
from outreach.rendering.page import Pages
from outreach.rendering.phrases import Phrases
from outreach.rendering.privacy import Privacy, parse_privacy
from outreach.rendering.stationery import stationery
from outreach.rendering.template_shelf import TemplateShelf
from outreach.rendering.tile_layout import Layout, parse_layout

TABS = (
    "calendar",
    "survey",
    "structures",
    "calls",
    "bridges",
    "people",
    "stakeholders",
    "opportunities",
    "trips",
    "approvals",
    "twins",
    "event_twins",
    "selection",
    "progress",
    "attendance",
)
MESSAGES = (
    *("invitation", "digest", "to_fix", "invitation_moved", "invitation_cancelled", "announcement"),
    *("consultation", "run_failed", "follow_up_first", "follow_up_last", "next_step"),
    *("event_moved", "event_cancelled"),
    "deadline",
    *("liaison_brief", "sharing"),
    "call_reminder",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """`config/rules.toml`: who approves, who keeps the sheets, who is written to when, how long what is kept."""

    leaders: frozenset[str]
    keepers: frozenset[str]
    comments: bool
    invitation: InvitationRules
    sending: SendingRules
    patience: timedelta  # how late a run by schedule may begin; later it is skipped
    retention: RetentionRules


@dataclass(frozen=True, slots=True)
class Catalog:
    """All that a non-programmer may change, for one region. fingerprint: SHA-256 of all its files."""

    region: Region
    gazetteer: Gazetteer
    languages: Mapping[str, tuple[str, ...]]
    schemas: Mapping[str, Schema]
    rules: Rules
    phrases: Phrases
    layout: Layout
    map: tuple[View, ...]
    privacy: Privacy
    pages: Pages
    places: Mapping[str, Place]
    liaisons: LiaisonRules
    sharing: SharingRules
    consultation: ConsultationRules
    templates: TemplateShelf
    selection: Method | None
    fingerprint: str
    reminders: ReminderRules
    cadence: Cadence
    programmes: Programmes
    trips: TripProgramme
    deadlines: DeadlineRules

    @property
    def hand(self) -> Hand:
        """What intake knows before it has looked at a tab."""
        return _hand(self.region, self.gazetteer, self.languages, self.programmes.series)

    @property
    def english_countries(self) -> dict[str, str]:
        """By code, the English name of each country of the region, for forms."""
        return {country.code: country.name("en") for country in self.region.countries}

    def setting(self, uncovered: frozenset[str]) -> Setting:
        """What the members' calendar and trips are held against. uncovered: countries without a structure."""
        return Setting(self.trips, self.programmes.meetings, self.programmes.windows, uncovered)


@same_again(most=4)
def _hand(region: Region, gazetteer: Gazetteer, languages: Mapping[str, tuple[str, ...]], series: Series) -> Hand:
    return Hand(region.languages[0], gazetteer, languages, series)


def load_catalog(home: Path, *, region: str) -> Catalog:
    """Reads `home/config` and `home/templates`, once while nothing in them changes.

    Raises ConfigError with one sentence naming the file; faults within a template show when it is asked for.
    """
    return _catalog(home, region, _fingerprint(home / "config", home / "templates"))


@lru_cache(maxsize=8)
def _catalog(home: Path, region: str, fingerprint: str) -> Catalog:
    config, templates = home / "config", home / "templates"
    tables = ("countries.csv", "countries_elsewhere.csv")
    countries = [country for table in tables for country in parse_countries(_text(config / table))]
    icann = parse_icann_regions(_text(config / "regions.toml"))
    found = parse_region(_text(config / "regions.toml"), region, countries)
    phrases = load_phrases(templates / "_phrases")
    schemas = {key: parse_schema(key, _text(config / "sheets" / f"{key}.toml")) for key in TABS}
    reminders = parse_reminder_rules(_text(config / "pipeline.toml"))
    roles = next(column.choices for column in schemas["people"].columns if column.field == "roles")
    paper = stationery(_files(templates / "_layout"), _files(templates / "_theme"), phrases)
    return Catalog(
        region=found,
        gazetteer=Gazetteer(found, tuple(one for one in countries if one not in found.countries)),
        languages={tag: tuple(names) for tag, names in _toml(config / "languages.toml")["names"].items()},
        schemas=schemas,
        rules=parse_rules(_text(config / "rules.toml")),
        phrases=phrases,
        layout=parse_layout(_text(config / "tile_grid.toml"), found),
        map=parse_map(_text_of(config / "geo" / f"{region.lower()}.json"), found),
        privacy=parse_privacy(_text(config / "privacy.toml")),
        places=parse_places(_text(config / "places.toml")),
        liaisons=parse_liaison_rules(_text(config / "liaisons.toml")),
        sharing=parse_sharing_rules(_text(config / "sharing.toml")),
        consultation=parse_consultation_rules(_text(config / "consultation.toml")),
        pages=Pages(_files(templates / "_pages"), phrases),
        templates=TemplateShelf({kind: _files(templates / kind) for kind in MESSAGES}, paper),
        selection=parse_selection(_text(config / "selection.toml"), found),
        fingerprint=fingerprint,
        reminders=reminders,
        cadence=parse_cadence(_text(config / "cadence.toml"), templates=MESSAGES),
        programmes=replace(parse_programmes(_text(config / "meetings.toml")), regions=icann),
        trips=parse_trip_programme(_text(config / "programmes" / "cropp.toml")),
        deadlines=parse_deadline_rules(_text(config / "deadlines.toml"), roles=roles, steps=reminders),
    )


def parse_rules(text: str) -> Rules:
    """The rules in a TOML text."""
    table = tomllib.loads(text)
    invitation, sending, records = table["invitation"], table["sending"], table["records"]
    return Rules(
        leaders=frozenset(table["approval"]["leaders"]),
        keepers=frozenset(table["feedback"]["keepers"]),
        comments=table["feedback"]["comments"],
        invitation=InvitationRules(
            at_most=timedelta(days=invitation["at_most_days"]),
            at_least=timedelta(hours=invitation["at_least_hours"]),
            spacing=timedelta(days=invitation["spacing_days"]),
            remind_from=timedelta(hours=invitation["remind_from_hours"]),
            remind_until=timedelta(hours=invitation["remind_until_hours"]),
        ),
        sending=SendingRules(
            per_day=sending["per_day"],
            pause=timedelta(minutes=1) / sending["per_minute"],
            quiet_from=sending["quiet_from"],
            quiet_until=sending["quiet_until"],
            organisation_rest=timedelta(days=sending["organisation_days"]),
        ),
        retention=RetentionRules(
            messages=timedelta(days=records["messages_days"]),
            rows=timedelta(days=records["rows_days"]),
            backups=records["backups"],
        ),
        patience=timedelta(hours=table["running"]["late_hours"]),
    )


def load_phrases(folder: Path) -> Phrases:
    """The phrases below `folder`: one folder a language, one TOML file a subject; keys are joined with dots."""
    languages = sorted(path for path in folder.iterdir() if path.is_dir())
    return Phrases({path.name: _phrases_of(path) for path in languages})


def _phrases_of(folder: Path) -> dict[str, str]:
    phrases: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        found = dict(_dotted(_toml(path)))
        if twice := sorted(found.keys() & phrases.keys()):
            raise ConfigError(f"{path} says {twice[0]} again, which another file beside it says: leave one of the two.")
        phrases.update(found)
    return phrases


def _dotted(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _fingerprint(*folders: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _text_of(path: Path) -> str:
    """What stands in a file that need not be there; "" of one that is not."""
    return _text(path) if path.is_file() else ""


def _files(folder: Path) -> dict[str, str]:
    return {path.name: _text(path) for path in sorted(folder.iterdir())}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError(f"{path} is not valid TOML: {fault}.") from fault


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise ConfigError(f"{path} cannot be read; set OUTREACH_HOME to the folder that holds config/.") from fault
