"""`config/programmes/cropp.toml` becomes the travel programme's rules by fiscal year; every fault is told at once."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from outreach.domain.fiscal_year import FiscalYear, fiscal_year_named
from outreach.domain.trip_rules import Form, IcannMeetings, Notice, Step, TripProgramme, TripRules, ZeroPoint
from outreach.errors import ConfigError

FILE = "config/programmes/cropp.toml"
NUMBERS = ("trips", "days", "nights", "per_diem_usd")
NOTICES = ("draft", "review", "concurrence", "submission", "report")
DAYS = ("plan_by", "cutoff")
CHOICES = ("icann_meetings", "form", "region")
MAY_BE_UNKNOWN = frozenset((*NUMBERS, *NOTICES, *DAYS, *CHOICES))
REGIONS = ("icann", "gse")
COMMON = "common"

Value = TypeVar("Value")


def parse_trip_programme(text: str) -> TripProgramme:
    """The programme in a TOML text. Raises ConfigError with a sentence for each fault in it."""
    reader = _Reader(tomllib.loads(text))
    years = {rules.year: rules for rules in reader.years()}
    if reader.faults:
        raise ConfigError(" ".join(f"{FILE}: {fault}." for fault in reader.faults))
    return TripProgramme(years, reader.common.get("form_language", "en"))


@dataclass
class _Reader:
    table: Mapping[str, Any]
    faults: list[str] = field(default_factory=list)

    common: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.common = self.table.get(COMMON, {})

    def years(self) -> Iterator[TripRules]:
        for block, row in self.table.items():
            year = fiscal_year_named(block)
            if year and block == str(year):
                yield self._rules(year, row)
            elif block != COMMON:
                self.faults.append(f"[{block}] is no fiscal year; write it as [FY17]")

    def _rules(self, year: FiscalYear, row: Mapping[str, Any]) -> TripRules:
        self._check_keys(year, row)
        numbers = {key: self._value(year, row, key, _number) for key in NUMBERS}
        notices = {key: self._value(year, row, key, _notice) for key in (*NOTICES, "aim")}
        rules = TripRules(
            year=year,
            name=str(row.get("name", "")),
            **numbers,
            notices={step: notice for step in Step if (notice := notices[step])},
            report=notices["report"],
            zero=self._value(year, row, "zero", ZeroPoint) or ZeroPoint.STRICTEST,
            plan_by=self._value(year, row, "plan_by", _day),
            cutoff=self._value(year, row, "cutoff", _day),
            icann_meetings=self._value(year, row, "icann_meetings", IcannMeetings),
            form=self._value(year, row, "form", Form),
            region=self._value(year, row, "region", _region),
            home_by=self._home_by(year),
            leaves_before=timedelta(days=self.common.get("leaves_before_days", 1)),
            unknown=frozenset(row.get("unknown", ())),
            sources=tuple(row.get("sources", ())),
        )
        self.faults += _contradictions(rules)
        return rules

    def _check_keys(self, year: FiscalYear, row: Mapping[str, Any]) -> None:
        unknown = set(row.get("unknown", ()))
        known = MAY_BE_UNKNOWN | {"name", "zero", "aim", "sources", "unknown"}
        told = {
            "must be given, or named in unknown": MAY_BE_UNKNOWN - row.keys() - unknown,
            "cannot be given and unknown": row.keys() & unknown,
            "is nothing this file knows": (row.keys() | unknown) - known,
            "is missing": {"name", "zero", "sources"} - row.keys(),
        }
        self.faults += [f"{key} of {year} {what}" for what, keys in told.items() for key in sorted(keys)]

    def _value(self, year: FiscalYear, row: Mapping[str, Any], key: str, read: Callable[[Any], Value]) -> Value | None:
        try:
            return read(row[key]) if key in row else None
        except (ValueError, TypeError, KeyError):
            self.faults.append(f"{key} of {year} cannot be {row[key]!r}")
            return None

    def _home_by(self, year: FiscalYear) -> date:
        try:
            return date.fromisoformat(f"{year.ends.year}-{self.common['home_by']}")
        except (KeyError, ValueError):
            fault = 'home_by of [common] must be a day of the year, as "06-30"'
            self.faults += [fault] if fault not in self.faults else []
            return year.ends


def _contradictions(rules: TripRules) -> Iterator[str]:
    year, notices = rules.year, rules.notices
    for earlier, later in ((Step.DRAFT, Step.REVIEW), (Step.REVIEW, Step.SUBMISSION), (Step.AIM, Step.SUBMISSION)):
        if earlier in notices and later in notices and notices[earlier].weeks < notices[later].weeks:
            yield f"{earlier} of {year} comes after {later}"
    if rules.days is not None and rules.nights is not None and rules.nights >= rules.days:
        yield f"a trip of {year} has more nights than its days leave"
    for name, day, within in (
        ("cutoff", rules.cutoff, year.begins),
        ("plan_by", rules.plan_by, year.begins - timedelta(days=365)),
    ):
        if day and not within <= day <= year.ends:
            yield f"{name} of {year} does not lie in that year"
    if not rules.sources and rules.unknown != MAY_BE_UNKNOWN:
        yield f"{year} names no source"


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(value)
    return value


def _notice(value: Mapping[str, Any]) -> Notice:
    if not set(value) <= {"weeks", "working_days"}:
        raise ValueError(value)
    return Notice(_number(value["weeks"]), _number(value["working_days"]) if "working_days" in value else 0)


def _day(value: object) -> date:
    if type(value) is not date:
        raise ValueError(value)
    return value


def _region(value: str) -> str:
    if value not in REGIONS:
        raise ValueError(value)
    return value
