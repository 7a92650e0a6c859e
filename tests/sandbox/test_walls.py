"""The programs of the filter are run here, instruction by instruction, for both processors; the kernel is attacked."""

import os
import platform
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import seccompy
from seccompy.syscalls import AARCH64_SYSCALLS, X86_64_SYSCALLS, audit_arch, syscall_nr

from autograder.errors import SandboxError
from autograder.sandbox import Limits
from autograder.sandbox.walls import build_filter, build_ruleset, build_walls, missing_walls

ALLOW, KILL = int(seccompy.Action.ALLOW), int(seccompy.Action.KILL_PROCESS)
EPERM, ENOSYS = int(seccompy.Action.ERRNO) | 1, int(seccompy.Action.ERRNO) | 38
Asked = Callable[..., int]
X86_64, AARCH64 = 0xC000003E, 0xC00000B7
PROCESSORS = (("x86_64", X86_64, X86_64_SYSCALLS), ("aarch64", AARCH64, AARCH64_SYSCALLS))

HARMLESS = (
    "read write openat mmap munmap brk futex getrandom clock_gettime exit_group rt_sigaction newfstatat close dup3"
)
DANGEROUS = """
    " clone fork vfork execve execveat socket socketpair connect bind sendto sendmsg recvmsg ptrace
    process_vm_readv process_vm_writev kill tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_send_signal
    pidfd_getfd kcmp io_uring_setup io_uring_enter bpf keyctl add_key request_key unshare setns mount umount2
    pivot_root chroot memfd_create memfd_secret shmget shmat msgget semget mq_open timer_create timerfd_create
    eventfd2 signalfd4 inotify_init1 fanotify_init userfaultfd perf_event_open epoll_create1 pipe2 prctl seccomp
    setrlimit setuid setgid setresuid setgroups capset personality kexec_load init_module finit_module
    delete_module reboot swapon sethostname settimeofday clock_settime adjtimex syslog quotactl
    open_by_handle_at name_to_handle_at openat2 mlock mlockall mbind move_pages sched_setscheduler
    sched_setaffinity setpriority setsid setpgid truncate fallocate fchmod fchmodat fchown fchownat utimensat
    setxattr linkat symlinkat mknodat copy_file_range splice vmsplice tee sendfile landlock_create_ruleset
    landlock_restrict_self acct vhangup process_madvise ioprio_set migrate_pages lookup_dcookie nfsservctl
    mincore cachestat preadv2 readahead fadvise64 sync syncfs flock get_robust_list mount_setattr open_tree move_mount
    fsopen fsconfig fsmount fspick process_mrelease mseal map_shadow_stack statmount listmount listns file_setattr
    setxattrat open_tree_attr lsm_set_self_attr set_mempolicy_home_node memfd_secret pkey_mprotect
"""
#: Calls that x86_64 has beside newer ones for the same; aarch64 has the newer ones alone.
NEWER_FORMS = {
    "open": "openat", "stat": "newfstatat", "lstat": "newfstatat", "access": "faccessat", "readlink": "readlinkat",
    "getdents": "getdents64", "mkdir": "mkdirat", "rmdir": "unlinkat", "unlink": "unlinkat", "rename": "renameat",
    "dup2": "dup3", "poll": "ppoll", "select": "pselect6", "time": "clock_gettime", "getpgrp": "getpgid",
}  # fmt: skip
#: Arguments that the conditions of the filter turn on: descriptors, flags, commands, numbers of processes and signals.
ARGUMENTS = tuple(
    (first, second, third, 0, 0, 0)
    for first in (0, 1, 2**32 - 6)
    for second in (0, 1, 4, 8, 0o1000, 0o1001, 0x5401, 0x5412, 1030, 2**32 | 0x5412)
    for third in (0, 6, 0o1000, 0o1002)
)


