"""Next steps: who may apply for what, by facts and dates that are known; never after the window has closed."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.candidate import CandidateKind
from outreach.domain.meeting import IcannRegion, Meeting, Programme, Venue, Window, meeting_of
from outreach.domain.routing import Applicant, Condition, Moved, Way, changed_by_move, route, routes
from outreach.errors import ConfigError
from outreach.intake.meetings import parse_programmes

TEXT = (Path(__file__).parents[3] / "config" / "meetings.toml").read_text(encoding="utf-8")
KNOWN = parse_programmes(TEXT)
RULES = KNOWN.rules
LAC, NA, AP, EUR = (
    IcannRegion.LATIN_AMERICA,
    IcannRegion.NORTH_AMERICA,
    IcannRegion.ASIA_PACIFIC,
    IcannRegion.EUROPE,
)
TODAY = date(2017, 12, 1)
OPENS, CLOSES = date(2017, 11, 27), date(2017, 12, 28)
STARTS = date(2018, 6, 25)


def born_at(age: int) -> tuple[date, date]:
    """Their birthday is the meeting's first day."""
    day = date(STARTS.year - age, STARTS.month, STARTS.day)
    return day, day


def a_student(**changes: Any) -> Applicant:
    plain: dict[str, Any] = {
        "kind": CandidateKind.INDIVIDUAL,
        "region": LAC,
        "student": True,
        "studies_in": LAC,
        "born": born_at(22),
        "english": True,
        "nextgen_before": False,
        "fellowships": 0,
    }
    return Applicant(**(plain | changes))


def a_meeting(region: IcannRegion = LAC, *, policy_forum: bool = False, starts: date | None = STARTS) -> Meeting:
    return Meeting("ICANN62", (Venue(date.min, "Panama City", "PA", region, starts, None),), policy_forum=policy_forum)


def a_window(programme: Programme = Programme.NEXTGEN, **changes: Any) -> Window:
    plain: dict[str, Any] = {"meeting": "ICANN62", "opens": OPENS, "closes": CLOSES, "link": "https://icann.example"}
    return Window(programme, **(plain | changes))


def way(applicant: Applicant, window: Window, meeting: Meeting | None = None, today: date = TODAY) -> Way:
    return route(applicant, window, (meeting or a_meeting(),), RULES, today=today).way


WAYS = {
    OPENS - timedelta(days=1): Way.NOT_YET_OPEN,
    OPENS: Way.OPEN,
    CLOSES: Way.OPEN,
    CLOSES + timedelta(days=1): Way.CLOSED,
}


@pytest.mark.parametrize(("today", "expected"), WAYS.items())
@pytest.mark.parametrize("programme", [Programme.NEXTGEN, Programme.FELLOWSHIP, Programme.NOMCOM])
def test_a_window_is_open_from_its_first_to_its_last_day(programme: Programme, today: date, expected: Way) -> None:
    assert way(a_student(), a_window(programme), today=today) is expected


@pytest.mark.parametrize(
    ("changes", "today", "expected"),
    [
        ({"closes": None}, TODAY, Way.DATES_UNKNOWN),
        ({"opens": None}, TODAY, Way.DATES_UNKNOWN),
        ({"opens": None, "closes": None}, TODAY, Way.DATES_UNKNOWN),
        ({"opens": None}, CLOSES + timedelta(days=1), Way.CLOSED),
    ],
)
def test_a_day_that_is_not_known_stays_so(changes: dict[str, Any], today: date, expected: Way) -> None:
    assert way(a_student(), a_window(**changes), today=today) is expected


NEXTGEN = [
    ({}, Way.OPEN, None),
    ({"student": False}, Way.NOT_ELIGIBLE, Condition.STUDENT),
    ({"student": None}, Way.ASK, Condition.STUDENT),
    ({"region": NA}, Way.NOT_ELIGIBLE, Condition.LIVES_IN_REGION),
    ({"studies_in": EUR}, Way.NOT_ELIGIBLE, Condition.STUDIES_IN_REGION),
    ({"studies_in": None}, Way.ASK, Condition.STUDIES_IN_REGION),
    ({"born": born_at(17)}, Way.NOT_ELIGIBLE, Condition.AGE),
    ({"born": born_at(18)}, Way.OPEN, None),
    ({"born": born_at(30)}, Way.OPEN, None),
    ({"born": born_at(31)}, Way.NOT_ELIGIBLE, Condition.AGE),
    ({"born": None}, Way.ASK, Condition.AGE),
    ({"born": (date(1987, 1, 1), date(1987, 12, 31))}, Way.ASK, Condition.AGE),  # 30 or 31, as the birthday falls
    ({"born": (date(2000, 1, 1), date(2000, 12, 31))}, Way.ASK, Condition.AGE),  # 17 or 18
    ({"born": (date(1995, 1, 1), date(1995, 12, 31))}, Way.OPEN, None),
    ({"nextgen_before": True}, Way.NOT_ELIGIBLE, Condition.NEVER_BEFORE),
    ({"nextgen_before": None}, Way.ASK, Condition.NEVER_BEFORE),
    ({"english": False}, Way.NOT_ELIGIBLE, Condition.ENGLISH),
    ({"english": None}, Way.ASK, Condition.ENGLISH),
    ({"kind": CandidateKind.ORGANISATION}, Way.NOT_ELIGIBLE, Condition.INDIVIDUAL),
]


@pytest.mark.parametrize(("changes", "expected", "condition"), NEXTGEN)
def test_nextgen_is_for_students_of_18_to_30_in_the_meetings_region_once(
    changes: dict[str, Any], expected: Way, condition: Condition | None
) -> None:
    found = route(a_student(**changes), a_window(), (a_meeting(),), RULES, today=TODAY)

    named = (condition,) if condition else ()
    assert (found.way, found.unmet or found.ask) == (expected, named)


