"""The processes that check notebooks: started, asked once, and ended with whatever they have started.

A Jupyter server keeps one ready: it has loaded everything, its sandbox waits, and the next answer takes milliseconds.
It ends by itself when nobody asks it for a while, or when the server is gone.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from autograder.model import Ending

IS_LINUX: Final = sys.platform == "linux"
#: How long one process may take where it runs without walls; the process itself keeps to it, and tells.
UNWALLED_SECONDS: Final = 9.0
#: What tells a process that it is started before it is needed.
AHEAD: Final = "--ahead"
_COMMAND: Final = (sys.executable, "-P", "-m", "autograder.check.validate_process")
_MOST_BYTES: Final = 2**22
#: How long the zygote of a process that was killed may take to remove its folder.
_CLEARING_SECONDS: Final = 3.0
_LEAVING_SECONDS: Final = 60.0
#: What `faulthandler` writes when the time is up.
_TIMED_OUT: Final = b"Timeout ("
_WINDOWS_CRASH: Final = 0xC0000000
#: As nbgrader says it to what it runs; plots go nowhere.
_ENVIRONMENT: Final = {
    "NBGRADER_VALIDATING": "1",
    "NBGRADER_EXECUTION": "validate",
    "MPLBACKEND": "agg",
    "PYTHONIOENCODING": "utf-8",
}


@dataclass(frozen=True, slots=True)
class Checker:
    """A process that waits for a job, the file it writes to, and the folder it is in."""

    process: "subprocess.Popen[bytes]"
    told: IO[bytes]
    folder: Path

    def ask(self, job: str, seconds: float) -> tuple[list[list[Any]], Ending]:
        """Have the job done, and end. Returns what was said, and how it ended where it did not get to the end."""
        try:
            with contextlib.suppress(BrokenPipeError):  # it has ended already; what it said will tell
                self.process.communicate(job.encode(), seconds if IS_LINUX else min(seconds, UNWALLED_SECONDS + 1))
            is_late = False
        except subprocess.TimeoutExpired:
            is_late = True
        finally:
            self.end()
        self.told.seek(0)
        with self.told:
            said = self.told.read(_MOST_BYTES).splitlines()
        if is_late or any(line.startswith(_TIMED_OUT) for line in said):
            return list(_lines(said)), Ending.TOO_SLOW
        is_crash = not 0 <= self.process.returncode < _WINDOWS_CRASH
        return list(_lines(said)), Ending.CRASHED if is_crash else Ending.EXITED

    def end(self) -> None:
        """Kill the process and what it started. Its zygote, where it has one, is given the time to clear up."""
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        if sys.platform == "win32":
            if self.process.poll() is None:
                kill = ["taskkill", "/F", "/T", "/PID", str(self.process.pid)]
                subprocess.run(kill, check=False, capture_output=True)  # noqa: S603 - Windows' own
            self.process.wait()
            return
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            end = time.monotonic() + _CLEARING_SECONDS
            while time.monotonic() < end and _is_group(self.process.pid):
                time.sleep(0.02)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def dismiss(self) -> None:
        """End it unasked. It goes by itself once there is nothing to read any more."""
        with contextlib.suppress(subprocess.TimeoutExpired, OSError):
            self.process.communicate(timeout=_LEAVING_SECONDS)
        self.end()
        self.told.close()


class Spare:
    """Keeps at most one checker ready."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._checker: Checker | None = None

    def take(self, folder: Path) -> Checker:
        """The one that is ready, if it is for this folder and still waits; else a new one."""
        with self._lock:
            checker = self._checker
            if checker is not None and checker.folder == folder and checker.process.poll() is None:
                self._checker = None
                return checker
        return start(folder)

    def renew(self, folder: Path) -> None:
        """Start one for the next time, in the place of the one that there may be."""
        with self._lock:
            former, self._checker = self._checker, start(folder, AHEAD)
        if former is not None:
            threading.Thread(target=former.dismiss, daemon=True).start()  # no answer waits for that


def start(folder: Path, *options: str) -> Checker:
    """Start a process in a folder."""
    # A file, and no pipe: whatever the student's code starts and leaves behind cannot keep it open.
    told = tempfile.TemporaryFile()  # noqa: SIM115 - the checker's
    process = subprocess.Popen(  # noqa: S603 - this Python, and a module of ours
        [*_COMMAND, *options],
        stdin=subprocess.PIPE,
        stdout=told,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=os.environ | _ENVIRONMENT,
        start_new_session=True,
    )
    return Checker(process, told, folder)


def _is_group(number: int) -> bool:
    """Whether a process of this group is still there."""
    try:
        os.killpg(number, 0)
    except OSError:
        return False
    return True


def _lines(said: list[bytes]) -> Iterator[list[Any]]:
    """The lines that are ours; a process that was stopped may leave half of one."""
    for line in said:
        with contextlib.suppress(ValueError):
            read = json.loads(line)
            if isinstance(read, list) and read:
                yield read