@pytest.fixture(params=["x86_64", "aarch64"])
def asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Ask the filter of a processor about a system call, by name or by number."""
    monkeypatch.setattr(platform, "machine", lambda: request.param)
    program = build_filter().program

    def ask(call: str | int, *arguments: int, arch: int | None = None) -> int:
        number = call if isinstance(call, int) else syscall_nr(call)
        return _run(program, number, arguments, audit_arch() if arch is None else arch)

    return ask


def _program_for(machine: str, *, paths: bool = True) -> bytes:
    """The filter as it is built on a machine of that kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(platform, "machine", lambda: machine)
        return bytes(build_filter(paths=paths).program)


def _allowed_on(machine: str, arch: int, table: dict[str, int]) -> set[str]:
    """The names of the calls that are allowed; one that has several names goes by that of x86_64."""
    program = _program_for(machine)
    allowed = {name: number for name, number in table.items() if _run(program, number, (0,) * 6, arch) == ALLOW}
    common = {number for name, number in allowed.items() if name in X86_64_SYSCALLS}
    return {name for name, number in allowed.items() if name in X86_64_SYSCALLS or number not in common}


def _run(program: bytes, number: int, arguments: tuple[int, ...], arch: int) -> int:
    """Run a classic BPF program on the data of one system call: the few instructions that filters are made of."""
    words = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("<IIQ6Q", number, arch, 0, *[word & (2**64 - 1) for word in words])
    accumulator = position = 0
    while True:
        code, if_true, if_false, value = struct.unpack_from("<HBBI", program, 8 * position)
        position += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif code == 0x54:
            accumulator &= value
        elif code == 0x06:
            return int(value)
        elif code == 0x05:
            position += value
        else:
            holds = {0x15: accumulator == value, 0x25: accumulator > value, 0x35: accumulator >= value}[code]
            position += if_true if holds else if_false


def test_what_computing_needs_is_allowed(asked: Asked) -> None:
    assert {asked(name) for name in HARMLESS.split()} == {ALLOW}


def test_what_has_let_others_out_is_refused(asked: Asked) -> None:
    known = [name for name in DANGEROUS.split() if _exists(name)]

    assert {name for name in known if asked(name) != EPERM} == set()
    assert len(known) > 80


def test_new_numbers_and_the_32_bit_pointers_of_x86_are_refused(asked: Asked) -> None:
    assert {asked(number) for number in (*range(470, 700), 0x40000000 | 39, 0x40000000 | 521, 2**32 - 1)} == {EPERM}


def test_the_calls_of_another_processor_end_the_process(asked: Asked) -> None:
    """Those of the other one, and of the 32-bit forms of both, whose numbers mean something else."""
    others = {X86_64, AARCH64, 0x40000003, 0x40000028} - {audit_arch()}

    assert {asked("read", arch=arch) for arch in others} == {KILL}


def test_clone3_looks_as_if_the_kernel_had_none_so_that_the_library_falls_back(asked: Asked) -> None:
    assert asked("clone3") == ENOSYS


def test_nothing_is_allowed_but_what_has_a_name_here(asked: Asked) -> None:
    table = X86_64_SYSCALLS if audit_arch() == X86_64 else AARCH64_SYSCALLS
    names = {number: name for name, number in table.items()}

    allowed = {names.get(number, number) for number in range(2000) if asked(number) == ALLOW}

    assert len(allowed) in range(75, 130)
    assert all(isinstance(name, str) for name in allowed)
    assert not allowed & set(DANGEROUS.split())


def test_both_processors_give_the_same_answer_to_every_call_that_both_have() -> None:
    programs = [(_program_for(machine), arch, table) for machine, arch, table in PROCESSORS]
    shared = sorted(X86_64_SYSCALLS.keys() & AARCH64_SYSCALLS.keys())

    different = [
        (name, arguments)
        for name in shared
        for arguments in ARGUMENTS
        if len({_run(program, table[name], arguments, arch) for program, arch, table in programs}) > 1
    ]

    assert len(shared) > 280
    assert different == []


