"""Mail over SMTP, one connection for many messages, knowing at every moment whether the text may have gone out."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from urllib.parse import SplitResult, unquote

from outreach.adapters.mail_oauth import Token, xoauth2
from outreach.adapters.mail_security import Security, asked_security, tls_context
from outreach.adapters.smtp_reply import CLOSING, Reply
from outreach.adapters.wire import Letter, letter
from outreach.domain.message import Draft, Outcome, OutcomeKind
from outreach.errors import MailError

_GO_AHEAD = 354
_ATTEMPTS = 2  # the second on a new connection: an idle one is often found closed


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.PLAIN: 25}


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds we wait.

    connect: for a connection; command: for each reply before the text; offer: until the text may begin;
    final: for the reply to the final dot, ten minutes by RFC 5321 4.5.3.2.6: less makes duplicates (RFC 1047).
    offer + final must stay below the ledger's lease.
    """

    connect: float = 30
    command: float = 60
    offer: float = 240
    final: float = 600


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server and how we come in.

    user: "" for none; token: gives an access token in place of a password (XOAUTH2); ca_file: a further
    authority to trust; name: for EHLO.
    """

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    token: Token | None = field(default=None, repr=False)
    ca_file: Path | None = None
    name: str | None = None
    patience: Patience = Patience()


def smtp_server(address: SplitResult, *, password: str, token: Token | None = None) -> SmtpServer:
    """The server at smtp://USER@HOST:PORT (STARTTLS), smtps://... (TLS), or smtp://HOST?security=plain.

    token: used where there is no password.
    Raises MailError when the address names no host or another security.
    """
    security = asked_security(address)
    if not address.hostname or security is None:
        raise MailError("The mail server must be smtp://USER@HOST:PORT or smtps://USER@HOST:PORT.")
    return SmtpServer(
        host=address.hostname,
        port=address.port or _PORTS[security],
        security=security,
        user=unquote(address.username or ""),
        password=password,
        token=None if password else token,
    )


class SmtpMailer:
    """The `Mailer` port on a mail server. One object serves one thread."""

    def __init__(self, server: SmtpServer) -> None:
        """Connects when the first message comes. Raises MailError for a password that would travel in the clear."""
        if server.user and server.security is Security.PLAIN:
            raise MailError("A password must not travel unencrypted: use smtps:// or STARTTLS for the mail server.")
        self._server = server
        self._connection: smtplib.SMTP | None = None

    def send(self, draft: Draft, *, now: datetime) -> Outcome:
        """As the port says. Whatever fails before the text begins is later or refused; after it, unknown."""
        written = letter(draft, now=now)
        if written is None:
            return Outcome(OutcomeKind.REFUSED, "the address cannot be used in SMTP")
        if written.has_long_line:
            return Outcome(OutcomeKind.REFUSED, "a line of the text is longer than mail allows")
        deadline = monotonic() + self._server.patience.offer
        lost = _LostError()
        for _ in range(_ATTEMPTS):
            connection = self._connected()
            try:
                answer = self._offered(connection, written)
            except OSError as error:  # smtplib's exceptions are OSErrors too
                self._drop()
                lost = error if isinstance(error, _LostError) else lost
                continue
            if answer is None and monotonic() > deadline:
                self._drop()
                return Outcome(OutcomeKind.LATER, "the server was too slow to be given the text")
            return answer or self._transmitted(connection, written)
        return lost.outcome(written)

    def probe(self) -> tuple[str, ...]:
        """As the port says."""
        offered = self._connected().esmtp_features
        self.close()
        return tuple(sorted(offered))

    def close(self) -> None:
        """Says goodbye, if a connection is open; the next message opens a new one."""
        if self._connection:
            with suppress(OSError):
                self._connection.quit()
        self._drop()

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = _connect(self._server)
        return self._connection

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _offered(self, connection: smtplib.SMTP, written: Letter) -> Outcome | None:
        """MAIL, RCPT, DATA; None when the server waits for the text. Raises OSError when the connection is lost."""
        missing = _missing_extension(connection, written)
        if missing:
            return missing
        dialogue = _dialogue(connection, written)
        for verb, reply in dialogue:
            if reply.code == _GO_AHEAD if verb == "DATA" else reply.positive:
                continue
            if reply.code == CLOSING or not reply.negative:
                raise _LostError(verb, reply)
            self._reset(connection, dialogue)
            _stop_if_ours(reply, written, verb)
            return reply.outcome(written.recipient)
        return None

    def _reset(self, connection: smtplib.SMTP, unread: Iterator[tuple[str, Reply]]) -> None:
        """Hears what else was sent ahead; a server that even waits for a text gets an empty one (RFC 2920, 3.1)."""
        try:
            if connection.has_extn("pipelining") and any(reply.code == _GO_AHEAD for _, reply in unread):
                connection.docmd(".")
            connection.rset()
        except OSError:
            self._drop()

    def _transmitted(self, connection: smtplib.SMTP, written: Letter) -> Outcome:
        """The text and the final dot. From the first byte on, only a reply tells what became of it."""
        intact = False
        try:
            _wait_for(connection, self._server.patience.final)
            connection.send(written.quoted)
            reply = Reply(*connection.getreply())
            _wait_for(connection, self._server.patience.command)
            intact = reply.code not in {CLOSING, -1}
        except OSError:
            return Outcome(OutcomeKind.UNKNOWN, "the connection was lost after the text began")
        finally:
            if not intact:
                self._drop()
        _stop_if_ours(reply, written, ".")
        return reply.outcome(written.recipient)


class _LostError(OSError):
    """The connection is gone, or can be trusted no more, before the text began; reply: what the server said last."""

    def __init__(self, verb: str = "", reply: Reply | None = None) -> None:
        self.verb = verb
        self.reply = reply

    def outcome(self, written: Letter) -> Outcome:
        """Later. Raises MailError when it was our sender that the server closed upon."""
        if self.reply is None:
            return Outcome(OutcomeKind.LATER, "the connection was lost before the text was sent")
        if self.verb == "MAIL":
            raise _stopped(self.reply, written)
        return Outcome(OutcomeKind.LATER, self.reply.kept(written.recipient))


def _dialogue(connection: smtplib.SMTP, written: Letter) -> Iterator[tuple[str, Reply]]:
    """The replies to MAIL, RCPT and DATA; asked in one go where the server lets us (RFC 2920), else one by one."""
    commands = {
        "MAIL": " ".join([f"MAIL FROM:<{written.sender}>", *_mail_options(connection, written)]),
        "RCPT": " ".join([f"RCPT TO:<{written.recipient}>", *_rcpt_options(connection, written)]),
        "DATA": "DATA",
    }
    ahead = connection.has_extn("pipelining")
    if ahead:
        connection.send("".join(f"{command}\r\n" for command in commands.values()).encode())
    for verb, command in commands.items():
        if not ahead:
            connection.send(f"{command}\r\n".encode())
        yield verb, Reply(*connection.getreply())


def _mail_options(connection: smtplib.SMTP, written: Letter) -> list[str]:
    offered = {
        "size": [f"SIZE={len(written.content)}"],
        "dsn": ["RET=HDRS", f"ENVID={written.key}"],
        "8bitmime": ["BODY=8BITMIME"] if written.needs_8bitmime else [],
        "smtputf8": ["SMTPUTF8"] if written.needs_smtputf8 else [],
    }
    return [option for extension, options in offered.items() if connection.has_extn(extension) for option in options]


def _rcpt_options(connection: smtplib.SMTP, written: Letter) -> list[str]:
    if not connection.has_extn("dsn"):
        return []
    original = written.recipient.replace("+", "+2B").replace("=", "+3D")  # xtext, RFC 3461 section 4
    return ["NOTIFY=FAILURE,DELAY"] + ([f"ORCPT=rfc822;{original}"] if original.isascii() else [])


def _missing_extension(connection: smtplib.SMTP, written: Letter) -> Outcome | None:
    if written.needs_smtputf8 and not connection.has_extn("smtputf8"):
        return Outcome(OutcomeKind.NEEDS_SMTPUTF8, "the server does not offer SMTPUTF8")
    if written.needs_8bitmime and not connection.has_extn("8bitmime"):
        return Outcome(OutcomeKind.REFUSED, "the server takes no letters beyond ASCII (8BITMIME)")
    return None


def _stop_if_ours(reply: Reply, written: Letter, verb: str) -> None:
    """Raises MailError when the reply is about us. MAIL names only the sender, so its refusal is, but for the size."""
    sender_refused = verb == "MAIL" and reply.code // 100 == 5 and not reply.too_big  # noqa: PLR2004 # 5yz
    if sender_refused or reply.stops_sender:
        raise _stopped(reply, written)


def _stopped(reply: Reply, written: Letter) -> MailError:
    return MailError(f"The mail server takes no mail from us now; it says: {reply.kept(written.recipient)}")


def _wait_for(connection: smtplib.SMTP, seconds: float) -> None:
    if connection.sock:
        connection.sock.settimeout(seconds)


def _connect(server: SmtpServer) -> smtplib.SMTP:
    """A connection on which mail may be offered. Raises MailError with what the operator can do."""
    where = f"{server.host}:{server.port}"
    try:
        return _logged_in(server)
    except (smtplib.SMTPAuthenticationError, UnicodeEncodeError):
        raise MailError(f"The mail server {where} does not accept our user and {_proof(server)}.") from None
    except smtplib.SMTPNotSupportedError:
        raise MailError(
            f"The mail server {where} offers no STARTTLS or no such login: check port and smtps://."
        ) from None
    except ssl.SSLCertVerificationError:
        raise MailError(f"The certificate of {where} cannot be trusted: check the server's name.") from None
    except (smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
        raise MailError(f"The mail server {where} turns us away ({error.smtp_code}): try again later.") from None
    except (OSError, UnicodeError):
        raise MailError(f"The mail server {where} cannot be reached: check its name, port and the network.") from None


def _proof(server: SmtpServer) -> str:
    return "access token: check the user and OUTREACH_MAIL_OAUTH" if server.token else "password: check both"


def _logged_in(server: SmtpServer) -> smtplib.SMTP:
    context = tls_context(server.ca_file)
    connection = _reached(server, context)
    try:
        # Without it Nagle's algorithm holds the end of a message over 16 kB back for 40 ms under TLS.
        if connection.sock:
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server.security is Security.STARTTLS:
            connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
        _log_in(connection, server)
        _wait_for(connection, server.patience.command)
    except BaseException:
        connection.close()
        raise
    return connection


def _log_in(connection: smtplib.SMTP, server: SmtpServer) -> None:
    if not server.user:
        return
    if server.token is None:
        connection.login(server.user, server.password)
        return
    if "XOAUTH2" not in connection.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError
    said = xoauth2(server.user, server.token())
    # After a mistake the server tells more, is answered with nothing, and then says no.
    connection.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "")


def _reached(server: SmtpServer, context: ssl.SSLContext) -> smtplib.SMTP:
    wait = server.patience.connect
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, server.name, timeout=wait, context=context)
    return smtplib.SMTP(server.host, server.port, server.name, timeout=wait)
