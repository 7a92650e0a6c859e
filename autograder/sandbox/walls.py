"""Ring 1: what the kernel refuses a child, built once in the zygote, raised in the child with a few system calls.

Landlock bounds files, TCP, signals and abstract sockets; a seccomp allow-list bounds the system calls (anything not
listed fails with EPERM: no processes, threads, sockets, tracing, namespaces, keys, io_uring ...); resource limits bound
memory, processor and files; capabilities, which root has, are given up. One process that cannot fork is bounded by
RLIMIT_AS, so no control groups are needed.
"""

import ctypes
import os
import resource
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import landlockpy
import seccompy
from landlockpy import Ruleset
from seccompy.syscalls import syscall_nr

from autograder.errors import SandboxError
from autograder.sandbox.limits import Limits

_PR_SET_PDEATHSIG: Final = 1
_PR_GET_DUMPABLE: Final = 3
_PR_SET_DUMPABLE: Final = 4
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2
_LANDLOCK_RESTRICT_SELF: Final = 446
_CAPABILITY_VERSION: Final = 0x20080522
_SIGKILL: Final = 9
_LANDLOCK_ABI_WITH_SIGNAL_SCOPE: Final = 6
_EPERM: Final = 1
_ENOSYS: Final = 38
_LOW_WORD: Final = 0xFFFFFFFF
_SIGABRT: Final = 6
#: Where `open` and `openat` take their flags; and what the flags may be as far as writing and truncating go. Landlock
#: learnt to bound truncation in Linux 6.2 only: before, a file that may be read could be emptied by opening it.
_OPENING: Final = (("open", 1), ("openat", 2))
_O_ACCMODE, _O_WRONLY, _O_RDWR, _O_TRUNC = 0o3, 0o1, 0o2, 0o1000

_READ: Final = landlockpy.AccessFS.READ_FILE | landlockpy.AccessFS.READ_DIR
_WRITE: Final = (
    _READ
    | landlockpy.AccessFS.WRITE_FILE
    | landlockpy.AccessFS.TRUNCATE
    | landlockpy.AccessFS.MAKE_REG
    | landlockpy.AccessFS.REMOVE_FILE
)  # and no MAKE_DIR: a flat folder is soon counted and soon emptied
#: What the interpreter and the libraries read beside their own folders.
_LIBRARY_PATHS: Final = ("/usr/lib", "/lib", "/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/usr/share/zoneinfo")
#: Devices that may be opened; they hold nothing and lead nowhere.
DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")

#: The system calls of a process that computes, prints and reads files. Names that an architecture lacks are skipped.
_ALLOWED: Final = """
    read readv pread64 write writev pwrite64 lseek close close_range dup dup2 dup3
    stat lstat fstat newfstatat statx access faccessat faccessat2 readlink readlinkat getcwd chdir getdents getdents64
    mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 ftruncate umask statfs fstatfs
    mmap munmap mprotect mremap brk
    rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack rt_sigpending restart_syscall
    getpid getppid gettid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp
    nanosleep gettimeofday time times getrusage getrlimit sysinfo uname
    sched_yield getcpu futex set_robust_list rseq membarrier getrandom
    poll ppoll select pselect6 exit exit_group
""".split()  # noqa: SIM905 - two hundred quotes would hide the names
#: Those that name a file by its path. A process without them and without `open` neither reads
#: nor moves anything in the file system: even an access that writes nothing leaves its time behind.
_PATHS: Final = """
    stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat chdir getdents getdents64
    mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 statfs
""".split()  # noqa: SIM905 - as above
#: Those that tell of any process, and where they take its number; 0 is the one that asks.
_OF_PROCESSES: Final = (("getpgid", 0), ("getsid", 0), ("sched_getaffinity", 0), ("getpriority", 1))
#: Those that take a clock. A negative number is the clock of some process; the kernel's own count up from 0.
_CLOCKS: Final = ("clock_gettime", "clock_getres", "clock_nanosleep")
_NEGATIVE: Final = 0x80000000
#: NORMAL RANDOM SEQUENTIAL WILLNEED DONTNEED FREE HUGEPAGE NOHUGEPAGE DONTDUMP DODUMP: what memory is used for. Others
#: merge pages with those of other processes, put files out of memory, or (as root) declare the machine's own broken.
_ADVICE: Final = (0, 1, 2, 3, 4, 8, 14, 15, 16, 17)
_FCNTL_COMMANDS: Final = (0, 1, 2, 3, 4, 1030)  # F_DUPFD F_GETFD F_SETFD F_GETFL F_SETFL F_DUPFD_CLOEXEC
_IOCTL_REQUESTS: Final = (0x5401, 0x5413, 0x541B, 0x5450, 0x5451)  # TCGETS TIOCGWINSZ FIONREAD FIONCLEX FIOCLEX

