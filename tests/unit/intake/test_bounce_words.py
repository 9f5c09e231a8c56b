"""What servers say in words: whose address is dead, who only could not be reached this time, and what is no bounce."""

from textwrap import dedent

import pytest

from outreach.domain.failure import MailKind
from outreach.intake.inbox import classify
from tests.incoming import a_mail

ANA = "ana@chapines.example"


def notice(text: str, *, sender: str = "MAILER-DAEMON@mx.chapines.example") -> bytes:
    """A notice in plain words, as servers write it that know no RFC 3464."""
    head = f"From: Mail System <{sender}>\nTo: outreach@lacralo.example\nSubject: failure notice\nReturn-Path: <>\n\n"
    return (head + dedent(text)).encode()


@pytest.mark.parametrize(
    ("words", "dead"),
    [
        (f"<{ANA}>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 no mailbox here by that name", True),
        (f"<{ANA}>: host mx said: 550 User unknown (in reply to RCPT TO command)", True),
        (f"<{ANA}>: host mx said: 550 User unknown (in reply to end of DATA command)", False),
        (f"<{ANA}>: host mx said: 550 5.1.1 No such user (in reply to RCPT TO command)", True),
        (f"<{ANA}>: host mx said: 550 User unknown", False),
        (f"{ANA}\n  SMTP error from remote mail server after RCPT TO:<{ANA}>:\n  550 Unknown user", True),
        (f"{ANA}\n  SMTP error from remote mail server after end of data:\n  550 Unknown user", False),
        (f"Unknown user: {ANA}", True),
        (f"<{ANA}>: host mx said: 552 5.2.2 Mailbox full (in reply to RCPT TO command)", False),
        (f"<{ANA}>: host mx said: 550 5.7.1 Message rejected as spam (in reply to end of DATA command)", False),
        (f"<{ANA}>: host mx said: 552 5.2.2 Recipient address rejected: no room (in reply to RCPT TO command)", False),
        (f"<{ANA}>: host mx said: 553 5.1.8 address rejected (in reply to RCPT TO command)", False),
        (f"<{ANA}>: host mx said: 550 5.1.1 address rejected (in reply to RCPT TO command)", True),
        (f"<{ANA}>: Host or domain name not found. Name service error: Host not found", True),
        (f"<{ANA}>: connect to mx.chapines.example: Connection timed out", False),
        (f"<{ANA}>: host mx said: 554 5.7.1 Sender address rejected (in reply to MAIL FROM command)", False),
        (f"{ANA}: la cuenta está suspendida: cuenta suspendida", False),
        (f"{ANA}: usuario desconocido", True),
    ],
)
def test_only_an_address_that_is_surely_dead_is_called_dead(words: str, dead: bool) -> None:  # noqa: FBT001 # a case
    verdict = classify(notice(words))

    assert (verdict.kind, [one.address for one in verdict.failures]) == (MailKind.BOUNCE, [ANA])
    assert verdict.failures[0].permanent is dead


def test_a_warning_that_the_server_still_tries_is_no_bounce() -> None:
    raw = notice(f"THIS IS A WARNING MESSAGE ONLY. YOU DO NOT NEED TO RESEND.\n<{ANA}>: connection timed out")

    assert classify(raw).kind is MailKind.DELAY


@pytest.mark.parametrize(
    "raw",
    [
        a_mail(ANA, f"Look what I got:\n\n> <{ANA}>: 550 5.1.1 User unknown\n", Subject="Fwd: Undelivered Mail"),
        a_mail(ANA, "My old address is no longer valid, user unknown there. Use this one.\n", In_Reply_To="<x@y>"),
        a_mail("postmistress@chapines.example", "The mailbox is full of letters!\n", In_Reply_To="<x@y>"),
        a_mail(ANA, "Estoy fuera hasta el lunes.\n", Auto_Submitted="auto-replied", Return_Path="<>"),
        a_mail(ANA, "I no longer work here: write to otto@chapines.example.\n", Subject="Automatic reply: call"),
    ],
)
def test_what_people_and_their_programs_write_is_no_bounce(raw: bytes) -> None:
    verdict = classify(raw)

    assert verdict.kind in {MailKind.REPLY, MailKind.AUTO_REPLY, MailKind.OTHER}
    assert verdict.failures == ()
