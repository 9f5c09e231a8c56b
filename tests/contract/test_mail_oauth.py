"""Access tokens in place of passwords: asked of a real token endpoint, said to a real SMTP and a real IMAP server."""

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from outreach.adapters.imap_session import ImapServer, imap_server
from outreach.adapters.mail_oauth import AccessTokens, MailGrant, mail_grant, xoauth2
from outreach.adapters.mail_security import Security
from outreach.adapters.mailbox_imap import ImapMailbox
from outreach.adapters.mailer_smtp import SmtpMailer, SmtpServer, smtp_server
from outreach.domain.message import OutcomeKind
from outreach.domain.received import Position
from outreach.errors import MailError, SettingsError
from tests.contract.certificate import Certificate
from tests.contract.dovecot import dovecot
from tests.contract.imap_script import ImapScript
from tests.contract.mail_server import MailServer, Script
from tests.contract.token_server import TokenServer
from tests.factories import NOW, a_draft

USER = "outreach@lacralo.example"
SAID = f"user={USER}\1auth=Bearer first\1\1"
GRANT = {
    "client_id": "an id",
    "client_secret": "a secret",
    "refresh_token": "a refresh token",
    "token_uri": "https://accounts.example/token",
}


@dataclass(slots=True)
class Watch:
    """Seconds that pass only when a test says so."""

    seconds: float = 1000

    def __call__(self) -> float:
        """How many have."""
        return self.seconds


def tokens(server: TokenServer, watch: Watch | None = None, **changes: str) -> AccessTokens:
    return AccessTokens(mail_grant(json.dumps(GRANT | {"token_uri": server.uri} | changes)), elapsed=watch or Watch())


def given(token: str, **more: object) -> tuple[int, object]:
    return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600} | more


# --- tokens ---


def test_a_token_is_asked_for_as_the_standard_says_and_used_until_it_runs_out() -> None:
    watch = Watch()
    with TokenServer(given("first"), given("second")) as server:
        source = tokens(server, watch)
        assert [source.current(), source.current()] == ["first", "first"]
        watch.seconds += 3600 - 61
        assert source.current() == "first"
        watch.seconds += 2
        assert source.current() == "second"
    asked = {name: GRANT[name] for name in ("client_id", "client_secret", "refresh_token")}
    assert server.asked == [{"grant_type": "refresh_token", **asked}] * 2


def test_a_new_refresh_token_takes_the_place_of_the_old_one() -> None:
    with TokenServer(given("first", refresh_token="newer", expires_in="5"), given("second")) as server:
        source = tokens(server)
        assert [source.current(), source.current()] == ["first", "second"]
    assert [form["refresh_token"] for form in server.asked] == ["a refresh token", "newer"]


@pytest.mark.parametrize("life", [None, "soon", ""])
def test_a_token_of_unsaid_life_is_not_kept_for_long(life: object) -> None:
    watch = Watch()
    with TokenServer(given("first", expires_in=life), given("second")) as server:
        source = tokens(server, watch)
        assert [source.current(), source.current()] == ["first", "first"]
        watch.seconds += 600
        assert source.current() == "second"


def test_an_application_without_a_secret_sends_none() -> None:
    with TokenServer(given("first")) as server:
        tokens(server, client_secret="").current()
    assert "client_secret" not in server.asked[0]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            (400, {"error": "invalid_grant"}),
            "no longer accepts the refresh_token in OUTREACH_MAIL_OAUTH: allow access anew.",
        ),
        (
            (401, {"error": "invalid_client"}),
            "does not accept client_id and client_secret in OUTREACH_MAIL_OAUTH: check both.",
        ),
        (
            (503, {"error": "busy"}),
            "gives no access token for our mail now: try again later, then check OUTREACH_MAIL_OAUTH.",
        ),
        (
            (200, {"access_token": ""}),
            "gives no access token for our mail now: try again later, then check OUTREACH_MAIL_OAUTH.",
        ),
        ((200, ["first"]), "gives no access token for our mail now: try again later, then check OUTREACH_MAIL_OAUTH."),
        ((200, "<html>log in</html>"), "gives no access token for our mail: check token_uri."),
        ((307, {}), "gives no access token for our mail now: try again later, then check OUTREACH_MAIL_OAUTH."),
    ],
)
def test_a_provider_that_gives_no_token_is_said_in_one_sentence(answer: tuple[int, object], sentence: str) -> None:
    with TokenServer(answer) as server, pytest.raises(MailError) as stop:
        tokens(server).current()
    assert str(stop.value) == f"127.0.0.1 {sentence}"
    assert len(server.asked) == 1


def test_a_provider_that_is_not_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    grant = MailGrant("id", f"http://127.0.0.1:{port}/token", "refresh")
    with pytest.raises(MailError, match="cannot be asked for an access token: check token_uri and the network"):
        AccessTokens(grant).current()


# --- the grant ---


def test_a_grant_is_json_or_the_path_of_it(tmp_path: Path) -> None:
    text = json.dumps(GRANT)
    file = tmp_path / "mail-oauth.json"
    file.write_text(text)
    assert mail_grant(text) == mail_grant(str(file)) == MailGrant(**GRANT)
    assert "secret" not in repr(mail_grant(text)).replace("client_secret", "")
    assert "a refresh token" not in repr(mail_grant(text))


