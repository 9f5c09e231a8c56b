"""Runs as the operator sees them: the last, the next, the untold, and what came due while nothing ran."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.run import ENDED, Failure, Run, RunState, failures, last_of_each, next_of_each, stale, untold
from tests.factories import NOW

PATIENCE = timedelta(hours=24)


def a_run(flow: str = "send-digest", state: RunState = RunState.COMPLETED, *, ago: float = 0, **changes: Any) -> Run:
    moment = NOW - timedelta(hours=ago)
    plain: dict[str, Any] = {"id": f"{flow}{ago}", "flow": flow, "state": state, "due": moment, "since": moment}
    return Run(**(plain | changes))


def test_the_last_run_of_a_flow_is_one_that_worked_if_any_did() -> None:
    skipped, failed, older = a_run(state=RunState.SKIPPED), a_run(state=RunState.FAILED, ago=1), a_run(ago=2)

    assert last_of_each([skipped, failed, older]) == {"send-digest": failed}
    assert last_of_each([skipped]) == {"send-digest": skipped}
    assert last_of_each([a_run(state=RunState.RUNNING)]) == {}


def test_the_next_run_is_the_one_at_work_then_the_one_that_is_due_first() -> None:
    works, due, later = (
        a_run(state=RunState.RUNNING),
        a_run(state=RunState.SCHEDULED, ago=1),
        a_run(state=RunState.SCHEDULED, ago=-5),
    )

    assert next_of_each([later, due, works]) == {"send-digest": works}
    assert next_of_each([later, due, a_run()]) == {"send-digest": due}


def test_failures_are_told_once_and_the_same_fault_is_counted() -> None:
    runs = [a_run(state=RunState.FAILED, ago=ago, told="Share it.") for ago in (1, 3, 2)]
    crash = a_run("process-inbox", RunState.CRASHED, told="It was killed.")

    assert untold([crash, *runs, a_run()], {runs[0].id}) == (runs[1], runs[2], crash)
    assert failures([crash, *runs]) == (
        Failure("send-digest", "Share it.", 3, _hours_ago(3), _hours_ago(1)),
        Failure("process-inbox", "It was killed.", 1, NOW, NOW),
    )


def test_what_was_missed_is_skipped_but_for_the_newest_that_is_not_too_old() -> None:
    inbox = [a_run("process-inbox", RunState.SCHEDULED, ago=ago) for ago in (3, 2, 1)]
    digest, coming = a_run(state=RunState.SCHEDULED, ago=25), a_run(state=RunState.SCHEDULED, ago=-1)

    assert stale([*inbox, digest, coming], now=NOW, patience=PATIENCE) == (digest, inbox[0], inbox[1])


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(-50, 50))))
def test_at_most_one_missed_run_of_a_flow_goes_on_and_none_to_come_is_skipped(told: list[tuple[str, int]]) -> None:
    runs = [a_run(flow, RunState.SCHEDULED, ago=ago, id=str(n)) for n, (flow, ago) in enumerate(told)]
    skipped = stale(runs, now=NOW, patience=PATIENCE)
    going = [run for run in runs if run not in skipped and run.due < NOW]

    assert len({run.flow for run in going}) == len(going)
    assert all(run.due < NOW for run in skipped)
    assert all(NOW - run.due <= PATIENCE for run in going)


def test_every_state_is_an_end_or_is_still_to_come() -> None:
    assert set(RunState) - ENDED == {RunState.SCHEDULED, RunState.RUNNING}


def _hours_ago(hours: int) -> datetime:
    return NOW - timedelta(hours=hours)
