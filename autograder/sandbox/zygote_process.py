"""The keeper's hold on a zygote: starting it, having it fork children, ending it."""

import contextlib
import mmap
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from autograder.errors import SandboxError
from autograder.sandbox.bubble import around
from autograder.sandbox.child import Child, ZygoteLostError
from autograder.sandbox.limits import Limits
from autograder.sandbox.pidfd import number_of
from autograder.sandbox.shortage import is_of_shortage, tells_of_shortage
from autograder.sandbox.zygote import MESSAGE_BYTES, Config, Wanted

_START_SECONDS: Final = 60.0
_REPLY_SECONDS: Final = 30.0
_KILLED_STATUS: Final = 128
_LINE_SIGNS: Final = 500

Message = TypeVar("Message")


class ZygoteProcess:
    """A running zygote and the socket that commands it.

    Attributes:
        page: the page it shares with its children, where they note their step.
        box: the one folder they may write to, emptied after every run.
        pid: its number, as the keeper counts; that of what it was started through is another.
    """

    def __init__(
        self, *, libraries: Sequence[str], limits: Limits, readable: Sequence[Path], walled: bool, bubble: bool
    ) -> None:
        """Start it and wait until it is ready.

        Raises:
            ZygoteLostError: it was killed on the way, or the machine is short of something; another try may do.
            SandboxError: it cannot be started, or the walls cannot be built.
        """
        folder = Path(tempfile.mkdtemp(prefix="autograder-"))
        self.box = folder / "box"
        self.box.mkdir()
        self._errors = (folder / "errors").open("w+b")
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        page = os.memfd_create("progress")
        os.ftruncate(page, mmap.PAGESIZE)
        self.page = mmap.mmap(page, mmap.PAGESIZE)
        readable = [path.absolute() for path in readable]
        config = Config(list(libraries), limits, str(self.box), [str(path) for path in readable], walled)
        command = [
            *(sys.executable, "-s", "-P", "-m", "autograder.sandbox.zygote"),
            *(str(theirs.fileno()), str(page), msgspec.json.encode(config).decode()),
        ]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                around(command, folder=folder, readable=readable) if bubble else command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=(theirs.fileno(), page),
                env=_environment(folder, self.box),
                cwd=folder,
                start_new_session=True,  # a terminal's Ctrl-C is for the keeper, which may want to finish first
            )
        except OSError as error:
            self._release()
            msg = f"a zygote could not be started: {error}"
            raise (ZygoteLostError if is_of_shortage(error) else SandboxError)(msg) from error
        finally:
            theirs.close()
            os.close(page)
        self._await_readiness()

    def fork(self, *, is_pathless: bool = False, data: Sequence[Path] = ()) -> Child:
        """Have the zygote fork a child.

        Args:
            is_pathless: nothing in the file system exists for it.
            data: the files that it finds copies of in its scratch folder.

        Raises:
            ZygoteLostError: it did not.
        """
        ours, theirs = socket.socketpair()
        self._control.settimeout(_REPLY_SECONDS)
        wanted = msgspec.msgpack.encode(Wanted(is_pathless, [path.name for path in data]))
        try:
            with _opened(data) as files:
                socket.send_fds(self._control, [wanted], [theirs.fileno(), *files])
            pidfd = self._receive_descriptor()
        except (OSError, ValueError) as error:
            ours.close()
            msg = f"a zygote could not fork ({error}): {self._last_words()}"
            raise ZygoteLostError(msg) from error
        finally:
            theirs.close()
        return Child(self, ours, pidfd=pidfd, given=len(data))

    def hear(self, kind: type[Message]) -> Message:
        """Wait for a message of the zygote's.

        Raises:
            ZygoteLostError: none came.
        """
        self._control.settimeout(_REPLY_SECONDS)
        try:
            return msgspec.msgpack.decode(self._control.recv(MESSAGE_BYTES), type=kind)
        except (OSError, msgspec.MsgspecError) as error:
            msg = f"a zygote died while a child was running ({error}): {self._last_words()}"
            raise ZygoteLostError(msg) from error

    def hang_up(self) -> None:
        """Tell it to end, and do not wait for it."""
        self._control.close()

    def close(self) -> None:
        """End it, and with it a child that may still be running."""
        self.hang_up()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._release()

    def _release(self) -> None:
        self._control.close()
        self.page.close()
        self._errors.close()
        shutil.rmtree(self.box.parent, ignore_errors=True)

    def _await_readiness(self) -> None:
        self._control.settimeout(_START_SECONDS)
        try:
            self._meet()
            complaint = _in_one_line(msgspec.msgpack.decode(self._control.recv(MESSAGE_BYTES), type=str))
        except (OSError, ValueError) as error:
            was_killed = self._was_killed()
            is_passing = was_killed or isinstance(error, TimeoutError)
            fate = "was killed as it started" if was_killed else f"did not start ({error})"
            complaint = f"a zygote {fate}: {self._last_words()}"
        except BaseException:
            self.close()
            raise
        else:
            is_passing = False
        if complaint:
            self.close()
            raise (ZygoteLostError if is_passing or tells_of_shortage(complaint) else SandboxError)(complaint)

    def _was_killed(self) -> bool:
        """Whether what hung up was ended by a signal; a shell in between tells that by a number past 128."""
        try:
            status = self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return False
        return status < 0 or status > _KILLED_STATUS

    def _meet(self) -> None:
        """Learn the zygote's number, and lend it what the kernel says of its size (see `zygote._introduce`)."""
        pidfd = self._receive_descriptor()
        self.pid = number_of(pidfd)
        os.close(pidfd)
        with _opened([Path(f"/proc/{self.pid}/statm")]) as files:
            socket.send_fds(self._control, [b"S"], files)

    def _receive_descriptor(self) -> int:
        """Take the descriptor that comes with a message.

        Raises:
            OSError: none came; the other side hung up.
        """
        _, descriptors, _, _ = socket.recv_fds(self._control, MESSAGE_BYTES, 1)
        if not descriptors:
            msg = "it hung up"
            raise ConnectionError(msg)
        return descriptors[0]

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read(MESSAGE_BYTES).decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:_LINE_SIGNS] if lines else "it said nothing"


def _in_one_line(text: str) -> str:
    return " ".join(text.split())[:_LINE_SIGNS]


@contextlib.contextmanager
def _opened(paths: Sequence[Path]) -> Iterator[list[int]]:
    """Descriptors to read files from."""
    with contextlib.ExitStack() as files:
        yield [files.enter_context(path.open("rb", buffering=0)).fileno() for path in paths]


def _environment(folder: Path, box: Path) -> dict[str, str]:
    """All that student code sees of the environment: single-threaded, plotting to memory, nothing secret."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(box),
        "TMPDIR": str(box),
        "MPLCONFIGDIR": str(folder),  # what matplotlib notes of the fonts, it notes before the first fork
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
