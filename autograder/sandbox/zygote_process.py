"""The keeper's hold on a zygote: starting it, in a bubble where that can be, having it fork children, ending it."""

import contextlib
import mmap
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from autograder.errors import SandboxError
from autograder.sandbox.bubble import around, is_installed
from autograder.sandbox.child import Child, ZygoteLostError
from autograder.sandbox.limits import Limits
from autograder.sandbox.pidfd import number_of
from autograder.sandbox.zygote import MESSAGE_BYTES, Config, Wanted

_START_SECONDS: Final = 60.0
_REPLY_SECONDS: Final = 30.0

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
            raise SandboxError(msg) from error
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

    def close(self) -> None:
        """End it, and with it a child that may still be running."""
        self._control.close()
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
            complaint = msgspec.msgpack.decode(self._control.recv(MESSAGE_BYTES), type=str)
        except (OSError, ValueError) as error:
            complaint = f"a zygote did not start ({error}): {self._last_words()}"
        except BaseException:
            self.close()
            raise
        if complaint:
            self.close()
            raise SandboxError(complaint)

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
        return lines[-1] if lines else "it said nothing"


def start_zygote(
    *, libraries: Sequence[str], limits: Limits, readable: Sequence[Path], walled: bool, bubble: bool | None
) -> ZygoteProcess:
    """Start a zygote, in a bubble (see `bubble`) where this machine lets us.

    Args:
        libraries: what it imports beside what every zygote does.
        limits: how much of the machine a run may use.
        readable: folders that student code may read.
        walled: whether there are to be walls at all.
        bubble: whether one is demanded or not wanted; None takes what there is.

    Raises:
        SandboxError: it cannot be started, or the walls cannot be built.
    """
    if bubble and not is_installed():
        msg = "bubblewrap is not installed; install it (Debian, Ubuntu: apt-get install bubblewrap)"
        raise SandboxError(msg)
    start = partial(ZygoteProcess, libraries=libraries, limits=limits, readable=readable, walled=walled)
    if bubble or (bubble is None and walled and is_installed()):
        try:
            return start(bubble=True)
        except SandboxError:
            # Containers and some distributions forbid namespaces; libraries may lie where nobody expects them. Ring 1
            # stands without, and where something else was wrong the second attempt says so.
            if bubble:
                raise
    return start(bubble=False)


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
