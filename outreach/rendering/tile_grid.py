"""The coverage picture: one tile a country, so that the smallest island is as large as Brazil."""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from outreach.domain.coverage import Coverage
from outreach.rendering.coverage_words import counts
from outreach.rendering.day import long_day
from outreach.rendering.phrases import Phrases
from outreach.rendering.state_style import INK, LINE, STROKE, STYLES, Mark, Point, Style
from outreach.rendering.tile_layout import Layout

Draw = ImageDraw.ImageDraw
Box = tuple[float, float, float, float]

FONTS = Path(__file__).parent / "fonts"
WIDTH = 320  # of the phone screen it is designed for; every length below counts in these
SCALE = 4
MARGIN = 5
HEADER = 42
LEGEND_ROW = 18
LEGEND_COLUMN = 148
GAP = 2
PAPER = "#ffffff"


def picture(
    coverage: Coverage, layout: Layout, *, language: str, phrases: Phrases, changed: frozenset[str] = frozenset()
) -> bytes:
    """A PNG, 1280 pixels wide and made to be read at 320; the same input gives the same bytes.

    changed: codes of the countries to outline.
    """
    pitch = (WIDTH - 2 * MARGIN) / layout.columns
    legend_top = HEADER + layout.rows * pitch + 6
    height = round(legend_top + 3 * LEGEND_ROW + MARGIN)
    image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), PAPER)
    draw = ImageDraw.Draw(image)
    _header(draw, coverage, language, phrases)
    for one in coverage.countries:
        column, row = layout.places[one.country.code]
        corner = (MARGIN + column * pitch, HEADER + row * pitch)
        _tile(draw, corner, pitch, one.country.code, STYLES[one.state])
        if one.country.code in changed:
            _outline(draw, corner, pitch)
    _legend(draw, legend_top, coverage, language, phrases)
    return _png(image)


def _header(draw: Draw, coverage: Coverage, language: str, phrases: Phrases) -> None:
    figure = phrases.say("coverage.figure", language, covered=coverage.covered, all=len(coverage.countries))
    day = long_day(coverage.day, language)
    _text(draw, (MARGIN, 20), figure, size=30, bold=True)
    after = MARGIN + _font(30, bold=True).getlength(figure) / SCALE + 8
    _text(draw, (after, 13), phrases.say("coverage.caption", language), size=12)
    _text(draw, (after, 28), phrases.say("coverage.day", language, day=day), size=12)


def _legend(draw: Draw, top: float, coverage: Coverage, language: str, phrases: Phrases) -> None:
    for index, (state, count) in enumerate(counts(coverage).items()):
        column, row = divmod(index, 3)
        left, middle = MARGIN + column * LEGEND_COLUMN, top + (row + 0.5) * LEGEND_ROW
        style = STYLES[state]
        _box(draw, (left, middle - 7, left + 14, middle + 7), style.fill, round_by=2)
        _mark(draw, style.mark, (left + 7, middle), style.ink)
        word = phrases.say(f"coverage.legend.{state}", language)
        _text(draw, (left + 33, middle), str(count), size=12, bold=True, anchor="rm")
        _text(draw, (left + 37, middle), word, size=12)


def _tile(draw: Draw, corner: tuple[float, float], pitch: float, code: str, style: Style) -> None:
    left, top = corner
    _box(draw, (left + GAP, top + GAP, left + pitch - GAP, top + pitch - GAP), style.fill, round_by=3)
    _text(draw, (left + pitch / 2, top + pitch * 0.36), code, size=13, bold=True, fill=style.ink, anchor="mm")
    _mark(draw, style.mark, (left + pitch / 2, top + pitch * 0.71), style.ink)


def _outline(draw: Draw, corner: tuple[float, float], pitch: float) -> None:
    left, top = corner
    box = (left + 0.25, top + 0.25, left + pitch - 0.25, top + pitch - 0.25)
    draw.rounded_rectangle(_scaled(box), radius=4 * SCALE, outline=INK, width=round(1.75 * SCALE))


def _box(draw: Draw, box: Box, fill: str, *, round_by: float) -> None:
    draw.rounded_rectangle(_scaled(box), radius=round_by * SCALE, fill=fill, outline=LINE, width=SCALE // 2)


def _text(draw: Draw, place: tuple[float, float], text: str, *, size: int, bold: bool = False, **look: str) -> None:
    x, y = place
    draw.text(
        (x * SCALE, y * SCALE), text, look.get("fill", INK), _font(size, bold=bold), anchor=look.get("anchor", "lm")
    )


def _mark(draw: Draw, mark: Mark, place: Point, ink: str) -> None:
    x, y = place
    for stroke in mark.strokes:
        _stroke(draw, [(x + a, y + b) for a, b in stroke], ink)
    if mark.area:
        draw.polygon([((x + a) * SCALE, (y + b) * SCALE) for a, b in mark.area], fill=ink)
    for a, b, radius in mark.discs:
        draw.ellipse(_scaled((x + a - radius, y + b - radius, x + a + radius, y + b + radius)), fill=ink)
    if mark.sign:
        _text(draw, place, mark.sign, size=11, bold=True, fill=ink, anchor="mm")


def _stroke(draw: Draw, points: list[Point], ink: str) -> None:
    scaled = [(x * SCALE, y * SCALE) for x, y in points]
    draw.line(scaled, fill=ink, width=round(STROKE * SCALE), joint="curve")


def _scaled(box: Box) -> Box:
    left, top, right, bottom = box
    return (left * SCALE, top * SCALE, right * SCALE, bottom * SCALE)


@lru_cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    # the basic layout engine is on every machine, the other is not
    name = "Roboto-Bold.ttf" if bold else "Roboto-Regular.ttf"
    return ImageFont.truetype(FONTS / name, size * SCALE, layout_engine=ImageFont.Layout.BASIC)


def _png(image: Image.Image) -> bytes:
    """Sixty-four colours are enough. A tenth of the bytes less would take five times as long."""
    out = io.BytesIO()
    image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()
