"""ICANN56 and ICANN57, announced elsewhere on 17 May 2016: every row that depends on them is found, and none else."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from outreach.domain.affected import Change, Tie, Tied, as_the_sheet_knows, by_weight, spread_by
from outreach.domain.answer import AnswerKind
from outreach.domain.event_notice import EventNoticeKind, plan_event_notices
from outreach.domain.history import History
from outreach.domain.meeting import meeting_of
from outreach.domain.message import MessageState
from outreach.domain.moved_days import Ground, moved_days
from outreach.domain.origin import Origin
from outreach.domain.watch import Listed
from outreach.intake.calendar import listed_events
from outreach.intake.desk import Desk
from outreach.intake.event_ties import affected
from tests.factories import a_record, an_answer
from tests.season_2016 import ANNOUNCED, contact_of, desk_of, histories, mailed, readings
from tests.unit.intake.sheets import CATALOG

BEFORE, AFTER = readings()
DESK = desk_of(AFTER)
STOOD = frozenset(row for rows in BEFORE.rows.values() for row in rows)

GROUND = Ground(
    Listed(DESK.events, DESK.trips, DESK.opportunities),
    CATALOG.setting(frozenset({"BZ", "GD", "GT"})),
    frozenset(CATALOG.english_countries),
    AFTER.identity,
)


def changes() -> dict[str, Change]:
    kept = histories(BEFORE, AFTER)
    listed = listed_events(DESK.events, AFTER, CATALOG.gazetteer).items()
    found = [Change(name, one.event, kept[name], one.rows) for name, one in listed]
    return {change.name: change for change in found if change.is_told_on(ANNOUNCED.date())}


def history(desk: Desk = DESK) -> History:
    no = an_answer(contact_of("Said no to 57", desk), kind=AnswerKind.NO)
    return replace(mailed(desk), answers=(no,))


def stood(origin: Origin) -> bool:
    return AFTER.row(origin.tab, origin.row) in STOOD


def found(name: str) -> tuple[Tied, ...]:
    change = changes()[name]
    rows = affected(change, DESK, history(), CATALOG.programmes, stood=stood, today=ANNOUNCED.date())
    return by_weight((*rows, *moved_days(change, GROUND, stood=stood)))


def rows(name: str) -> list[tuple[Tie, str]]:
    return [(one.tie, one.day.kind if one.day else one.name) for one in found(name)]


def test_only_the_two_meetings_were_moved() -> None:
    moved = {name: (one.before.place, one.now.place, one.now.sequence) for name, one in changes().items()}

    assert moved == {
        "ICANN56": ("Panama City, PA", "Helsinki, FI", 1),
        "ICANN57": ("San Juan", "Hyderabad, IN", 1),
    }


def test_every_row_that_depends_on_icann56_is_found_and_none_else() -> None:
    assert rows("ICANN56") == [
        (Tie.PROPOSAL, "Ines Paz"),
        (Tie.FELLOW, "Fellow of 56"),
        (Tie.INVITED, "Told of 56"),
        (Tie.CALL, "Read-out of ICANN56"),
        (Tie.WINDOW, "ICANN56"),
        (Tie.ELIGIBILITY, "A student"),
    ]


def test_every_row_that_depends_on_icann57_is_found_and_none_else() -> None:
    """San Juan was of another ICANN region than ours, so nobody's NextGen hopes end with it."""
    assert rows("ICANN57") == [
        (Tie.TRAVELLER, "Ada Pym"),
        (Tie.PROPOSAL, "Rui Sá"),
        (Tie.DEADLINE, "plan"),
        (Tie.DEADLINE, "concurrence"),
        (Tie.DEADLINE, "draft"),
        (Tie.DEADLINE, "review"),
        (Tie.DEADLINE, "submission"),
        (Tie.FELLOW, "Fellow of 57"),
        (Tie.INVITED, "May know of 57"),
        (Tie.SHARED, "Told of 57"),
        (Tie.CALL, "On the way to San Juan"),
        (Tie.WINDOW, "ICANN57"),
    ]


def told(name: str, *records: object, now: datetime = ANNOUNCED) -> list[str]:
    known = history()
    known = replace(known, records=(*known.records, *records))  # type: ignore[arg-type] # records of the test
    return [notice.tied.name for notice in plan_event_notices(changes()[name], found(name), known, now=now)]


def test_everybody_who_may_be_written_to_is_told_once_old_and_new() -> None:
    assert told("ICANN56") == ["Ines Paz", "Fellow of 56", "Told of 56"]
    assert told("ICANN57") == ["Ada Pym", "Rui Sá", "Fellow of 57", "May know of 57", "Told of 57"]
    [first, *_] = plan_event_notices(changes()["ICANN57"], found("ICANN57"), history(), now=ANNOUNCED)
    assert (first.kind, first.told.place, first.has_entry) == (EventNoticeKind.MOVED, "San Juan", False)


@pytest.mark.parametrize("state", [MessageState.ACCEPTED, MessageState.UNKNOWN, MessageState.REFUSED])
def test_whoever_was_told_of_this_version_is_not_told_again(state: MessageState) -> None:
    ada = next(one.contact.id for one in DESK.people if one.name == "Ada Pym" and one.contact)

    assert "Ada Pym" not in told("ICANN57", a_record(ada, occasion="event:ICANN57", revision=1, state=state))
    assert "Ada Pym" in told("ICANN57", a_record(ada, occasion="event:ICANN57", revision=1, state=MessageState.PLANNED))


