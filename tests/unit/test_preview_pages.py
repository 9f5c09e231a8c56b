"""What people look at before anything goes out: a message as somebody would get it, and how a batch has changed."""

import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from outreach.bootstrap import App, open_app, using
from outreach.cli import cli
from outreach.domain.message import Draft
from outreach.domain.message_kinds import APPROVED_KINDS, STANDING_KINDS
from outreach.settings import ROOT, Settings
from tasks.mail import queue
from tasks.policy import unobserved
from tasks.publish import publish_previews
from tests.factories import NOW, a_draft
from tests.unit.rendering.test_page import an_eml

DNS = "invitation:dns"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[App]:
    settings = Settings(
        sheets=str(ROOT / "demo" / "lacralo-sample.xlsx"),
        mail=f"folder:{tmp_path / 'mail'}",
        ledger=f"sqlite:///{tmp_path / 'ledger.sqlite'}",
        state=tmp_path,
        sender="outreach@lacralo.example",
        region="LACRALO",
        home=ROOT,
        secret=b"of one test",
    )
    with using(open_app(settings, at=NOW)) as installation:
        yield installation


def draft(contact: str, text: str, **changes: object) -> Draft:
    return replace(a_draft(contact, occasion=DNS, content=an_eml(text)), **changes)  # type: ignore[arg-type]


def offer(world: App, *drafts: Draft) -> str:
    """The page of the one batch that these drafts make."""
    with unobserved():
        ((shown),) = publish_previews(queue(drafts, occasions=[DNS], now=NOW), {DNS: "DNS basics"})
    return (world.settings.state / shown.preview).read_text(encoding="utf-8")


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def test_the_first_list_is_compared_with_nothing(world: App) -> None:
    assert "Differences from the last preview" not in offer(world, draft("c1", "On Monday\n"))


def test_a_leader_sees_what_is_new_since_the_list_they_saw_until_the_list_changes_again(world: App) -> None:
    offer(world, draft("c1", "On Monday\n"), draft("c2", "Hello\n"))
    changed = (draft("c1", "On Tuesday\n"), draft("c3", "Hello\n"))

    first, again = offer(world, *changed), offer(world, *changed)

    assert re.findall(r"<(?:ins|del)>(.*?)</(?:ins|del)>", first) == ["- On Monday", "+ On Tuesday"]
    assert re.findall(r"</span></dt><dd>(.*?)</dd>", first)[:3] == ["c3@chapines.example", "c2@chapines.example", "1"]
    assert again == first


def test_the_message_to_a_row_is_opened_as_its_reader_would_get_it(world: App, tmp_path: Path) -> None:
    drafts = [draft("c1", "Hello\n", origin="Survey!14"), draft("c2", "Hello\n", origin="Survey!15", subject="To c2")]
    world.ledger.plan(drafts, occasions=[DNS], now=NOW)
    file = tmp_path / "page.html"

    told = call("preview", "invitation", "--row", "Survey!15", "--out", str(file))

    assert told.output.splitlines()[0] == "Subject: To c2"
    assert "<p>Hello</p>" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert world.ledger.history().records[0].state == "planned"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("invitation", "--real"), "No invitation waits: run its flow"),
        (("sharing", "--row", "Survey!2", "--lang", "es"), "No sharing to Survey!2 in es waits"),
        (("to_fix", "--real"), "No to_fix ever waits, as it goes out by standing order"),
    ],
)
@pytest.mark.usefixtures("world")
def test_what_does_not_wait_cannot_be_shown(words: tuple[str, ...], said: str) -> None:
    told = call("preview", *words)

    assert (told.exit_code, said in told.output) == (1, True)


def test_of_every_kind_it_is_known_whether_it_waits_for_approval(world: App) -> None:
    assert sorted((*APPROVED_KINDS, *STANDING_KINDS)) == sorted(world.catalog.templates)
