"""IMAP servers that say what no Dovecot can be made to say, or nothing at all."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from outreach.adapters.imap_session import ImapServer
from outreach.adapters.mail_security import Security
from outreach.adapters.mailbox_imap import ImapMailbox
from outreach.domain.received import Position
from outreach.errors import MailError
from outreach.ports import Mailbox
from tests.contract.imap_script import ImapScript

START = Position()
Opened = Callable[..., tuple[ImapMailbox, ImapScript]]


@pytest.fixture
def scripted() -> Iterator[Opened]:
    """Opens a server with these answers, and a mailbox at it."""
    with ExitStack() as stack:

        def open_one(greeting: str = "* OK welcome", **answers: str) -> tuple[ImapMailbox, ImapScript]:
            known = {command.replace("_", " "): answer for command, answer in answers.items()}
            script = stack.enter_context(ImapScript(known, greeting=greeting))
            mailbox = ImapMailbox(ImapServer("127.0.0.1", script.port, Security.PLAIN, "ana", "geheim", patience=5))
            stack.callback(mailbox.close)
            return mailbox, script

        yield open_one


LISTED = {"UID FETCH 1:*": "* 1 FETCH (UID 3)\n* 2 FETCH (UID 7)", "UID FETCH 3,7 (UID RFC822.SIZE)": ""}


def test_bodies_come_in_whatever_form_a_server_likes(scripted: Opened) -> None:
    mailbox, _ = scripted(
        **LISTED,
        **{
            "UID FETCH 3,7 (UID BODY.PEEK[])": "* 2 FETCH (FLAGS (\\Seen))\n* 2 FETCH (BODY[] {5}\nhello UID 7)\n"
            '* 1 FETCH (UID 3 BODY[] "say \\"x\\"")\n* 3 EXISTS'
        },
    )
    assert read_two(mailbox) == [(3, b'say "x"'), (7, b"hello")]


def read_two(mailbox: Mailbox) -> list[tuple[int, bytes]]:
    return [(mail.position.uid, mail.raw) for mail in mailbox.arrived(START, limit=2)]


def test_a_mail_deleted_after_it_was_listed_is_not_missed(
    scripted: Opened,
) -> None:
    mailbox, _ = scripted(
        **LISTED,
        **{"UID FETCH 3,7 (UID BODY.PEEK[])": "* 2 FETCH (UID 7 BODY[] {5}\nhello)\nNO [EXPUNGEISSUED] some are gone"},
    )
    assert read_two(mailbox) == [(7, b"hello")]


def test_a_mail_that_the_server_keeps_back_is_said_after_those_before_it(
    scripted: Opened,
) -> None:
    mailbox, _ = scripted(
        **LISTED,
        **{
            "UID FETCH 3,7 (UID BODY.PEEK[])": "* 1 FETCH (UID 3 BODY[] {5}\nhello)\nNO [SERVERBUG] sorry",
            "UID FETCH 7 (UID)": "* 2 FETCH (UID 7)",
            "UID FETCH 7 (UID BODY.PEEK[])": "NO [SERVERBUG] sorry",
        },
    )
    (first,) = mailbox.arrived(START, limit=10)
    assert first.raw == b"hello"
    with pytest.raises(MailError, match="does not hand out the mail after the last one read: move it out of the inbox"):
        mailbox.arrived(first.position, limit=10)


def test_gmail_is_asked_in_its_own_way(scripted: Opened) -> None:
    mailbox, script = scripted(
        CAPABILITY="* CAPABILITY IMAP4rev1 X-GM-EXT-1",
        LOGIN="* OK hello",
        LIST='* LIST (\\HasNoChildren) "/" "INBOX"\n* LIST (\\All \\HasNoChildren) "/" "[Gmail]/Todos"',
        UID_SEARCH="* SEARCH",
        **{'UID SEARCH X-GM-RAW "rfc822msgid:out@x.example"': "* SEARCH 12"},
    )
    assert mailbox.holds({"out@x.example", "no@x.example"}) == {"out@x.example"}
    assert 'EXAMINE "[Gmail]/Todos"' in script.heard


def test_a_sent_folder_without_a_flag_is_known_by_its_name(
    scripted: Opened,
) -> None:
    mailbox, script = scripted(
        LIST='* LIST (\\Noselect) "." "Sent"\n* LIST () "." "INBOX.Sent Items"\n* LIST () "." {12}\nINBOX.Drafts',
        UID_SEARCH="* SEARCH",
    )
    assert mailbox.holds({"out@x.example"}) == frozenset()
    assert [command for command in script.heard if command.startswith("EXAMINE")] == [
        "EXAMINE INBOX",
        'EXAMINE "INBOX.Sent Items"',
    ]


@pytest.mark.parametrize(
    ("greeting", "answers", "sentence"),
    [
        ("* BYE too many", {}, "turns us away, speaks no IMAP or offers no STARTTLS"),
        ("SSH-2.0-OpenSSH", {}, "turns us away, speaks no IMAP or offers no STARTTLS"),
        ("* OK hi", {"CAPABILITY": "BAD what"}, "turns us away, speaks no IMAP or offers no STARTTLS"),
        ("* OK hi", {"AUTHENTICATE": "NO [UNAVAILABLE] db down"}, "cannot check who we are now: try again later"),
        (
            "* OK hi",
            {"AUTHENTICATE": "NO [AUTHENTICATIONFAILED] no"},
            "does not accept our user and password: check both",
        ),
        ("* OK hi", {"EXAMINE": "NO no such thing"}, "does not let us open its inbox: ask its provider why"),
        ("* OK hi", {"UID FETCH": "* 1 FETCH (UID 99999x)\n* BYE bye\n"}, "stopped answering"),
        ("* OK hi", {"UID FETCH": "BAD what"}, "stopped answering"),
        ("* OK hi", {"UID FETCH": "rubbish"}, "stopped answering"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    scripted: Opened, greeting: str, answers: dict[str, str], sentence: str
) -> None:
    mailbox, _ = scripted(greeting, **answers)
    with pytest.raises(MailError, match=sentence) as stop:
        mailbox.arrived(START, limit=10)
    assert "geheim" not in str(stop.value)


def test_a_server_that_never_answers_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = ImapServer("127.0.0.1", silent.getsockname()[1], Security.PLAIN, "ana", "x", patience=0.3)
        for security in Security:
            begun = time.monotonic()
            with pytest.raises(MailError, match="cannot be reached: check its name, port and the network"):
                ImapMailbox(replace(server, security=security)).arrived(START, limit=1)
            assert time.monotonic() - begun < 3


def test_a_server_that_is_not_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    for host in ("127.0.0.1", "nowhere.invalid", "a" * 70):
        with pytest.raises(MailError, match=r"cannot be reached"):
            ImapMailbox(ImapServer(host, port, Security.STARTTLS, "ana", "x")).arrived(START, limit=1)


def test_a_server_without_starttls_gets_no_password(scripted: Opened) -> None:
    _, script = scripted()
    server = ImapServer("127.0.0.1", script.port, Security.STARTTLS, "ana", "geheim", patience=5)
    with pytest.raises(MailError, match="offers no STARTTLS: check port and imaps://"):
        ImapMailbox(server).arrived(START, limit=1)
    assert script.heard == ["CAPABILITY"]


def test_a_password_never_leaves_this_machine_unencrypted() -> None:
    with pytest.raises(MailError, match="must not travel unencrypted: use imaps:// or STARTTLS"):
        ImapMailbox(ImapServer("imap.example", 143, Security.PLAIN, "ana", "geheim"))
