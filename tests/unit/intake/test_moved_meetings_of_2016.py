"""ICANN56 and ICANN57, announced elsewhere on 17 May 2016: every row that depends on them is found, and none else."""

from dataclasses import replace
from datetime import datetime

import pytest

from outreach.domain.affected import Change, Tie, Tied, spread_by
from outreach.domain.answer import AnswerKind
from outreach.domain.event_notice import EventNoticeKind, plan_event_notices
from outreach.domain.history import History
from outreach.domain.message import MessageState
from outreach.intake.calendar import listed_events
from outreach.intake.desk import Desk
from outreach.intake.event_ties import affected
from tests.factories import a_record, an_answer
from tests.season_2016 import ANNOUNCED, contact_of, desk_of, histories, mailed, readings
from tests.unit.intake.sheets import CATALOG

BEFORE, AFTER = readings()
DESK = desk_of(AFTER)
STOOD = frozenset(row for rows in BEFORE.rows.values() for row in rows)


def changes() -> dict[str, Change]:
    kept = histories(BEFORE, AFTER)
    listed = listed_events(DESK.events, AFTER, CATALOG.gazetteer).items()
    found = [Change(name, one.event, kept[name], one.rows) for name, one in listed]
    return {change.name: change for change in found if change.is_told_on(ANNOUNCED.date())}


def history(desk: Desk = DESK) -> History:
    no = an_answer(contact_of("Said no to 57", desk), kind=AnswerKind.NO)
    return replace(mailed(desk), answers=(no,))


def found(name: str) -> tuple[Tied, ...]:
    return affected(
        changes()[name],
        DESK,
        history(),
        CATALOG.programmes,
        stood=lambda origin: AFTER.row(origin.tab, origin.row) in STOOD,
        today=ANNOUNCED.date(),
    )


def rows(name: str) -> list[tuple[Tie, str]]:
    return [(one.tie, one.name) for one in found(name)]


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
