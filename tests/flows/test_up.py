"""`outreach up` on a real scheduler: it serves, it comes back after a power cut, it says what failed, it ends."""

import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from flows.deployments import SCHEDULES
from outreach.settings import ROOT
from tests.flows.up_and_down import Machine, machine, wait_for

pytestmark = pytest.mark.prefect
OPERATOR = "operator@lacralo.example"


@pytest.fixture
def silent_server() -> Iterator[socket.socket]:
    """Takes connections and says nothing: whoever reads mail there works for long, until it is closed."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture
def office(tmp_path: Path, silent_server: socket.socket) -> Iterator[Machine]:
    shutil.copyfile(ROOT / "demo" / "lacralo-sample.xlsx", tmp_path / "workbook.xlsx")
    settings = {
        "OUTREACH_SHEETS": str(tmp_path / "workbook.xlsx"),
        "OUTREACH_SECRET": "of one test and long enough",
        "OUTREACH_STATE": str(tmp_path / "state"),
        "OUTREACH_MAIL": f"folder:{tmp_path / 'mail'}",
        "OUTREACH_MAILBOX": f"imap://us@127.0.0.1:{silent_server.getsockname()[1]}",
        "OUTREACH_MAILBOX_PASSWORD": "p",
        "OUTREACH_OPERATOR": OPERATOR,
    }
    with machine(settings, tmp_path / "state") as found:
        yield found


def test_it_serves_every_flow_and_comes_back_after_a_power_cut(
    office: Machine, silent_server: socket.socket, tmp_path: Path
) -> None:
    word = office.up()
    assert len(office.ask("POST", "deployments/filter", {})) == len(SCHEDULES)
    wait_for(lambda: len(office.scheduled()) == len(SCHEDULES))
    told = office.status()
    assert (told["running"], told["page"]) == (True, word.page)
    assert {one["flow"] for one in told["flows"] if one["next"]} == {flow.name for flow in SCHEDULES}

    hanging = office.start("process-inbox")
    wait_for(lambda: office.state_of(hanging)["type"] == "RUNNING")
    second = office.start("process-inbox")
    wait_for(lambda: office.state_of(second)["type"] == "CANCELLED")
    now = datetime.now(UTC)  # noqa: TID251 # of the real scheduler
    older, newer = (office.start("refresh-coverage", due=(now - timedelta(hours=ago)).isoformat()) for ago in (50, 1))
    office.cut_the_power()

    office.up()
    assert [office.state_of(run)["name"] for run in (hanging, older)] == ["Crashed", "Skipped"]
    wait_for(lambda: office.state_of(newer)["type"] == "COMPLETED")
    last = {one["flow"]: one["last"] for one in office.status()["flows"]}
    assert (last["process-inbox"]["state"], last["refresh-coverage"]["id"]) == ("crashed", newer)
    [letter] = wait_for(lambda: list((tmp_path / "mail").glob("*.eml")))
    mail = message_from_bytes(letter.read_bytes(), policy=policy.default)
    text = mail.get_body(("plain",))
    assert (mail["To"], mail["Subject"]) == (OPERATOR, "A run failed · LACRALO · Ejecuciones fallidas: 1")
    assert text is not None
    assert "process-inbox: The machine or the program stopped while this ran" in " ".join(text.get_content().split())

    again = office.start("process-inbox")
    wait_for(lambda: office.state_of(again)["type"] == "RUNNING")  # the one that was killed keeps no place
    silent_server.close()
    wait_for(lambda: office.state_of(again)["type"] == "FAILED")
    assert office.outreach("down").stdout == "Stopped. Nothing runs by schedule until `outreach up`.\n"