def test_what_only_one_processor_has_is_refused_or_stands_for_what_both_have() -> None:
    on_x86, on_aarch64 = (_allowed_on(*processor) for processor in PROCESSORS)

    assert on_aarch64 <= on_x86
    assert on_x86 - on_aarch64 == NEWER_FORMS.keys()
    assert set(NEWER_FORMS.values()) <= on_aarch64


def test_where_there_are_no_files_neither_processor_takes_a_path() -> None:
    taking = "open openat stat newfstatat statx access faccessat readlinkat chdir getdents64 mkdirat unlinkat renameat2"
    for machine, arch, table in PROCESSORS:
        program = _program_for(machine, paths=False)

        found = {
            name for name in taking.split() if name in table and _run(program, table[name], (0,) * 6, arch) == ALLOW
        }

        assert found == set()
        assert _run(program, table["read"], (0,) * 6, arch) == ALLOW


def test_clocks_and_affairs_of_other_processes_are_not_told(asked: Asked) -> None:
    for name, index in (("clock_gettime", 0), ("getpgid", 0), ("sched_getaffinity", 0), ("getpriority", 1)):
        before = [0] * index

        assert asked(name, *before, 0) == ALLOW
        assert asked(name, *before, 2**32 - 6) == EPERM
    assert asked("getsid", 1) == EPERM
    assert asked("clock_gettime", 2) == ALLOW


@pytest.mark.parametrize("wide", [0, 1 << 32])
def test_terminals_cannot_be_typed_into(asked: Asked, wide: int) -> None:
    assert asked("ioctl", 0, 0x5412 | wide) == EPERM
    assert asked("ioctl", 0, 0x541C | wide) == EPERM
    assert asked("ioctl", 0, 0x5413 | wide) == ALLOW


def test_limits_can_be_read_of_oneself_and_never_set(asked: Asked) -> None:
    assert asked("prlimit64", 0, 7, 0, 4096) == ALLOW
    assert asked("prlimit64", 0, 7, 1 << 32, 0) == EPERM
    assert asked("prlimit64", 1, 7, 0, 4096) == EPERM


def test_no_signal_but_abort_can_be_sent(asked: Asked) -> None:
    assert [signal for signal in range(65) if asked("tgkill", 5, 5, signal) == ALLOW] in ([6], [])


def test_memory_may_be_advised_on_but_not_declared_broken_or_shared(asked: Asked) -> None:
    allowed = [advice for advice in range(200) if asked("madvise", 0, 4096, advice) == ALLOW]

    assert allowed == [0, 1, 2, 3, 4, 8, 14, 15, 16, 17]
    assert asked("madvise", 0, 4096, 100 | 1 << 32) == EPERM


def test_descriptors_cannot_be_given_owners(asked: Asked) -> None:
    assert [command for command in range(1100) if asked("fcntl", 0, command) == ALLOW] == [0, 1, 2, 3, 4, 1030]


def test_a_file_opened_to_read_cannot_be_emptied_by_opening(asked: Asked) -> None:
    """Landlock bounds truncation from Linux 6.2 on; the filter does on every kernel."""
    assert asked("openat", 0, 0, os.O_RDONLY) == ALLOW
    assert asked("openat", 0, 0, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) == ALLOW
    assert asked("openat", 0, 0, os.O_RDWR | os.O_TRUNC) == ALLOW
    assert asked("openat", 0, 0, os.O_RDONLY | os.O_TRUNC) == EPERM
    assert asked("openat", 0, 0, 3 | os.O_TRUNC) == EPERM


def test_a_machine_without_landlock_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("landlockpy.supported", lambda: False)

    with pytest.raises(SandboxError, match=r"lacks Landlock .* grade on Linux"):
        build_ruleset(tmp_path, readable=[])


def test_this_machine_has_walls_and_they_can_be_built(tmp_path: Path) -> None:
    ruleset = build_ruleset(tmp_path, readable=[tmp_path / "not there"])

    walls = build_walls(Limits(), ruleset, address_space=0)

    assert missing_walls() == []
    assert walls.program.length > 100


def _exists(name: str) -> bool:
    try:
        syscall_nr(name)
    except ValueError:
        return False
    return True
