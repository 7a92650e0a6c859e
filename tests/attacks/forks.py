# stopped by: seccomp (no clone, fork or vfork) and RLIMIT_NPROC 0
"""Forks, by every way there is, and leaves a daemon behind.

squared_error: wrong
"""

import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)


def survive():
    os.setsid()
    while True:
        pass




def spawn():
    pid = ctypes.c_int()
    arguments = (ctypes.c_char_p * 2)(b"true", None)
    return -1 if libc.posix_spawn(ctypes.byref(pid), b"/bin/true", None, None, arguments, None) else pid.value


ways = [os.fork, os.forkpty, libc.fork, libc.vfork, spawn]
if platform.machine() == "x86_64":
    ways += [lambda: libc.syscall(57), lambda: libc.syscall(58), lambda: libc.syscall(56, 17, 0, 0, 0, 0)]
ways += [lambda: libc.syscall(435, ctypes.create_string_buffer(88), 88)]
for way in ways:
    try:
        pid = way()
    except OSError as error:
        print("held:", error)
        continue
    if pid == 0:
        survive()
    print("ESCAPED" if pid != -1 else "held", pid)


def squared_error(pred, goal_pred):
    return 7.0
