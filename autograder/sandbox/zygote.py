"""The clean process that forks a child for every run. Started by the keeper, one for each set of libraries.

It imports, prepares the walls, freezes the heap and then, for each job: receive a socket, fork, report the child, wait,
report how it ended. It never reads a job. Run as ``python -m autograder.sandbox.zygote CONTROL_FD PAGE_FD CONFIG``.
"""

import gc
import importlib
import mmap
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec

from autograder.errors import SandboxError
from autograder.sandbox import inside
from autograder.sandbox.limits import Limits
from autograder.sandbox.walls import Walls, build_walls, die_with_parent, raise_walls

#: Imported before the first fork: submodules of numpy that load on first use, and what lessons import.
PRELOADED = (
    "numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.polynomial",
    "collections", "copy", "dataclasses", "decimal", "fractions", "functools", "itertools", "json", "math",
    "operator", "random", "statistics", "string", "time", "typing",
)  # fmt: skip

#: Past every descriptor that a zygote opens.
_MAX_DESCRIPTORS: Final = 4096


class Config(msgspec.Struct, frozen=True):
    """What a zygote is started with."""

    libraries: list[str]
    limits: Limits
    scratch: str
    readable: list[str]
    walled: bool


class Ended(msgspec.Struct, array_like=True, frozen=True):
    """How a child ended: its wait status and the processor time it used."""

    status: int
    cpu_seconds: float


def main() -> None:
    """Serve until the keeper hangs up."""
    control = socket.socket(fileno=int(sys.argv[1]))
    page = mmap.mmap(int(sys.argv[2]), mmap.PAGESIZE)
    config = msgspec.json.decode(sys.argv[3], type=Config)
    try:
        walls = _prepare(config)
    except (SandboxError, ImportError, OSError) as error:
        control.sendall(msgspec.msgpack.encode(str(error)))
        return
    control.sendall(msgspec.msgpack.encode(""))
    run_number = 0
    while True:
        run_number += 1
        _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not descriptors:
            return
        _serve(control, page, descriptors[0], walls, Path(config.scratch) / str(run_number))


def _prepare(config: Config) -> Walls | None:
    """Import, build the walls and freeze what was imported, so that forked pages stay shared."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in (*PRELOADED, *config.libraries):
        importlib.import_module(name)
    inside.hide_grader()
    sys.modules["random"].seed(0)
    sys.modules["numpy"].random.seed(0)
    walls = None
    if config.walled:
        walls = build_walls(config.limits, scratch=Path(config.scratch), readable=map(Path, config.readable))
    gc.collect()
    gc.freeze()
    return walls


def _serve(control: socket.socket, page: mmap.mmap, job: int, walls: Walls | None, scratch: Path) -> None:
    """Fork one child for one job and see it to its end."""
    scratch.mkdir()
    page[:8] = bytes(8)
    pid = os.fork()
    if pid == 0:
        _become_child(page, job, walls, scratch)
    os.close(job)
    pidfd = os.pidfd_open(pid)
    socket.send_fds(control, [msgspec.msgpack.encode(pid)], [pidfd])
    os.close(pidfd)
    _, status, usage = os.wait4(pid, 0)
    _remove(scratch)
    control.sendall(msgspec.msgpack.encode(Ended(status, usage.ru_utime + usage.ru_stime)))


def _become_child(page: mmap.mmap, job: int, walls: Walls | None, scratch: Path) -> None:
    """Cut every tie to the zygote, lock in and run the job; never returns.

    An error in here before student code runs ends the child without its first frame, and the keeper knows it for ours.
    """
    try:
        os.setsid()
        os.chdir(scratch)
        if walls is not None:
            die_with_parent(walls.libc)
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


def _remove(scratch: Path) -> None:
    """Remove a run's folder; nearly always it is empty. rm copes with depths at which Python's own recursion ends."""
    try:
        scratch.rmdir()
    except OSError:
        subprocess.run(["/bin/rm", "-rf", "--one-file-system", str(scratch)], check=False)  # noqa: S603 - our own path


if __name__ == "__main__":
    main()
