"""What the SVG pictures of a page share: a title that screen readers say, the marks of the states, their colours."""

from collections.abc import Iterable
from html import escape

from outreach.domain.coverage import CoverageState
from outreach.rendering.state_style import LINE, STROKE, STYLES, Point, Style


def labelled(name: str, size: tuple[float, float], title: str, body: str) -> str:
    """An SVG of this size in its own units. name: unique in its page; title: all that it shows, in words."""
    width, height = size
    return (
        f'<svg class="{name}" viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="{name}-title">'
        f'<title id="{name}-title">{escape(title)}</title>{body}</svg>'
    )


def mark(state: CoverageState, x: float, y: float, scale: float = 1) -> str:
    """The mark of a state about a point; `sprite` must stand in the same page."""
    grown = f" scale({scale:g})" if scale != 1 else ""
    return f'<use href="#mark-{state}" transform="translate({x:g},{y:g}){grown}"/>'


def sprite() -> str:
    """The marks themselves, drawn once a page and seen only where they are used."""
    marks = "".join(f'<g id="mark-{state}">{_drawn(style)}</g>' for state, style in STYLES.items())
    return f'<svg width="0" height="0" aria-hidden="true" focusable="false"><defs>{marks}</defs></svg>'


def colours() -> str:
    """The style sheet of the states: `covered` for areas, `ink-covered` for letters upon them."""
    return "".join(
        f".{state}{{fill:{one.fill};stroke:{LINE}}}.ink-{state}{{fill:{one.ink}}}" for state, one in STYLES.items()
    )


def _drawn(style: Style) -> str:
    shape, ink = style.mark, style.ink
    line = f'fill="none" stroke="{ink}" stroke-width="{STROKE:g}" stroke-linecap="round" stroke-linejoin="round"'
    letter = f'y="4" text-anchor="middle" font-size="11" font-weight="700" fill="{ink}"'
    return "".join(
        (
            *(f'<path d="M{_points(stroke)}" {line}/>' for stroke in shape.strokes),
            f'<path d="M{_points(shape.area)}z" fill="{ink}"/>' if shape.area else "",
            *(f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{ink}"/>' for x, y, radius in shape.discs),
            f"<text {letter}>{escape(shape.sign)}</text>" if shape.sign else "",
        )
    )


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
