"""Stands where a zygote and its children stand, and plays scripts: the frames that a hostile child would send."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

from autograder.sandbox.child import Death
from autograder.sandbox.pidfd import Business


@dataclass(frozen=True)
class Script:
    """What one child does.

    Args:
        sent: the bytes that it writes, whatever it is asked.
        bite: so many of them arrive at a time.
        step: where it says it is.
        hangs_up: it closes its end when it has written them; else it works on for ever.
        signal: what kills it, as the zygote tells.
        exit_status: what it ends with, where nothing kills it.
    """

    sent: bytes = b""
    bite: int = 2**16
    step: int = 0
    hangs_up: bool = True
    signal: int = 0
    exit_status: int = 0


class Player:
    """In a zygote's place: every child that it forks plays the next script, and when there is none, hangs up."""

    def __init__(self, scripts: Sequence[Script]) -> None:
        self._scripts = chain(scripts, repeat(Script()))
        self.forked = 0

    def fork(self, *, is_pathless: bool = False, data: Sequence[Path] = ()) -> "_Child":  # noqa: ARG002 - a zygote's own
        self.forked += 1
        return _Child(next(self._scripts))

    def close(self) -> None: ...


class _Dribbling(socket.socket):
    """Bytes arrive on it a few at a time."""

    bite = 2**16

    def recv(self, size: int, flags: int = 0) -> bytes:
        return super().recv(min(size, self.bite), flags)


class _Child:
    """Says and does what the keeper may ask of a child."""

    def __init__(self, script: Script) -> None:
        ours, self._theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**21)
        self._theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**21)
        self.connection = _Dribbling(fileno=ours.detach())
        self.connection.bite = script.bite
        self._theirs.settimeout(0)
        self.was_sent = self._theirs.send(script.sent) if script.sent else 0
        if script.hangs_up:
            self._theirs.shutdown(socket.SHUT_WR)
        self._script = script
        self._looks = 0

    @property
    def step(self) -> int:
        return self._script.step

    def cpu_seconds(self) -> float:
        """A minute more every time: one that does not answer is stopped at the first look."""
        self._looks += 1
        return 60.0 * self._looks

    def business(self) -> Business:
        """There is no process, so nothing can be told of it."""
        return Business("", 0.0)

    def files(self) -> int:
        return 0

    def end(self, *, patience: float = 0.0) -> Death:
        self.let_go()
        return Death(self._script.signal, self._script.exit_status, 0.01, was_killed_by_us=not patience)

    def let_go(self) -> None:
        self.connection.close()
        self._theirs.close()
