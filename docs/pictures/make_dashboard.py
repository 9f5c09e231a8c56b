"""Takes the picture of the public page from the sample workbook: `python docs/pictures/make_dashboard.py`.

Needs Chromium and its driver; the picture is kept, so that readers need neither.
"""
# ruff: noqa: INP001 - a folder of pictures with this script is no package

import io
import tempfile
from pathlib import Path

from PIL import Image

from outreach.rendering.dashboard_page import dashboard_pages
from tests.browser import a_browser
from tests.unit.rendering.test_dashboard_page import PAPER, board_of, sample

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1100, 1010


def main() -> None:
    """Writes `dashboard-en.png` and `dashboard-es.png` beside this file."""
    pages = dashboard_pages(board_of(sample()), PAPER)
    with tempfile.TemporaryDirectory() as folder, a_browser() as browser:
        browser.resize(WIDTH, HEIGHT)
        for language in ("en", "es"):
            browser.show(pages[PAPER.file(language)].decode(), Path(folder))
            with Image.open(io.BytesIO(browser.picture())) as seen:
                seen.convert("RGB").quantize(64).save(HERE / f"dashboard-{language}.png", optimize=True)


if __name__ == "__main__":
    main()
