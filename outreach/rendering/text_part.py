"""The plain-text part: blocks with their margins become lines of at most 78 columns; an address is never cut."""

from collections.abc import Iterator
from functools import lru_cache

COLUMNS = 78
MARGIN_END = "\x1f"  # cannot stand in a value: `one_line` has taken the controls out of those
LINE_BREAK = "\x1e"


def block(text: str, *, first: str = "", rest: str = "", underline: str = "") -> str:
    """A block for `laid_out`. first, rest: the margins of its first and further lines; underline: a character."""
    return MARGIN_END.join((first, rest, underline, text)) + "\n"


def laid_out(source: str) -> str:
    """The blocks of a filled template as text, a blank line between them, none doubled."""
    lines: list[str] = []
    for line in source.split("\n"):
        if MARGIN_END in line:
            lines.extend(_block_lines(line))
        elif lines and lines[-1]:
            lines.append("")
    return "\n".join(lines).strip("\n") + "\n"


@lru_cache(maxsize=8192)
def _block_lines(block: str) -> tuple[str, ...]:
    """Most blocks of a campaign are the same in every letter."""
    return tuple(_lines(*block.split(MARGIN_END, 3)))


def _lines(first: str, rest: str, underline: str, text: str) -> Iterator[str]:
    margin = first
    for part in text.split(LINE_BREAK):
        for line in _wrapped(part, COLUMNS - max(len(first), len(rest))):
            yield (margin + line).rstrip()
            if underline:
                yield margin + underline * len(line)
            margin = rest


def _wrapped(text: str, width: int) -> Iterator[str]:
    if len(text) <= width:
        yield text.strip()
        return
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
