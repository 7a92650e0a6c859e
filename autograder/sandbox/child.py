"""The keeper's hold on its processes: starting a zygote, having it fork a child, watching and ending that child."""

import contextlib
import mmap
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from autograder.errors import SandboxError
from autograder.sandbox.limits import Limits
from autograder.sandbox.zygote import Config, Ended

_START_SECONDS: Final = 60.0
_REPLY_SECONDS: Final = 30.0
_MESSAGE_BYTES: Final = 2**16
_CPUCLOCK_SCHED: Final = 2


class ZygoteLostError(SandboxError):
    """A zygote died or hung: our fault. The keeper starts another and tries again."""


@dataclass(frozen=True, slots=True)
class Death:
    """How a child ended: the signal that killed it (0 for none) and the processor time it used."""

    signal: int
    cpu_seconds: float


class Child:
    """One forked child: the socket to it, its clock, and the means to end it."""

    __slots__ = ("_control", "_page", "_pid", "_pidfd", "connection")

    def __init__(
        self, *, control: socket.socket, page: mmap.mmap, connection: socket.socket, pid: int, pidfd: int
    ) -> None:
        """Take over the descriptors."""
        self._control = control
        self._page = page
        self._pid = pid
        self._pidfd = pidfd
        self.connection = connection

    @property
    def step(self) -> int:
        """The step that the child says it is at. It can lie, to its own harm only."""
        return int.from_bytes(self._page[:4], "little")

    def cpu_seconds(self) -> float:
        """Processor time used so far, read off the child's clock from outside; 0 once it is gone."""
        try:
            return time.clock_gettime((~self._pid << 3) | _CPUCLOCK_SCHED)
        except OSError:
            return 0.0

    def kill(self) -> None:
        """Kill it; harmless when it is gone."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def end(self) -> Death:
        """Hang up, make sure it is gone, and learn how it ended.

        Raises:
            ZygoteLostError: the zygote did not report the child's end.
        """
        self.connection.close()
        self._control.settimeout(_REPLY_SECONDS)
        try:
            reply = self._control.recv(_MESSAGE_BYTES)
            ended = msgspec.msgpack.decode(reply, type=Ended)
        except (OSError, msgspec.MsgspecError) as error:
            self.kill()
            msg = f"a zygote died while a child was running ({error})"
            raise ZygoteLostError(msg) from error
        finally:
            os.close(self._pidfd)
        killed_by = os.WTERMSIG(ended.status) if os.WIFSIGNALED(ended.status) else 0
        return Death(killed_by, ended.cpu_seconds)


class ZygoteProcess:
    """A running zygote and the socket that commands it."""

    def __init__(
        self, *, libraries: Sequence[str], limits: Limits, scratch: Path, readable: Sequence[Path], walled: bool
    ) -> None:
        """Start it and wait until it is ready.

        Raises:
            SandboxError: it cannot be started, or the walls cannot be built.
        """
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        page = os.memfd_create("progress")
        os.ftruncate(page, mmap.PAGESIZE)
        self._page = mmap.mmap(page, mmap.PAGESIZE)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        folder = Path(tempfile.mkdtemp(prefix="zygote-", dir=scratch))
        config = Config(list(libraries), limits, str(folder), [str(path) for path in readable], walled)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [
                *(sys.executable, "-s", "-P", "-m", "autograder.sandbox.zygote"),
                *(str(theirs.fileno()), str(page), msgspec.json.encode(config).decode()),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            pass_fds=(theirs.fileno(), page),
            env=_environment(folder),
            cwd=folder,
        )
        theirs.close()
        os.close(page)
        self._await_readiness()

    def fork(self) -> Child:
        """Have the zygote fork a child.

        Raises:
            ZygoteLostError: it did not.
        """
        ours, theirs = socket.socketpair()
        self._control.settimeout(_REPLY_SECONDS)
        try:
            socket.send_fds(self._control, [b"j"], [theirs.fileno()])
            reply, descriptors, _, _ = socket.recv_fds(self._control, _MESSAGE_BYTES, 1)
            pid = msgspec.msgpack.decode(reply, type=int)
            (pidfd,) = descriptors
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            ours.close()
            msg = f"a zygote could not fork ({error}): {self._last_words()}"
            raise ZygoteLostError(msg) from error
        finally:
            theirs.close()
        return Child(control=self._control, page=self._page, connection=ours, pid=pid, pidfd=pidfd)

    def close(self) -> None:
        """End it."""
        self._control.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._page.close()
        self._errors.close()

    def _await_readiness(self) -> None:
        self._control.settimeout(_START_SECONDS)
        try:
            complaint = msgspec.msgpack.decode(self._control.recv(_MESSAGE_BYTES), type=str)
        except (OSError, msgspec.MsgspecError) as error:
            complaint = f"a zygote did not start ({error}): {self._last_words()}"
        if complaint:
            self.close()
            raise SandboxError(complaint)

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read(_MESSAGE_BYTES).decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def _environment(folder: Path) -> dict[str, str]:
    """All that student code sees of the environment: single-threaded, plotting to memory, nothing secret."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "MPLCONFIGDIR": str(folder),
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
