"""What may stand where anybody can read it: text and links without an address of a person."""

import re
from dataclasses import dataclass

ADDRESS = re.compile(r"[@\uff20]|%40|\(at\)|\barroba\b", re.IGNORECASE)
PHONE = re.compile(r"\+\d[\d ().-]{6,}\d|\d(?:[ ().-]?\d){8,}")
WEB = re.compile(r"https?://[^\s/?#@\"'<>]+\.[^\s/?#@\"'<>]+(?:[/?#][^\s\"'<>]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PublicText:
    """A line that holds no address and no telephone number; ValueError for one that does, or is blank."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip() or ADDRESS.search(self.text) or PHONE.search(self.text):
            raise ValueError("this is not for the public")  # without the text: it may be an address

    def __str__(self) -> str:
        """The line itself."""
        return self.text


@dataclass(frozen=True, slots=True)
class PublicLink:
    """The address of a page on the web that names no mailbox; ValueError for any other."""

    address: str

    def __post_init__(self) -> None:
        if not WEB.fullmatch(self.address) or ADDRESS.search(self.address):
            raise ValueError("this is no public page")  # without the link: it may name somebody

    def __str__(self) -> str:
        """The address itself."""
        return self.address
