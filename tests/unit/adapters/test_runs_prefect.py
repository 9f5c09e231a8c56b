"""What the scheduler says of a run, as the operator reads it."""

import socket
from datetime import UTC, datetime

import pytest

from outreach.adapters.runs_prefect import PrefectRuns, sentence
from outreach.errors import ScheduleError


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Flow run encountered an exception: SheetsError: Google cannot be reached: check the network.",) * 2,
        ("Process for flow run 'blue-owl' exited with status code: -9",) * 2,
        ("", ""),
        ("ValueError: ana@chapines.example is no number\nTraceback ...", "… is no number"),
    ],
)
def test_only_its_own_sentence_is_left_and_no_address(message: str, told: str) -> None:
    expected = told.removeprefix("Flow run encountered an exception: SheetsError: ")

    assert sentence(message) == expected


def test_a_scheduler_that_is_not_there_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    runs = PrefectRuns(f"http://127.0.0.1:{port}/api")

    with pytest.raises(ScheduleError, match="does not answer: start it with `outreach up`"):
        runs.ended(datetime(2016, 7, 1, tzinfo=UTC))