#: System calls with conditions on their arguments, all of which have to hold.
_Bounds: TypeAlias = Iterator[tuple[str, list[seccompy.ArgCmp]]]


class _Capabilities(ctypes.Structure):
    """struct __user_cap_header_struct of linux/capability.h, and the two parts of what it heads: none at all."""

    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int), ("parts", ctypes.c_uint32 * 6))


class _FilterProgram(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


@dataclass(frozen=True, slots=True)
class Walls:
    """Everything prepared for `raise_walls`: a Landlock ruleset, seccomp programs and resource limits."""

    ruleset: Ruleset
    program: _FilterProgram
    pathless_program: _FilterProgram  # in its place for a child that may not so much as look at a file
    program_bytes: Any  # keeps the memory behind the programs alive
    resource_limits: tuple[tuple[int, int], ...]
    libc: ctypes.CDLL


def missing_walls() -> list[str]:
    """Say in plain words what this machine lacks of ring 1; empty when all stands."""
    missing = []
    try:
        if not landlockpy.supported():
            missing.append("Landlock (Linux 5.13 or newer with the landlock security module enabled)")
    except OSError:
        missing.append("Landlock (this is not Linux, or the kernel has it disabled)")
    try:
        if not seccompy.supported():
            missing.append("seccomp filters (CONFIG_SECCOMP_FILTER)")
    except OSError:
        missing.append("seccomp filters (this is not Linux, or the processor is neither x86_64 nor aarch64)")
    return missing


def build_walls(limits: Limits, ruleset: Ruleset, *, address_space: int) -> Walls:
    """Prepare the walls once; they can be raised in any number of forked children.

    Args:
        limits: how much of the machine a child may use.
        ruleset: what it may read and write, from `build_ruleset`.
        address_space: bytes that the libraries take already.
    """
    memory = address_space + limits.memory_bytes
    codes = [ctypes.create_string_buffer(build_filter(paths=paths).program) for paths in (True, False)]
    # A buffer is a zero byte longer than the program, of eight bytes an instruction.
    program, pathless = (_FilterProgram(len(code) // 8, ctypes.cast(code, ctypes.c_void_p)) for code in codes)
    return Walls(
        ruleset=ruleset,
        program=program,
        pathless_program=pathless,
        program_bytes=codes,
        resource_limits=(
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_NPROC, 0),
            (resource.RLIMIT_NOFILE, 64),
            (resource.RLIMIT_FSIZE, limits.file_bytes),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_CPU, limits.child_cpu_seconds),
        ),
        libc=_rehearsed(ctypes.CDLL(None, use_errno=True)),
    )


def _rehearsed(libc: ctypes.CDLL) -> ctypes.CDLL:
    """Look up and call once, harmlessly, what every child calls: ctypes keeps what it learns of a function."""
    libc.prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0)
    libc.capset(None, None)  # no such header
    libc.syscall(_LANDLOCK_RESTRICT_SELF, -1, 0)  # no such ruleset
    return libc


def raise_walls(walls: Walls) -> None:
    """Lock the calling process in, for ever. Called in the child before it reads its job.

    Raises:
        SandboxError: the kernel refused a wall.
    """
    for limit, value in walls.resource_limits:
        resource.setrlimit(limit, (value, value))
    libc = walls.libc
    _must(libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")  # no other process of this user may trace it
    _must(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    nothing = _Capabilities(version=_CAPABILITY_VERSION)  # root's are many, and some reach past the other walls
    _must(libc.capset(ctypes.byref(nothing), ctypes.byref(nothing, _Capabilities.parts.offset)), "no capabilities")
    _must(libc.syscall(_LANDLOCK_RESTRICT_SELF, walls.ruleset.fileno(), 0), "Landlock")
    _must(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(walls.program), 0, 0), "seccomp")


def die_with_parent(libc: ctypes.CDLL) -> None:
    """Ask the kernel to kill this process when its parent ends."""
    _must(libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0), "parent-death signal")


