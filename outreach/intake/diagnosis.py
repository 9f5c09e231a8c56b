"""Why one recipient was not reached, weighed from a bounce's status, the server's reply and its own words."""

import re

from outreach.domain.failure import FailureReason
from outreach.intake.failure_reason import reason_of

_IN_ADDRESS = r"[^\s<>\"'(),:;\[\]=|"
ADDRESS = re.compile(rf"{_IN_ADDRESS}]{{1,128}}@{_IN_ADDRESS}.]{{1,64}}(?:\.{_IN_ADDRESS}.]{{1,64}}){{0,20}}")
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
LINK = re.compile(r"https?://([^\s/]+)\S*")
# A server that took the recipient and refused the text knows the address: it filters, whatever it says.
AFTER_ACCEPTING = re.compile(
    r"in reply to (the )?(end of )?DATA|^DATA$|SMTP command\s+DATA|(after|on|to) (the )?(end of )?data\b"
    r"|failed after I sent the message|after (pipelined )?(end of )?data",
    re.MULTILINE | re.IGNORECASE,
)
# Another server's bare "550 user unknown" proves that only where it answers the naming of the recipient.
TO_RECIPIENT = re.compile(
    r"\bRCPT(?![A-Za-z])|does not like (the )?recipient|\(state 1[34]\)|recipient address rejected: access denied"
    r"|requested action not taken: mailbox unavailable \(",
    re.IGNORECASE,
)
SPOKEN_FOR = re.compile(r"5\.[3567]\.[1-9]")  # says by itself what failed, and that it was not the address
REPLY_CODE = re.compile(r"(?<![\d.@-])5[0-5]\d(?![\d.])")
# Servers quote the recipient so when they refuse it: "550 5.2.1 <ana@...>: unknown", "550 <ana@...>... unknown".
QUOTED = re.compile(r"^\s*5\d\d[ -](5\.\d+\.\d+ )?<[^<>\s]+@[^<>\s]+>(:|\.\.\.)")
OF_THE_REPORTER = re.compile(
    r"address not found|does(n'?t| not) have (a|an) \S+ account|^[45]\d\d[ -].{0,8}<?\S+@\S+>?\.\.\.",
    re.IGNORECASE | re.MULTILINE,
)
WITH_TYPE = re.compile(r"\s*([\w-]+)\s*;\s*(.*)", re.DOTALL)


def diagnosed(diagnostic: str, near: str, explanation: str, status: str) -> FailureReason:
    """The reason of one failure.

    diagnostic: the Diagnostic-Code field with its type ("smtp; 550 ..."), "" when there is none; near: the lines of
    the explanation that speak of the address; explanation: all that the notice says. The first that tells is believed.
    """
    kind, reply = _typed(diagnostic)
    reason = reason_of(plain(reply), status)
    for words in (near, explanation):
        if reason is FailureReason.UNCLEAR and not SPOKEN_FOR.match(status):
            reason = reason_of(plain(words), status)
    if reason is not FailureReason.USER_UNKNOWN:
        return reason
    believed = kind != "x-unix" and _is_vouched(f"{near or explanation}\n{diagnostic}", reply, status)
    return reason if believed else FailureReason.UNCLEAR


def first(pattern: re.Pattern[str], text: str) -> str:
    """The first match's last group, or all of it; "" when there is none."""
    found = pattern.search(text)
    return found.group(found.lastindex or 0) if found else ""


def plain(words: str) -> str:
    """Without addresses and the paths of links, whose words prove nothing: filtered@..., /reason/#userunknown."""
    return ADDRESS.sub(" ", LINK.sub(r" \1 ", words))


def _typed(diagnostic: str) -> tuple[str, str]:
    """The type of a Diagnostic-Code (RFC 3464, 2.3.6) and its text; some servers leave the type out."""
    found = WITH_TYPE.fullmatch(diagnostic)
    return (found[1].lower(), found[2]) if found else ("", diagnostic)


def _is_vouched(said: str, reply: str, status: str) -> bool:
    """Whether "user unknown" is to be believed: by its code, as a reply to the recipient, or of the reporter's own."""
    if re.match(r"[45]\.1\.", status):
        return True
    if AFTER_ACCEPTING.search(said):
        return False
    to_recipient = TO_RECIPIENT.search(said) or QUOTED.match(reply) or OF_THE_REPORTER.search(said)
    return bool(to_recipient or not REPLY_CODE.search(said))
