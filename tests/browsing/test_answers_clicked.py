"""The endpoint of answers in a real browser: a page opened does nothing, its button does."""

from pathlib import Path

import pytest

from outreach.adapters.ledger_sql import SqlLedger
from outreach.domain.web_answer import WebAction
from tests.browser import Browser
from tests.contract.answers_server import LINKS, serving
from tests.factories import NOW, a_draft

pytestmark = pytest.mark.browser
DRAFT = a_draft("c1")


def test_a_reader_clicks_twice_and_is_written_to_no_more(browser: Browser, tmp_path: Path) -> None:
    ledger = SqlLedger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.plan([DRAFT], occasions=[DRAFT.occasion], now=NOW)
    with serving(ledger) as address:
        browser.resize(375, 700)
        browser.open(LINKS.link(WebAction.STOP, DRAFT.key, "fr").replace(LINKS.base, address))
        assert (browser.faults(), browser.overflow()) == ([], 0)
        assert ledger.history().suppressed == frozenset()

        browser.click("button")

        done = "C\u2019est fait"
        assert browser.until("return document.querySelector('h1').textContent", done) == done
        assert browser.faults() == []
    assert ledger.history().suppressed == {"c1"}
    ledger.close()
