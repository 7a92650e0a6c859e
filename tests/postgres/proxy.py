"""A line to the server that breaks when a commit was heard and not yet answered."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass(slots=True)
class Line:
    """Passes on what both sides say, but never the answer to one of the commits.

    Args:
        server: the port of the server.
        breaks_at: at which commit, counted from 1.
    """

    server: int
    breaks_at: int
    commits: int = 0
    broken: int = 0
    _open: list[socket.socket] = field(default_factory=list)

    def serve(self, listener: socket.socket) -> None:
        """Take calls until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", self.server))
                self._open += [client, server]
                threading.Thread(target=self._ask, args=(client, server), daemon=True).start()

    def close(self) -> None:
        for one in self._open:
            one.close()

    def _ask(self, client: socket.socket, server: socket.socket) -> None:
        back = threading.Thread(target=_pass_on, args=(server, client), daemon=True)
        is_back_started = False
        with suppress(OSError):
            while data := client.recv(65536):
                if b"COMMIT" in data:
                    self.commits += 1
                    if self.commits == self.breaks_at:
                        client.shutdown(socket.SHUT_WR)  # the answer comes, and goes nowhere
                        self.broken += 1
                        server.sendall(data)
                        continue
                server.sendall(data)
                if not is_back_started:
                    back.start()
                    is_back_started = True
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)


def _pass_on(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while data := server.recv(65536):
            client.sendall(data)
    with suppress(OSError):
        client.shutdown(socket.SHUT_WR)


@contextmanager
def breaking_line(server: int, *, breaks_at: int) -> Iterator[tuple[Line, int]]:
    """A line, and the port on which it is taken."""
    line = Line(server, breaks_at)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taking = threading.Thread(target=line.serve, args=(listener,), daemon=True)
        taking.start()
        try:
            yield line, listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            taking.join()
            line.close()
