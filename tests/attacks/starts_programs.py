# stopped by: seccomp (no execve, no fork) and Landlock (no right to execute)
"""Starts programs and workers.

squared_error: wrong
"""

import multiprocessing
import os
import subprocess

for way in (
    lambda: subprocess.run(["/bin/true"], check=False),
    lambda: subprocess.Popen(["/bin/sh", "-c", "sleep 1000 &"]),
    lambda: os.execv("/bin/true", ["true"]),
    lambda: os.posix_spawn("/bin/true", ["true"], {}),
    lambda: multiprocessing.Process(target=print).start(),
    lambda: multiprocessing.get_context("spawn").Pool(2),
):
    try:
        way()
        print("ESCAPED")
    except BaseException as error:
        print("held:", error)
print("ESCAPED" if os.system("true") == 0 else "held")


def squared_error(pred, goal_pred):
    return 7.0
