"""An IMAP server that answers from a script, for what no Dovecot can be made to say."""

import socketserver
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

USUAL = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 AUTH=PLAIN",
    "AUTHENTICATE": "+ ",
    "EXAMINE": "* 2 EXISTS\n* OK [UIDVALIDITY 1] so be it",
    "LIST": '* LIST () "/" "INBOX"',
    "LOGOUT": "* BYE until then",
}


class ImapScript:
    """The server; a context manager. answers: by the beginning of a command what comes before its "OK".

    An answer whose last line begins with NO or BAD ends so. heard: all commands, without their tags.
    """

    def __init__(self, answers: Mapping[str, str], *, greeting: str = "* OK welcome") -> None:
        self.answers = USUAL | dict(answers)
        self.greeting = greeting
        self.heard: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _Talk)
        self._server.script = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()

    def answer(self, command: str) -> list[str]:
        """The lines to a command: those of the longest beginning in the script."""
        begins = [known for known in self.answers if command.startswith(known)]
        said = self.answers[max(begins, key=len)] if begins else ""
        return said.split("\n") if said else []


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    script: ImapScript


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: _Server

    def handle(self) -> None:
        """Until the other side has gone."""
        script = self.server.script
        self._say(script.greeting)
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            script.heard.append(command)
            lines = script.answer(command)
            end = lines.pop() if lines and lines[-1].startswith(("NO", "BAD")) else "OK done"
            self._say(*lines)
            if command.startswith("AUTHENTICATE") and not end.startswith("NO"):
                script.heard.append(self.rfile.readline().decode().strip())
            self._say(f"{tag} {end}")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode("latin-1"))
