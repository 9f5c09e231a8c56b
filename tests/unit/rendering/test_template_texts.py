"""Every kind of message in every language, as its plain text reads with the sample facts: kept to be reviewed."""

import os
import re
from pathlib import Path

import pytest

from outreach.catalog import load_catalog
from outreach.rendering.letter import write
from outreach.settings import ROOT

GOLDEN = Path(__file__).parents[2] / "golden"
TEMPLATES = load_catalog(ROOT, region="LACRALO").templates
NAMED = 120  # characters: longer than that is more than a name
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


@pytest.mark.parametrize(("kind", "language"), [*CASES, *(("invitation", one) for one in ("en", "es", "pt", "fr"))])
def test_of_the_nomcoms_invitation_only_its_name_and_place_are_said(kind: str, language: str) -> None:
    """It may be passed on only whole and unchanged, so no excerpt and no translation (NomCom, 2017)."""
    text = write(TEMPLATES[kind], TEMPLATES[kind].sample, (language,)).text
    about_it = [" ".join(said.split()) for said in re.split(r"[.!?:]\s|\n\n", text) if "nomcom" in said.casefold()]

    assert [said for said in about_it if len(re.sub(r"https?://\S+", "", said)) > NAMED] == []
    assert not about_it or "https://" in text