@pytest.mark.parametrize(
    "text", ["nowhere.json", "{", "{}", '{"client_id": "x"}', json.dumps(GRANT | {"token_uri": 5})]
)
def test_what_is_no_grant_is_called_so_and_not_shown(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^OUTREACH_MAIL_OAUTH is neither the path nor the text of JSON"):
        mail_grant(text)


@pytest.mark.parametrize("uri", ["http://accounts.example/token", "accounts.example/token", "", "file:///etc/passwd"])
def test_secrets_travel_encrypted_only(uri: str) -> None:
    with pytest.raises(SettingsError, match="must begin with https://"):
        mail_grant(json.dumps(GRANT | {"token_uri": uri}))


# --- SMTP ---


def smtp(server: MailServer, certificate: Certificate, token: Callable[[], str]) -> SmtpMailer:
    return SmtpMailer(SmtpServer("127.0.0.1", server.port, user=USER, token=token, ca_file=certificate.file))


def test_mail_is_sent_with_a_token(certificate: Certificate) -> None:
    script = Script(tls=certificate.context, bearer=SAID)
    with TokenServer(given("first")) as provider, MailServer(script) as server:
        mailer = smtp(server, certificate, tokens(provider).current)
        assert mailer.send(a_draft(), now=NOW).kind is OutcomeKind.ACCEPTED
        mailer.close()


def test_a_token_that_the_mail_server_refuses_stops_the_sender(certificate: Certificate) -> None:
    script = Script(tls=certificate.context, bearer=SAID)
    with MailServer(script) as server, pytest.raises(MailError) as stop:
        smtp(server, certificate, lambda: "stale").send(a_draft(), now=NOW)
    assert str(stop.value) == (
        f"The mail server 127.0.0.1:{server.port} does not accept our user and access token:"
        " check the user and OUTREACH_MAIL_OAUTH."
    )
    assert script.lines == ["answer b''"]


def test_a_token_that_is_not_given_stops_the_sender(certificate: Certificate) -> None:
    script = Script(tls=certificate.context, bearer=SAID)
    with TokenServer((400, {"error": "invalid_grant"})) as provider, MailServer(script) as server:
        mailer = smtp(server, certificate, tokens(provider).current)
        with pytest.raises(MailError, match="no longer accepts the refresh_token"):
            mailer.send(a_draft(), now=NOW)
    assert script.received == []


def test_a_mail_server_without_xoauth2_gets_no_token(certificate: Certificate) -> None:
    script = Script(tls=certificate.context, login=("ana", "geheim"))
    with MailServer(script) as server, pytest.raises(MailError, match="offers no STARTTLS or no such login"):
        smtp(server, certificate, lambda: "first").send(a_draft(), now=NOW)
    assert script.lines == []


# --- IMAP ---


@pytest.mark.dovecot
def test_mail_is_read_with_a_token_that_dovecot_checks() -> None:
    known = {"username": USER, "active": True}
    with TokenServer((200, known)) as checking, dovecot(introspection=checking.uri) as server:
        server.deliver(USER, b"Subject: x\r\n\r\n")
        account = ImapServer("127.0.0.1", server.port, Security.PLAIN, USER, token=lambda: "first", patience=10)
        mailbox = ImapMailbox(account)
        assert [mail.raw for mail in mailbox.arrived(Position(), limit=9)] == [b"Subject: x\r\n\r\n"]
        mailbox.close()
        checking.answers = [(200, {"active": False})]
        with pytest.raises(MailError) as stop:
            mailbox.arrived(Position(), limit=9)
    assert str(stop.value) == (
        f"The mailbox at 127.0.0.1:{server.port} does not accept our user and access token:"
        " check the user and OUTREACH_MAIL_OAUTH, and that the account allows IMAP."
    )
    assert checking.asked[0]["token"] == "first"


def test_imap_says_user_and_token_in_one_line() -> None:
    with ImapScript({"CAPABILITY": "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2", "UID FETCH": ""}) as script:
        mailbox = ImapMailbox(ImapServer("127.0.0.1", script.port, Security.PLAIN, USER, token=lambda: "first"))
        assert list(mailbox.arrived(Position(), limit=1)) == []
        mailbox.close()
    assert script.heard[1:3] == [
        "AUTHENTICATE XOAUTH2",
        "dXNlcj1vdXRyZWFjaEBsYWNyYWxvLmV4YW1wbGUBYXV0aD1CZWFyZXIgZmlyc3QBAQ==",
    ]
    assert xoauth2(USER, "first") == SAID


# --- which of them ---


def test_a_password_comes_before_a_token() -> None:
    def token() -> str:
        return "first"

    sending, reading = urlsplit("smtps://me@mail.example"), urlsplit("imaps://me@mail.example")
    assert (
        smtp_server(sending, password="p", token=token).token,
        imap_server(reading, password="p", token=token).token,
    ) == (None, None)
    assert (
        smtp_server(sending, password="", token=token).token,
        imap_server(reading, password="", token=token).token,
    ) == (token, token)
