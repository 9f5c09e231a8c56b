"""A designation is kept as ids, the last one counts, and only what is new to a volunteer is in their brief."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.designation import Designation, briefs, facts_of, merged, present
from outreach.domain.liaison import LiaisonPlan, Proposal
from outreach.domain.liaison_fit import Duty, Task, Volunteer
from outreach.domain.liaison_tasks import task_of
from outreach.domain.stage import FactKind, counts
from outreach.errors import LedgerError
from tests.factories import TODAY, a_candidate, a_person

LUZ = a_person()
VOLUNTEER = Volunteer(LUZ.contact.id if LUZ.contact else "", LUZ)
made = st.builds(
    Designation,
    st.sampled_from("ab"),
    st.lists(st.sampled_from(("t1", "t2", "t3"))).map(tuple),
    st.text(max_size=3),
    st.dates(date(2016, 1, 1), date(2017, 1, 1)),
)


def a_proposal(task: str) -> Proposal:
    return Proposal(Task(task, Duty.TO_CANDIDATE, "GT", ("es",)), VOLUNTEER, 0, (), None)


def a_designation(*tasks: str, to: str = VOLUNTEER.id) -> Designation:
    return Designation(to, tasks, "abcdef0123456789", TODAY)


@given(made)
def test_what_the_ledger_keeps_is_the_same_when_it_is_read(one: Designation) -> None:
    assert Designation.from_json(one.to_json()) == one


def test_what_cannot_be_read_is_told() -> None:
    with pytest.raises(LedgerError, match="another version"):
        Designation.from_json("{}")


def test_the_last_designation_counts() -> None:
    assert present([a_designation("t1", "t2"), a_designation("t1", to="other")]) == {
        "t1": "other",
        "t2": VOLUNTEER.id,
    }


def test_a_brief_holds_what_is_new_and_each_is_another_occasion() -> None:
    plan = LiaisonPlan((a_proposal("t1"), a_proposal("t2")), ())
    (first,), (second,) = briefs(plan, []), briefs(plan, [a_designation("t1")])

    assert [one.task.id for one in first.proposals] == ["t1", "t2"]
    assert [one.task.id for one in second.proposals] == ["t2"]
    assert (first.occasion, second.occasion) == (f"liaison:{VOLUNTEER.id}:1", f"liaison:{VOLUNTEER.id}:2")
    assert briefs(plan, [a_designation("t1", "t2")]) == ()


def test_a_designation_is_a_fact_of_every_row_that_names_the_organisation() -> None:
    rows = [a_candidate(5), a_candidate(6), a_candidate(7, name="Another")]
    found = facts_of([a_designation(task_of(rows[0]))], rows, [LUZ])

    assert set(found) == {rows[0].origin, rows[1].origin}
    (fact,) = found[rows[0].origin]
    assert (fact.kind, fact.by, fact.day) == (FactKind.LIAISON_NAMED, "Luz Ferrer", TODAY)
    assert counts(fact, rows[0].kind)
    assert merged(found, found)[rows[0].origin] == (fact, fact)
