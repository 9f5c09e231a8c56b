"""A bounce's failed recipients: from its delivery status where it has one (RFC 3464), else from its words."""

import json
from collections.abc import Iterator, Mapping
from email.message import Message

from outreach.domain.failure import Failure
from outreach.intake.bounce_text import failures_in_words, failures_of_original, lines_about, words_of
from outreach.intake.diagnosis import ADDRESS, STATUS, diagnosed, first
from outreach.intake.mail_text import own_parts

STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
REACHED = {"delivered", "relayed", "expanded"}


def failures_of(message: Message) -> tuple[Failure, ...]:
    """The failed recipients of a bounce, each once; empty when it names none."""
    for found in (_from_delivery_status, _from_notice, failures_in_words, failures_of_original):
        failures = {failure.address.casefold(): failure for failure in found(message)}
        if failures:
            return tuple(failures.values())
    return ()


def has_delivery_status(message: Message) -> bool:
    """Whether the mail itself is a report on deliveries; one that is only attached to it does not count."""
    return any(part.get_content_type() in STATUS_PARTS for part in own_parts(message))


def is_delayed(message: Message) -> bool:
    """Whether every recipient of its delivery status is only delayed: the server still tries."""
    actions = [_field(block, "action").lower() for block in _recipient_blocks(message)]
    return bool(actions) and set(actions) == {"delayed"}


def json_notice(message: Message) -> Mapping[str, object]:
    """The notice of a mail service that a text part holds as JSON; empty when there is none."""
    outer = _first_object(words_of(message))
    inner = outer.get("Message")
    return _first_object(inner) if isinstance(inner, str) else outer


def _from_delivery_status(message: Message) -> Iterator[Failure]:
    blocks = [block for block in _recipient_blocks(message) if _field(block, "action").lower() not in REACHED]
    said = words_of(message)
    for block in blocks:
        final = _address(_field(block, "final-recipient"))
        address = _address(_field(block, "original-recipient")) or final
        if address:
            near = "\n".join(lines_about(said, one) for one in dict.fromkeys((final, address)) if one)
            diagnostic, status = _field(block, "diagnostic-code"), _status(block, near)
            alone = said if len(blocks) == 1 else ""
            yield Failure(address, diagnosed(diagnostic, near or said, alone, status), status)


def _status(block: Message, near: str) -> str:
    """The enhanced status: the remote server's own before the reporter's, whose 5.0.0 says nothing."""
    status = first(STATUS, _field(block, "diagnostic-code")) or first(STATUS, _field(block, "status"))
    return (first(STATUS, near) or status) if status.endswith(".0.0") else status


def _recipient_blocks(message: Message) -> Iterator[Message]:
    for part in own_parts(message):
        blocks = part.get_payload()
        if part.get_content_type() in STATUS_PARTS and isinstance(blocks, list):
            yield from (one for one in blocks if isinstance(one, Message) and one.get("final-recipient"))


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _address(field: str) -> str:
    kind, _, address = field.rpartition(";")
    return first(ADDRESS, address) if kind or "@" in address else ""


def _from_notice(message: Message) -> Iterator[Failure]:
    """Amazon's notices are JSON inside the mail's text."""
    bounce = json_notice(message).get("bounce")
    recipients = bounce.get("bouncedRecipients") if isinstance(bounce, dict) else None
    for one in recipients if isinstance(recipients, list) else ():
        if isinstance(one, dict) and (address := first(ADDRESS, str(one.get("emailAddress", "")))):
            status = first(STATUS, str(one.get("status", "")))
            yield Failure(address, diagnosed(str(one.get("diagnosticCode", "")), "", "", status), status)


def _first_object(text: str) -> dict[str, object]:
    brace = text.find("{")
    try:
        return dict(json.JSONDecoder(strict=False).raw_decode(text, brace)[0]) if brace >= 0 else {}
    except (ValueError, RecursionError):
        return {}
