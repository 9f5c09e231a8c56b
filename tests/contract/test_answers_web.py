"""The web endpoint of answers: looking changes nothing, the button acts, strangers learn nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from outreach.adapters.ledger_sql import SqlLedger
from outreach.domain.answer import NOTED, AnswerKind, answers_in
from outreach.domain.web_answer import AnswerLinks, WebAction
from outreach.settings import ROOT
from tests.contract.answers_server import LINKS, serving
from tests.factories import NOW, SECRET, a_draft
from tests.fakes import HandClock

DRAFT = a_draft("c1")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def ledger(sqlite_url: str) -> Iterator[SqlLedger]:
    opened = SqlLedger(sqlite_url)
    opened.plan([DRAFT], occasions=[DRAFT.occasion], now=NOW)
    yield opened
    opened.close()


@pytest.fixture
def web(ledger: SqlLedger, clock: HandClock) -> Iterator[httpx.Client]:
    """A client of the real server on a loopback port."""
    with serving(ledger, clock) as address, httpx.Client(base_url=address, timeout=10) as client:
        yield client


def path(action: WebAction, *, language: str = "es", key: str = DRAFT.key) -> str:
    return LINKS.link(action, key, language).removeprefix(LINKS.base)


def answers(ledger: SqlLedger) -> list[tuple[str, str, AnswerKind]]:
    return [(one.contact, one.message, one.kind) for one in answers_in(ledger.noted(*NOTED))]


@pytest.mark.parametrize("action", WebAction)
def test_looking_at_a_link_changes_nothing_however_often_a_scanner_does_it(
    action: WebAction, web: httpx.Client, ledger: SqlLedger
) -> None:
    for _ in range(3):
        seen = web.get(path(action))
        assert (seen.status_code, seen.text.count("<button")) == (200, 1)
        assert web.head(path(action)).status_code == 200

    assert (answers(ledger), ledger.history().suppressed) == ([], frozenset())


def test_the_button_notes_the_answer_once_and_a_change_of_mind_too(
    web: httpx.Client, ledger: SqlLedger, clock: HandClock
) -> None:
    for action in (WebAction.YES, WebAction.YES, WebAction.NO, WebAction.YES):
        assert web.post(path(action)).status_code == 200
        clock.turn(minutes=1)

    kinds = [AnswerKind.YES, AnswerKind.NO, AnswerKind.YES]
    assert answers(ledger) == [("c1", DRAFT.key, kind) for kind in kinds]


def test_stop_suppresses_also_as_one_click_of_a_mail_program(web: httpx.Client, ledger: SqlLedger) -> None:
    done = web.post(path(WebAction.STOP), data={"List-Unsubscribe": "One-Click"})

    assert done.status_code == 200
    assert ledger.history().suppressed == {"c1"}
    assert answers(ledger) == [("c1", DRAFT.key, AnswerKind.OPT_OUT)]


def forged() -> list[str]:
    genuine = path(WebAction.STOP)
    other = AnswerLinks(LINKS.base, b"another secret").link(WebAction.STOP, DRAFT.key, "es").removeprefix(LINKS.base)
    return [
        genuine[:-1] + ("a" if genuine[-1] != "a" else "b"),
        genuine[:-1],
        genuine.replace("/s/", "/y/"),
        genuine.replace("/s/", "/x/"),
        other,
        path(WebAction.STOP, key="a" * 26),
        "/",
        "/es/s/ñ",
        "/es/s/" + "a" * 5000,
        "/robots.txt",
        "/es/s/../../etc/passwd",
    ]


@pytest.mark.parametrize("address", forged())
def test_a_link_that_we_did_not_make_says_the_same_to_everybody_and_does_nothing(
    address: str, web: httpx.Client, ledger: SqlLedger
) -> None:
    answered = web.post(address)

    assert (answered.status_code, "<button" in answered.text) == (404, False)
    assert (answers(ledger), ledger.history().suppressed) == ([], frozenset())


@pytest.mark.parametrize(
    ("language", "heading"),
    [("es", "¿No quiere más mensajes?"), ("en", "No more messages?"), ("xx", "No more messages?")],
)
def test_pages_speak_the_language_of_the_message(language: str, heading: str, web: httpx.Client) -> None:
    page = web.get(path(WebAction.STOP, language=language)).text

    assert f"<h1>{heading}</h1>" in page


def test_pages_set_no_cookie_name_nobody_and_ask_no_other_server(web: httpx.Client) -> None:
    page = web.post(path(WebAction.YES))

    assert "set-cookie" not in page.headers
    assert DRAFT.recipient not in page.text
    assert "http" not in page.text.replace("http-equiv", "")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["cache-control"] == "no-store"


def test_a_link_is_short_enough_for_a_header_line() -> None:
    assert len(f"List-Unsubscribe: <{LINKS.link(WebAction.STOP, DRAFT.key, 'es')}>") <= 998
    assert len(LINKS.link(WebAction.STOP, DRAFT.key, "es")) <= 80


def test_the_secret_shows_nowhere() -> None:
    assert SECRET.decode() not in repr(LINKS)


def test_an_answer_by_web_counts_from_its_own_moment(web: httpx.Client, ledger: SqlLedger, clock: HandClock) -> None:
    clock.turn(hours=5)
    web.post(path(WebAction.NO))

    (answer,) = answers_in(ledger.noted(*NOTED))
    assert answer.moment == NOW + timedelta(hours=5)


def test_the_pages_are_shipped_in_every_language() -> None:
    folders = sorted(one.name for one in Path(ROOT / "templates" / "_phrases").iterdir())
    assert all((ROOT / "templates" / "_phrases" / name / "answer.toml").exists() for name in folders)
