"""The public page as people see it: nothing for axe to say, nothing off the side, nothing asked of anybody."""

from pathlib import Path

import pytest

from outreach.rendering.dashboard_page import dashboard_pages
from tests.browser import Browser
from tests.unit.rendering.test_dashboard_page import PAPER, board_of, sample

pytestmark = pytest.mark.browser
REQUESTS = "return performance.getEntriesByType('resource').map(one => one.name)"
EVERY = ("minor", "moderate", "serious", "critical")
STOPS = "return document.querySelectorAll('a, summary, [tabindex=\"0\"]').length"
FOCUS = """const one = document.activeElement, style = getComputedStyle(one);
return [one.className || one.tagName, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0]"""
FOCUSED = "return [...document.querySelectorAll('a, summary')].filter(one => one.tabIndex < 0).length"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("public")
    for name, page in dashboard_pages(board_of(sample()), PAPER).items():
        (made / name).write_bytes(page)
    return made


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("language", PAPER.languages)
def test_it_reads_well_at_every_width(language: str, width: int, browser: Browser, folder: Path) -> None:
    browser.resize(width, 900)
    browser.open((folder / PAPER.file(language)).as_uri())

    assert (browser.overflow(), browser.faults(impacts=EVERY)) == (0, [])
    assert browser.run(REQUESTS) == []
    assert browser.run(FOCUSED) == 0


def test_a_click_leads_to_the_other_language(browser: Browser, folder: Path) -> None:
    browser.open((folder / "index.html").as_uri())

    browser.click('nav a[hreflang="es"]')

    assert browser.run("return document.documentElement.lang") == "es"


def test_no_country_is_too_small_to_be_seen(browser: Browser, folder: Path) -> None:
    """Each has its letters on one of the maps, and the smallest disc of an island is some pixels wide on a phone."""
    browser.resize(360, 900)
    browser.open((folder / "index.html").as_uri())
    texts = browser.run("return [...document.querySelectorAll('[class^=map-] text')].map(one => one.textContent)")
    discs = browser.run(
        "return [...document.querySelectorAll('[class^=map-] circle')].map(one => one.getBoundingClientRect().width)"
    )

    assert sorted(text for text in texts if len(text) == 2) == sorted(PAPER.layout.places)
    assert min(discs) >= 4


def test_dark_colours_are_as_readable(browser: Browser, folder: Path) -> None:
    browser.dark()
    try:
        for width in (360, 1280):
            browser.resize(width, 900)
            browser.open((folder / "es.html").as_uri())

            assert (width, browser.faults(impacts=EVERY)) == (width, [])
    finally:
        browser.light()


def test_the_keyboard_leads_from_the_way_past_the_links_through_all_there_is(browser: Browser, folder: Path) -> None:
    browser.resize(1280, 900)
    browser.open((folder / "es.html").as_uri())
    seen = []
    for _ in range(browser.run(STOPS)):
        browser.press_tab()
        seen.append(browser.run(FOCUS))

    assert seen[0][0] == "skip"
    assert [name for name, is_outlined in seen if not is_outlined] == []
