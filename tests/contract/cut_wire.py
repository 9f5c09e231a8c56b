"""A wire to a server that is cut, or falls silent, after so many octets of what the server says."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class CutWire:
    """A context manager; `port` is where it listens. octets: how many it lets through, None for all.

    said: how many came; cut: whether the connection then ends; else nobody ever says anything more.
    """

    def __init__(self, server_port: int, *, octets: int | None = None, cut: bool = True) -> None:
        self._server_port = server_port
        self._octets = octets
        self._cut = cut
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.said = 0
        self._ends: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for end in (self._listening, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port))
                self._ends += [client, server]
                for target, ends in ((self._up, (client, server)), (self._down, (server, client))):
                    self._threads.append(threading.Thread(target=target, args=ends, daemon=True))
                    self._threads[-1].start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while said := client.recv(65536):
                server.sendall(said)

    def _down(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while said := server.recv(65536):
                left = len(said) if self._octets is None else max(0, self._octets - self.said)
                self.said += len(said)
                client.sendall(said[:left])
                if left < len(said):
                    if self._cut:
                        client.shutdown(socket.SHUT_RDWR)
                    return