def build_filter(*, paths: bool = True) -> seccompy.Filter:
    """Compile the allow-list for this architecture.

    Args:
        paths: whether files may be named at all.
    """
    rules = seccompy.Filter(default=int(seccompy.Action.ERRNO) | _EPERM)
    for name in _ALLOWED:
        if _exists(name) and (paths or name not in _PATHS):
            rules.allow(name)
    rules.errno("clone3", _ENOSYS)
    for name, arguments in (*_bounded(), *(_opening() if paths else ())):
        if _exists(name):
            rules.allow(name, args=arguments)
    return rules


def _bounded() -> _Bounds:
    """The calls that are allowed with some arguments only."""
    for name, index in _OF_PROCESSES:
        yield name, [_low_word(index, 0)]
    for name in _CLOCKS:
        yield name, [_low_word(0, 0, mask=_NEGATIVE)]
    for advice in _ADVICE:
        yield "madvise", [_low_word(2, advice)]
    for command in _FCNTL_COMMANDS:
        yield "fcntl", [_low_word(1, command)]
    for request in _IOCTL_REQUESTS:
        yield "ioctl", [_low_word(1, request)]
    # Reading one's own limits: of process 0 (oneself), with no new limit.
    yield "prlimit64", [_low_word(0, 0), seccompy.ArgCmp(2, seccompy.CmpOp.EQ, 0)]
    if landlockpy.abi_version() >= _LANDLOCK_ABI_WITH_SIGNAL_SCOPE:
        # abort(). Landlock keeps it from reaching anybody else; and no other signal, so that a child found killed
        # was killed by the machine and not by itself.
        yield "tgkill", [_low_word(2, _SIGABRT)]


def _opening() -> _Bounds:
    """To open a file: to empty it only where it is to be written."""
    for name, index in _OPENING:
        yield name, [_low_word(index, 0, mask=_O_TRUNC)]
        for writing in (_O_WRONLY, _O_RDWR):
            yield name, [_low_word(index, _O_TRUNC | writing, mask=_O_TRUNC | _O_ACCMODE)]


def _exists(name: str) -> bool:
    """Whether this architecture has a system call of that name; aarch64 never had some old ones."""
    try:
        syscall_nr(name)
    except ValueError:
        return False
    return True


def _low_word(index: int, value: int, *, mask: int = _LOW_WORD) -> seccompy.ArgCmp:
    """Match a 32-bit argument, whatever its upper half holds: the kernel ignores that half too."""
    return seccompy.ArgCmp(index, seccompy.CmpOp.MASKED_EQ, value, mask=mask)


def build_ruleset(box: Path, *, readable: Iterable[Path]) -> Ruleset:
    """Allow reading the libraries and `readable`, and writing files into `box`; nothing else.

    Raises:
        SandboxError: the kernel lacks Landlock or seccomp.
    """
    missing = missing_walls()
    if missing:
        msg = f"no walls: this machine lacks {' and '.join(missing)}; grade on Linux 5.13 or newer"
        raise SandboxError(msg)
    ruleset = Ruleset(scoped=landlockpy.Scope.SIGNAL | landlockpy.Scope.ABSTRACT_UNIX_SOCKET)
    for path in sorted({*library_paths(), *map(str, readable)}):
        _allow(ruleset, Path(path), _READ)
    for device in DEVICES:
        _allow(ruleset, Path(device), landlockpy.AccessFS.READ_FILE | landlockpy.AccessFS.WRITE_FILE)
    _allow(ruleset, box, _WRITE)
    return ruleset


def library_paths() -> set[str]:
    """The folders and files that our interpreter and its libraries read, whether they are there or not."""
    installed = (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    return {*_LIBRARY_PATHS, *installed, os.path.join(sys.base_prefix, "lib")}  # noqa: PTH118 - text


def _allow(ruleset: Ruleset, path: Path, access: landlockpy.AccessFS) -> None:
    if path.is_dir():
        ruleset.allow_path(path, access)
    elif path.exists():  # rights of folders on a file are refused as invalid
        ruleset.allow_path(path, access & (landlockpy.AccessFS.READ_FILE | landlockpy.AccessFS.WRITE_FILE))


def _must(result: int, what: str) -> None:
    if result != 0:
        msg = f"the kernel refused {what}: {os.strerror(ctypes.get_errno())}; run `autograder doctor`"
        raise SandboxError(msg)
