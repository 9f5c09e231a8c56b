"""Doctor finds each thing that is wrong and says the one thing to do; services are real ones on this machine."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from outreach.cli import cli
from outreach.doctor import examine
from outreach.settings import ROOT
from tests.contract.mail_server import MailServer, Script
from tests.google.server import GoogleService, google_service

SECRET = "0123456789abcdef-not-printed"


@pytest.fixture
def sound(tmp_path: Path) -> dict[str, str]:
    """An installation in which all is well: files, a folder for mail, the same folder as mailbox."""
    (tmp_path / "mail").mkdir()
    return {
        "OUTREACH_SHEETS": str(ROOT / "demo" / "lacralo-sample.xlsx"),
        "OUTREACH_SECRET": SECRET,
        "OUTREACH_STATE": str(tmp_path),
        "OUTREACH_LEDGER": f"sqlite:///{tmp_path / 'ledger.sqlite'}",
        "OUTREACH_MAIL": f"folder:{tmp_path / 'mail'}",
        "OUTREACH_MAILBOX": f"folder:{tmp_path / 'mail'}",
        "OUTREACH_SENDER": "outreach@lacralo.example",
    }


@pytest.fixture
def google() -> Iterator[GoogleService]:
    with google_service() as service:
        yield service


def faults(environment: dict[str, str], *, probe: bool = False) -> dict[str, str]:
    """By check, what is to be done."""
    return {one.check: one.told for one in examine(environment, probe=probe) if not one.well}


def dead_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def test_all_is_well_and_a_mail_to_ourselves_arrives(sound: dict[str, str]) -> None:
    found = list(examine(sound, probe=True))

    assert [one.check for one in found if not one.well] == []
    assert found[-1].told == "sent, arrived, and kept its Message-ID"
    assert {one.check for one in found} >= {"prefect", "ledger", "spreadsheet", "mail server", "mailbox", "probe"}


@pytest.mark.parametrize(
    ("changed", "check", "said"),
    [
        ({"OUTREACH_SHEETS": ""}, "settings", "Set OUTREACH_SHEETS"),
        ({"OUTREACH_SECRET": "short"}, "secret", "choose 16 signs or more"),
        ({"OUTREACH_LEDGER": "sqlite:////nowhere/at/all.sqlite"}, "installation", "OUTREACH_LEDGER"),
        ({"OUTREACH_LEDGER": "nonsense"}, "installation", "must be sqlite:///FILE or postgresql://"),
        ({"OUTREACH_SHEETS": "none.xlsx"}, "spreadsheet", "There is no workbook none.xlsx"),
        ({"OUTREACH_REGION": "NOWHERE"}, "installation", "There is no region NOWHERE"),
        ({"OUTREACH_MAIL": f"smtp://127.0.0.1:{dead_port()}?security=plain"}, "mail server", "cannot be reached"),
        ({"OUTREACH_MAIL": "smtp://"}, "installation", "OUTREACH_MAIL must be"),
        ({"OUTREACH_MAILBOX": "folder:/nowhere/at/all"}, "mailbox", "OUTREACH_MAILBOX"),
        ({"OUTREACH_PRODUCTION": "maybe"}, "settings", "must be yes, or empty"),
    ],
)
def test_each_fault_is_one_sentence(sound: dict[str, str], changed: dict[str, str], check: str, said: str) -> None:
    found = faults(sound | changed)

    assert list(found) == [check]
    assert said in found[check]
    assert "\n" not in found[check]


def test_what_google_refuses_is_told_with_what_to_do(sound: dict[str, str], google: GoogleService) -> None:
    spreadsheet = google.create_spreadsheet("Members", {"Survey": [["Timestamp"]]})
    online = sound | {"OUTREACH_GOOGLE_ENDPOINT": google.url, "OUTREACH_SHEETS": f"google:{spreadsheet}"}

    missing = faults(online | {"OUTREACH_SHEETS": "google:another"})
    google.books[spreadsheet].shared = False
    unshared = faults(online)

    assert "There is no such spreadsheet" in missing["spreadsheet"]
    assert "share it with its address" in unshared["spreadsheet"]


def test_a_tab_that_decides_who_gets_what_and_is_missing_is_told(sound: dict[str, str], google: GoogleService) -> None:
    spreadsheet = google.create_spreadsheet("Members", {"Survey": [["Timestamp", "Country"]]})
    online = sound | {"OUTREACH_GOOGLE_ENDPOINT": google.url, "OUTREACH_SHEETS": f"google:{spreadsheet}"}

    assert "tabs and columns" in faults(online)


def test_approvals_that_anybody_may_give_are_told(sound: dict[str, str], google: GoogleService) -> None:
    online = sound | {"OUTREACH_GOOGLE_ENDPOINT": google.url}
    told = []
    for leaders in ((), ("--leader", "chair@lacralo.example")):
        made = CliRunner().invoke(cli, ["init", "--google", "Members", *leaders], env=online).output
        spreadsheet = made.split("OUTREACH_SHEETS=")[1].split()[0]
        found = examine(online | {"OUTREACH_SHEETS": spreadsheet}, probe=False)
        told += [(one.well, one.told) for one in found if one.check == "approvals"]

    assert told == [
        (False, "Anybody who edits the spreadsheet can approve: in Approvals, let only leaders edit column H."),
        (True, "only some may put their names to them"),
    ]


def test_a_mail_server_says_what_it_cannot_do(sound: dict[str, str]) -> None:
    with MailServer(Script(utf8=False)) as server:
        found = list(examine(sound | {"OUTREACH_MAIL": f"smtp://127.0.0.1:{server.port}?security=plain"}, probe=False))

    (told,) = [one.told for one in found if one.check == "mail server"]
    assert told == "lets us in; without SMTPUTF8, DSN"


def test_the_command_prints_no_secret_and_its_status_tells_whether_all_is_well(sound: dict[str, str]) -> None:
    well = CliRunner().invoke(cli, ["doctor", "--json"], env=sound)
    ill = CliRunner().invoke(cli, ["doctor"], env=sound | {"OUTREACH_SHEETS": "none.xlsx"})

    assert (well.exit_code, all(one["well"] for one in json.loads(well.output))) == (0, True)
    assert (ill.exit_code, "FIX  spreadsheet: There is no workbook none.xlsx" in ill.output) == (1, True)
    assert SECRET not in well.output + ill.output
