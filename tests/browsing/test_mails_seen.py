"""Every mail as its readers see it: nothing serious for axe, nothing off the side, in light and in dark."""

from pathlib import Path

import pytest

from outreach.catalog import load_catalog
from outreach.rendering.letter import write
from outreach.settings import ROOT
from tests.browser import Browser

pytestmark = pytest.mark.browser
TEMPLATES = load_catalog(ROOT, region="LACRALO").templates
LETTERS = [(kind, (language,)) for kind, template in TEMPLATES.items() for language in template.texts]
STACKED = [(kind, languages) for kind in TEMPLATES for languages in (("es", "en"), ("en", "es"))]


@pytest.mark.parametrize(("kind", "languages"), [*LETTERS, *STACKED])
def test_a_letter_reads_well_on_a_phone_and_on_a_screen(
    kind: str, languages: tuple[str, ...], browser: Browser, tmp_path: Path
) -> None:
    letter = write(TEMPLATES[kind], TEMPLATES[kind].sample, languages)
    for width in (375, 640):
        browser.resize(width, 900)
        browser.show(letter.html, tmp_path)

        assert (width, browser.overflow(), browser.faults()) == (width, 0, [])


def test_the_judge_notices_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    browser.resize(375, 900)
    browser.show("<title>x</title><p style='color:#ccc'>pale</p><p style='width:999px'><img src='x.png'></p>", tmp_path)

    assert {fault.split(":")[0] for fault in browser.faults()} >= {"html-has-lang", "image-alt", "color-contrast"}
    assert browser.overflow() > 600
