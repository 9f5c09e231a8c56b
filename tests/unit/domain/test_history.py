"""What is known of messages: who was told, who was written to lately, what changed last."""

from datetime import timedelta

from outreach.domain.history import History, latest
from outreach.domain.message import MessageState
from tests.factories import NOW, a_record


def test_only_what_went_out_or_may_have_done_counts_as_told() -> None:
    records = tuple(a_record(state, occasion="digest", state=state) for state in MessageState)
    free = {MessageState.PLANNED, MessageState.APPROVED, MessageState.WITHDRAWN}

    assert {contact for contact, _ in History(records).told()} == set(MessageState) - free


def test_written_to_lately_is_after_a_moment_and_not_at_it() -> None:
    moments = {"before": -1, "at": 0, "after": 1}
    records = tuple(a_record(name, since=NOW + timedelta(seconds=second)) for name, second in moments.items())
    planned = a_record("planned", state=MessageState.PLANNED, since=NOW + timedelta(days=1))

    assert History((*records, planned)).written_since(NOW) == {"after"}


def test_occasions_are_of_a_kind_and_where_wanted_of_a_state() -> None:
    told, waits = a_record(occasion="call:1"), a_record(occasion="call:2", state=MessageState.PLANNED)
    history = History((told, waits, a_record(occasion="digest:1")))

    assert history.occasions("call:") == {"call:1", "call:2"}
    assert history.occasions("call:", MessageState.PLANNED) == {"call:2"}


def test_of_each_contact_the_record_that_changed_last_and_of_two_at_once_always_the_same() -> None:
    old, new = a_record("a", occasion="x", since=NOW), a_record("a", occasion="y", since=NOW + timedelta(days=1))
    twins = [a_record("b", occasion=occasion, since=NOW, key=f"k{occasion}") for occasion in "12"]

    assert latest([new, *twins[::-1], old]) == latest([old, *twins, new]) == {"a": new, "b": twins[1]}