FELLOWSHIP = [
    ({"born": born_at(20)}, False, Way.NOT_ELIGIBLE),
    ({"born": born_at(21)}, False, Way.OPEN),
    ({"born": born_at(70)}, False, Way.OPEN),
    ({"region": AP, "student": None}, False, Way.OPEN),  # from all regions and sectors since 2016
    ({"fellowships": 2}, False, Way.OPEN),
    ({"fellowships": 3}, False, Way.NOT_ELIGIBLE),
    ({"fellowships": None}, False, Way.ASK),
    ({"english": False}, False, Way.NOT_ELIGIBLE),
    ({"fellowships": 0}, True, Way.NOT_ELIGIBLE),  # a policy forum takes alumni only
    ({"fellowships": 1}, True, Way.OPEN),
    ({"kind": CandidateKind.ORGANISATION}, False, Way.NOT_ELIGIBLE),
]


@pytest.mark.parametrize(("changes", "policy_forum", "expected"), FELLOWSHIP)
def test_who_may_apply_for_a_fellowship(changes: dict[str, Any], *, policy_forum: bool, expected: Way) -> None:
    meeting = a_meeting(policy_forum=policy_forum)

    assert way(a_student(**changes), a_window(Programme.FELLOWSHIP), meeting) is expected


def test_a_meeting_of_unknown_days_or_unknown_at_all_leaves_open_who_may_go() -> None:
    found = route(a_student(), a_window(), (a_meeting(starts=None),), RULES, today=TODAY)
    nowhere = route(a_student(), a_window(), (), RULES, today=TODAY)

    assert (found.way, found.ask) == (Way.ASK, (Condition.AGE,))
    assert nowhere.ask == (Condition.LIVES_IN_REGION, Condition.STUDIES_IN_REGION, Condition.AGE)


def test_organisations_may_apply_as_an_als_at_any_time_and_individuals_have_no_such_door() -> None:
    (als,) = (window for window in KNOWN.windows if window.programme is Programme.ALS_APPLICATION)

    assert way(a_student(kind=CandidateKind.ORGANISATION), als) is Way.OPEN
    assert way(a_student(), als) is Way.NOT_ELIGIBLE


@given(
    st.builds(
        Applicant,
        kind=st.sampled_from(CandidateKind),
        region=st.sampled_from(IcannRegion),
        student=st.none() | st.booleans(),
        fellowships=st.none() | st.integers(0, 4),
        english=st.none() | st.booleans(),
    ),
    st.dates(date(2016, 1, 1), date(2019, 1, 1)),
)
def test_nobody_is_told_of_a_window_that_is_closed_or_whose_days_are_unknown(applicant: Applicant, today: date) -> None:
    told = [
        one.window for one in routes(applicant, KNOWN.windows, KNOWN.meetings, RULES, today=today) if one.may_be_told
    ]

    assert [one for one in told if not (one.opens and one.closes and one.opens <= today <= one.closes)] == []


def test_what_is_open_comes_first_and_what_closes_soonest_before_the_rest() -> None:
    soon, late = a_window(Programme.NOMCOM, closes=TODAY), a_window()
    closed, later = a_window(closes=OPENS), a_window(Programme.NOMCOM, opens=CLOSES)
    found = routes(a_student(), [closed, later, late, soon], [a_meeting()], RULES, today=TODAY)

    assert [one.window for one in found] == [soon, late, later, closed]


def test_a_meeting_that_moves_takes_eligibility_with_it() -> None:
    """ICANN57 went from San Juan (North America) to Hyderabad (Asia-Pacific), and its days changed too."""
    meeting = meeting_of("ICANN57", KNOWN.meetings)
    assert meeting is not None
    before, after = date(2016, 5, 16), date(2016, 5, 17)
    window = a_window(meeting="ICANN57", opens=date(2016, 5, 1), closes=date(2016, 7, 1))
    in_asia = a_student(region=AP, studies_in=AP)
    in_the_north = a_student(region=NA, studies_in=NA)

    moved = [
        changed_by_move(who, [window, a_window()], meeting, RULES, told=before, today=after)
        for who in (in_asia, in_the_north, a_student())
    ]

    gained, lost = Moved(window, Way.NOT_ELIGIBLE, Way.OPEN), Moved(window, Way.OPEN, Way.NOT_ELIGIBLE)
    assert moved == [(gained,), (lost,), ()]


def test_a_meeting_is_where_it_was_last_announced() -> None:
    meeting = meeting_of("ICANN56", KNOWN.meetings)
    assert meeting is not None

    cities = [venue.city for day in (date(2016, 5, 16), date(2016, 5, 17)) if (venue := meeting.venue_on(day))]
    assert cities == ["Panama City", "Helsinki"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (TEXT.replace('region = "EUR"', 'region = "EU"'), "IcannRegion"),
        (TEXT.replace('number = "ICANN56"', 'number = "ICANN57"'), "twice"),
        (TEXT.replace('number = "ICANN62"', 'number = "ICANN99"'), "window for ICANN62"),
        (TEXT.replace("closes = 2017-12-28", "closes = 2017-10-28"), "ends too soon"),
        (TEXT.replace("closes = 2017-12-28", 'closes = "soon"'), "soon"),
        (TEXT.replace("fellowship_from_age = 21", ""), "fellowship_from_age"),
    ],
)
def test_programmes_that_contradict_themselves_are_told(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        parse_programmes(text)
