"""A season in bad weather: nobody gets anything twice, nobody is lost, no member's cell changes, no log names anybody.

In CI a few days; OUTREACH_CAMPAIGN="SEEDS DAYS" makes it as long as you like, OUTREACH_CAMPAIGN_SEED says where the
seeds begin. A seed makes the same season again, but for how two processes that run at once overlap.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from outreach.adapters.sheets_files import FileSheets
from outreach.bootstrap import App, open_app, using
from outreach.cli import cli
from outreach.domain.message import MessageState
from tests.campaign.people import key_of
from tests.campaign.season import Season
from tests.contract.mail_server import MailServer, Script
from tests.google.server import google_service
from tests.sample import WORKBOOK, sample_settings

pytestmark = pytest.mark.campaign
SEEDS, DAYS = map(int, os.environ.get("OUTREACH_CAMPAIGN", "1 2").split())
FIRST = int(os.environ.get("OUTREACH_CAMPAIGN_SEED", "1"))
FLOWS = 5  # runs a day
APPROVED = "message.approved"
CALM = 10  # days, in which all that was approved ends
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


@contextmanager
def season(seed: int, folder: Path) -> Iterator[Season]:
    """The sample's tabs in a spreadsheet, a mail server, an empty mailbox, an empty ledger."""
    tabs = FileSheets(WORKBOOK).read().grids
    (folder / "mailbox").mkdir()
    (folder / "logs").mkdir()
    script = Script(utf8=seed % 2 == 0)
    with google_service() as service, MailServer(script) as server:
        book = service.create_spreadsheet("Members", {title: grid.rows for title, grid in tabs.items()})
        settings = sample_settings(
            folder,
            sheets=f"google:{book}",
            google_endpoint=service.url,
            mail=f"smtp://127.0.0.1:{server.port}?security=plain",
            mailbox=f"folder:{folder / 'mailbox'}",
            guests=None,
        )
        yield Season(Random(seed), settings, service, script)  # noqa: S311 # the same season again for the same seed


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_a_season_of_faults(seed: int, tmp_path: Path) -> None:
    with season(seed, tmp_path) as played:
        played.pass_days(DAYS, FLOWS)
        played.calm_down(CALM)
        with using(open_app(played.settings, at=played.day)) as world:
            states = Counter(record.state for record in world.ledger.history().records)
            check_nobody_twice_and_nobody_lost(played, world)
            check_what_is_listed(world)

    assert states[MessageState.ACCEPTED] > 0
    assert played.broken == []
    assert played.harm == []
    assert named_in_logs(tmp_path / "logs") == []
    assert disobeyed(played) == {}
    print(report(seed, played, states))  # noqa: T201 # for whoever measures, with pytest -s


def check_nobody_twice_and_nobody_lost(played: Season, world: App) -> None:
    """What arrived is what was approved and what the ledger says; nothing is on its way any more."""
    arrived = Counter(map(key_of, played.script.received))
    records = {record.key: record.state for record in world.ledger.history().records}
    ended = {state: {key for key, is_ in records.items() if is_ is state} for state in MessageState}

    assert {key: times for key, times in arrived.items() if times > 1} == {}
    assert ended[MessageState.ACCEPTED] <= arrived.keys() <= ended[MessageState.ACCEPTED] | ended[MessageState.UNKNOWN]
    assert [key for key in arrived if APPROVED not in {kind for _, kind, _ in world.ledger.told_of(key)}] == []
    assert played.on_their_way() == []


def check_what_is_listed(world: App) -> None:
    """Every unknown message is told of; the ledger is whole."""
    unknown = {one.key for one in world.ledger.history().records if one.state is MessageState.UNKNOWN}
    told = CliRunner().invoke(cli, ["ledger", "unknown", "--json"])

    assert {one["key"] for one in json.loads(told.stdout)} == unknown
    assert world.ledger.verify() == ()


def named_in_logs(folder: Path) -> list[str]:
    """The addresses in what the processes said."""
    return [found for log in sorted(folder.iterdir()) for found in ADDRESS.findall(log.read_text())]


def disobeyed(played: Season) -> dict[str, int]:
    """Who asked for no more, was read, and got more: how much."""
    had = Counter(one.recipient for one in played.script.received)
    more = {recipient: had[recipient] - before for recipient, before in played.readers.obeyed.items()}
    return {recipient: times for recipient, times in more.items() if times}


def report(seed: int, played: Season, states: Counter[MessageState]) -> str:
    """What was lived through, by kind, and what became of the messages."""
    met = +played.weather.met
    lines = [f"\nseed {seed}: {played.runs} runs, {met.total()} faults survived"]
    lines += [f"{times:>6}  {kind}" for kind, times in sorted(met.items())]
    lines += ["messages: " + ", ".join(f"{count} {state}" for state, count in sorted(states.items()))]
    return "\n".join(lines)
