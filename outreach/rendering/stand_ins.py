"""The pieces of Jinja in a source, each hidden behind one letter while Markdown and CSS are worked on.

The letters are of Unicode's private use area: Markdown takes them for parts of words, HTML leaves them alone.
"""

import re
from dataclasses import dataclass, field

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_FIRST = 0xE000
_LETTER = re.compile("([\ue000-\uf8ff])")
_LETTERS = re.compile("[\ue000-\uf8ff\\s]+")


@dataclass(slots=True)
class StandIns:
    """What was taken out of a source, by the letter that stands for it."""

    pieces: dict[str, str] = field(default_factory=dict)

    def hide(self, source: str) -> str:
        """The source with a letter for each piece of Jinja; comments are dropped."""
        return _JINJA.sub(lambda found: "" if found[0].startswith("{#") else self._letter(found[0]), source)

    def show(self, text: str) -> str:
        """The text with its Jinja back."""
        return _LETTER.sub(lambda found: self.pieces[found[0]], text)

    def address(self, address: str) -> str:
        """A link's address; one that values have a part in goes through the filter `address` as a whole."""
        parts = [part for part in _LETTER.split(address) if part]
        if not any(part in self.pieces for part in parts):
            return address
        joined = " ~ ".join(f"({self.pieces[part][2:-2]})" if part in self.pieces else repr(part) for part in parts)
        return self._letter(f"{{{{ ({joined}) | address }}}}")

    def in_brackets(self, address: str) -> str:
        """In the text part, the address after the words linked to it; none for a mailbox, as those words name it."""
        piece = self.pieces.get(address)
        if piece is None:
            return f" <{address}>" if is_page(address) else ""
        return f"{{% if ({piece[2:-2]}) is page %}} <{piece}>{{% endif %}}"

    def alone(self, address: str) -> str:
        """The address on its own line, in the text part."""
        piece = self.pieces.get(address)
        return f"{{{{ ({piece[2:-2]}) | readable }}}}" if piece else readable(address)

    def are_statements(self, text: str) -> bool:
        """Whether there is nothing but {% statements %} in the text."""
        return bool(_LETTERS.fullmatch(text)) and all(
            self.pieces[letter].startswith("{%") for letter in _LETTER.findall(text)
        )

    def _letter(self, piece: str) -> str:
        letter = chr(_FIRST + len(self.pieces))
        self.pieces[letter] = piece
        return letter


def checked(address: str) -> str:
    """The address if it leads to a web page, a mailbox or a picture in the mail; else "#", which leads nowhere."""
    return address if address.startswith(("https://", "http://", "mailto:", "cid:")) else "#"


def readable(address: str) -> str:
    """An address for people to copy: of mailto: only the mailbox."""
    return address if is_page(address) else address.removeprefix("mailto:").partition("?")[0]


def is_page(address: str) -> bool:
    """Whether it is anything but a mailbox."""
    return not address.startswith("mailto:")
