"""Failed recipients of bounces that are written for people only, as servers write them that know no RFC 3464."""

import re
from collections.abc import Iterator
from email.message import Message

from outreach.domain.failure import Failure, FailureReason
from outreach.intake.diagnosis import ADDRESS, STATUS, diagnosed, first
from outreach.intake.mail_text import header, own_parts, text_of

ORIGINAL = re.compile(
    r"^(-{2,} ?(this is a copy|below this line|enclosed|the header|original message|unsent message|returned m)"
    r"|\s*-+ ?(original|unsent|returned) m|.{0,8}original message (headers )?follow|received:|return-path:"
    r"|message-id: ?<|\s*below is a copy of the original|\s*----- (unsent|message header|original)"
    r"|.{0,30}truncated original message|\s*-* ?the header and top)",
    re.IGNORECASE | re.MULTILINE,
)
TO = re.compile(r"^To:[^\n]*", re.MULTILINE | re.IGNORECASE)
TRANSCRIPT = re.compile(r"^[45]\d\d[ -].{0,8}<\S+@\S+>\.\.\.")
# Addresses that a notice names beside those that failed: whence, by whom, whom to ask.
BESIDE = re.compile(
    r"^\W*(to|cc|from|sender|reply-to|original sender|message-id|mail from|return-path|subject|envelope-from)\b[^\n]*$"
    r"|(generated (from|by)|message-id:?|mail from:?|contact|write to|send (e-?)?mail to|question\w* to|reply to|help,"
    r"|assistance,?)[ \t]*\n?[ \t]*[<(\"]?[^\s@]{1,128}@\S+",
    re.IGNORECASE | re.MULTILINE,
)
REPLY_BEFORE = re.compile(r"^[45]\d\d[ -].{0,8}(?=<\S+@\S+>\.\.\.)", re.MULTILINE)
LEAD = " \t<\"'*([-\u2022"
FAILED = "x-failed-recipients"


def words_of(message: Message) -> str:
    """What the server says for people: the text before the copy of the original message."""
    texts = (text_of(part) for part in own_parts(message) if part.get_content_maintype() == "text")
    text = next((one for one in texts if one.strip()), "")
    cut = ORIGINAL.search(text, 1)
    return text[: cut.start()] if cut else text


def failures_in_words(message: Message) -> Iterator[Failure]:
    """The recipients that the notice itself names, each with what is said about it."""
    said = words_of(message)
    named = _named(message, said)
    if len(named) == 1:
        yield _failure(named[0], said, said)
        return
    told = [_failure(address, said, "") for address in named]
    if all(one.reason is FailureReason.UNCLEAR for one in told):
        told = [_failure(address, said, said) for address in named if _is_blamed(said, address)]
    yield from (one for one in told if one.reason is not FailureReason.UNCLEAR or _is_blamed(said, one.address))


def failures_of_original(message: Message) -> Iterator[Failure]:
    """A report that names nobody: whom the returned message was written to, if to one only."""
    said = words_of(message)
    recipients = {one for text in _originals(message) for one in ADDRESS.findall(first(TO, text))}
    if len(recipients) == 1:
        status = first(STATUS, said)
        yield Failure(recipients.pop(), diagnosed(said, "", "", status), status)


def lines_about(text: str, address: str) -> str:
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
        head = ADDRESS.match(line.lstrip(LEAD))
        if head and not mine.match(head.group()):
            return
        yield line


def _failure(address: str, said: str, explanation: str) -> Failure:
    near = lines_about(said, address)
    status = first(STATUS, near) or first(STATUS, explanation)
    return Failure(address, diagnosed(near, "", explanation, status), status)


def _named(message: Message, said: str) -> list[str]:
    """The addresses that may have failed: a header says it, else those in the words that are not there beside."""
    told = ADDRESS.findall(header(message, FAILED))
    ours = {first(ADDRESS, header(message, name)).casefold() for name in ("from", "to", "reply-to", "return-path")}
    texts = (BESIDE.sub(" ", said), said)
    everybody = {one.casefold(): one for one in told or next(filter(None, map(ADDRESS.findall, texts)), [])}
    others = {key: one for key, one in everybody.items() if key not in ours}
    return list((others or everybody).values())


def _is_blamed(said: str, address: str) -> bool:
    """Whether a line begins with the address, or with a reply code and the address."""
    begin = REPLY_BEFORE.sub("", said).splitlines()
    return any(line.lstrip(LEAD).casefold().startswith(address.casefold()) for line in begin)


def _originals(message: Message) -> Iterator[str]:
    for part in own_parts(message):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            enclosed = part.get_payload()
            yield from (f"To: {header(one, 'to')}" for one in enclosed if isinstance(one, Message))
        elif part.get_content_maintype() == "text":
            text = text_of(part)
            cut = None if kind == "text/rfc822-headers" else ORIGINAL.search(text, 1)
            yield text[cut.start() :] if cut else (text if kind == "text/rfc822-headers" else "")
