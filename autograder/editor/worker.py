"""The asking side of one process: started ahead, asked once, listened to with a watch in the hand, and ended."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from typing import IO, Final

import msgspec

from autograder.editor.messages import Job, Message, Step
from autograder.model import Ending

_COMMAND: Final = (sys.executable, "-P", "-m", "autograder.editor.process")
#: How long it may take to load everything, on a slow disk.
_START_SECONDS: Final = 60.0
#: How often somebody who has changed their mind is asked.
_TICK_SECONDS: Final = 0.03
#: How long to wait for the end of what it says, once it is dead.
_LEAVING_SECONDS: Final = 0.5
#: A line of more would be no line of ours.
_MOST_BYTES: Final = 2**24
_WINDOWS_CRASH: Final = 0xC0000000
_READ: Final = msgspec.json.Decoder(Message).decode


class Worker:
    """A process that has loaded everything, or is about to, and waits for a job."""

    def __init__(self, libraries: Collection[str] = ()) -> None:
        """Start it.

        Args:
            libraries: to be loaded ahead, too.
        """
        self._process = subprocess.Popen(  # noqa: S603 - this Python, and a module of ours
            [*_COMMAND, *libraries],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that what it starts can be ended with it; Windows has another way
        )
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        self._listener = threading.Thread(target=_listen, args=(self._process.stdout, self._lines), daemon=True)
        self._listener.start()

    @property
    def is_waiting(self) -> bool:
        """Whether it is there."""
        return self._process.poll() is None

    def ask(self, job: Job, is_stale: Callable[[], bool]) -> Iterator[Message | Ending]:
        """Have a job done; the process is ended when this is.

        Args:
            job: what to do.
            is_stale: whether nobody wants to know any more.

        Yields:
            What it says; at last how it ended, should it not have come to the end by itself.
        """
        try:
            self._send(msgspec.json.encode(job))
            end = time.monotonic() + _START_SECONDS
            while not is_stale():
                try:
                    line = self._lines.get(timeout=_TICK_SECONDS)
                except queue.Empty:
                    if time.monotonic() < end:
                        continue
                    yield Ending.TOO_SLOW
                    return
                if line is None:
                    yield self._fate()
                    return
                try:
                    message = _READ(line)
                except (msgspec.MsgspecError, UnicodeDecodeError):  # the student's code wrote where we speak
                    yield Ending.CRASHED
                    return
                if isinstance(message, Step):
                    end = time.monotonic() + message.seconds
                yield message
        finally:
            self.end()

    def end(self) -> None:
        """Kill the process and what it has started."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        if sys.platform == "win32":
            if self.is_waiting:
                kill = ["taskkill", "/F", "/T", "/PID", str(self._process.pid)]
                subprocess.run(kill, check=False, capture_output=True)  # noqa: S603 - Windows' own
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._listener.join(_LEAVING_SECONDS)  # what the student's code left running may keep the pipe open

    def _send(self, job: bytes) -> None:
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 - for the type checker
        with contextlib.suppress(OSError):  # it has ended already; its silence will tell
            stdin.write(job)
            stdin.close()

    def _fate(self) -> Ending:
        """How a process ended that said no more."""
        code = self._process.wait()
        return Ending.EXITED if 0 <= code < _WINDOWS_CRASH else Ending.CRASHED


class Workers:
    """Processes for one job after the other, one of them ready ahead of its job."""

    def __init__(self) -> None:
        """Start the first."""
        self._next: Worker | None = Worker()

    def take(self) -> Worker:
        """The one that is ready, or else a new one."""
        worker, self._next = self._next, None
        return worker if worker is not None and worker.is_waiting else Worker()

    def get_ready(self, libraries: Collection[str] = ()) -> None:
        """Start one for the next job, unless one is ready.

        Args:
            libraries: what the job will use that takes long to load.
        """
        if self._next is None or not self._next.is_waiting:
            self._next = Worker(libraries)

    def close(self) -> None:
        """End the one that waits."""
        if self._next is not None:
            self._next.end()
            self._next = None


def _listen(pipe: IO[bytes], lines: "queue.SimpleQueue[bytes | None]") -> None:
    with contextlib.suppress(OSError, ValueError), pipe:
        while line := pipe.readline(_MOST_BYTES):
            lines.put(line)
    lines.put(None)
