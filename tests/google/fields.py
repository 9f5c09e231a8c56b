"""Field masks: `sheets(properties(title),merges)` or `sheets/properties/title` keeps only what it names."""

from typing import Any

from tests.google.refusal import refusal

Mask = dict[str, Any]


def mask_of(text: str) -> Mask:
    """A mask as a tree of names; a leaf means everything below it."""
    tree: Mask = {}
    for part in _split(text):
        path, _, inner = part.partition("(")
        place = tree
        *first, last = path.strip().replace("/", ".").split(".")
        for name in first:
            place = place.setdefault(name, {})
        place.setdefault(last, {}).update(mask_of(inner[:-1]) if inner else {})
    return tree


def only(answer: Any, mask: Mask) -> Any:
    """The parts of an answer that the mask names."""
    if not mask or "*" in mask:
        return answer
    if isinstance(answer, list):
        return [only(one, mask) for one in answer]
    if not isinstance(answer, dict):
        return answer
    return {key: only(value, mask[key]) for key, value in answer.items() if key in mask}


def paths(mask: Mask, before: str = "") -> list[str]:
    """The mask's leaves, dotted."""
    found: list[str] = []
    for name, below in mask.items():
        path = f"{before}.{name}" if before else name
        found += paths(below, path) if below else [path]
    return found


def unknown_field(path: str) -> Exception:
    """The refusal of a mask that names what is not there."""
    words = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    violation = {"field": path, "description": words}
    return refusal(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", [violation])


def merged(target: dict[str, Any], source: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """The target with the masked parts taken from the source; what the source lacks is cleared."""
    if not mask or "*" in mask:
        return dict(source)
    result = dict(target)
    for name, below in mask.items():
        if below and isinstance(source.get(name, {}), dict):
            value: Any = merged(result.get(name, {}), source.get(name, {}), below)
        else:
            value = source.get(name)
        if value in (None, {}):
            result.pop(name, None)
        else:
            result[name] = value
    return result


def _split(mask: str) -> list[str]:
    parts, depth, begun = [], 0, 0
    for place, sign in enumerate(mask):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append(mask[begun:place])
            begun = place + 1
    return [part.strip() for part in (*parts, mask[begun:]) if part.strip()]
