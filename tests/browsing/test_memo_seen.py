"""The memo on the two countries as its readers see it: nothing serious for axe, nothing off the side."""

from pathlib import Path

import pytest

from outreach.domain.snapshot import Snapshot
from outreach.rendering.memo_page import memo_page
from outreach.rendering.page import Pages
from tests.browser import Browser
from tests.paper import TEMPLATES, phrases, sources
from tests.selecting import a_memo

pytestmark = pytest.mark.browser
SEEN = Snapshot({}, links={"Survey": "https://sheets.example/d/1#range={cell}"})


@pytest.mark.parametrize("adopted", [True, False])
def test_the_memo_reads_well_on_a_phone_and_on_a_screen(adopted: bool, browser: Browser, tmp_path: Path) -> None:  # noqa: FBT001 # one of two memos
    page = memo_page(a_memo(adopted=adopted), SEEN, Pages(sources(TEMPLATES / "_pages"), phrases()))
    for width in (375, 1024):
        browser.resize(width, 900)
        browser.show(page, tmp_path)

        assert (width, browser.overflow(), browser.faults()) == (width, 0, [])
