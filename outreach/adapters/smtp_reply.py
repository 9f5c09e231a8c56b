"""A mail server's reply: what it says of the message, of our sender, and how it is kept without an address."""

import re
from dataclasses import dataclass

from outreach.domain.message import Outcome, OutcomeKind

CLOSING = 421  # "service not available, closing": the connection is gone, whatever was asked

_SENDER_CODES = {530, 534, 535, 538}  # log in first; RFC 4954
# Daily limits and blocks of the whole account: Gmail's 5.4.5, Exchange Online's 5.7.2xx and 5.7.7xx.
_SENDER_STATUS = {"5.4.5", "5.7.232", "5.7.233", "5.7.705", "5.7.708"}
_RELAYING = re.compile(r"\brelay", re.IGNORECASE)
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_ADDRESS = re.compile(r"<[^<>]*>|[^\s<>\"'(),:;]+(?:@|%40)[^\s<>\"'(),;]+", re.IGNORECASE)
_KEPT = 300  # characters; replies can be pages of advice


@dataclass(frozen=True, slots=True)
class Reply:
    """code: three digits, -1 when there were none; text: the lines after it, as the server wrote them."""

    code: int
    text: bytes

    @property
    def words(self) -> str:
        """The text in one line."""
        return " ".join(self.text.decode("utf-8", "replace").split())

    @property
    def positive(self) -> bool:
        """Whether the server does what it was asked."""
        return self.code // 100 == 2  # noqa: PLR2004 # 2yz, RFC 5321 4.2.1

    @property
    def negative(self) -> bool:
        """Whether it refuses, for now (4yz) or for good (5yz)."""
        return self.code // 100 in {4, 5}

    @property
    def stops_sender(self) -> bool:
        """Whether it refuses us and not the recipient: limit used up, log in first, no relaying for us."""
        status = _STATUS.search(self.words)
        limited = status is not None and status[0] in _SENDER_STATUS
        return limited or self.code in _SENDER_CODES or (self.code >= 500 and bool(_RELAYING.search(self.words)))  # noqa: PLR2004 # 5yz

    @property
    def too_big(self) -> bool:
        """Whether the message's size is what it refuses (RFC 1870)."""
        return self.code == 552 or " 5.3.4" in f" {self.words}"  # noqa: PLR2004 # "exceeded storage allocation"

    def outcome(self, recipient: str) -> Outcome:
        """What this reply makes of the message; `recipient` is who must not be named in what is kept."""
        kinds = {2: OutcomeKind.ACCEPTED, 4: OutcomeKind.LATER, 5: OutcomeKind.REFUSED}
        return Outcome(kinds.get(self.code // 100, OutcomeKind.UNKNOWN), self.kept(recipient))

    def kept(self, recipient: str) -> str:
        """The reply in one line, with "<...>" for every address and for the name in front of the recipient's @."""
        name = recipient.rpartition("@")[0]
        without = _ADDRESS.sub("<...>", self.words)
        if name.casefold() in without.casefold():
            without = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "<...>", without, flags=re.IGNORECASE)
        return f"{self.code} {without}"[:_KEPT].strip()
