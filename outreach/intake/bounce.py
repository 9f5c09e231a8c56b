"""A bounce's failed recipients: from its delivery status where it has one (RFC 3464), else from its words."""

import json
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any

from outreach.domain.failure import Failure, FailureReason
from outreach.intake.failure_reason import reason_of

ADDRESS = re.compile(r"[^\s<>\"'(),:;\[\]=|]+@[^\s<>\"'(),:;\[\]=|]+[^\s<>\"'(),:;\[\]=|.]")
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
ORIGINAL = re.compile(
    r"^(-{2,} ?(this is a copy|below this line|enclosed|the header|original message|unsent message|returned message)"
    r"|\s*-+ ?(original|unsent|returned) message|.{0,8}original message follows|received:|return-path:|message-id:"
    r"|\s*below is a copy of the original|\s*----- (unsent|message header|original))",
    re.IGNORECASE | re.MULTILINE,
)
TO = re.compile(r"^To:[^\n]*", re.MULTILINE | re.IGNORECASE)
LINK = re.compile(r"https?://([^\s/]+)\S*")
TRANSCRIPT = re.compile(r"^[45]\d\d[ -].{0,8}<\S+@\S+>\.\.\.")
# A server that took the recipient and refused the text knows the address: it filters, whatever it says.
AFTER_ACCEPTING = re.compile(
    r"in reply to (the )?(end of )?DATA|^DATA$|SMTP command\s+DATA|(after|on|to) (the )?(end of )?data\b"
    r"|failed after I sent the message|after (pipelined )?(end of )?data",
    re.MULTILINE | re.IGNORECASE,
)
# Another server's bare "550 user unknown" proves that only where it answers the naming of the recipient.
SPOKEN_FOR = re.compile(r"5\.[3567]\.[1-9]")  # says by itself what failed, and that it was not the address
TO_RECIPIENT = re.compile(r"\bRCPT\b|does not like (the )?recipient|\(state 1[34]\)", re.IGNORECASE)
REPLY_CODE = re.compile(r"(?<![\d.@-])5[0-5]\d(?![\d.])")
OF_THE_REPORTER = re.compile(
    r"address not found|does(n'?t| not) have (a|an) \S+ account|^[45]\d\d[ -].{0,8}<?\S+@\S+>?\.\.\.",
    re.IGNORECASE | re.MULTILINE,
)
STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")


def failures_of(message: Message) -> tuple[Failure, ...]:
    """The failed recipients of a bounce, each once; empty when it names none."""
    for found in (_from_delivery_status, _from_notice, _from_words, _from_original):
        failures = {failure.address.casefold(): failure for failure in found(message)}
        if failures:
            return tuple(failures.values())
    return ()


def is_delayed(message: Message) -> bool:
    """Whether every recipient of its delivery status is only delayed: the server still tries."""
    actions = [_field(block, "action").lower() for block in _recipient_blocks(message)]
    return bool(actions) and set(actions) == {"delayed"}


def words_of(message: Message) -> str:
    """What the server says for people: the text before the copy of the original message."""
    for part in message.walk():
        if part.get_content_maintype() == "text":
            text = decoded(part)
            cut = ORIGINAL.search(text, 1)
            return text[: cut.start()] if cut else text
    return ""


def decoded(part: Message) -> str:
    """The text of a part; bytes that its charset does not know become a mark, never an error."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return payload.decode("latin-1")


def _from_delivery_status(message: Message) -> Iterator[Failure]:
    blocks = list(_recipient_blocks(message))
    explanation = words_of(message)
    for block in blocks:
        if _field(block, "action").lower() in {"delivered", "relayed", "expanded"}:
            continue
        address = _address(_field(block, "original-recipient")) or _address(_field(block, "final-recipient"))
        final = _address(_field(block, "final-recipient"))
        if address:
            diagnostic = _field(block, "diagnostic-code")
            status = _first(STATUS, diagnostic) or _first(STATUS, _field(block, "status"))
            if status.endswith(".0.0"):
                status = _first(STATUS, _about(explanation, address)) or status
            yield Failure(address, _reason(diagnostic, explanation, (final, address), status), status)


def _reason(diagnostic: str, explanation: str, addresses: tuple[str, str], status: str) -> FailureReason:
    """The server's own diagnosis is believed first, then what the explanation says near the address."""
    near = " ".join(_about(explanation, address) for address in dict.fromkeys(addresses) if address)
    kind, _, words = diagnostic.partition(";")
    reason = reason_of(_plain(words or kind), status)
    if reason is FailureReason.UNCLEAR and not SPOKEN_FOR.match(status):
        reason = reason_of(_plain(near or explanation), status)
    said = f"{near or explanation}\n{diagnostic}"
    if reason is FailureReason.USER_UNKNOWN and (kind.lower().endswith("unix") or not _vouched(said, status)):
        return FailureReason.UNCLEAR
    return reason


