"""One connection to an IMAP server: it comes in, asks, and says in one sentence what went wrong."""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote

from outreach.adapters.imap_reply import ImapFolder, Piece, folders
from outreach.adapters.mail_oauth import Token, xoauth2
from outreach.adapters.mail_security import Security, asked_security, tls_context
from outreach.errors import MailError

_PORTS = {Security.STARTTLS: 143, Security.TLS: 993, Security.PLAIN: 143}
_WRONG = (OSError, imaplib.IMAP4.error, ValueError, EOFError)  # ValueError: what is no number or no ASCII in a reply


@dataclass(frozen=True, slots=True)
class ImapServer:
    """A mailbox's server and how we come in.

    token: gives an access token in place of a password (XOAUTH2); ca_file: a further authority to trust;
    patience: seconds to wait for the connection and for more of a reply.
    """

    host: str
    port: int
    security: Security = Security.TLS
    user: str = ""
    password: str = field(default="", repr=False)
    token: Token | None = field(default=None, repr=False)
    ca_file: Path | None = None
    patience: float = 60

    @property
    def where(self) -> str:
        """How the operator knows it."""
        return f"{self.host}:{self.port}"


def imap_server(address: SplitResult, *, password: str, token: Token | None = None) -> ImapServer:
    """The server at imaps://USER@HOST:PORT (TLS), imap://... (STARTTLS), or imap://HOST?security=plain.

    token: used where there is no password.
    Raises MailError when the address names no host or user, or another security.
    """
    security = asked_security(address)
    if not address.hostname or not address.username or security is None:
        raise MailError("The mailbox must be imaps://USER@HOST:PORT or imap://USER@HOST:PORT.")
    return ImapServer(
        host=address.hostname,
        port=address.port or _PORTS[security],
        security=security,
        user=unquote(address.username),
        password=password,
        token=None if password else token,
    )


class ImapSession:
    """A connection that has logged in. ended: whether it is of no more use, as after each MailError."""

    def __init__(self, server: ImapServer) -> None:
        """Raises MailError when the server cannot be reached or does not let us in."""
        self._where = server.where
        self.ended = False
        self._client = _logged_in(server)
        with self._speaking():
            self._offers = _words(self._client.capability()[1])  # some are told only to who has logged in

    def offers(self, extension: str) -> bool:
        """Whether the server says that it knows this extension."""
        return extension in self._offers

    def examine(self, folder: str) -> int | None:
        """Opens a folder for reading only; its UIDVALIDITY, None when the server does not let us."""
        with self._speaking():
            if self._client.select(folder, readonly=True)[0] != "OK":
                return None
            validity = self._client.response("UIDVALIDITY")[1][0]
            return int(validity or 0)

    def fetch(self, uids: str, what: str) -> list[Piece]:
        """What the server tells of the mails with these UIDs ("3,5:7"); of those it has no more, nothing."""
        with self._speaking():
            # NO too may come with what could be read (RFC 5530, EXPUNGEISSUED): who asks sees what is missing.
            answer: list[Piece] = self._client.uid("FETCH", uids, what)[1]
            return answer + (self._client.response("FETCH")[1] or [])

    def has(self, *criteria: str) -> bool:
        """Whether the open folder holds a mail of these criteria. Raises MailError when they cannot be searched."""
        with self._speaking():
            kind, found = self._client.uid("SEARCH", *criteria)
            if kind != "OK":
                raise self._client.error
            return any(found)

    def folders(self) -> list[ImapFolder]:
        """All folders, with their flags of special use as far as the server knows them."""
        wanted = ("RETURN", "(SPECIAL-USE)") if {"SPECIAL-USE", "LIST-EXTENDED"} <= self._offers else ()
        with self._speaking():
            self._client.xatom("LIST", '""', '"*"', *wanted)
            return folders(self._client.response("LIST")[1])

    def close(self) -> None:
        """Says goodbye, if there is still somebody to say it to."""
        if not self.ended:
            with suppress(*_WRONG):
                self._client.logout()
        self._end()

    def _end(self) -> None:
        self.ended = True
        _shut(self._client)

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except _WRONG:
            self._end()
            raise MailError(
                f"The mailbox at {self._where} stopped answering; nothing in it was changed: run this again later."
            ) from None


def _logged_in(server: ImapServer) -> imaplib.IMAP4:
    try:
        client = _reached(server)
    except ssl.SSLCertVerificationError:
        raise MailError(f"The certificate of {server.where} cannot be trusted: check the server's name.") from None
    except imaplib.IMAP4.error:
        raise MailError(
            f"The server at {server.where} turns us away, speaks no IMAP or offers no STARTTLS: check port and imaps://."
        ) from None
    except (OSError, ValueError, EOFError):
        raise MailError(
            f"The mailbox at {server.where} cannot be reached: check its name, port and the network."
        ) from None
    try:
        _log_in(client, server)
    except imaplib.IMAP4.abort:
        _shut(client)
        raise MailError(f"The mailbox at {server.where} hung up when we logged in: try again later.") from None
    except (imaplib.IMAP4.error, ValueError) as error:
        _shut(client)
        raise MailError(_not_let_in(server, str(error))) from None
    except OSError:
        _shut(client)
        raise MailError(f"The mailbox at {server.where} does not answer to a login: try again later.") from None
    except BaseException:
        _shut(client)
        raise
    return client


def _reached(server: ImapServer) -> imaplib.IMAP4:
    context = tls_context(server.ca_file)
    if server.security is Security.TLS:
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=server.patience)
    client = imaplib.IMAP4(server.host, server.port, timeout=server.patience)
    try:
        if server.security is Security.STARTTLS:
            client.starttls(context)
    except BaseException:
        _shut(client)
        raise
    return client


def _log_in(client: imaplib.IMAP4, server: ImapServer) -> None:
    if client.state == "AUTH":  # PREAUTH: the server knows us already
        return
    if server.token:
        client.authenticate("XOAUTH2", _once(xoauth2(server.user, server.token()).encode()))
    elif "AUTH=PLAIN" in client.capabilities:  # LOGIN cannot say what is beyond ASCII
        client.authenticate("PLAIN", _once(f"\0{server.user}\0{server.password}".encode()))
    else:
        client.login(server.user, server.password)


def _once(said: bytes) -> Callable[[bytes], bytes | None]:
    """Says it when first asked, nothing when the server tells what was wrong with it, and then gives up."""
    answers = [b"", said]
    return lambda _: answers.pop() if answers else None


def _not_let_in(server: ImapServer, said: str) -> str:
    if "[UNAVAILABLE]" in said:  # RFC 5530
        return f"The mailbox at {server.where} cannot check who we are now: try again later."
    proof, check = ("access token", "the user and OUTREACH_MAIL_OAUTH") if server.token else ("password", "both")
    return (
        f"The mailbox at {server.where} does not accept our user and {proof}:"
        f" check {check}, and that the account allows IMAP."
    )


def _shut(client: imaplib.IMAP4) -> None:
    with suppress(OSError):
        client.shutdown()


def _words(lines: list[Any]) -> set[str]:
    return set(b" ".join(line for line in lines if line).decode("ascii", "replace").upper().split())
