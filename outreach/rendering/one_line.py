"""Other people's text on one line: nothing in it can end a line, hide, or turn the direction of reading."""

import re

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
_SPACES = re.compile(" {2,}")


def one_line(text: str) -> str:
    """The text with each run of line ends, controls, direction overrides and halves of characters as one space.

    Values come from cells, so none is refused here: a header field or a paragraph made of it stays one.
    """
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return _SPACES.sub(" ", _UNSEEN.sub(" ", text)).strip(" ")
