"""The clean process that forks a child for every run. Started by the keeper, one for each set of libraries.

It imports, prepares the walls, freezes the heap and then, for each job: receive a socket, fork, report the child, wait,
report how it ended. It never reads a job. Run as ``python -m autograder.sandbox.zygote CONTROL_FD PAGE_FD CONFIG``.
"""

import gc
import importlib
import mmap
import os
import random
import select
import shutil
import signal
import socket
import sys
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec
from landlockpy import Ruleset

from autograder.errors import SandboxError
from autograder.sandbox import easel, inside
from autograder.sandbox.data_files import MOST_FILES
from autograder.sandbox.limits import Limits
from autograder.sandbox.messages import NOWHERE
from autograder.sandbox.walls import Walls, build_ruleset, build_walls, die_with_parent, raise_walls

#: Imported before the first fork: submodules of numpy that load on first use, and what lessons import.
PRELOADED = (
    "numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.polynomial",
    "collections", "copy", "dataclasses", "decimal", "fractions", "functools", "itertools", "json", "math",
    "operator", "statistics", "string", "time", "typing",
)  # fmt: skip

#: How long a message of the keeper's may be.
MESSAGE_BYTES: Final = 2**16
#: Past every descriptor that a zygote opens.
_MAX_DESCRIPTORS: Final = 4096


class Config(msgspec.Struct, frozen=True):
    """What a zygote is started with."""

    libraries: list[str]
    limits: Limits
    box: str
    readable: list[str]
    walled: bool


class Wanted(msgspec.Struct, array_like=True, frozen=True):
    """What a child is asked for with, beside its job's socket.

    Args:
        is_pathless: nothing in the file system exists for it.
        data: the names of the files that it finds copies of in the box; their descriptors come with this.
    """

    is_pathless: bool
    data: list[str]


class Ended(msgspec.Struct, array_like=True, frozen=True):
    """How a child ended: its wait status and the processor time it used."""

    status: int
    cpu_seconds: float


def main() -> None:
    """Serve until the keeper hangs up."""
    control = socket.socket(fileno=int(sys.argv[1]))
    page = mmap.mmap(int(sys.argv[2]), mmap.PAGESIZE)
    config = msgspec.json.decode(sys.argv[3], type=Config)
    box = Box(Path(config.box))
    try:
        _serve_all(control, page, box, config)
    finally:
        box.remove()


def _serve_all(control: socket.socket, page: mmap.mmap, box: "Box", config: Config) -> None:
    """Prepare, say so, and fork one child after the other, as they are asked for."""
    try:
        walls = _prepare(config, _introduce(control))
    except (SandboxError, ImportError, OSError) as error:
        control.sendall(msgspec.msgpack.encode(str(error)))
        return
    control.sendall(msgspec.msgpack.encode(""))
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 1 + MOST_FILES)
        if not descriptors:
            return
        job, *files = descriptors
        wanted = msgspec.msgpack.decode(message, type=Wanted)
        box.fill(dict(zip(wanted.data, files, strict=True)))
        around = replace(walls, program=walls.pathless_program) if walls and wanted.is_pathless else walls
        _serve(control, page, job, around)
        if box.was_touched():
            box.renew()
            walls = walls and replace(walls, ruleset=_ruleset(config))


class Box:
    """The one folder that children may write to. What one leaves there, the next must not find."""

    def __init__(self, path: Path) -> None:
        """Take over an empty folder."""
        self._path = path
        self._copies: tuple[str, ...] = ()
        self._state = self._date_back()

    def fill(self, data: Mapping[str, int]) -> None:
        """Put copies of files into it for the next child, which may do with them what it likes.

        What it does leaves no sure trace (writing to mapped memory need not change a file's times), so no two children
        are given the same copy.

        Args:
            data: by their names, descriptors to read them from; closed.
        """
        if not data and not self._copies:
            return
        for name in self._copies:
            (self._path / name).unlink()
        for name, descriptor in data.items():
            with open(descriptor, "rb") as file, (self._path / name).open("wb") as copy:  # noqa: PTH123 - a descriptor
                shutil.copyfileobj(file, copy)
        self._copies = tuple(data)
        self._state = self._date_back()

    def was_touched(self) -> bool:
        """Whether anything happened in it; a file made and removed leaves its trace in the folder's times.

        So does a look: the next child would find it in the time of access.
        """
        return self._look() != self._state

    def renew(self) -> None:
        """Put a new folder in its place. It is flat (see `walls`), so removing it is no recursion."""
        shutil.rmtree(self._path)
        self._path.mkdir()
        self._copies = ()
        self._state = self._date_back()

    def remove(self) -> None:
        """Remove it and the folder around it, in case the keeper no longer can."""
        shutil.rmtree(self._path.parent, ignore_errors=True)

    def _date_back(self) -> tuple[int, ...]:
        """Make the folder look old: clocks of files are coarse, and a child may be here within one tick."""
        os.utime(self._path, (0, 0))
        return self._look()

    def _look(self) -> tuple[int, ...]:
        status = self._path.stat()
        return status.st_mtime_ns, status.st_ctime_ns, status.st_atime_ns, status.st_size


