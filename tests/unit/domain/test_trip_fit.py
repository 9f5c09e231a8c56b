"""Which events of the calendar could carry a trip, and each reason why one could not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from outreach.domain.event import EventKind
from outreach.domain.fiscal_year import FiscalYear
from outreach.domain.meeting import IcannRegion, Meeting, Venue
from outreach.domain.trip import Purse, TripState, trip_account
from outreach.domain.trip_fit import Ask, Bar, Season, TripFit, Verdict, trip_fits
from outreach.domain.trip_rules import Step
from outreach.intake.trip_rules import parse_trip_programme
from outreach.settings import ROOT
from tests.factories import a_trip, an_event

PROGRAMME = parse_trip_programme((ROOT / "config" / "programmes" / "cropp.toml").read_text(encoding="utf-8"))
TODAY = date(2017, 1, 9)
START = date(2017, 5, 2)


def event(row: int = 3, **changes: Any) -> Any:
    plain = {"start": START, "end": date(2017, 5, 4), "kind": EventKind.IN_TERRITORY}
    return an_event(row, **(plain | changes))


def season(**changes: Any) -> Season:
    plain: dict[str, Any] = {
        "programme": PROGRAMME,
        "accounts": {},
        "planned": frozenset(map(FiscalYear, range(14, 26))),
        "uncovered": frozenset({"GT", "BZ"}),
        "meetings": (),
        "today": TODAY,
    }
    return Season(**(plain | changes))


def fit(one: Any, *trips: Any, others: tuple[Any, ...] = (), **changes: Any) -> TripFit:
    found = trip_fits((one, *others), trips, season(**changes))
    return next(judged for judged in found if judged.event == one)


def test_an_event_in_an_uncovered_territory_with_plan_and_traveller_is_ready() -> None:
    ready = fit(event(), a_trip())

    assert (ready.verdict, ready.bars, ready.asks, ready.last_day) == (Verdict.READY, (), (), date(2017, 3, 20))


@pytest.mark.parametrize(
    ("changes", "bars"),
    [
        ({"kind": EventKind.ISSUE}, (Bar.ISSUE,)),
        ({"cancelled": True}, (Bar.CANCELLED,)),
        ({"form": "online"}, (Bar.ONLINE,)),
        ({"start": date(2017, 1, 3), "end": date(2017, 1, 4)}, (Bar.OVER, Bar.TOO_LATE)),
        ({"country": None}, (Bar.OUTSIDE_REGION, Bar.NOBODY_UNCOVERED)),
        ({"country": "PE"}, (Bar.NOBODY_UNCOVERED,)),
        ({"country": "PE", "kind": EventKind.REGIONAL, "likely_from": frozenset({"BZ"})}, ()),
        ({"end": date(2017, 7, 1), "start": date(2017, 6, 29)}, (Bar.NOT_HOME,)),
        ({"start": date(2017, 2, 14), "end": date(2017, 2, 15)}, (Bar.TOO_LATE,)),
    ],
)
def test_what_bars_an_event(changes: dict[str, Any], bars: tuple[Bar, ...]) -> None:
    assert fit(event(**changes), a_trip()).bars == bars


def test_an_icann_meeting_is_barred_where_the_year_says_never() -> None:
    meeting = event(name="ICANN52", number="ICANN52", start=date(2015, 2, 8), end=date(2015, 2, 12))

    assert fit(meeting, a_trip(), today=date(2014, 9, 1)).bars == (Bar.ICANN_MEETING,)


def test_each_traveller_uses_up_a_trip_but_nobody_whom_another_purse_pays_for() -> None:
    year = FiscalYear(17)
    trips = (
        a_trip(3),
        a_trip(4),
        a_trip(5, state=TripState.WITHDRAWN),
        a_trip(6, purse=Purse.FACE_TO_FACE),
        a_trip(7, purse=Purse.OTHER),
    )
    account = trip_account(year, trips, {event().origin: START}, granted=5)

    assert (account.used, account.left, account.face_to_face) == (2, 3, 1)
    assert trip_account(FiscalYear(18), trips, {event().origin: START}, granted=3).used == 0


def test_no_trip_left_bars_new_ones_and_a_face_to_face_event_is_no_trip() -> None:
    five = tuple(a_trip(row, event=event(9).origin) for row in range(2, 7))
    account = trip_account(FiscalYear(17), five, {event(9).origin: START}, granted=5)
    full = {FiscalYear(17): account}

    assert fit(event(), *five, others=(event(9),), accounts=full).bars == (Bar.NO_TRIP_LEFT,)
    assert fit(event(), a_trip(purse=Purse.FACE_TO_FACE)).bars == (Bar.OTHER_PURSE,)


def test_what_is_still_to_be_settled() -> None:
    assert fit(event(), planned=frozenset()).asks == (Ask.PLAN, Ask.TRAVELLER)
    assert fit(event(kind=""), a_trip()).asks == (Ask.KIND,)
    assert fit(event(end=date(2017, 5, 7)), a_trip()).asks == (Ask.TOO_LONG,)
    assert fit(event(), a_trip(departs=date(2017, 5, 1), returns=date(2017, 5, 5))).asks == (Ask.TOO_LONG,)
    late = {"start": date(2017, 3, 1), "end": date(2017, 3, 2)}
    assert fit(event(**late), a_trip()).asks == (Ask.LATE_FOR_REVIEW,)
    assert fit(event(**late), a_trip(done={Step.DRAFT: TODAY})).asks == ()


def test_an_event_of_icanns_in_the_same_country_at_the_time_may_be_the_same() -> None:
    theirs = event(9, name="LAC-i Roadshow", organiser="ICANN", start=date(2017, 5, 10), end=date(2017, 5, 10))
    elsewhere = event(10, name="ICANN60", number="ICANN60", country="PE")

    assert fit(event(), a_trip(), others=(theirs,)).asks == (Ask.SAME_AS_ICANN,)
    assert fit(event(), a_trip(), others=(elsewhere,)).asks == ()


def test_fy19_asks_regional_staff_for_what_is_not_icanns_own() -> None:
    autumn = {"start": date(2018, 10, 16), "end": date(2018, 10, 17)}

    assert fit(event(**autumn), a_trip(), today=date(2018, 7, 2)).asks == (Ask.ICANN_FIRST,)


def test_fy20_keeps_one_trip_for_an_icann_meeting_in_the_region() -> None:
    cancun = Meeting("ICANN67", (Venue(date.min, "Cancún", "MX", IcannRegion.LATIN_AMERICA, date(2020, 3, 7), None),))
    spring = event(start=date(2020, 4, 14), end=date(2020, 4, 15))
    others = tuple(replace(spring, origin=replace(spring.origin, row=row)) for row in (20, 21))
    taken = tuple(a_trip(row, event=one.origin) for row, one in enumerate(others, start=2))
    today = date(2020, 1, 2)

    assert fit(spring, *taken, others=others, today=today).asks == (Ask.TRAVELLER,)
    assert fit(spring, *taken, others=others, today=today, meetings=(cancun,)).asks == (
        Ask.TRAVELLER,
        Ask.ONE_FOR_ICANN,
    )


def test_a_year_of_unknown_rules_is_said_and_not_guessed() -> None:
    someday = fit(event(start=date(2024, 10, 15), end=date(2024, 10, 16)), a_trip(), today=date(2024, 10, 1))

    assert (someday.last_day, someday.bars, someday.asks) == (None, (), (Ask.RULES_UNKNOWN,))


def test_the_trip_to_suriname_dated_46_days_before_could_still_be_asked_for() -> None:
    suriname = event(start=date(2018, 5, 21), end=date(2018, 5, 23))
    judged = fit(suriname, a_trip(departs=date(2018, 5, 21)), today=date(2018, 4, 5))

    assert (judged.bars, judged.asks) == ((), (Ask.LATE_FOR_REVIEW,))