def _vouched(said: str, status: str) -> bool:
    """Whether "user unknown" is to be believed: by its code, as a reply to the recipient, or of the reporter's own."""
    if re.match(r"[45]\.1\.", status):
        return True
    if AFTER_ACCEPTING.search(said):
        return False
    return bool(TO_RECIPIENT.search(said) or OF_THE_REPORTER.search(said) or not REPLY_CODE.search(said))


def _recipient_blocks(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() in STATUS_PARTS:
            blocks = part.get_payload()
            yield from (one for one in blocks if isinstance(one, Message) and one.get("final-recipient"))


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _address(field: str) -> str:
    kind, _, address = field.rpartition(";")
    return _first(ADDRESS, address) if kind or "@" in address else ""


def _from_notice(message: Message) -> Iterator[Failure]:
    """Amazon's notices are JSON inside the mail's text."""
    notice = json_notice(message)
    for one in notice.get("bounce", {}).get("bouncedRecipients", ()):
        words, status = one.get("diagnosticCode", ""), one.get("status", "")
        address = _first(ADDRESS, one.get("emailAddress", ""))
        if address:
            yield Failure(address, _reason(words, "", (address, ""), _first(STATUS, status)), status)


def json_notice(message: Message) -> dict[str, Any]:
    """The notice of a mail service that a text part holds as JSON; empty when there is none."""
    outer = _first_object(words_of(message))
    inner = outer.get("Message")
    return _first_object(inner) if isinstance(inner, str) else outer


def _first_object(text: str) -> dict[str, Any]:
    brace = text.find("{")
    try:
        return dict(json.JSONDecoder(strict=False).raw_decode(text, brace)[0]) if brace >= 0 else {}
    except ValueError:
        return {}


def _from_words(message: Message) -> Iterator[Failure]:
    said = words_of(message)
    ours = {
        _first(ADDRESS, str(message.get(name, ""))).casefold() for name in ("from", "to", "reply-to", "return-path")
    }
    named = {one.casefold(): one for one in ADDRESS.findall(said)}
    failed = {key: one for key, one in named.items() if key not in ours} or named
    for address in failed.values():
        words = _about(said, address)
        status = _first(STATUS, words)
        reason = _reason(words, said, (address, ""), status)
        if len(failed) == 1 or reason is not FailureReason.UNCLEAR:
            yield Failure(address, reason, status)


def _from_original(message: Message) -> Iterator[Failure]:
    """A report that names nobody: whom the returned message was written to, if to one only."""
    said = words_of(message)
    recipients = {one for text in _originals(message) for one in ADDRESS.findall(_first(TO, text))}
    if len(recipients) == 1:
        status = _first(STATUS, said)
        yield Failure(recipients.pop(), _reason(said, said, ("", ""), status), status)


def _originals(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            yield part.as_string()
        elif part.get_content_maintype() == "text":
            text = decoded(part)
            cut = ORIGINAL.search(text, 1)
            yield text[cut.start() :] if cut else ""


def _about(text: str, address: str) -> str:
    """The lines about an address: of a transcript the one that blames it, else on to the next one's lines."""
    lines = text.splitlines()
    mine = re.compile(re.escape(address), re.IGNORECASE)
    blamed = [line for line in lines if mine.search(line) and TRANSCRIPT.match(line)]
    if blamed:
        return blamed[-1]
    mentions = [number for number, line in enumerate(lines) if mine.search(line)]
    return "\n".join(line for number in mentions for line in _until_next(lines[number:], mine))


def _until_next(lines: list[str], mine: re.Pattern[str]) -> Iterator[str]:
    yield lines[0]
    for line in lines[1:]:
        head = ADDRESS.match(line.lstrip(" <\"'*"))
        if head and not mine.match(head.group()):
            return
        yield line


def _plain(words: str) -> str:
    """Without addresses and the paths of links, whose words prove nothing: filtered@..., /reason/#userunknown."""
    return ADDRESS.sub(" ", LINK.sub(r" \1 ", words))


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(found.lastindex or 0) if found else ""
