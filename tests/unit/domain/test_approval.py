"""An approval counts for exactly one list and one text, and only from a leader."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.approval import ApprovalMark, Batch, approver, batches
from outreach.domain.origin import Origin
from tests.factories import a_draft, a_person

LEADERS = frozenset({"chair", "secretary"})
CHAIR, MEMBER = a_person("Luz Ferrer"), a_person("Bo Baptiste", roles=frozenset({"member"}))
BATCH = Batch("invitation:dns", (a_draft("c1"), a_draft("c2")))


def mark(batch: Batch, name: str) -> ApprovalMark:
    return ApprovalMark(batch.hash, name, Origin("Approvals", 2))


@pytest.mark.parametrize(
    ("name", "people", "expected"),
    [
        ("Luz Ferrer", (CHAIR, MEMBER), CHAIR),
        ("  luz  FERRER ", (CHAIR, MEMBER), CHAIR),
        ("Bo Baptiste", (CHAIR, MEMBER), None),
        ("Somebody Else", (CHAIR, MEMBER), None),
        ("", (CHAIR, MEMBER), None),
        ("Luz Ferrer", (CHAIR, replace(CHAIR, roles=frozenset({"member"}))), None),
    ],
)
def test_only_the_name_of_one_leader_approves(name: str, people: tuple, expected: object) -> None:
    assert expected == approver(BATCH, [mark(BATCH, name)], people, LEADERS)


@pytest.mark.parametrize(
    "changed",
    [
        Batch(BATCH.occasion, BATCH.drafts[:1]),
        Batch(BATCH.occasion, (*BATCH.drafts, a_draft("c3"))),
        Batch(BATCH.occasion, (BATCH.drafts[0], replace(BATCH.drafts[1], content=b"another text"))),
        Batch(BATCH.occasion, (BATCH.drafts[0], replace(BATCH.drafts[1], recipient="other@chapines.example"))),
    ],
)
def test_any_change_of_list_or_text_voids_the_approval(changed: Batch) -> None:
    assert approver(changed, [mark(BATCH, "Luz Ferrer")], (CHAIR,), LEADERS) is None


@given(st.permutations(range(4)))
def test_the_hash_does_not_depend_on_the_order_of_the_list(order: list[int]) -> None:
    drafts = [a_draft(f"c{number}") for number in order]

    assert Batch("o", tuple(a_draft(f"c{number}") for number in range(4))).hash == Batch("o", tuple(drafts)).hash


def test_waiting_drafts_fall_into_one_batch_an_occasion() -> None:
    dns, icann = a_draft("c1"), a_draft("c1", occasion="invitation:icann")

    assert (("invitation:dns", (dns,)), ("invitation:icann", (icann,))) == tuple(
        (batch.occasion, batch.drafts) for batch in batches([icann, dns])
    )
