"""A real SMTP server in a thread, whose every answer a test may choose."""

import asyncio
import base64
import re
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

_DSN = re.compile(r" (?:RET|ENVID|NOTIFY|ORCPT)=\S+")

DROP = "drop the connection"


@dataclass(frozen=True, slots=True)
class Received:
    """A message that the server took. content: without the dots' doubling."""

    sender: str
    recipient: str
    content: bytes


@dataclass(slots=True)
class Script:
    """What the server does. answers: by verb, one for each time it is said, then as usual; login: user, password.

    bearer: what XOAUTH2 must say before it is put in base64; "" when it is not offered.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    delay: float = 0
    dsn: bool = False
    pipelining: bool = False
    utf8: bool = False
    eight_bit: bool = True
    tls: ssl.SSLContext | None = None
    tls_at_once: bool = False
    login: tuple[str, str] | None = None
    bearer: str = ""
    connections: int = 0
    lines: list[str] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    on_received: Callable[[Received], None] = lambda _: None

    def next_answer(self, verb: str) -> str:
        """The answer chosen for this time; "" for the usual one."""
        waiting = self.answers.get(verb, [])
        return waiting.pop(0) if waiting else ""


class MailServer:
    """The server; a context manager. After `with`, `port` is where it listens on 127.0.0.1."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._sessions: set[Any] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        context = self.script.tls if self.script.tls_at_once else None
        self._server = await self._loop.create_server(self._session, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        self._server.close()
        for session in self._sessions:
            if session.transport:
                session.transport.abort()
        await asyncio.sleep(0)
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _session(self) -> SMTP:
        script = self.script
        script.connections += 1
        session = _Session(
            script,
            loop=self._loop,
            tls_context=None if script.tls_at_once else script.tls,
            enable_SMTPUTF8=script.utf8,
            authenticator=_authenticator(script),
            auth_required=script.login is not None or bool(script.bearer),
            auth_exclude_mechanism=None if script.bearer else ["XOAUTH2"],
        )
        self._sessions.add(session)
        return session


def _authenticator(script: Script) -> Callable[..., AuthResult]:
    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        given = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else None
        return AuthResult(success=given == script.login, handled=False)

    return check


class _Session(SMTP):
    """One connection. Takes the DSN parameters, which aiosmtpd does not know, off before it sees them."""

    def __init__(self, script: Script, **settings: Any) -> None:
        super().__init__(self, hostname="mail.example", **settings)
        self.script = script

    async def handle_EHLO(  # noqa: N802 # aiosmtpd's names
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        kept = [line for line in responses if self.script.eight_bit or "8BITMIME" not in line]
        offered = {"DSN": self.script.dsn, "PIPELINING": self.script.pipelining}
        return [*kept[:-1], *(f"250-{extension}" for extension, there in offered.items() if there), kept[-1]]

    async def auth_XOAUTH2(self, _server: SMTP, words: list[str]) -> AuthResult:  # noqa: N802
        """As Google says it: what was wrong comes as a challenge, and after its answer the refusal."""
        if base64.b64decode(words[1]).decode() == self.script.bearer:
            return AuthResult(success=True, auth_data="known")
        answer = await self.challenge_auth(b'{"status":"400"}')
        self.script.lines.append(f"answer {answer!r}")
        return AuthResult(success=False, handled=False)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        await self._say("MAIL", arg, super().smtp_MAIL)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        await self._say("RCPT", arg, super().smtp_RCPT)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.script.answers.get("TEXT"):
            self.script.next_answer("TEXT")
            await self.push("354 go on")
            self.transport.abort()
            return
        await self._say("DATA", arg, super().smtp_DATA)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.script.delay)
        answer = self.script.next_answer(".")
        if not answer or answer == DROP:
            taken = Received(envelope.mail_from or "", envelope.rcpt_tos[0], bytes(envelope.original_content))
            self.script.received.append(taken)
            self.script.on_received(taken)
        if answer == DROP:
            self.transport.abort()
        return answer or "250 2.0.0 queued as 4711"

    async def _say(self, verb: str, arg: str, usual: Callable[[str], Any]) -> None:
        self.script.lines.append(f"{verb} {arg or ''}".strip())
        answer = self.script.next_answer(verb)
        if answer == DROP:
            self.transport.abort()
        elif answer:
            await self.push(answer)
            if answer.startswith("421"):
                self.transport.close()
        else:
            await usual(_DSN.sub("", arg) if arg else arg)
