"""The dashboard: what anybody may know, in types that cannot hold a person."""

import dataclasses
import types
import typing
from datetime import date, datetime
from enum import StrEnum

import pytest

from outreach.domain import dashboard
from outreach.domain.country import Country
from outreach.domain.coverage import Evidence, coverage_on
from outreach.domain.dashboard import (
    Dashboard,
    Membership,
    PublicEvent,
    coming,
    country_lines,
    fiscal_year,
    new_structures,
    timeline_days,
)
from outreach.domain.public_text import PublicLink, PublicText
from tests.factories import TODAY, a_candidate, a_region, a_stakeholder, a_structure

HARMLESS = (int, date, datetime, type(None), PublicText, PublicLink, Country)


def leaves(kind: typing.Any) -> set[type]:
    """Every type that a value of this kind can be made of."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) in {tuple, typing.Union}:
        return {leaf for part in typing.get_args(kind) if part is not Ellipsis for leaf in leaves(part)}
    if dataclasses.is_dataclass(kind) and kind not in HARMLESS:
        hints = typing.get_type_hints(kind, vars(dashboard))
        return {leaf for field in dataclasses.fields(kind) for leaf in leaves(hints[field.name])}
    return {kind}


def test_no_field_of_a_dashboard_could_hold_a_person() -> None:
    found = leaves(Dashboard)

    assert {kind for kind in found if kind not in HARMLESS and not issubclass(kind, StrEnum)} == set()
    assert {PublicText, PublicLink, Country} <= found


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "write to ana@chapines.example", "ana\uff20chapines.example", "ana(at)chapines.example"),
        *("+502 5555 0199", "call 5555 0199 12"),
    ],
)
def test_no_line_with_an_address_or_a_number_is_public(text: str) -> None:
    with pytest.raises(ValueError, match="not for the public"):
        PublicText(text)


@pytest.mark.parametrize("text", ["ICANN57", "LACNIC 26 / LACNOG 2016", "Foro 2016-2017", "St. George's", "2016-09-17"])
def test_names_of_events_with_their_numbers_are_public(text: str) -> None:
    assert str(PublicText(text)) == text


@pytest.mark.parametrize(
    "address",
    [
        *("mailto:ana@x.example", "javascript:alert(1)", "https://ana@x.example/", "http://localhost", "www.x.example"),
        *("https://x.example/?m=ana%40y.example", 'https://x.example/"onclick="a'),
    ],
)
def test_no_other_link_than_to_a_page_of_the_web_is_public(address: str) -> None:
    with pytest.raises(ValueError, match="no public page"):
        PublicLink(address)


def test_what_nobody_said_of_the_ccnso_is_not_known_and_so_is_what_two_rows_contradict() -> None:
    rows = (
        a_stakeholder("GT", group="ccnso"),
        a_stakeholder("GT", group="gac", member=False),
        a_stakeholder("GD", group="ccnso", member=False),
        a_stakeholder("HN", group="ccnso"),
        a_stakeholder("HN", group="ccnso", member=False),
    )
    evidence = Evidence(stakeholders=rows)

    lines = country_lines(coverage_on(TODAY, a_region("GT", "GD", "BZ", "HN"), evidence), evidence)

    known = [one.ccnso for one in lines]
    assert known == [Membership.IN, Membership.OUT, Membership.UNKNOWN, Membership.UNKNOWN]


def test_data_are_as_old_as_the_newest_day_they_tell_of() -> None:
    evidence = Evidence(
        structures=(a_structure("GT", accredited=date(2014, 6, 2), decertified=date(2017, 1, 1)),),
        candidates=(a_candidate(country="GT", surveyed=date(2016, 5, 3)),),
        stakeholders=(a_stakeholder("GD", asked=date(2016, 6, 1), answered=date(2016, 6, 9)),),
    )

    lines = country_lines(coverage_on(TODAY, a_region(), evidence), evidence)

    assert [one.heard for one in lines] == [date(2016, 5, 3), date(2016, 6, 9), None]


@pytest.mark.parametrize(
    ("today", "last"),
    [(date(2016, 7, 4), date(2016, 7, 1)), (date(2016, 7, 1), date(2016, 4, 1)), (date(2017, 1, 1), date(2016, 10, 1))],
)
def test_the_picture_goes_back_five_years_by_quarters_and_ends_today(today: date, last: date) -> None:
    days = timeline_days(today)

    assert days[-2:] == (last, today)
    assert len(days) in {21, 22}
    assert {day.month for day in days[:-1]} == {1, 4, 7, 10}
    assert list(days) == sorted(set(days))


def test_the_fiscal_year_begins_in_july() -> None:
    days = (date(2016, 6, 30), date(2016, 7, 1), date(2017, 1, 1))

    assert [fiscal_year(day) for day in days] == [date(2015, 7, 1), date(2016, 7, 1), date(2016, 7, 1)]


def test_only_structures_of_the_fiscal_year_that_still_stand_are_new() -> None:
    days = (date(2015, 6, 30), date(2015, 7, 1), date(2016, 6, 30))
    ended = a_structure(accredited=date(2016, 1, 1), decertified=date(2016, 6, 1))

    assert new_structures([*(a_structure(accredited=day) for day in days), ended], date(2016, 6, 30)) == 2


def test_events_that_go_on_come_first_and_past_ones_not_at_all() -> None:
    spans = {"over": (1, 2), "goes on": (1, 5), "next": (9, 9), "today": (3, 3)}
    events = [
        PublicEvent(PublicText(name), date(2016, 7, first), date(2016, 7, last), None, None, None, None)
        for name, (first, last) in spans.items()
    ]

    assert [str(one.name) for one in coming(events, date(2016, 7, 3))] == ["goes on", "today", "next"]
