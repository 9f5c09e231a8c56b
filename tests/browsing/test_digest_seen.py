"""The digest on a phone: less than two screens, nothing off the side, nothing for axe to say, in light and in dark."""

from pathlib import Path

import pytest

from tests.browser import Browser
from tests.unit.rendering.test_digest_forms import FORMS, letter

pytestmark = pytest.mark.browser
SCREEN = 812  # CSS pixels of a usual phone's height
SCREENS = {"first": 1.75, "usual": 1.75, "monthly": 1.95, "quiet": 1}  # with every part as full as it may be
HEIGHT = "return document.documentElement.scrollHeight"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("form", FORMS)
def test_a_minute_is_enough_on_a_phone(form: str, language: str, browser: Browser, tmp_path: Path) -> None:
    for colours in (browser.light, browser.dark):
        colours()
        for width in (320, 375):
            browser.resize(width, SCREEN)
            browser.show(letter(form, language).html, tmp_path)

            assert (width, browser.overflow(), browser.faults()) == (width, 0, [])
    browser.light()
    assert browser.run(HEIGHT) <= SCREENS[form] * SCREEN
