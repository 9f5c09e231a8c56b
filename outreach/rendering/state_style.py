"""How each state of a country looks, in every picture: its colours, and a mark that tells it without them."""

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.domain.coverage import CoverageState

Point = tuple[float, float]
INK = "#1b1b1b"
LINE = "#5f6368"
STROKE = 1.8  # width of a mark's lines


@dataclass(frozen=True, slots=True)
class Mark:
    """Shapes about (0, 0), y downward, within about nine units each way. discs: x, y and radius of each."""

    strokes: tuple[tuple[Point, ...], ...] = ()
    area: tuple[Point, ...] = ()
    discs: tuple[tuple[float, float, float], ...] = ()
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """How a state looks; the mark alone tells it, so that colour is never needed."""

    fill: str
    ink: str
    mark: Mark


TICK = Mark(strokes=(((-4, 0), (-1.2, 3), (4.2, -3.5)),))
TRIANGLE = Mark(area=((0, -4), (4.4, 3.4), (-4.4, 3.4)))
DISC = Mark(discs=((0, 0, 3.5),))
CROSS = Mark(strokes=(((-3.2, -3.2), (3.2, 3.2)), ((-3.2, 3.2), (3.2, -3.2))))
DOTS = Mark(discs=((-4, 0, 1.2), (0, 0, 1.2), (4, 0, 1.2)))
QUESTION = Mark(sign="?")

# The palette of Okabe and Ito, which people tell apart whatever their colour vision; letters have a contrast over 4.5.
STYLES: Mapping[CoverageState, Style] = {
    CoverageState.COVERED: Style("#005b94", "#ffffff", TICK),
    CoverageState.APPLIED: Style("#56b4e9", INK, TRIANGLE),
    CoverageState.CANDIDATES: Style("#e69f00", INK, DISC),
    CoverageState.ASKED_NONE_FOUND: Style("#cc79a7", INK, CROSS),
    CoverageState.ASKED_NO_ANSWER: Style("#dcdcdc", INK, DOTS),
    CoverageState.NOBODY_ASKED: Style("#ffffff", INK, QUESTION),
}
