"""How a call is answered, and who said yes and did not come."""

from dataclasses import replace
from datetime import timedelta

from outreach.domain.answer import Answer, AnswerKind
from outreach.domain.history import History
from outreach.domain.message import MessageState
from outreach.domain.stage import Evidence, Fact, FactKind, Proof
from outreach.domain.turnout import turnouts
from tests.factories import NOW, a_call, a_candidate, a_record, an_answer

CALL = a_call()
HELD = replace(CALL, starts=NOW - timedelta(days=1))
PEOPLE = tuple(a_candidate(row, attended=frozenset({"dns"} if row in {5, 8} else ())) for row in range(5, 11))
IDS = {one.origin.row: one.contact.id for one in PEOPLE if one.contact}


def said(row: int, kind: AnswerKind, *, hours: int = 0, occasion: str = "invitation:basics-dns") -> Answer:
    key = a_record(IDS[row], occasion=occasion).key
    return an_answer(
        IDS[row], kind=kind, message=key, moment=NOW + timedelta(hours=hours), mail=f"{row} {kind} {hours}"
    )


HISTORY = History(
    (
        *(a_record(IDS[row]) for row in (5, 6, 7, 8)),
        a_record(IDS[9], state=MessageState.PLANNED),
        a_record(IDS[10], occasion="invitation:basics-icann"),
    ),
    answers=(
        said(5, AnswerKind.YES),
        said(6, AnswerKind.MAYBE),
        said(6, AnswerKind.YES, hours=2),
        said(7, AnswerKind.NO),
        said(8, AnswerKind.REPLIED),
        said(10, AnswerKind.YES, occasion="invitation:basics-icann"),
    ),
)


def test_the_last_word_of_each_counts_and_who_was_not_invited_does_not() -> None:
    [found] = turnouts([CALL], PEOPLE, HISTORY, told={}, now=NOW)

    assert (found.invited, found.silent) == (4, 1)
    assert found.said == {AnswerKind.YES: 2, AnswerKind.MAYBE: 0, AnswerKind.NO: 1}
    assert (found.attended, found.missing) == (None, ())


def test_when_it_is_over_it_is_seen_who_came_and_who_is_missing() -> None:
    [found] = turnouts([HELD], PEOPLE, HISTORY, told={}, now=NOW)

    assert found.attended == 2
    assert found.missing == (PEOPLE[1].origin,)


def test_of_two_calls_on_one_topic_each_has_its_own_attendance() -> None:
    """Rows 5 and 6 said yes; 5 came a month before, to another call on the same topic, and 8 to this one."""
    days = {5: NOW - timedelta(days=31), 8: NOW}
    told = {
        PEOPLE[row - 5].origin: [Fact(FactKind.ATTENDED, day.date(), Evidence(Proof.ATTENDANCE, "dns"))]
        for row, day in days.items()
    }
    [found] = turnouts([HELD], PEOPLE, HISTORY, told=told, now=NOW)

    assert (found.attended, found.missing) == (1, (PEOPLE[0].origin, PEOPLE[1].origin))


def test_nobody_is_missing_at_a_call_that_was_cancelled() -> None:
    [found] = turnouts([replace(HELD, cancelled=True)], PEOPLE, HISTORY, told={}, now=NOW)

    assert (found.attended, found.missing) == (None, ())
