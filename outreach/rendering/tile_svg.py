"""The coverage picture for pages: the same tiles as in mails, drawn as lines that stay sharp at every size."""

from collections.abc import Mapping
from html import escape

from outreach.domain.coverage import CoverageState
from outreach.rendering.picture import labelled, mark
from outreach.rendering.tile_layout import Layout

PITCH = 31.0
GAP = 1.5


def tiles_svg(states: Mapping[str, CoverageState], names: Mapping[str, str], layout: Layout, *, title: str) -> str:
    """A tile a country with its letters and the mark of its state. states, names: by country code."""
    tiles = "".join(
        _tile(code, place, states[code], names[code]) for code, place in layout.places.items() if code in states
    )
    return labelled("tiles", (layout.columns * PITCH, layout.rows * PITCH), title, tiles)


def _tile(code: str, place: tuple[int, int], state: CoverageState, name: str) -> str:
    left, top = place[0] * PITCH, place[1] * PITCH
    side = PITCH - 2 * GAP
    return (
        f"<g><title>{escape(name)}</title>"
        f'<rect class="{state}" x="{left + GAP:g}" y="{top + GAP:g}" width="{side:g}" height="{side:g}" rx="3"/>'
        f'<text class="ink-{state}" x="{left + PITCH / 2:g}" y="{top + 15:g}" text-anchor="middle">{code}</text>'
        f"{mark(state, left + PITCH / 2, top + 22)}</g>"
    )
