"""The keeper's hold on a child: its socket, its clock, its scratch folder, and the means to end it."""

import contextlib
import os
import select
import signal
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from autograder.errors import SandboxError
from autograder.sandbox.pidfd import Business, business_of, number_of
from autograder.sandbox.zygote import Ended

if TYPE_CHECKING:
    from autograder.sandbox.zygote_process import ZygoteProcess

_CPUCLOCK_SCHED: Final = 2


class ZygoteLostError(SandboxError):
    """A zygote died or hung: our fault. The keeper starts another and tries again."""


@dataclass(frozen=True, slots=True)
class Death:
    """How a child ended.

    Args:
        signal: what killed it; 0 for nothing.
        exit_status: what it ended with, where nothing killed it.
        cpu_seconds: processor time that it used.
        was_killed_by_us: whether it was given time to end by itself, did not, and was killed.
    """

    signal: int
    exit_status: int
    cpu_seconds: float
    was_killed_by_us: bool


class Child:
    """One forked child: the socket to it, its clock, its scratch folder, and the means to end it."""

    __slots__ = ("_given", "_pidfd", "_zygote", "connection")

    def __init__(self, zygote: "ZygoteProcess", connection: socket.socket, *, pidfd: int, given: int) -> None:
        """Take over the descriptors; `given` files were in its scratch folder from the start."""
        self._zygote = zygote
        self._pidfd = pidfd
        self._given = given
        self.connection = connection

    @property
    def step(self) -> int:
        """The step that the child says it is at. It can lie, to its own harm only."""
        return int.from_bytes(self._zygote.page[:4], "little")

    def cpu_seconds(self) -> float:
        """Processor time used so far, read off the child's clock from outside; 0 once it is gone."""
        try:
            pid = number_of(self._pidfd)
            # The clock made of a number below 1 would be the keeper's own.
            return time.clock_gettime((~pid << 3) | _CPUCLOCK_SCHED) if pid > 0 else 0.0
        except OSError:
            return 0.0

    def business(self) -> Business:
        """What it is at, by the kernel's word."""
        return business_of(self._pidfd)

    def files(self) -> int:
        """How many files it has in its scratch folder beyond the data that it was given.

        Counting leaves the folder's time of access alone: that is how the zygote learns whether the child looked.
        """
        try:
            folder = os.open(self._zygote.box, os.O_RDONLY | os.O_DIRECTORY | os.O_NOATIME)
        except FileNotFoundError:  # the zygote was lost, and its folder with it
            return 0
        try:
            return len(os.listdir(folder)) - self._given  # noqa: PTH208 - a descriptor
        finally:
            os.close(folder)

    def end(self, *, patience: float = 0.0) -> Death:
        """Make sure it is gone, and learn how it ended.

        Args:
            patience: seconds it may take to die by itself before it is killed.

        Raises:
            ZygoteLostError: the zygote did not report the child's end.
        """
        try:
            was_alive = not (patience and self._has_ended(patience))
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            ended = self._zygote.hear(Ended)
        finally:
            self.let_go()
        if os.WIFSIGNALED(ended.status):
            return Death(os.WTERMSIG(ended.status), 0, ended.cpu_seconds, was_alive)
        return Death(0, os.WEXITSTATUS(ended.status), ended.cpu_seconds, was_killed_by_us=False)

    def let_go(self) -> None:
        """Close what there is to it. Killing it, where that has not been done, is left to the zygote."""
        self.connection.close()
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1

    def _has_ended(self, patience: float) -> bool:
        poll = select.poll()
        poll.register(self._pidfd, select.POLLIN)
        return bool(poll.poll(patience * 1000))
