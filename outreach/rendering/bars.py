"""Bars over months: one an entry, its number above it."""

from collections.abc import Mapping
from html import escape

from outreach.rendering.picture import labelled

WIDTH, HEIGHT, BASE, TOP = 640, 200, 170, 24


def bars_svg(figures: Mapping[str, int], *, name: str, title: str) -> str:
    """name: unique in its page; title: all that the picture shows, in words."""
    slot = WIDTH / max(len(figures), 1)
    most = max(figures.values(), default=0) or 1
    body = "".join(
        _bar(number * slot, slot, count, (BASE - TOP) * count / most, label)
        for number, (label, count) in enumerate(figures.items())
    )
    return labelled(name, (WIDTH, HEIGHT), title, body)


def _bar(left: float, slot: float, count: int, height: float, label: str) -> str:
    middle, top = left + slot / 2, BASE - height
    return (
        f'<rect x="{left + slot * 0.15:.1f}" y="{top:.1f}" width="{slot * 0.7:.1f}" height="{height:.1f}" class="bar"/>'
        f'<text x="{middle:.1f}" y="{top - 5:.1f}" text-anchor="middle">{count}</text>'
        f'<text x="{middle:.1f}" y="{BASE + 18}" text-anchor="middle">{escape(label)}</text>'
    )