def test_when_the_meeting_has_begun_it_is_past_telling() -> None:
    assert told("ICANN57", now=ANNOUNCED.replace(month=11, day=3)) == []


def test_a_structure_that_was_told_only_after_the_move_knows_it_already() -> None:
    since = a_record(contact_of("Usuarios de Panamá", DESK), occasion="sharing:ICANN57", since=ANNOUNCED)
    known = replace(history(), records=(*history().records, since))

    assert [one.name for one in spread_by(changes()["ICANN57"], DESK.evidence.structures, known)] == ["Told of 57"]


def test_a_structure_that_wants_no_mail_stays_a_row_though_it_gets_no_notice() -> None:
    known = replace(history(), suppressed=frozenset({contact_of("Told of 57", DESK)}))
    change = changes()["ICANN57"]
    [row] = spread_by(change, DESK.evidence.structures, known)

    assert (row.name, plan_event_notices(change, [row], known, now=ANNOUNCED)) == ("Told of 57", ())


def days_of(change: Change) -> dict[str, tuple[date | None, date | None]]:
    return {one.day.kind: (one.day.before, one.day.now) for one in moved_days(change, GROUND, stood=stood) if one.day}


def test_last_days_are_counted_anew_and_a_journey_booked_for_the_old_days_does_not_count() -> None:
    """Six weeks before the departure of 28 October; after the move six weeks before 3 November, when it begins."""
    assert days_of(changes()["ICANN57"]) == {
        "plan": (date(2016, 9, 16), date(2016, 9, 21)),
        "draft": (date(2016, 9, 2), date(2016, 9, 7)),
        "review": (date(2016, 9, 16), date(2016, 9, 21)),
        "concurrence": (date(2016, 9, 16), date(2016, 9, 21)),
        "submission": (date(2016, 9, 16), date(2016, 9, 21)),
    }


def test_the_last_days_of_a_cancelled_event_fall_away() -> None:
    change = changes()["ICANN57"]
    known = change.history[-1]
    off = replace(known, version=replace(known.version, cancelled=True))
    gone = days_of(replace(change, history=(*change.history[:-1], off)))

    assert {kind: now for kind, (_, now) in gone.items() if kind != "plan"} == dict.fromkeys(
        ("draft", "review", "concurrence", "submission")
    )


def test_last_days_that_were_past_before_the_move_concern_nobody() -> None:
    change = changes()["ICANN57"]
    late = tuple(replace(one, since=datetime(2016, 9, 30, 12, 0, tzinfo=UTC)) for one in change.history)

    assert days_of(replace(change, history=late)) == {}


def test_a_proposal_written_since_the_move_counted_by_the_new_days() -> None:
    """The plan of the year is of no row, so it stands at the event's own."""
    found = moved_days(changes()["ICANN57"], GROUND, stood=lambda _: False)

    assert [(one.origin.tab, one.day and one.day.kind) for one in found] == [("Calendar", "plan")]


def test_the_region_of_a_meeting_that_only_the_sheet_knows_follows_from_its_country() -> None:
    programmes = replace(CATALOG.programmes, meetings=())
    tied = affected(changes()["ICANN56"], DESK, history(), programmes, stood=stood, today=ANNOUNCED.date())

    assert [one.name for one in tied if one.tie is Tie.ELIGIBILITY] == ["A student"]


@pytest.mark.parametrize(
    ("before", "now", "regions"),
    [
        ("PA", "FI", ("LAC", "EUR")),
        ("PR", "IN", ("NA", "AP")),
        ("KY", "CW", ("EUR", "EUR")),
    ],
)
def test_territories_are_in_the_region_of_their_mother_country(before: str, now: str, regions: tuple[str, str]) -> None:
    meeting = as_the_sheet_knows(moved_in_the_sheet(before, now), None, CATALOG.programmes.regions)

    assert meeting is not None
    assert tuple(venue.region for venue in meeting.venues) == regions


def test_where_a_region_is_not_known_nothing_is_said_of_it() -> None:
    assert as_the_sheet_knows(moved_in_the_sheet("", "IN"), None, CATALOG.programmes.regions) is None


def test_a_later_move_in_the_sheet_goes_before_what_the_configuration_knows() -> None:
    known = meeting_of("ICANN57", CATALOG.programmes.meetings)
    then = moved_in_the_sheet("IN", "PA")
    meeting = as_the_sheet_knows(then, known, CATALOG.programmes.regions)
    again = as_the_sheet_knows(moved_in_the_sheet("PR", "IN"), known, CATALOG.programmes.regions)

    assert known is not None
    assert meeting is not None
    assert again is known
    assert [venue.country for venue in meeting.venues] == ["PR", "PA"]


def moved_in_the_sheet(before: str, now: str) -> Change:
    change = changes()["ICANN57"]
    first, second = change.history
    return replace(
        change,
        history=(
            replace(first, version=replace(first.version, country=before)),
            replace(second, version=replace(second.version, country=now)),
        ),
    )
