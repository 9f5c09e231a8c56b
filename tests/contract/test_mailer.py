"""What every mailer promises, and what each does on its own ground: a folder, a real SMTP server."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.adapters.ledger_lease import LEASE
from outreach.adapters.mail_security import Security
from outreach.adapters.mailer_folder import FolderMailer
from outreach.adapters.mailer_smtp import Patience, SmtpMailer, SmtpServer, smtp_server
from outreach.adapters.smtp_reply import Reply
from outreach.adapters.wire import Letter, wire_bytes
from outreach.domain.message import Draft, Outcome, OutcomeKind
from outreach.errors import MailError
from outreach.ports import Mailer
from tests.contract.certificate import Certificate
from tests.contract.mail_server import DROP, MailServer, Received, Script
from tests.factories import NOW, a_draft

PATIENCE = Patience(connect=5, command=5, offer=5, final=5)
LOST = Outcome(OutcomeKind.LATER, "the connection was lost before the text was sent")


@dataclass(slots=True)
class Post:
    """A mailer at a mail server under a script."""

    mailer: SmtpMailer
    script: Script

    def send(self, draft: Draft | None = None) -> Outcome:
        """One attempt, with some draft unless a test names one."""
        return self.mailer.send(draft or a_draft(), now=NOW)


one_by_one_and_ahead = pytest.mark.parametrize("post", [False, True], indirect=True, ids=["one-by-one", "ahead"])


@pytest.fixture
def post(request: pytest.FixtureRequest) -> Iterator[Callable[..., Post]]:
    """Opens a server with this script and a mailer that sends to it in the clear; it offers PIPELINING or not."""
    with ExitStack() as stack:

        def open_one(script: Script | None = None, **server: object) -> Post:
            running = stack.enter_context(MailServer(script or Script()))
            running.script.pipelining = getattr(request, "param", False)
            running.script.answers = {verb: list(said) for verb, said in running.script.answers.items()}
            plain = SmtpServer("127.0.0.1", running.port, Security.PLAIN, name="we.example", patience=PATIENCE)
            mailer = SmtpMailer(replace(plain, **server))
            stack.callback(mailer.close)
            return Post(mailer, running.script)

        yield open_one


@pytest.fixture(params=["folder", "smtp"])
def mailer(request: pytest.FixtureRequest, tmp_path: Path, post: Callable[..., Post]) -> Mailer:
    return FolderMailer(tmp_path / "mail") if request.param == "folder" else post().mailer


# --- every mailer ---


def test_a_message_is_accepted(mailer: Mailer) -> None:
    assert mailer.send(a_draft(), now=NOW).kind is OutcomeKind.ACCEPTED


def test_a_closed_mailer_opens_again(mailer: Mailer) -> None:
    mailer.send(a_draft("c1"), now=NOW)
    mailer.close()
    mailer.close()
    assert mailer.send(a_draft("c2"), now=NOW).kind is OutcomeKind.ACCEPTED


# --- the wire ---


def test_the_date_stands_in_front_and_every_line_ends_in_crlf() -> None:
    draft = a_draft(content=b"Subject: a\n\nb\r\nc\rd")
    assert wire_bytes(draft, now=NOW) == b"Date: Fri, 01 Jul 2016 12:00:00 +0000\r\nSubject: a\r\n\r\nb\r\nc\r\nd"


@given(st.binary().map(lambda content: content.replace(b"\r", b"").replace(b"\n", b"\r\n")))
def test_no_text_can_end_the_message_early(content: bytes) -> None:
    quoted = Letter("k", "", "r@x.example", content).quoted
    *lines, dot, end = quoted.split(b"\r\n")
    assert (dot, end) == (b".", b"")
    assert not [line for line in lines if line == b"."]
    unquoted = b"\r\n".join(line.removeprefix(b".") for line in lines)
    assert unquoted == content.removesuffix(b"\r\n")


# --- a folder ---


def test_a_message_becomes_a_file_named_by_its_key(tmp_path: Path) -> None:
    draft = a_draft()
    assert FolderMailer(tmp_path / "mail").send(draft, now=NOW) == Outcome(OutcomeKind.ACCEPTED, "in the folder")
    [file] = (tmp_path / "mail").iterdir()
    assert (file.name, file.read_bytes()) == (f"{draft.key}.eml", wire_bytes(draft, now=NOW))


def test_the_same_message_again_overwrites_nothing(tmp_path: Path) -> None:
    mailer, draft = FolderMailer(tmp_path), a_draft()
    mailer.send(draft, now=NOW)
    again = mailer.send(draft, now=NOW + timedelta(days=1))
    assert again == Outcome(OutcomeKind.ACCEPTED, "already in the folder")
    assert (tmp_path / f"{draft.key}.eml").read_bytes() == wire_bytes(draft, now=NOW)


def test_another_text_under_the_same_key_is_refused(tmp_path: Path) -> None:
    mailer, draft = FolderMailer(tmp_path), a_draft()
    mailer.send(draft, now=NOW)
    other = mailer.send(replace(draft, content=b"Subject: other\r\n\r\n"), now=NOW)
    assert other == Outcome(OutcomeKind.REFUSED, "another text of this message is already in the folder")
    assert (tmp_path / f"{draft.key}.eml").read_bytes() == wire_bytes(draft, now=NOW)


def test_a_folder_that_cannot_be_written_stops_the_sender(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file where the folder should be")
    with pytest.raises(MailError, match="cannot be written"):
        FolderMailer(tmp_path / "mail").send(a_draft(), now=NOW)


# --- SMTP: what arrives ---


def test_the_server_gets_envelope_and_text_unchanged(post: Callable[..., Post]) -> None:
    office = post()
    draft = a_draft(content=b"Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n\r\n.")
    assert office.send(draft) == Outcome(OutcomeKind.ACCEPTED, "250 2.0.0 queued as 4711")
    content = wire_bytes(draft, now=NOW) + b"\r\n"
    assert office.script.received == [Received(draft.sender, draft.recipient, content)]


@one_by_one_and_ahead
def test_many_messages_share_one_connection(post: Callable[..., Post]) -> None:
    office = post(Script(answers={"RCPT": ["", "550 no"], ".": ["", "554 no"]}))
    kinds = [office.send(a_draft(f"c{number}")).kind for number in range(5)]
    accepted, refused = OutcomeKind.ACCEPTED, OutcomeKind.REFUSED
    assert kinds == [accepted, refused, refused, accepted, accepted]
    assert office.script.connections == 1


def test_a_message_over_16_kilobytes_arrives_whole_through_tls(
    post: Callable[..., Post], certificate: Certificate
) -> None:
    script = Script(tls=certificate.context, login=("outreach", "open sesame"))
    office = post(script, security=Security.STARTTLS, ca_file=certificate.file, user="outreach", password="open sesame")
    draft = a_draft(content=b"Subject: long\r\n\r\n" + b"0123456789\r\n" * 4000)
    assert office.send(draft).kind is OutcomeKind.ACCEPTED
    assert [received.content for received in script.received] == [wire_bytes(draft, now=NOW)]


def test_tls_may_begin_with_the_first_byte(post: Callable[..., Post], certificate: Certificate) -> None:
    script = Script(tls=certificate.context, tls_at_once=True)
    office = post(script, security=Security.TLS, ca_file=certificate.file)
    assert office.send().kind is OutcomeKind.ACCEPTED


def test_delivery_reports_are_asked_for_by_key_where_offered(post: Callable[..., Post]) -> None:
    office = post(Script(dsn=True))
    draft = a_draft(recipient="ana+red=1@chapines.example")
    assert office.send(draft).kind is OutcomeKind.ACCEPTED
    size = len(wire_bytes(draft, now=NOW))
    assert office.script.lines == [
        f"MAIL FROM:<{draft.sender}> SIZE={size} RET=HDRS ENVID={draft.key}",
        "RCPT TO:<ana+red=1@chapines.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ana+2Bred+3D1@chapines.example",
        "DATA",
    ]


# --- SMTP: letters beyond ASCII ---


def test_a_domain_beyond_ascii_goes_out_as_a_label(post: Callable[..., Post]) -> None:
    office = post()
    assert office.send(a_draft(recipient="ana@mañana.example")).kind is OutcomeKind.ACCEPTED
    assert office.script.received[0].recipient == "ana@xn--maana-pta.example"


def test_a_local_part_beyond_ascii_needs_smtputf8(post: Callable[..., Post]) -> None:
    office = post()
    outcome = office.send(a_draft(recipient="ñandú@correo.example"))
    assert outcome == Outcome(OutcomeKind.NEEDS_SMTPUTF8, "the server does not offer SMTPUTF8")
    assert office.script.lines == []


def test_a_local_part_beyond_ascii_goes_out_where_smtputf8_is_offered(post: Callable[..., Post]) -> None:
    office = post(Script(utf8=True))
    assert office.send(a_draft(recipient="ñandú@mañana.example")).kind is OutcomeKind.ACCEPTED
    assert office.script.received[0].recipient == "ñandú@xn--maana-pta.example"
    assert office.send(a_draft()).kind is OutcomeKind.ACCEPTED
    assert ["SMTPUTF8" in line for line in office.script.lines if line.startswith("MAIL")] == [True, False]


def test_a_text_beyond_ascii_needs_8bitmime(post: Callable[..., Post]) -> None:
    draft = a_draft(content="Subject: x\r\n\r\nseñal\r\n".encode())
    able, unable = post(), post(Script(eight_bit=False))
    assert able.send(draft).kind is OutcomeKind.ACCEPTED
    assert able.script.lines[0].endswith(" BODY=8BITMIME")
    assert unable.send(draft).kind is OutcomeKind.REFUSED
    assert unable.script.lines == []


@pytest.mark.parametrize(
    "recipient", ["a b@x.example", "a@x.example>\r\nRCPT TO:<b@x.example", "no-at", "a@", "<a@b.c>"]
)
def test_what_is_no_address_is_refused_unsent(post: Callable[..., Post], recipient: str) -> None:
    office = post()
    assert office.send(a_draft(recipient=recipient)) == Outcome(
        OutcomeKind.REFUSED, "the address cannot be used in SMTP"
    )
    assert office.script.connections == 0


def test_a_line_too_long_for_mail_is_refused_unsent(post: Callable[..., Post]) -> None:
    office = post()
    assert office.send(a_draft(content=b"Subject: x\r\n\r\n" + b"y" * 998)).kind is OutcomeKind.ACCEPTED
    assert office.send(a_draft(content=b"Subject: x\r\n\r\n" + b"y" * 999)).kind is OutcomeKind.REFUSED


# --- SMTP: refusals ---


@one_by_one_and_ahead
@pytest.mark.parametrize("verb", ["RCPT", "DATA", "."])
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("450 4.2.1 try later", OutcomeKind.LATER),
        ("550 5.1.1 nobody of that name", OutcomeKind.REFUSED),
    ],
)
def test_a_refusal_before_or_after_the_text_is_about_the_message(
    post: Callable[..., Post], verb: str, reply: str, kind: OutcomeKind
) -> None:
    office = post(Script(answers={verb: [reply]}))
    assert office.send() == Outcome(kind, reply)
    assert office.send(a_draft("c2")).kind is OutcomeKind.ACCEPTED
    assert [received.recipient for received in office.script.received] == ["c2@chapines.example"]


def test_a_refusal_for_now_of_the_sender_is_later(post: Callable[..., Post]) -> None:
    office = post(Script(answers={"MAIL": ["451 4.3.0 busy"]}))
    assert office.send() == Outcome(OutcomeKind.LATER, "451 4.3.0 busy")


def test_a_message_too_big_is_refused_for_itself(post: Callable[..., Post]) -> None:
    office = post(Script(answers={"MAIL": ["552 5.3.4 too big"]}))
    assert office.send() == Outcome(OutcomeKind.REFUSED, "552 5.3.4 too big")


@one_by_one_and_ahead
@pytest.mark.parametrize(
    ("verb", "reply"),
    [
        ("MAIL", "550 5.7.1 this sender is not welcome"),
        ("MAIL", "530 5.7.0 log in first"),
        ("RCPT", "550 5.4.5 daily sending limit exceeded"),
        ("RCPT", "554 5.7.1 Relay access denied"),
        ("DATA", "550 5.7.705 tenant has exceeded threshold"),
        (".", "550 5.4.5 daily sending limit exceeded"),
    ],
)
def test_a_refusal_of_us_stops_the_sender_and_not_the_address(post: Callable[..., Post], verb: str, reply: str) -> None:
    office = post(Script(answers={verb: [reply]}))
    with pytest.raises(MailError) as stop:
        office.send()
    assert str(stop.value) == f"The mail server takes no mail from us now; it says: {reply}"
    assert office.script.received == []
    assert office.send().kind is OutcomeKind.ACCEPTED


@pytest.mark.parametrize("post", [True], indirect=True)
@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
def test_a_server_that_waits_for_a_text_it_does_not_want_gets_an_empty_one(
    post: Callable[..., Post], verb: str
) -> None:
    office = post(Script(answers={verb: ["451 4.3.0 busy"], "DATA": ["354 go on"]}))
    assert office.send() == Outcome(OutcomeKind.LATER, "451 4.3.0 busy")
    assert office.send(a_draft("c2")).kind is OutcomeKind.ACCEPTED
    assert [received.recipient[:2] for received in office.script.received] == ["c2"]
    assert office.script.connections == 1


@pytest.mark.parametrize("post", [True], indirect=True)
def test_what_a_server_said_before_it_hung_up_counts(post: Callable[..., Post]) -> None:
    office = post(Script(answers={"RCPT": ["550 5.1.1 nobody of that name"], "DATA": [DROP]}))
    assert office.send() == Outcome(OutcomeKind.REFUSED, "550 5.1.1 nobody of that name")
    assert office.send(a_draft("c2")).kind is OutcomeKind.ACCEPTED


def test_the_end_of_a_message_is_not_held_back(post: Callable[..., Post]) -> None:
    office = post()
    office.send()
    connection = office.mailer._connection  # noqa: SLF001 # from outside it only shows as 40 ms under TLS
    assert connection is not None
    assert connection.sock is not None
    assert connection.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_the_final_reply_is_waited_for_ten_minutes_and_that_fits_into_a_lease() -> None:
    shipped = Patience()
    assert shipped.final >= timedelta(minutes=10).total_seconds()  # RFC 5321, 4.5.3.2.6
    assert shipped.offer + shipped.final < LEASE.total_seconds()


# --- SMTP: lost connections ---


@one_by_one_and_ahead
@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_text_is_made_anew_once(post: Callable[..., Post], verb: str) -> None:
    office = post()
    office.send(a_draft("c1"))
    office.script.answers[verb] = [DROP]
    assert office.send(a_draft("c2")).kind is OutcomeKind.ACCEPTED
    assert [received.recipient[:2] for received in office.script.received] == ["c1", "c2"]
    assert office.script.connections == 2


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_text_again_is_later(post: Callable[..., Post], verb: str) -> None:
    office = post(Script(answers={verb: [DROP, DROP]}))
    assert office.send() == LOST
    assert office.send() == Outcome(OutcomeKind.ACCEPTED, "250 2.0.0 queued as 4711")
    assert len(office.script.received) == 1


def test_a_server_that_closes_politely_is_tried_once_more(post: Callable[..., Post]) -> None:
    office = post(Script(answers={"RCPT": ["421 4.3.2 going down", "421 4.3.2 going down"]}))
    assert office.send() == Outcome(OutcomeKind.LATER, "421 4.3.2 going down")
    office.script.answers["MAIL"] = ["421 4.7.0 try again later", "421 4.7.0 try again later"]
    with pytest.raises(MailError, match="takes no mail from us now"):
        office.send()
    assert office.send().kind is OutcomeKind.ACCEPTED


@one_by_one_and_ahead
@pytest.mark.parametrize("answers", [{"TEXT": [DROP]}, {".": [DROP]}])
def test_a_connection_lost_after_the_text_began_leaves_it_unknown(
    post: Callable[..., Post], answers: dict[str, list[str]]
) -> None:
    office = post(Script(answers=answers))
    assert office.send().kind is OutcomeKind.UNKNOWN
    assert office.script.lines.count("DATA") <= 1
    assert office.send(a_draft("c2")).kind is OutcomeKind.ACCEPTED


def test_a_final_reply_that_does_not_come_leaves_it_unknown(post: Callable[..., Post]) -> None:
    office = post(Script(delay=0.5), patience=replace(PATIENCE, final=0.1))
    assert office.send().kind is OutcomeKind.UNKNOWN


def test_a_slow_final_reply_is_waited_for(post: Callable[..., Post]) -> None:
    office = post(Script(delay=0.3), patience=replace(PATIENCE, command=0.1))
    assert office.send().kind is OutcomeKind.ACCEPTED


def test_a_server_too_slow_before_the_text_is_not_given_it(post: Callable[..., Post]) -> None:
    office = post(patience=replace(PATIENCE, offer=0))
    assert office.send() == Outcome(OutcomeKind.LATER, "the server was too slow to be given the text")
    assert office.script.received == []


# --- SMTP: coming in ---


def test_a_server_that_is_not_there_stops_the_sender() -> None:
    with MailServer(Script()) as gone:
        port = gone.port
    with pytest.raises(MailError, match=f"The mail server 127.0.0.1:{port} cannot be reached"):
        SmtpMailer(SmtpServer("127.0.0.1", port, Security.PLAIN)).send(a_draft(), now=NOW)


def test_a_wrong_password_stops_the_sender_and_is_not_repeated(
    post: Callable[..., Post], certificate: Certificate
) -> None:
    script = Script(tls=certificate.context, login=("outreach", "open sesame"))
    office = post(script, security=Security.STARTTLS, ca_file=certificate.file, user="outreach", password="wrong")
    with pytest.raises(MailError) as stop:
        office.send()
    assert "does not accept our user and password" in str(stop.value)
    assert "wrong" not in str(stop.value) + repr(office.mailer)


def test_a_certificate_of_an_unknown_authority_stops_the_sender(
    post: Callable[..., Post], certificate: Certificate
) -> None:
    office = post(Script(tls=certificate.context), security=Security.STARTTLS)
    with pytest.raises(MailError, match=r"certificate of 127.0.0.1:[0-9]+ cannot be trusted"):
        office.send()


def test_a_server_without_starttls_gets_nothing(post: Callable[..., Post]) -> None:
    office = post(security=Security.STARTTLS)
    with pytest.raises(MailError, match="offers no STARTTLS"):
        office.send()
    assert office.script.lines == []


def test_a_password_never_travels_unencrypted() -> None:
    with pytest.raises(MailError, match="must not travel unencrypted"):
        SmtpMailer(SmtpServer("127.0.0.1", 25, Security.PLAIN, user="outreach", password="open sesame"))


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://me%40x.example@mail.example", SmtpServer("mail.example", 587, Security.STARTTLS, "me@x.example", "p")),
        ("smtps://me@mail.example:4650", SmtpServer("mail.example", 4650, Security.TLS, "me", "p")),
        ("smtp://localhost?security=plain", SmtpServer("localhost", 25, Security.PLAIN, "", "p")),
    ],
)
def test_an_address_names_server_and_security(address: str, server: SmtpServer) -> None:
    assert smtp_server(urlsplit(address), password="p") == server
    assert "'p'" not in repr(server)


def test_an_address_of_no_server_is_called_so() -> None:
    for address in ("smtp:///nowhere", "smtp://mail.example?security=none"):
        with pytest.raises(MailError, match="must be smtp://"):
            smtp_server(urlsplit(address), password="")


# --- replies ---


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (b"5.1.1 <ana.xol@x.example>: User unknown", "550 5.1.1 <...>: User unknown"),
        (b"5.1.1 ANA.XOL@x.example unknown", "550 5.1.1 <...> unknown"),
        (b"5.1.1 no mailbox ana.xol here", "550 5.1.1 no mailbox <...> here"),
        (b"see https://x.example/?who=ana.xol%40x.example now", "550 see https:<...> now"),
        ("5.1.1 <ñandú@x.example>".encode(), "550 5.1.1 <...>"),
        (b"line one\nline two \xff", "550 line one line two \ufffd"),
    ],
)
def test_a_kept_reply_names_nobody(text: bytes, kept: str) -> None:
    assert Reply(550, text).kept("ana.xol@x.example") == kept
