"""Field masks: `sheets(properties(title),merges)` keeps only what it names."""

from typing import Any


def only(answer: Any, mask: str) -> Any:
    """The parts of an answer that the mask names."""
    wanted = _parsed(mask)
    return _kept(answer, wanted) if wanted and "*" not in wanted else answer


def _kept(value: Any, wanted: dict[str, Any]) -> Any:
    if not wanted:
        return value
    if isinstance(value, list):
        return [_kept(one, wanted) for one in value]
    return {key: _kept(one, wanted[key]) for key, one in value.items() if key in wanted}


def _parsed(mask: str) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for part in _split(mask):
        path, _, inner = part.partition("(")
        place = wanted
        *first, last = path.replace("/", ".").split(".")
        for name in first:
            place = place.setdefault(name, {})
        place.setdefault(last, {}).update(_parsed(inner[:-1]) if inner else {})
    return wanted


def _split(mask: str) -> list[str]:
    parts, depth, begun = [], 0, 0
    for place, sign in enumerate(mask):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append(mask[begun:place])
            begun = place + 1
    return [part.strip() for part in (*parts, mask[begun:]) if part.strip()]
