"""The coverage picture: the same bytes for the same coverage, readable without colour."""

import hashlib
import io
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from outreach.catalog import load_phrases
from outreach.domain.coverage import Coverage, CoverageState, Evidence, coverage_on
from outreach.rendering import tile_grid
from outreach.rendering.coverage_words import alternative_text
from outreach.rendering.tile_grid import LEGEND_COLUMN, SCALE, STYLES, WIDTH, picture
from outreach.rendering.tile_layout import plain_layout
from tests.factories import TODAY, a_candidate, a_region, a_structure

PHRASES = load_phrases(Path(__file__).parents[3] / "templates" / "_phrases")
LANGUAGES = ("en", "es", "pt", "fr")
COVERAGE = coverage_on(
    TODAY, a_region(), Evidence(structures=(a_structure("GT"),), candidates=(a_candidate(country="GD"),))
)
LAYOUT = plain_layout(["GT", "GD", "BZ"])


def drawn(coverage: Coverage = COVERAGE, *, language: str = "en", changed: frozenset[str] = frozenset()) -> bytes:
    return picture(coverage, LAYOUT, language=language, phrases=PHRASES, changed=changed)


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [part / 255 for part in ImageColor.getrgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_coverage_gives_the_same_bytes(language: str) -> None:
    assert drawn(language=language) == drawn(language=language)


def test_the_picture_is_four_times_as_wide_as_a_phone_and_small_enough_for_a_mail() -> None:
    content = drawn()

    assert Image.open(io.BytesIO(content)).width == 1280
    assert len(content) < 60_000


def test_another_state_or_a_change_is_another_picture() -> None:
    pictures = [
        drawn(),
        drawn(coverage_on(TODAY, a_region(), Evidence())),
        drawn(changed=frozenset({"GD"})),
        drawn(language="es"),
    ]

    assert len({hashlib.sha256(content).digest() for content in pictures}) == 4


@pytest.mark.parametrize("state", CoverageState)
def test_letters_have_enough_contrast_on_the_tile(state: CoverageState) -> None:
    assert contrast(STYLES[state].fill, STYLES[state].ink) >= 4.5


def test_every_state_has_a_mark_and_a_colour_of_its_own() -> None:
    assert len({style.mark for style in STYLES.values()}) == len({style.fill for style in STYLES.values()}) == 6
    assert all(ImageColor.getrgb(a.fill) != ImageColor.getrgb(b.fill) for a, b in combinations(STYLES.values(), 2))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", CoverageState)
def test_every_legend_fits_its_column(state: CoverageState, language: str) -> None:
    word = PHRASES.say(f"coverage.legend.{state}", language)
    width = tile_grid._font(12, bold=False).getlength(word) / SCALE  # noqa: SLF001 # the width as it is drawn

    columns = (LEGEND_COLUMN, WIDTH - 5 - LEGEND_COLUMN)
    assert width <= columns[list(CoverageState).index(state) // 3] - 37


def test_the_alternative_text_says_all_the_numbers() -> None:
    assert alternative_text(COVERAGE, "en", PHRASES) == (
        "Coverage map. 1 of 3 countries have an accredited At-Large Structure on 1 July 2016. "
        "Covered: 1; Applied: 0; Candidates known: 1; Asked, none found: 0; Asked, no answer: 0; "
        "Nobody asked: 1."
    )


def test_the_alternative_text_is_in_the_readers_language() -> None:
    assert alternative_text(COVERAGE, "es", PHRASES) == (
        "Mapa de cobertura. 1 de 3 países tienen una estructura At-Large acreditada al 1 de julio de 2016. "
        "Cubierto: 1; Solicitud presentada: 0; Hay candidatos: 1; Se preguntó, no hay nadie: 0; "
        "Se preguntó, sin respuesta: 0; Nadie preguntó: 1."
    )
