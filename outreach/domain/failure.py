"""What came back by mail: which kind it is, and for a bounce which addresses failed, for good or for now."""

from dataclasses import dataclass
from enum import StrEnum


class MailKind(StrEnum):
    """What a received mail is; `OTHER` goes to a person."""

    REPLY = "reply"
    RSVP = "rsvp"
    OPT_OUT = "opt_out"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    DELAY = "delay"
    COMPLAINT = "complaint"
    OTHER = "other"


class FailureReason(StrEnum):
    """Why a message did not arrive; only the first three say that the address itself is dead."""

    USER_UNKNOWN = "user_unknown"
    HOST_UNKNOWN = "host_unknown"
    MOVED = "moved"
    MAILBOX_FULL = "mailbox_full"
    DISABLED = "disabled"
    TOO_BIG = "too_big"
    POLICY = "policy"
    SENDER_REFUSED = "sender_refused"
    TEMPORARY = "temporary"
    UNCLEAR = "unclear"


DEAD = frozenset({FailureReason.USER_UNKNOWN, FailureReason.HOST_UNKNOWN, FailureReason.MOVED})


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient that a message did not reach. status: enhanced code "5.1.1" (RFC 3463), "" when not told."""

    address: str
    reason: FailureReason
    status: str = ""

    @property
    def permanent(self) -> bool:
        """The address is dead: never write to it again."""
        return self.reason in DEAD


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one received mail is; failures: only of bounces and delay notices.

    words: the new text of a reply; rsvp: "yes", "no", "maybe" or ""; refers_to: message and envelope ids that it
    names, the one it answers first; sender, sent_to: bare addresses.
    """

    kind: MailKind
    failures: tuple[Failure, ...] = ()
    words: str = ""
    rsvp: str = ""
    refers_to: tuple[str, ...] = ()
    sender: str = ""
    sent_to: tuple[str, ...] = ()
