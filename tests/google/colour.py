"""Colours as Google keeps them: eight bits a channel, told as the shortest number that a four-byte float needs."""

import struct
from collections.abc import Mapping
from typing import Any

CHANNELS = ("red", "green", "blue")
STYLED = {"backgroundColor": "backgroundColorStyle", "foregroundColor": "foregroundColorStyle"}


def colour(asked: Mapping[str, float] | None) -> dict[str, float]:
    """A Color as it is given back: channels without light are left out."""
    found = {name: _channel(asked[name]) for name in CHANNELS if asked and asked.get(name)}
    return found | ({"alpha": asked["alpha"]} if asked and "alpha" in asked else {})


def styled(form: Any) -> Any:
    """A CellFormat or TextFormat whose colours are told both ways, by colour and by style."""
    if not isinstance(form, Mapping):
        return form
    told = {name: colour(value) if name in STYLED else styled(value) for name, value in form.items()}
    for name, style in STYLED.items():
        if name in form:
            told[style] = {"rgbColor": told[name]}
        elif "rgbColor" in form.get(style, {}):
            told[style] = {"rgbColor": colour(form[style]["rgbColor"])}
            told[name] = told[style]["rgbColor"]
    return told


def _channel(value: float) -> float:
    stored = _short(int(value * 255) / 255)
    digits = next(count for count in range(1, 18) if _short(float(f"{stored:.{count}g}")) == stored)
    number = float(f"{stored:.{digits}g}")
    return int(number) if number.is_integer() else number


def _short(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])
