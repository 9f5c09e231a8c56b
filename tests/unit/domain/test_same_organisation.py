"""Rows that a person said are one organisation count as one, stay two rows, and are two again after a no."""

from datetime import timedelta

import pytest

from outreach.domain.answer import AnswerKind, Exit, all_exits
from outreach.domain.candidate import CandidateKind
from outreach.domain.coverage import Evidence
from outreach.domain.follow_up import Cadence, Held, Step, plan_follow_ups
from outreach.domain.history import History
from outreach.domain.organisation import organisation_of, organisation_of_structure
from outreach.domain.same_organisation import SamePair, from_json, standing, to_json, unified
from outreach.domain.twin import TwinVerdict
from outreach.errors import LedgerError
from tests.factories import NOW, a_candidate, a_contact, a_record, a_structure, an_answer

RED, NET = "Red Chapina de Internautas", "Guatemalan Netizens Network"
PAIR = SamePair("GT", RED, NET)
ROWS = (
    a_candidate(5, name=RED, contact=a_contact("a@red.example", id="a")),
    a_candidate(6, name=NET, contact=a_contact("b@red.example", id="b")),
)


def organisations(*pairs: SamePair) -> list[str]:
    return [organisation_of(one) for one in unified(Evidence(candidates=ROWS), pairs).candidates]


def test_without_a_verdict_they_are_two_and_with_one_they_are_one_of_two_rows() -> None:
    assert len(set(organisations())) == 2
    assert len(set(organisations(PAIR))) == 1
    assert len(organisations(PAIR)) == 2


def test_one_is_one_over_several_pairs_whatever_their_order_and_only_in_its_country() -> None:
    chain = (SamePair("GT", NET, "RCI"), SamePair("GT", RED, "RCI"))

    assert organisations(*chain) == organisations(*reversed(chain))
    assert len(set(organisations(*chain))) == 1
    assert len(set(organisations(SamePair("HN", RED, NET)))) == 2


def test_a_structure_that_is_the_candidate_has_its_identity_and_persons_have_none() -> None:
    person = a_candidate(7, name=NET, kind=CandidateKind.INDIVIDUAL)
    evidence = unified(Evidence(candidates=(ROWS[0], person), structures=(a_structure(name=NET),)), [PAIR])

    assert organisation_of_structure(evidence.structures[0]) == organisation_of(evidence.candidates[0])
    assert organisation_of(evidence.candidates[1]) == ""


@pytest.mark.parametrize(
    ("verdict", "expected"), [(TwinVerdict.SAME, (PAIR,)), (TwinVerdict.DIFFERENT, ()), (None, ())]
)
def test_what_stands_in_the_tab_outdoes_what_was_remembered(
    verdict: TwinVerdict | None, expected: tuple[SamePair, ...]
) -> None:
    assert standing([PAIR], [PAIR], {PAIR.code: verdict}) == expected
    assert standing([PAIR], [], {}) == (PAIR,)


def test_a_name_that_was_changed_in_the_tab_makes_nobody_the_same() -> None:
    assert standing([], [SamePair("GT", RED, "Somebody else")], {PAIR.code: TwinVerdict.SAME}) == ()


def test_an_answer_of_one_ends_the_follow_up_of_the_other() -> None:
    answer = an_answer("a", kind=AnswerKind.REPLIED)

    assert "b" not in all_exits([answer], ROWS)
    joined = unified(Evidence(candidates=ROWS), [PAIR]).candidates
    assert all_exits([answer], joined)["b"] is Exit.COLLEAGUE_ANSWERED


def test_never_two_mails_to_one_organisation() -> None:
    sent = [a_record(one, since=NOW - timedelta(days=40)) for one in ("a", "b")]
    joined = unified(Evidence(candidates=ROWS), [PAIR]).candidates
    cadence = Cadence((Step("first", 7, "follow_up_first", frozenset()),), timedelta(days=5))

    def mails(rows: tuple[object, ...]) -> list[Held | None]:
        plan = plan_follow_ups(
            rows,  # type: ignore[arg-type] # candidates
            History(records=tuple(sent)),
            cadence,
            now=NOW,
            uncovered=frozenset({"GT"}),
            is_working_day=lambda *_: True,
        )
        return [one.held for one in (*plan.now, *plan.later)]

    assert mails(ROWS) == [None, None]
    assert mails(joined) == [None, Held.ORGANISATION_RESTS]


def test_what_is_kept_can_be_read_and_nothing_else() -> None:
    assert from_json(to_json([PAIR])) == (PAIR,)
    with pytest.raises(LedgerError, match="cannot be read"):
        from_json("[[1]]")
