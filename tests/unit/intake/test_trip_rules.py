"""The travel programme by fiscal year: what the sources tell, what nobody knows, and faults of the file at once."""

from datetime import date

import pytest

from outreach.domain.fiscal_year import FiscalYear, fiscal_year_named, fiscal_year_of
from outreach.domain.trip_rules import IcannMeetings, Step, ZeroPoint
from outreach.errors import ConfigError
from outreach.intake.trip_rules import parse_trip_programme
from outreach.settings import ROOT

TEXT = (ROOT / "config" / "programmes" / "cropp.toml").read_text(encoding="utf-8")
PROGRAMME = parse_trip_programme(TEXT)
MONDAY = date(2017, 5, 1)


def rules(year: int):  # type: ignore[no-untyped-def] # noqa: ANN201 # the rules of a year that there is
    return PROGRAMME.years[FiscalYear(year)]


def test_there_is_a_block_for_each_year_from_the_pilot_on() -> None:
    assert sorted(year.number for year in PROGRAMME.years) == list(range(14, 26))
    assert [PROGRAMME.years[FiscalYear(year)].name for year in (14, 17, 18, 25)] == ["CROPP", "CROPP", "CROP", "CROP"]


@pytest.mark.parametrize(
    ("year", "trips", "days", "nights", "meetings"),
    [
        (14, 5, 3, 2, None),
        (15, 5, 3, 2, IcannMeetings.NEVER),
        (16, 5, 3, 2, None),
        (17, 5, 4, 3, None),
        (18, 5, 4, 3, None),
        (19, 3, 4, 3, IcannMeetings.FIRST),
        (20, 3, 4, 3, IcannMeetings.AT_LEAST_ONE),
        (23, 3, 4, 3, IcannMeetings.AT_LEAST_ONE),
        (24, None, None, None, None),
        (25, None, None, None, None),
    ],
)
def test_what_a_year_grants(
    year: int, trips: int | None, days: int | None, nights: int | None, meetings: IcannMeetings | None
) -> None:
    found = rules(year)

    assert (found.trips, found.days, found.nights, found.icann_meetings) == (trips, days, nights, meetings)


@pytest.mark.parametrize(
    ("year", "last_days"),
    [
        (14, {Step.DRAFT: date(2017, 3, 6), Step.REVIEW: date(2017, 3, 20), Step.SUBMISSION: date(2017, 3, 20)}),
        (
            17,
            {
                Step.DRAFT: date(2017, 3, 6),
                Step.REVIEW: date(2017, 3, 20),
                Step.CONCURRENCE: date(2017, 3, 20),
                Step.SUBMISSION: date(2017, 3, 20),
            },
        ),
        (
            18,
            {
                Step.DRAFT: date(2017, 3, 6),
                Step.REVIEW: date(2017, 3, 20),
                Step.CONCURRENCE: date(2017, 3, 20),
                Step.AIM: date(2017, 3, 13),
                Step.SUBMISSION: date(2017, 3, 20),
            },
        ),
        (19, {Step.SUBMISSION: date(2017, 3, 13)}),
        (20, {Step.CONCURRENCE: date(2017, 3, 20), Step.SUBMISSION: date(2017, 3, 13)}),
        (25, {}),
    ],
)
def test_the_last_days_of_a_trip_that_leaves_on_the_first_of_may(year: int, last_days: dict[Step, date]) -> None:
    found = {step: rules(year).last_day(step, MONDAY, MONDAY) for step in Step}

    assert {step: day for step, day in found.items() if day} == last_days


@pytest.mark.parametrize(
    ("opens", "published"),
    [
        (date(2019, 11, 2), date(2019, 9, 13)),
        (date(2020, 3, 7), date(2020, 1, 17)),
        (date(2020, 6, 22), date(2020, 5, 4)),
    ],
    ids=["ICANN66", "ICANN67", "ICANN68"],
)
def test_the_published_days_of_fy20_are_seven_weeks_before_the_meeting_or_the_friday_before(
    opens: date, published: date
) -> None:
    assert rules(20).last_day(Step.SUBMISSION, opens, opens) == published
    assumed = rules(20).last_day(Step.SUBMISSION, opens)
    assert assumed is not None
    assert 0 <= (published - assumed).days <= 3


def test_the_trip_to_suriname_dated_46_days_before_departure_was_in_time() -> None:
    departs = date(2018, 5, 21)
    dated = date(2018, 4, 5)
    binding = [rules(18).last_day(step, departs, departs) for step in (Step.CONCURRENCE, Step.SUBMISSION)]

    assert (departs - dated).days == 46
    assert all(day is not None and dated <= day for day in binding)


@pytest.mark.parametrize(
    ("year", "returned", "due"),
    [(18, date(2018, 5, 24), date(2018, 6, 14)), (16, date(2016, 4, 22), date(2016, 5, 14))],
)
def test_a_trip_report_is_never_asked_for_later_than_it_was_due(year: int, returned: date, due: date) -> None:
    report = rules(year).report

    assert report is not None
    assert 0 <= (due - report.after(returned)).days <= 1


def test_the_strictest_zero_point_is_the_earlier_one() -> None:
    strict, leaves, starts = rules(17), date(2017, 5, 3), date(2017, 5, 2)

    assert strict.zero is ZeroPoint.STRICTEST
    assert [strict.zero_day(starts, leaves), strict.zero_day(leaves, starts)] == [starts, starts]
    assert strict.zero_day(starts, None) == date(2017, 5, 1)


def test_a_fiscal_year_runs_from_july_to_june() -> None:
    assert [fiscal_year_of(day).number for day in (date(2016, 6, 30), date(2016, 7, 1), date(2017, 6, 30))] == [
        16,
        17,
        17,
    ]
    assert fiscal_year_named("CROPP FY17: trips") == fiscal_year_named("fy2017") == FiscalYear(17)
    assert fiscal_year_named("CROPP 2017") is None


def test_every_fault_of_the_file_is_told_at_once() -> None:
    broken = (
        TEXT.replace("trips = 5\ndays = 4", "days = 4", 1)
        .replace('zero = "departure"', 'zero = "arrival"', 1)
        .replace("cutoff = 2015-05-15", "cutoff = 2016-05-15", 1)
        .replace("[FY25]", "[FY2025]")
    )

    with pytest.raises(ConfigError) as told:
        parse_trip_programme(broken)

    assert sorted(str(told.value).split("config/programmes/cropp.toml: ")[1:]) == [
        "[FY2025] is no fiscal year; write it as [FY17].",
        "cutoff of FY15 does not lie in that year. ",
        "trips of FY17 must be given, or named in unknown. ",
        "zero of FY20 cannot be 'arrival'. ",
    ]
