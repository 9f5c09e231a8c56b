"""Who is reminded of which last day when: each age once, a moved day anew, never what a letter tells already."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from outreach.domain.deadline import (
    Deadline,
    DeadlineKind,
    ReminderRule,
    already_told,
    deadline_occasion,
    deadline_reminders,
    owner_of,
)
from outreach.domain.message import MessageState
from tests.factories import a_contact, a_person, a_record

LAST = date(2017, 3, 20)
DEADLINE = Deadline("submission:row 7", DeadlineKind.SUBMISSION, LAST, "Foro")
RULE = ReminderRule(("subcommittee_chair", "secretary"), (14, 5, 1))
RULES = dict.fromkeys(DeadlineKind, RULE)
SECRETARY = a_person("Sol Prieto", roles=frozenset({"secretary"}), contact=a_contact("sol@lacralo.example"))


def told_ages(today: date, *, told: frozenset[str] = frozenset(), deadline: Deadline = DEADLINE) -> frozenset[str]:
    known = {SECRETARY.contact.id: told} if SECRETARY.contact else {}
    found = deadline_reminders((deadline,), (SECRETARY,), RULES, told=known, today=today)
    return found[0].marks if found else frozenset()


def mark(age: int, day: date = LAST) -> str:
    return f"submission:row 7 {day} {age}"


@pytest.mark.parametrize(
    ("left", "ages"), [(15, ()), (14, (14,)), (6, (14,)), (5, (14, 5)), (1, (14, 5, 1)), (0, (14, 5, 1)), (-7, ())]
)
def test_the_ages_that_are_reached(left: int, ages: tuple[int, ...]) -> None:
    assert told_ages(LAST - timedelta(days=left)) == frozenset(map(mark, ages))


def test_an_age_is_told_once_and_a_day_that_moved_anew() -> None:
    today = LAST - timedelta(days=5)

    assert told_ages(today, told=frozenset({mark(14), mark(5)})) == frozenset()
    earlier = replace(DEADLINE, day=LAST - timedelta(days=1))
    day = earlier.day or LAST
    assert told_ages(today, told=frozenset({mark(14), mark(5)}), deadline=earlier) == {mark(14, day), mark(5, day)}


def test_of_an_unknown_day_nobody_is_reminded() -> None:
    assert told_ages(LAST, deadline=replace(DEADLINE, day=None)) == frozenset()


def test_a_candidates_step_is_repeated_until_it_is_done() -> None:
    steps = ReminderRule(("chair",), (0,), again=timedelta(days=14))

    assert [steps.ages(left) for left in (1, 0, -13, -14, -29)] == [(), (0,), (0,), (0, -14), (0, -14, -28)]


def test_the_owner_is_whom_the_row_names_else_the_first_role_that_somebody_bears() -> None:
    chair = a_person("Tom Veira", roles=frozenset({"subcommittee_chair"}), contact=None)
    people = (SECRETARY, chair, a_person("Luz Ferrer"))

    assert owner_of(replace(DEADLINE, owner="luz ferrer"), people, RULES) == people[2]
    assert owner_of(replace(DEADLINE, owner="Tom Veira"), people, RULES) == SECRETARY
    assert owner_of(DEADLINE, (chair,), RULES) is None


@pytest.mark.parametrize(
    ("state", "yesterday", "today"),
    [
        (MessageState.ACCEPTED, True, True),
        (MessageState.UNKNOWN, True, True),
        (MessageState.APPROVED, True, False),
        (MessageState.WITHDRAWN, False, False),
        (MessageState.PLANNED, False, False),
    ],
)
def test_a_letter_that_waits_for_the_morning_tells_but_one_of_today_is_written_again(
    state: MessageState, *, yesterday: bool, today: bool
) -> None:
    def tells(day: date) -> bool:
        letter = a_record(occasion=deadline_occasion(day), state=state)
        return bool(already_told([letter], {letter.key: frozenset({"m"})}, today=LAST).get("c1"))

    assert (tells(LAST - timedelta(days=1)), tells(LAST)) == (yesterday, today)


def test_a_letter_names_last_days_before_mere_reminders() -> None:
    step = Deadline("als_step:r2", DeadlineKind.ALS_STEP, LAST - timedelta(days=40), "Guatemala")
    rules = RULES | {DeadlineKind.ALS_STEP: ReminderRule(("secretary",), (0,), again=timedelta(days=14))}
    [reminder] = deadline_reminders((step, DEADLINE), (SECRETARY,), rules, told={}, today=LAST)

    assert (reminder.due, reminder.told) == ((step, DEADLINE), (DEADLINE, step))
