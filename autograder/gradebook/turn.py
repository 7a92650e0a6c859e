"""Whose turn is it? One run at a time grades a course, `autograder grade` and `nbgrader autograde` alike.

The turn is the kernel's lock (flock) on a file in the course's folder. It ends with the process that holds it, however
that ends, so there is nothing to clean up after a crash. On a network folder it is as good as flock is there: Linux
keeps it across machines on NFS and most others; where a file system knows no locks, runs go on without one.

The formgrader takes no turn: what it writes are single rows in the database, which has a lock of its own.
"""

import contextlib
import errno
import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from autograder.errors import GradebookError
from autograder.gradebook import files

#: The file in the course's folder. What it says of the holder is for people; the lock is what counts.
LOCK: Final = ".autograder.lock"
_MOST_BYTES: Final = 200
_LOOK_SECONDS: Final = 0.1
#: What file systems say that know no locks.
_NO_LOCKS: Final = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
_NOT_OURS: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextlib.contextmanager
def onlookers_turn(root: Path, *, say: Callable[[str], None], patience: float | None = None) -> Iterator[None]:
    """Wait for the turn and hold it as somebody who writes nothing in the course's folder, not even who they are.

    Args:
        root: the course's folder.
        say: takes a line that tells who is waited for.
        patience: seconds to wait; None for as long as it takes.

    Raises:
        GradebookError: patience ran out, or the file cannot be opened.
    """
    path = root / LOCK
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        descriptor = os.open(path if path.is_file() else root, flags)
    except OSError as error:
        raise files.refused(path, error) from error
    try:
        _wait(descriptor, say, patience)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def turn(
    root: Path, doing: str, *, say: Callable[[str], None], patience: float | None = None, groupshared: bool = False
) -> Iterator[None]:
    """Wait for the turn to grade a course, and hold it.

    Args:
        root: the course's folder.
        doing: what the others are told is going on, such as "autograder grade".
        say: takes a line that tells who is waited for.
        patience: seconds to wait; None for as long as it takes.
        groupshared: others of the group take turns, too.

    Raises:
        GradebookError: patience ran out, or the file cannot be opened.
    """
    descriptor = _opened(root / LOCK, groupshared=groupshared)
    try:
        try:
            _wait(descriptor, say, patience)
        except OSError as error:
            raise files.refused(root / LOCK, error) from error
        _sign(descriptor, f"{doing} (process {os.getpid()} on {socket.gethostname()})")
        try:
            yield
        finally:
            _sign(descriptor, "")
    finally:
        os.close(descriptor)


def _opened(path: Path, *, groupshared: bool) -> int:
    """Open the file, making it where it is missing; for reading alone where it, or the folder, is somebody else's."""
    flags = os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o600)
    except OSError as error:
        if error.errno not in _NOT_OURS:
            raise files.refused(path, error) from error
        try:
            return os.open(path if path.is_file() else path.parent, os.O_RDONLY | flags)
        except OSError as other:
            raise files.refused(path, other) from other
    with contextlib.suppress(OSError):  # whoever made it has done so
        # Whoever may read it can take the lock, and keep it.
        os.fchmod(descriptor, 0o660 if groupshared else 0o600)
    return descriptor


def _wait(descriptor: int, say: Callable[[str], None], patience: float | None) -> None:
    """Take the lock, telling once who holds it.

    Raises:
        GradebookError: patience ran out.
    """
    start = time.monotonic()
    has_said = False
    while not _is_taken(descriptor):
        holder = _holder(descriptor)
        if patience is not None and time.monotonic() - start >= patience:
            msg = f"{holder} is grading this course; wait until it has ended, then grade again"
            raise GradebookError(msg)
        if not has_said:
            say(f"waiting for {holder}, which is grading this course; Ctrl-C to stop waiting")
        has_said = True
        time.sleep(_LOOK_SECONDS)


def _is_taken(descriptor: int) -> bool:
    """Try to take the lock; where there are no locks, everybody has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:  # on NFS: no right to write to the file
            raise
    return True


def _sign(descriptor: int, text: str) -> None:
    """Note who holds the lock; on a full disk nobody does, which harms nobody."""
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, text.encode("utf-8", "replace"), 0)


def _holder(descriptor: int) -> str:
    """Who says to hold the lock."""
    try:
        text = os.pread(descriptor, _MOST_BYTES, 0).decode("utf-8", "replace")
    except OSError:
        text = ""
    return "".join(sign for sign in text if sign.isprintable()) or "another run"
