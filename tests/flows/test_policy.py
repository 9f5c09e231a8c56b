"""What Prefect is told of an error: the operator's sentence as it is, of a fault of ours its kind and place only."""

import pytest
from prefect.context import FlowRunContext, TaskRunContext

from flows.deployments import SCHEDULES
from flows.run import RUNS
from outreach.cli.flows import FLOWS
from outreach.errors import SheetsError
from tasks.policy import UnexpectedError, acts, process, unobserved


@process
def stumbles() -> None:
    message = "ana@chapines.example cannot be divided"
    raise ValueError(message)


@acts
def told() -> None:
    message = "Share the spreadsheet."
    raise SheetsError(message)


def test_the_text_of_an_unexpected_error_goes_nowhere() -> None:
    with pytest.raises(UnexpectedError, match=r"ValueError at test_policy\.py, line \d+") as raised:
        stumbles.fn()

    assert "chapines" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_a_sentence_for_the_operator_is_handed_on() -> None:
    with pytest.raises(SheetsError, match=r"^Share the spreadsheet\.$"):
        told.fn()


def test_nothing_is_tried_again_kept_or_cached_by_prefect() -> None:
    assert (told.retries, told.persist_result, told.cache_policy.__class__.__name__) == (0, False, "_None")
    assert (stumbles.name, stumbles.retries, stumbles.persist_result) == ("stumbles", 0, False)


def test_every_flow_can_be_run_by_its_name_and_has_a_schedule() -> None:
    assert sorted(RUNS) == FLOWS
    assert sorted(flow.name for flow in SCHEDULES) == FLOWS


def test_unobserved_a_flow_and_its_tasks_are_plain_calls() -> None:
    seen = []

    @acts
    def act(word: str) -> str:
        seen.append(FlowRunContext.get() or TaskRunContext.get())
        return word.upper()

    @process
    def proceed() -> str:
        return act("done")

    with unobserved():
        told = proceed()

    assert (told, seen) == ("DONE", [None])
