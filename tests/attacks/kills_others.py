# stopped by: seccomp, Landlock's scope of signals, and a session of its own
"""Sends signals to its parent, its group, everybody, and through descriptors of processes.

squared_error: wrong
"""

import os
import signal

for way in (
    lambda: os.kill(os.getppid(), signal.SIGKILL),
    lambda: os.kill(0, signal.SIGKILL),
    lambda: os.kill(-1, signal.SIGKILL),
    lambda: os.killpg(os.getpgid(os.getppid()), signal.SIGKILL),
    lambda: signal.pidfd_send_signal(os.pidfd_open(os.getppid()), signal.SIGKILL),
    lambda: signal.setitimer(signal.ITIMER_REAL, 1),
    lambda: os.nice(-5),
    lambda: os.setpgid(0, os.getppid()),
    lambda: os.sched_setaffinity(os.getppid(), [0]),
):
    try:
        way()
        print("ESCAPED")
    except OSError as error:
        print("held:", error)


def squared_error(pred, goal_pred):
    return 7.0
