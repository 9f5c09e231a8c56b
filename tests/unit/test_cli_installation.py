"""Commands that ask an installation: the ledger, the archive, one person's data, the switch."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from outreach.bootstrap import App, open_app, using
from outreach.cli import cli
from outreach.delivery import deliver_waiting, stopped_by
from outreach.domain.contact import contact_id
from outreach.domain.message import MessageState, Outcome, OutcomeKind, batch_hash
from outreach.reading import read_sheets
from outreach.settings import ROOT, from_environment
from tests.factories import NOW, a_draft
from tests.fakes import HandClock, ScriptedMailer

SECRET = "of these tests"
ADDRESS = "hello@netcitizens.example"  # of the sample's third survey row


@pytest.fixture
def world(tmp_path: Path) -> Iterator[App]:
    """An installation on the sample, with one message of unknown outcome."""
    settings = {
        "OUTREACH_SHEETS": str(ROOT / "demo" / "lacralo-sample.xlsx"),
        "OUTREACH_SECRET": SECRET,
        "OUTREACH_STATE": str(tmp_path),
        "OUTREACH_LEDGER": f"sqlite:///{tmp_path / 'ledger.sqlite'}",
        "OUTREACH_MAIL": f"folder:{tmp_path / 'mail'}",
    }
    with using(open_app(from_environment(settings), at=NOW)) as installation:
        draft = a_draft(contact_id(ADDRESS, SECRET.encode()), recipient=ADDRESS)
        ledger = installation.ledger
        ledger.plan([draft], occasions=[draft.occasion], now=NOW)
        ledger.approve([draft.key], batch=batch_hash([draft]), approver="People!2", now=NOW)
        mailer = ScriptedMailer(lambda _: Outcome(OutcomeKind.UNKNOWN))
        deliver_waiting(ledger, mailer, HandClock(), worker="w")
        read_sheets(installation.sheets, installation.archive, installation.catalog.schemas, now=NOW)
        yield installation


def call(*arguments: str, asked: str = "") -> Result:
    return CliRunner().invoke(cli, arguments, input=asked)


def key(world: App) -> str:
    (record,) = world.ledger.history().records
    return record.key


def test_what_is_unknown_is_listed_shown_and_settled(world: App) -> None:
    listed = json.loads(call("ledger", "unknown", "--json").output)
    steps = call("ledger", "show", key(world)).output.splitlines()

    assert [one["key"] for one in listed] == [key(world)]
    assert [step.split("  ")[1] for step in steps] == [
        f"message.{state}" for state in ("planned", "approved", "claimed", "transmitting", "unknown")
    ]
    assert call("settle", key(world), "arrived").exit_code == 0
    assert call("settle", key(world), "arrived").exit_code == 1
    assert "0 messages are unknown." in call("ledger", "unknown").output
    assert [one.state for one in world.ledger.history().records] == [MessageState.ACCEPTED]


def test_sending_again_asks_first(world: App) -> None:
    assert call("settle", key(world), "send-again", asked="n\n").exit_code == 1
    assert [one.state for one in world.ledger.history().records] == [MessageState.UNKNOWN]
    assert call("settle", key(world), "send-again", asked="y\n").exit_code == 0
    assert [one.state for one in world.ledger.history().records] == [MessageState.APPROVED]


def test_a_key_that_nobody_knows_is_one_sentence(world: App) -> None:
    assert world.ledger.told_of("nothing") == ()
    refused = call("ledger", "show", "nothing")

    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)


def test_the_ledger_is_verified(world: App) -> None:
    assert world.ledger.verify() == ()
    assert (call("ledger", "verify").exit_code, call("ledger", "verify").output) == (0, "The ledger is whole.\n")


def test_the_switch_stops_sending_and_lets_it_go_on(world: App) -> None:
    call("settle", key(world), "send-again", "--yes")
    call("stop")
    stopped = deliver_waiting(world.ledger, ScriptedMailer(), HandClock(), worker="w")
    call("resume", asked="y\n")
    going = deliver_waiting(world.ledger, ScriptedMailer(), HandClock(), worker="w")

    assert (stopped.accepted, "outreach resume" in stopped.rests, going.accepted) == (0, True, 1)


def test_one_persons_data_is_printed_and_erased(world: App) -> None:
    before = json.loads(call("export", ADDRESS).output)
    assert (before["address"], len(before["messages"]), before["written_to_again"]) == (ADDRESS, 1, True)
    assert {row["tab"] for row in before["rows"]} == {"Calendario", "Respuestas de formulario 1"}

    call("settle", key(world), "arrived")
    erased = call("erase", ADDRESS, "--yes")
    after = json.loads(call("export", ADDRESS).output)

    assert "Now delete by hand" in erased.output
    assert (after["rows"], after["messages"][0]["text"], after["written_to_again"]) == ([], "", False)


def test_coverage_is_told_as_it_was_known(world: App) -> None:
    assert world.archive.latest() is not None
    known = json.loads(call("coverage", "--on", "2016-07-01", "--as-known-on", "2016-07-01", "--json").output)
    before = call("coverage", "--as-known-on", "2016-06-30")

    assert (known["covered"], known["of"]) == (21, 33)
    assert (before.exit_code, "name a later day" in before.stderr) == (1, True)


def test_what_changed_is_told_row_by_row(world: App) -> None:
    told = json.loads(call("changes", "--from", "2016-06-30", "--to", "2016-07-01", "--json").output)

    rows = sum(bool(row) for rows in world.archive.latest().snapshot.rows.values() for row in rows)  # type: ignore[union-attr] # it was read
    assert len(told) == rows
    assert {one["kind"] for one in told} == {"added"}


def test_a_region_may_join_the_ledger_and_stop_itself_alone(world: App) -> None:
    joining = replace(world.settings, region="AFRALO", sender="outreach@afralo.example")

    with using(open_app(joining, at=NOW)) as other:
        assert (world.scope, other.scope, other.ledger.history().records) == ("", "AFRALO", ())
        assert "resume --region" in call("stop", "--region").output
        assert stopped_by(world.ledger) == ""
        call("stop")
        assert call("resume", "--yes").output == "It is still stopped; then say: outreach resume --region\n"
        assert stopped_by(world.ledger) == ""
        assert call("resume", "--region", "--yes").output == "Approved messages go with the next run.\n"


def test_what_the_ledger_knows_is_told_to_programs_too(world: App) -> None:
    steps = json.loads(call("ledger", "show", key(world), "--json").stdout)

    assert [one["step"] for one in steps][-1] == "message.unknown"
    assert {frozenset(one) for one in steps} == {frozenset({"at", "step", "details"})}
    assert json.loads(call("ledger", "verify", "--json").stdout) == {"whole": True, "faults": []}


def test_what_cannot_be_undone_tells_what_it_would_do_and_asks_first(world: App) -> None:
    call("settle", key(world), "arrived")
    erased, resumed = (call(*words, asked="n\n") for words in (("erase", ADDRESS), ("resume",)))

    assert [one.exit_code for one in (erased, resumed, call("accept-losses", asked="\n"))] == [1, 1, 1]
    assert "Of this person 1 messages and 2 rows of the sheets are kept." in erased.stderr
    assert "0 approved messages go with the next run. Let them go?" in resumed.stderr
    assert json.loads(call("export", ADDRESS).stdout)["written_to_again"] is True
