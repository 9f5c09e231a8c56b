"""The calendar of last days: whole days that keep their identity, with alarms; and the two tabs, in two languages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from outreach.domain.call import Revision
from outreach.domain.deadline import Deadline, DeadlineKind, ReminderRule
from outreach.domain.fiscal_year import FiscalYear
from outreach.domain.origin import Origin
from outreach.domain.snapshot import Snapshot
from outreach.domain.trip import TripAccount
from outreach.domain.trip_fit import Ask, Bar, TripFit
from outreach.rendering.deadline_feed import Feed, deadline_feed
from outreach.rendering.deadline_tabs import deadlines_tab, trip_options_tab
from tests.factories import a_person, a_trip, an_event
from tests.paper import REFRESH, phrases, same_as_golden

RULES = {kind: ReminderRule(("chair",), (7, 0, -3)) for kind in DeadlineKind}
FY17 = FiscalYear(17)
TODAY = date(2017, 3, 13)
SUBMISSION = Deadline(
    "submission:row 7", DeadlineKind.SUBMISSION, date(2017, 3, 20), "Foro; Red", FY17, Origin("Calendar", 7)
)
PLAN = Deadline("plan:FY18", DeadlineKind.PLAN, None, "FY18", FiscalYear(18))
STEP = Deadline(
    "als_step:r2", DeadlineKind.ALS_STEP, date(2017, 3, 14), "Guatemala: Survey!2", None, Origin("Survey", 2)
)
ALL = (STEP, SUBMISSION, PLAN)
REVISION = Revision(1, datetime(2017, 1, 9, 10, tzinfo=UTC))
FEED = Feed("LACRALO", "lacralo.example", RULES, phrases())


def feed(*deadlines: Deadline, language: str = "en") -> bytes:
    return deadline_feed(deadlines, {one.id: REVISION for one in deadlines}, FEED, language=language)


def test_the_feed_reads_as_it_was_reviewed() -> None:
    assert same_as_golden("deadlines.en.ics", feed(*ALL)), REFRESH


def test_a_last_day_is_a_whole_day_with_an_alarm_for_each_age_before_it() -> None:
    [entry] = Calendar.from_ical(feed(*ALL, language="es")).walk("VEVENT")

    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2017, 3, 20), date(2017, 3, 21))
    assert (str(entry["UID"]), int(entry["SEQUENCE"])) == ("submission:row-7@lacralo.example", 1)
    morning = timedelta(hours=9)
    assert [one["TRIGGER"].dt for one in entry.walk("VALARM")] == [morning - timedelta(days=7), morning]


def test_a_moved_day_is_the_same_entry() -> None:
    moved = replace(SUBMISSION, day=date(2017, 3, 10))
    [before], [after] = (Calendar.from_ical(feed(one)).walk("VEVENT") for one in (SUBMISSION, moved))

    assert before["UID"] == after["UID"]
    assert feed(SUBMISSION) == feed(SUBMISSION)


def test_the_tab_tells_whose_each_is_and_shows_what_nobody_knows() -> None:
    block = deadlines_tab(ALL, (a_person(),), RULES, phrases=phrases(), seen=Snapshot({}), today=TODAY)

    assert [(row[0], row[3], row[4], row[5]) for row in block.rows[1:]] == [
        ("2017-03-20", "Luz Ferrer", "FY17", "Calendar!A7"),
        ("?", "Luz Ferrer", "FY18", ""),
    ]
    assert block.rows[1][1] == "in 7 days / dentro de 7 días"


def test_trip_options_tell_the_years_trips_and_every_reason() -> None:
    event = an_event(3, start=date(2017, 5, 2), end=date(2017, 5, 4), place="Guatemala")
    could = TripFit(event, None, (a_trip(),), date(2017, 3, 20), (), (Ask.PLAN,))
    over = replace(could, bars=(Bar.OVER,), asks=())
    cannot = replace(could, trips=(), bars=(Bar.ISSUE, Bar.TOO_LATE), asks=())
    accounts = {FY17: TripAccount(FY17, 5, 2, 1)}
    block = trip_options_tab((over, could, cannot), accounts, phrases=phrases(), seen=Snapshot({}))

    assert [(row[0], row[2], row[3], row[4], row[6], row[7]) for row in block.rows[1:]] == [
        (
            *("Calendar!A3", "2017-05-02 – 2017-05-04", "Guatemala"),  # noqa: RUF001 # the dash of a span of days
            *("yes, once this is settled / sí, cuando esto se resuelva", "2017-03-20", 1),
        ),
        ("Calendar!A3", "2017-05-02 – 2017-05-04", "Guatemala", "no", "", 0),  # noqa: RUF001 # as above
    ]
    assert block.rows[2][5] == (
        "an issue is no event to travel to; it is too late: the last day is past\n"
        "un tema no es un evento al que viajar; es tarde: el último día ya pasó"
    )
