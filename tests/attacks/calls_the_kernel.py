# stopped by: seccomp: a system call that is not listed fails with EPERM
"""Makes the system calls that have let others out, by number.

squared_error: wrong
"""

import ctypes
import errno
import platform

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(4096)
at = ctypes.addressof(buffer)
CALLS = {
    "ptrace": (101, 16, 1, 0, 0), "process_vm_readv": (310, 1, at, 1, at, 1, 0), "process_vm_writev": (311, 1, at, 1, at, 1, 0),
    "socket": (41, 1, 1, 0), "io_uring_setup": (425, 4, at), "bpf": (321, 0, at, 100), "keyctl": (250, 0, -3, 1),
    "add_key": (248, at, at, at, 1, -3), "request_key": (249, at, at, 0, 0), "unshare": (272, 0x10000000), "setns": (308, 0, 0),
    "mount": (165, at, at, at, 0, 0), "umount2": (166, at, 0), "pivot_root": (155, at, at), "chroot": (161, at),
    "memfd_create": (319, at, 0), "memfd_secret": (447, 0), "shmget": (29, 0, 100, 0o1777), "msgget": (68, 0, 0o1777), "semget": (64, 0, 1, 0o1777),
    "mq_open": (240, at, 0o102, 0o666, 0), "timer_create": (222, 0, at, at), "timerfd_create": (283, 0, 0), "eventfd2": (290, 0, 0),
    "signalfd4": (289, -1, at, 8, 0), "inotify_init1": (294, 0), "fanotify_init": (300, 0, 0), "userfaultfd": (323, 0), "perf_event_open": (298, at, 0, -1, -1, 0),
    "epoll_create1": (291, 0), "pipe2": (293, at, 0), "prctl": (157, 4, 1, 0, 0, 0), "prctl name": (157, 15, at), "setrlimit": (160, 7, at),
    "prlimit64 of another": (302, 1, 7, 0, at), "prlimit64 set": (302, 0, 7, at, 0), "seccomp": (317, 0, 0, 0), "arch_prctl": (158, 0x1002, 0),
    "setuid": (105, 0), "setresuid": (117, 0, 0, 0), "capset": (126, at, at), "personality": (135, 0x0008), "ioperm": (173, 0, 1, 1), "iopl": (172, 3),
    "kexec_load": (246, 0, 0, 0, 0), "init_module": (175, at, 1, at), "reboot": (169, 0, 0, 0), "swapon": (167, at, 0), "sethostname": (170, at, 1),
    "settimeofday": (164, at, at), "clock_settime": (227, 0, at), "adjtimex": (159, at), "syslog": (103, 3, at, 100), "quotactl": (179, 0, at, 0, at),
    "open_by_handle_at": (304, -100, at, 0), "name_to_handle_at": (303, -100, at, at, at, 0), "openat2": (437, -100, at, at, 24), "landlock_create_ruleset": (444, 0, 0, 1),
    "pidfd_open": (434, 1, 0), "pidfd_getfd": (438, 0, 0, 0), "kcmp": (312, 1, 1, 0, 0, 0), "mlockall": (151, 1), "mbind": (237, at, 4096, 0, 0, 0, 0),
    "sched_setscheduler": (144, 0, 1, at), "rt_sigqueueinfo": (129, 1, 9, at), "tkill": (200, 1, 9), "tgkill": (234, 1, 1, 6), "tgkill itself": (234, libc.getpid(), libc.getpid(), 9),
    "tgkill wide": (234, 1, 1, 6 | 1 << 32), "setsid": (112,), "clone": (56, 17, 0, 0, 0, 0), "clone3": (435, at, 88), "vfork": (58,), "execve": (59, at, at, at), "execveat": (322, 0, at, at, at, 0x1000),
    "TIOCSTI": (16, 0, 0x5412, at), "TIOCSTI wide": (16, 0, 0x5412 | 1 << 32, at), "TIOCLINUX": (16, 0, 0x541C, at), "F_SETOWN": (72, 0, 8, 1), "F_SETLEASE": (72, 0, 1024, 0), "F_SETPIPE_SZ wide": (72, 0, 1031 | 1 << 32, 1),
    "x32 getpid": (0x40000000 | 39,), "x32 ptrace": (0x40000000 | 521, 16, 1, 0, 0), "x32 fork": (0x40000000 | 57,), "symlink": (88, at, at), "link": (86, at, at), "mknod": (133, at, 0o10666, 0),
    "chmod": (90, at, 0o777), "utimensat": (280, -100, at, 0, 0), "setxattr": (188, at, at, at, 1, 0), "truncate": (76, at, 0), "fallocate": (285, 0, 0, 0, 100), "copy_file_range": (326, 0, 0, 0, 0, 1, 0), "splice": (275, 0, 0, 0, 0, 1, 0), "vmsplice": (278, 0, at, 1, 0),
    "mincore": (27, at & -4096, 4096, at), "cachestat": (451, 0, at, at, 0), "preadv2": (327, 0, at, 1, 0, 8), "readahead": (187, 0, 0, 1), "fadvise64": (221, 0, 0, 0, 4), "sync": (162,), "syncfs": (306, 0),
    "flock": (73, 0, 1), "get_robust_list": (274, 1, at, at), "mount_setattr": (442, -100, at, 0, at, 32), "open_tree": (428, -100, at, 0), "move_mount": (429, -100, at, -100, at, 0), "fsopen": (430, at, 0), "landlock_restrict_self": (446, 0, 0),
}
if platform.machine() == "x86_64":
    for name, (number, *arguments) in CALLS.items():
        ctypes.set_errno(0)
        result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
        refused = result == -1 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS)
        if not refused:
            print("ESCAPED:", name, result, ctypes.get_errno())
print("held")


def squared_error(pred, goal_pred):
    return 7.0
