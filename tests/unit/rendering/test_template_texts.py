"""Every kind of message in every language, as its plain text reads with the sample facts: kept to be reviewed."""

import os
from pathlib import Path

import pytest

from outreach.catalog import load_catalog
from outreach.rendering.letter import write
from outreach.settings import ROOT

GOLDEN = Path(__file__).parents[2] / "golden"
TEMPLATES = load_catalog(ROOT, region="LACRALO").templates
CASES = [
    (kind, language) for kind, template in TEMPLATES.items() for language in template.texts if kind != "invitation"
]


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_the_text_reads_as_it_was_reviewed(kind: str, language: str) -> None:
    letter = write(TEMPLATES[kind], TEMPLATES[kind].sample, (language,))
    text = f"Subject: {letter.subject}\n\n{letter.text}"
    kept = GOLDEN / f"{kind}.{language}.txt"
    if os.environ.get("OUTREACH_GOLDEN") == "write":
        kept.write_text(text, encoding="utf-8")

    assert text == kept.read_text(encoding="utf-8")