def _introduce(control: socket.socket) -> int:
    """Tell the keeper who this is, and be lent what the kernel says of this process's size.

    In a bubble (see `bubble`) a zygote has a number of its own reckoning, and no /proc.
    """
    pidfd = os.pidfd_open(os.getpid())
    try:
        socket.send_fds(control, [b"I"], [pidfd])
    finally:
        os.close(pidfd)
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    if not descriptors:
        msg = "the keeper hung up"
        raise ConnectionError(msg)
    return descriptors[0]


def _prepare(config: Config, statm: int) -> Walls | None:
    """Import, build the walls and freeze what was imported, so that forked pages stay shared."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in (*PRELOADED, *config.libraries):
        importlib.import_module(name)
    inside.hide_grader()
    warnings.simplefilter("ignore")
    sys.modules["numpy"].random.seed(0)
    with open(statm, encoding="ascii") as file:
        address_space = int(file.read().split()[0]) * mmap.PAGESIZE
    walls = build_walls(config.limits, _ruleset(config), address_space=address_space) if config.walled else None
    inside.rehearse()
    easel.rehearse()
    gc.collect()
    gc.freeze()
    return walls


def _ruleset(config: Config) -> Ruleset:
    return build_ruleset(Path(config.box), readable=map(Path, config.readable))


def _serve(control: socket.socket, page: mmap.mmap, job: int, walls: Walls | None) -> None:
    """Fork one child for one job and see it to its end, or to the keeper's."""
    page[:] = NOWHERE.to_bytes(4, "little") + bytes(mmap.PAGESIZE - 4)
    zygote = os.getpid()
    pid = os.fork()
    if pid == 0:
        _become_child(page, job, walls, zygote)
    os.close(job)
    pidfd = os.pidfd_open(pid)
    try:
        socket.send_fds(control, [b"C"], [pidfd])
        _await_end(control, pidfd)
    except OSError:  # the keeper is gone
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        raise
    finally:
        os.close(pidfd)
    _, status, usage = os.wait4(pid, 0)
    control.sendall(msgspec.msgpack.encode(Ended(status, usage.ru_utime + usage.ru_stime)))


def _await_end(control: socket.socket, pidfd: int) -> None:
    """Wait for the child's end; when the keeper ends before it, no child may live on."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    poll.register(control, 0)  # hanging up is always reported
    if all(descriptor != pidfd for descriptor, _ in poll.poll()):
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)


def _become_child(page: mmap.mmap, job: int, walls: Walls | None, zygote: int) -> None:
    """Cut every tie to the zygote, lock in and run the job; never returns.

    An error in here before student code runs ends the child without its first frame, and the keeper knows it for ours.
    """
    try:
        os.setsid()
        os.chdir(os.environ["HOME"])
        random.seed(0)  # Python seeds it anew in every fork
        if walls is not None:
            die_with_parent(walls.libc)
            if os.getppid() != zygote:  # it died before we had asked to go with it
                return
            raise_walls(walls)
        _keep_only(job)
        inside.main(page)
    finally:
        os._exit(0)


def _keep_only(job: int) -> None:
    """Close every descriptor but the job's socket; 0, 1 and 2 lead nowhere."""
    os.dup2(0, 2)
    if job != inside.JOB_DESCRIPTOR:
        os.dup2(job, inside.JOB_DESCRIPTOR)
    os.closerange(inside.JOB_DESCRIPTOR + 1, _MAX_DESCRIPTORS)


if __name__ == "__main__":
    main()
